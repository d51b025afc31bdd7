"""Names and measures that differ from the ones before in a single character: perhaps a slip of the pen.

Not here: other words that promise less (``weakening``), changes of other kinds (``comparing``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg_service.editions.comparing import families
from kg_service.editions.measures import content_of, less_of
from kg_service.editions.pairing import owned_by, pair_measures
from kg_service.model import Column, Comparison, Verdict

_LEAST = 4
"""Characters of a text in which one is a slip and not another word."""
_WORD = re.compile("[\u3400-\u9fff]")
_FREE = re.compile("[零〇一二两三四五六七八九十百千和与及或并等的地得为对向在]")
"""Numbers, and words that stand for each other."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One character in place of another."""

    old: int
    """Number of the service in the earlier edition."""
    new: int
    column: Column
    before: str
    """The whole name or measure as it was."""
    after: str
    """And as it is."""
    at: int
    """Index of the character."""
    verdict: Verdict
    """How sure it is that the services are the same."""


def slips(comparison: Comparison) -> Iterator[Slip]:
    """Every such character, by the old order; none where the other word is known to promise less."""
    for family in families(comparison.old, comparison.new, comparison.matching):
        content = content_of(family.new)
        if len(family.old) == len(family.new) == 1:
            one, other = family.old[0].row, family.new[0].row
            if (at := _one_apart(one.service, other.service)) is not None:
                names = (one.service, other.service)
                yield Slip(one.number, other.number, Column.SERVICE, *names, at, family.verdict)
        for before, after in pair_measures(owned_by(family.old), owned_by(family.new)):
            titles = (before.measure.title, after.measure.title)
            at = _one_apart(*titles)
            if at is not None and not less_of(before.measure, after.measure, content):
                yield Slip(before.number, after.number, Column.CONTENT, *titles, at, family.verdict)


def _one_apart(before: str, after: str) -> int | None:
    """Where the one character stands in which two texts of one length differ."""
    if len(before) != len(after) or len(before) < _LEAST:
        return None
    apart = [at for at, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    if len(apart) != 1:
        return None
    pair = before[apart[0]] + after[apart[0]]
    is_word = all(_WORD.match(each) for each in pair) and not _FREE.search(pair)
    return apart[0] if is_word else None
