"""Which characters of a cell are gone and which are new, so that a person can read it.

Chinese has no spaces to cut at: characters are compared, but an unchanged character or two between two
changes are taken into them, and numbers and Latin words are changed whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

_TOKENS = re.compile(r"[A-Za-z]+|[0-9]+|.", re.DOTALL)
_LONGEST = 20_000
"""Tokens of a text that is compared within; in a longer one only its common ends are found."""
_ISLAND = 4
"""Most characters that a change takes in although they are unchanged."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage of the old text, of the new one, or of both."""

    mark: Mark
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Take two versions of a text apart.

    Args:
        before, after: As they stand in the two editions.

    Returns:
        Pieces in reading order, none empty, what is removed before what is put in its place. Those that are
        not added make up *before*, those that are not removed make up *after*, to the character.

    Source: longest common subsequence (``rapidfuzz.distance.Indel``); small islands are merged as in
    https://neil.fraser.name/writing/diff/ (semantic cleanup).
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    runs = list(_runs(old, new))
    while (at := _island(runs)) is not None:
        (_, removed_1, added_1), (_, kept, _), (_, removed_2, added_2) = runs[at - 1 : at + 2]
        runs[at - 1 : at + 2] = [(False, removed_1 + kept + removed_2, added_1 + kept + added_2)]
    return tuple(
        Piece(mark, text)
        for same, one, other in runs
        for mark, text in ([(Mark.SAME, one)] if same else [(Mark.REMOVED, one), (Mark.ADDED, other)])
        if text
    )


_Run = tuple[bool, str, str]
"""Whether it is the same in both, and the two texts."""


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    if max(len(old), len(new)) > _LONGEST:
        yield from _ends(old, new)
        return
    pending = ("", "")
    for step in Indel.opcodes(old, new):
        one = "".join(old[step.src_start : step.src_end])
        other = "".join(new[step.dest_start : step.dest_end])
        if step.tag != "equal":
            pending = (pending[0] + one, pending[1] + other)
            continue
        if any(pending):
            yield (False, *pending)
            pending = ("", "")
        yield True, one, other
    if any(pending):
        yield (False, *pending)


def _ends(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    middle = ("".join(old[head : len(old) - tail]), "".join(new[head : len(new) - tail]))
    if head:
        yield True, "".join(old[:head]), "".join(new[:head])
    if any(middle):
        yield (False, *middle)
    if tail:
        yield True, "".join(old[len(old) - tail :]), "".join(new[len(new) - tail :])


def _island(runs: Sequence[_Run]) -> int | None:
    """Index of something unchanged that is too short to be read on its own between two changes."""
    for at in range(1, len(runs) - 1):
        same, kept, _ = runs[at]
        around = [runs[n] for n in (at - 1, at + 1)]
        if same and len(kept) <= _ISLAND and all(len(kept) <= max(map(len, run[1:])) for run in around):
            # What only goes, or only comes, on both sides is read easily with the rest standing between.
            one_way = not any(run[1] for run in around) or not any(run[2] for run in around)
            if len(kept) <= 2 or not one_way:
                return at
    return None
