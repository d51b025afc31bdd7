"""What a SPARQL constraint looks up, and how that is tied to ``$this``.

Not here: finding solutions (``queries``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg_service.store.facts import Term
from kg_service.validation.plan.paths import HERE, Path, Step, chain, inverted, steps
from kg_service.validation.plan.reads import Read
from kg_service.validation.plan.syntax import THIS, Group, Pattern


def reads_of(group: Group) -> list[Read]:
    """What all patterns of a group, and of the groups in it, look up as seen from ``$this``."""
    ways = _ways(group)
    found = [read for pattern in group.patterns() for read in _reads(pattern, ways)]
    for inner in group.groups():
        found += reads_of(inner)
    return found


def _reads(pattern: Pattern, ways: Mapping[str, Path]) -> Iterator[Read]:
    to_subject, to_object = _way(ways, pattern.subject), _way(ways, pattern.object)
    if isinstance(pattern.path, str):
        yield Read(None, to_subject, to_object, _fixed(pattern.subject), _fixed(pattern.object))
        return
    whole = isinstance(pattern.path, Step) and not pattern.path.inverse
    for before, step, after in steps(pattern.path):
        near = None if to_subject is None else chain(to_subject, before)
        far = None if to_object is None else chain(to_object, inverted(after))
        if step.inverse:
            near, far = far, near
        if whole:
            yield Read(step.predicate, near, far, _fixed(pattern.subject), _fixed(pattern.object))
        else:
            yield Read(step.predicate, near, far)


def _ways(group: Group) -> dict[str, Path]:
    """A path from ``$this`` to each variable that it is tied to wherever the group matters.

    Only patterns that have to match count: those of the group and of the groups around it.
    """
    ways: dict[str, Path] = {THIS: HERE}
    patterns: list[Pattern] = []
    around: Group | None = group
    while around is not None:
        patterns += around.patterns()
        around = around.above
    growing = True
    while growing:
        growing = False
        for pattern in patterns:
            if isinstance(pattern.path, str):
                continue
            for one, other, path in (
                (pattern.subject, pattern.object, pattern.path),
                (pattern.object, pattern.subject, inverted(pattern.path)),
            ):
                if isinstance(one, str) and isinstance(other, str) and one in ways and other not in ways:
                    ways[other] = chain(ways[one], path)
                    growing = True
    return ways


def _way(ways: Mapping[str, Path], end: str | Term) -> Path | None:
    return ways.get(end) if isinstance(end, str) else None


def _fixed(end: str | Term) -> Term | None:
    return None if isinstance(end, str) else end
