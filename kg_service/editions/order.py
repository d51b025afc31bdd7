"""Which services moved, apart from numbers that only shift because something came or went before them."""

from bisect import bisect_left
from collections.abc import Iterable

Pair = tuple[int, int]


def moved(pairs: Iterable[Pair]) -> frozenset[Pair]:
    """Pairs of old and new number that stand elsewhere among the others than before.

    Args:
        pairs: Each number at most once on its side.

    Returns:
        The fewest pairs without which the rest keeps its order.

    Source: longest increasing subsequence (Fredman 1975).
    """
    ordered = sorted(pairs)
    tails: list[int] = []
    at: list[int] = []
    before: list[int | None] = []
    for index, (_, new) in enumerate(ordered):
        place = bisect_left(tails, new)
        before.append(at[place - 1] if place else None)
        tails[place : place + 1] = [new]
        at[place : place + 1] = [index]
    kept = set()
    index_: int | None = at[-1] if at else None
    while index_ is not None:
        kept.add(ordered[index_])
        index_ = before[index_]
    return frozenset(ordered) - kept
