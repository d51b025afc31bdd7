"""Decisions as a person writes them while both editions are at hand: by numbers, ``12=13+14``.

Not here: how decisions are kept, by words (``decided``, ``decisions``).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg_service.editions.decided import Decision, DecisionKind, Side, side_of
from kg_service.errors import BadValueError, UnknownNameError
from kg_service.model import Comparison, Edition, Match, Row, Text

_WRITTEN = re.compile(r"\s*(\d+(?:\s*\+\s*\d+)*)?\s*(=|!=|≠|<>)\s*(\d+(?:\s*\+\s*\d+)*)?\s*")
_FORMS = Text(
    "12=13、12!=13、12=13+14、12+13=14、=14 或 12=", "12=13, 12!=13, 12=13+14, 12+13=14, =14 or 12="
)


@dataclass(frozen=True, slots=True)
class ByNumber:
    """What was written."""

    kind: DecisionKind
    old: tuple[int, ...]
    new: tuple[int, ...]


def parse_decision(written: str) -> ByNumber:
    """Read one decision.

    Raises:
        BadValueError: It is of none of the forms.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None or not (found[1] or found[3]):
        raise BadValueError("--decide", written, _FORMS)
    old, new = (tuple(int(n) for n in re.findall(r"\d+", part or "")) for part in (found[1], found[3]))
    if found[2] != "=":
        if len(old) != 1 or len(new) != 1:
            raise BadValueError("--decide", written, _FORMS)
        return ByNumber(DecisionKind.DIFFERENT, old, new)
    match len(old), len(new):
        case 1, 1:
            return ByNumber(DecisionKind.SAME, old, new)
        case 0, _:
            return ByNumber(DecisionKind.NEW, old, new)
        case _, 0:
            return ByNumber(DecisionKind.WITHDRAWN, old, new)
        case 1, _:
            return ByNumber(DecisionKind.SPLIT, old, new)
        case _, 1:
            return ByNumber(DecisionKind.MERGE, old, new)
    raise BadValueError("--decide", written, _FORMS)


def decisions_of(
    written: ByNumber,
    comparison: Comparison,
    edition: str | None = None,
    *,
    by: str = "",
    on: str = "",
    note: str = "",
) -> list[Decision]:
    """The same by words, a decision for each pair.

    Args:
        written: By numbers of the two editions.
        comparison: The two editions.
        edition: What to call the new one, if not as it is called there.
        by, on, note: Who decided, when and why.

    Raises:
        UnknownNameError: An edition has no such number.
    """
    old: list[Side | None] = [_side(comparison.old, number) for number in written.old]
    new: list[Side | None] = [_named(_side(comparison.new, number), edition) for number in written.new]
    pairs = [(one, other) for one in old or [None] for other in new or [None]]
    return [Decision(written.kind, one, other, by, on, note) for one, other in pairs]


def answer(
    question: Match,
    comparison: Comparison,
    edition: str | None = None,
    *,
    same: bool,
    by: str = "",
    on: str = "",
    note: str = "",
) -> Decision:
    """What a yes or no to a question comes to: a yes within a split or merge is a part of it."""
    matching = comparison.matching
    kind = DecisionKind.DIFFERENT
    if same:
        in_split = question.new in matching.splits.get(question.old, ())
        in_merge = question.old in matching.merges.get(question.new, ())
        kind = DecisionKind.SPLIT if in_split else DecisionKind.MERGE if in_merge else DecisionKind.SAME
    written = ByNumber(kind, (question.old,), (question.new,))
    return decisions_of(written, comparison, edition, by=by, on=on, note=note)[0]


def _side(edition: Edition, number: int) -> Side:
    rows: Mapping[int, Row] = {row.number: row for row in edition.rows}
    if number not in rows:
        kind = Text(f"“{edition.name}”服务序号", f"number in “{edition.name}”")
        raise UnknownNameError(
            kind, str(number), [str(n) for n in (min(rows, default=0), max(rows, default=0))]
        )
    return side_of(edition, rows[number])


def _named(side: Side, edition: str | None) -> Side:
    return replace(side, edition=edition) if edition else side
