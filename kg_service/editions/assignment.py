"""The best way to pair two sides when each pair has a value, and how far ahead of other ways it is."""

from collections.abc import Iterator, Mapping

Pair = tuple[int, int]


def assign(values: Mapping[Pair, float]) -> list[tuple[int, int, float]]:
    """Pair so that the sum of values is greatest.

    Args:
        values: Of the pairs that may be; each above 0.

    Returns:
        First, second and by how much the sum would be less if one of the two were paired otherwise, in order;
        each stands in one pair at most.

    Source: Kuhn 1955; ``scipy.optimize.linear_sum_assignment``.
    """
    if not values:
        return []
    turned = {(second, first): value for (first, second), value in values.items()}
    if (chosen := _best_of_each(values)) is None:
        settled = _best_of_each(turned)
        chosen = [(first, second) for second, first in settled] if settled else _best_in_all(values)
    by_first, by_second = dict(chosen), {second: first for first, second in chosen}
    rivals: dict[int, list[int]] = {}
    for first, second in values:
        rivals.setdefault(first, []).append(second)
        rivals.setdefault(~second, []).append(first)
    return [
        (first, second, min(_losses(first, second, values, rivals, by_first, by_second), default=1.0))
        for first, second in sorted(chosen)
    ]


def _best_of_each(values: Mapping[Pair, float]) -> list[Pair] | None:
    """The best of each first one, where no two share it: nothing is to be weighed then.

    None where two do, or where one of several has two that are as good; one alone takes the first of them.
    """
    best: dict[int, tuple[float, int, bool]] = {}
    for (first, second), value in values.items():
        highest, at, _ = best.get(first, (-1.0, second, True))
        if value > highest:
            best[first] = (value, second, True)
        elif value == highest:
            best[first] = (value, min(at, second), False)
    seconds = {second for _, second, _ in best.values()}
    is_settled = len(seconds) == len(best) and (
        len(best) == 1 or all(is_alone for _, _, is_alone in best.values())
    )
    return [(first, second) for first, (_, second, _) in best.items()] if is_settled else None


def _best_in_all(values: Mapping[Pair, float]) -> list[Pair]:
    # They take half a second to load, and few drafts need them.
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    firsts = sorted({first for first, _ in values})
    seconds = sorted({second for _, second in values})
    row = {first: index for index, first in enumerate(firsts)}
    column = {second: index for index, second in enumerate(seconds)}
    matrix = np.zeros((len(firsts), len(seconds)))
    for (first, second), value in values.items():
        matrix[row[first], column[second]] = value
    found = linear_sum_assignment(matrix, maximize=True)
    pairs = zip(*(indices.tolist() for indices in found), strict=True)
    return [(firsts[i], seconds[j]) for i, j in pairs if matrix[i, j] > 0]


def _losses(
    first: int,
    second: int,
    values: Mapping[Pair, float],
    rivals: Mapping[int, list[int]],
    by_first: Mapping[int, int],
    by_second: Mapping[int, int],
) -> Iterator[float]:
    """What each other use of one of the two costs; who is left over by it takes what is free in exchange."""
    value = values[first, second]
    for other in rivals[first]:
        if other != second:
            left = by_second.get(other)
            gone = 0.0 if left is None else values[left, other]
            back = 0.0 if left is None else values.get((left, second), 0.0)
            yield value + gone - values[first, other] - back
    for other in rivals[~second]:
        if other != first:
            free = by_first.get(other)
            gone = 0.0 if free is None else values[other, free]
            back = 0.0 if free is None else values.get((first, free), 0.0)
            yield value + gone - values[other, second] - back
