"""What stands above a concept."""

from collections.abc import Callable, Iterable, Iterator


def above(one: str, nearest: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """All wider ones, nearest first, each once, also where they go round.

    Args:
        one: A concept, by IRI or by name.
        nearest: Gives those that stand right above.
    """
    seen, level = {one}, [one]
    while level:
        found = dict.fromkeys(wider for each in level for wider in nearest(each))
        level = [wider for wider in found if wider not in seen]
        seen.update(level)
        yield from level
