"""Which earlier edition each new or corrected one is held against.

An edition is held against the one that it names as the one before it, and a corrected one also against itself
as it was published: a correction takes back no more than a new edition may.

Not here: what is found then (``examining``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg_service.publish.files import NamedGraph, edition_graph, objects_in
from kg_service.publish.published import Published
from kg_service.vocabulary import DCAT, EDITIONS


@dataclass(frozen=True, slots=True)
class Held:
    """An edition, and one that it is held against."""

    edition: NamedGraph
    before: NamedGraph
    is_correction: bool = False
    """Whether *before* is the same edition as it was published."""


def held_against(
    editions: Mapping[str, NamedGraph], fingerprints: Mapping[str, str], published: Published
) -> tuple[Held, ...]:
    """What is to be held against what.

    Args:
        editions: All of the next snapshot, by name.
        fingerprints: Theirs, by name.
        published: What is published now, and was.

    Returns:
        By name. What is published already and is the same is held against nothing again.
    """
    return tuple(_pairs(editions, fingerprints, published))


def _pairs(
    editions: Mapping[str, NamedGraph], fingerprints: Mapping[str, str], published: Published
) -> Iterator[Held]:
    named = {name: _before(graph) for name, graph in editions.items()}
    for name, graph in sorted(editions.items()):
        current = published.current.get(name)
        if current is not None and current.fingerprint == fingerprints[name]:
            continue
        before = editions.get(named[name] or "") or editions.get(_last(name, named, published))
        if before is not None:
            yield Held(graph, before)
        was = published.ever.get(name)
        held = was.load() if was is not None and was.fingerprint != fingerprints[name] else None
        if held is not None:
            yield Held(graph, edition_graph(EDITIONS + name, (), held.lines), is_correction=True)


def _before(graph: NamedGraph) -> str | None:
    """Name of the edition that one names as the one before it."""
    found = objects_in(graph.lines, graph.edition, str(DCAT.previousVersion))
    return next((iri.removeprefix(EDITIONS) for iri in found), None)


def _last(name: str, named: Mapping[str, str | None], published: Published) -> str:
    """For an edition that is new and names none before it: the current one of its series; empty for none.

    Where the default graph is taken as it is (N-Quads), nothing else asks a new edition to name one.
    """
    before = set(named.values())
    if name in published.current or name in before:
        return ""
    series = name.partition("/")[0]
    known = (each for each in published.current if each.partition("/")[0] == series and each not in before)
    return max(known, default="")
