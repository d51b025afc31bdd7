"""Which services moved, apart from numbers that only shift because something came or went before them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Pair = tuple[int, int]


def moved(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Pairs of old and new number that stand elsewhere among the others than before.

    Args:
        pairs: Each number at most once on its side.

    Returns:
        The fewest pairs without which the rest keeps its order.
    """
    ordered = sorted(pairs)
    return frozenset(ordered) - {ordered[index] for index in rising([new for _, new in ordered])}


def rising(numbers: Sequence[int | None]) -> list[int]:
    """Indexes of a longest strictly rising subsequence; of several, one with the smallest numbers.

    Args:
        numbers: None is passed over, and of a number that is there twice the second.

    Source: longest increasing subsequence (Fredman 1975).
    """
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = [None] * len(numbers)
    for index, number in enumerate(numbers):
        if number is None:
            continue
        at = bisect_left(tails, number)
        if at < len(tails) and tails[at] == number:
            continue
        before[index] = ends[at - 1] if at else None
        tails[at : at + 1] = [number]
        ends[at : at + 1] = [index]
    chain: list[int] = []
    at_end: int | None = ends[-1] if ends else None
    while at_end is not None:
        chain.append(at_end)
        at_end = before[at_end]
    return chain[::-1]
