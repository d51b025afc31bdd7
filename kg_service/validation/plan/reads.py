"""Where a constraint looks in the graph, as seen from its focus node.

A result depends on nothing but the triples that were looked up for it. So the focus nodes that a changed
triple may touch are those from which a path of the shape leads to it, in the graph before or after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg_service.store.facts import Term
from kg_service.store.index import Index, Triple
from kg_service.validation.plan.paths import Path, Step, chain, inverted, reach

_MOST = 2_000
"""Nodes of one step of the way back; where there are more, another way is tried."""


@dataclass(frozen=True, slots=True)
class Read:
    """Triples that a constraint looks up."""

    predicate: ox.NamedNode | None
    """None for any."""
    subject: tuple[Path, ...] = ()
    """Paths from the focus node that all lead to their subject; none where none is known."""
    object: tuple[Path, ...] = ()
    """The same to their object."""
    subject_is: Term | None = None
    """Their subject, where it is one and the same for all."""
    object_is: Term | None = None

    @classmethod
    def of_step(cls, step: Step, before: Path) -> Read:
        """What walking one step of a path looks up."""
        return cls(step.predicate, (), (before,)) if step.inverse else cls(step.predicate, (before,))

    def after(self, path: Path) -> Read:
        """The same for a shape of the values of a path."""
        return Read(
            self.predicate,
            tuple(chain(path, way) for way in self.subject),
            tuple(chain(path, way) for way in self.object),
            self.subject_is,
            self.object_is,
        )

    def fits(self, triple: Triple, index: Index) -> bool:
        """Whether a triple may be one of them."""
        subject, predicate, value = triple
        return (
            self.predicate in (None, predicate)
            and (self.subject_is is None or index.terms[subject] == self.subject_is)
            and (self.object_is is None or index.terms[value] == self.object_is)
        )


EVERYWHERE = Read(None)
"""The read of a constraint of which nothing is known."""


def touched(read: Read, triples: Iterable[Triple], index: Index) -> set[int] | None:
    """The nodes for which a read finds one of the triples; None for any node at all.

    Args:
        read: What a constraint looks up.
        triples: Changed triples.
        index: The graph, before the change or after it.
    """
    fitting = [triple for triple in triples if read.fits(triple, index)]
    if not fitting:
        return set()
    found = [way for way in _ways(read, fitting, index, _MOST) if way is not None]
    if found:
        return set.intersection(*found)
    # All are far from rare: as many as there are, if need be.
    return next((way for way in _ways(read, fitting, index, len(index.terms)) if way is not None), None)


def _ways(read: Read, triples: list[Triple], index: Index, most: int) -> Iterator[set[int] | None]:
    for way in read.object:
        yield reach(inverted(way), {value for _, _, value in triples}, index, most)
    for way in read.subject:
        yield reach(inverted(way), {subject for subject, _, _ in triples}, index, most)
