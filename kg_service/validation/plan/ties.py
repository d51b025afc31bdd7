"""What a SPARQL constraint looks up, and how that is tied to ``$this``.

Not here: finding solutions (``queries``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from kg_service.store.facts import Term
from kg_service.validation.plan.paths import HERE, Path, Step, chain, inverted, steps
from kg_service.validation.plan.reads import Read
from kg_service.validation.plan.syntax import THIS, Group, Pattern

_Ways: TypeAlias = Mapping[str, tuple[Path, ...]]
_MOST = 4
"""Paths to one variable that are tried."""


def reads_of(group: Group) -> list[Read]:
    """What all patterns of a group, and of the groups in it, look up as seen from ``$this``."""
    ways = _ways(group)
    found = [read for pattern in group.patterns() for read in _reads(pattern, ways)]
    for inner in group.groups():
        found += reads_of(inner)
    return found


def _reads(pattern: Pattern, ways: _Ways) -> Iterator[Read]:
    to_subject, to_object = _ways_to(ways, pattern.subject), _ways_to(ways, pattern.object)
    if isinstance(pattern.path, str):
        yield Read(None, to_subject, to_object, _fixed(pattern.subject), _fixed(pattern.object))
        return
    whole = isinstance(pattern.path, Step) and not pattern.path.inverse
    for before, step, after in steps(pattern.path):
        near = tuple(chain(way, before) for way in to_subject)
        far = tuple(chain(way, inverted(after)) for way in to_object)
        if step.inverse:
            near, far = far, near
        if whole:
            yield Read(step.predicate, near, far, _fixed(pattern.subject), _fixed(pattern.object))
        else:
            yield Read(step.predicate, near, far)


def _ways(group: Group) -> _Ways:
    """Paths from ``$this`` to each variable that it is tied to wherever the group matters.

    Only patterns that have to match count: those of the group and of the groups around it. Since all of them
    have to, each path leads to what a variable stands for, and the rarest tells most.
    """
    edges: list[tuple[str, str, Path]] = []
    around: Group | None = group
    while around is not None:
        for pattern in around.patterns():
            one, other, path = pattern.subject, pattern.object, pattern.path
            if isinstance(one, str) and isinstance(other, str) and not isinstance(path, str):
                edges += [(one, other, path), (other, one, inverted(path))]
        around = around.above
    first: dict[str, Path] = {THIS: HERE}
    growing = True
    while growing:
        growing = False
        for one, other, path in edges:
            if one in first and other not in first:
                first[other] = chain(first[one], path)
                growing = True
    ways: dict[str, list[Path]] = {name: [path] for name, path in first.items()}
    for one, other, path in edges:
        if one in first and other != THIS:
            ways[other].append(chain(first[one], path))
    return {name: tuple(dict.fromkeys(paths))[:_MOST] for name, paths in ways.items()}


def _ways_to(ways: _Ways, end: str | Term) -> tuple[Path, ...]:
    return ways.get(end, ()) if isinstance(end, str) else ()


def _fixed(end: str | Term) -> Term | None:
    return None if isinstance(end, str) else end
