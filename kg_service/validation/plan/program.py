"""The shapes as a program over one index: which focus nodes may fail, and by which constraint.

A pre-pass before pyshacl. It may name too many, never too few; what it does not know it names whole.

Not here: the exact results (``kg_service.validation.engine``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pyoxigraph as ox

from kg_service.store.facts import Term
from kg_service.store.index import Index, Triple
from kg_service.validation.plan.compiler import Compiler, Link, is_off
from kg_service.validation.plan.paths import HERE, Step, chain, walk
from kg_service.validation.plan.reads import Read, touched
from kg_service.validation.plan.source import SUBCLASS_OF, SUBCLASSES, SUPERCLASSES, TYPE, Source

Suspects: TypeAlias = dict[Term, dict[int, list[Link]]]
"""Shape with targets → focus node → the constraints that it may fail."""


@dataclass(slots=True)
class Target:
    """A shape with targets."""

    shape: Term
    links: list[Link]
    nodes: set[int] = field(default_factory=set)
    """``sh:targetNode``."""
    classes: set[int] = field(default_factory=set)
    """Of ``sh:targetClass``, with all their subclasses."""
    subjects_of: list[ox.NamedNode] = field(default_factory=list)
    objects_of: list[ox.NamedNode] = field(default_factory=list)

    def focus_nodes(self, index: Index) -> set[int]:
        """All of them."""
        found = set(self.nodes)
        instances = index.column(TYPE).backward if self.classes else {}
        for each in self.classes:
            found.update(instances.get(each, ()))
        for predicate in self.subjects_of:
            found.update(index.column(predicate).forward)
        for predicate in self.objects_of:
            found.update(index.column(predicate).backward)
        return found

    def is_focus(self, node: int, index: Index) -> bool:
        """Whether a node is one of them."""
        return (
            node in self.nodes
            or any(kind in self.classes for kind in index.column(TYPE).forward.get(node, ()))
            or any(node in index.column(predicate).forward for predicate in self.subjects_of)
            or any(node in index.column(predicate).backward for predicate in self.objects_of)
        )

    def reads(self) -> list[Read]:
        """What the choice of its focus nodes and all its constraints look up."""
        found = [Read(predicate, (HERE,)) for predicate in self.subjects_of]
        found += [Read(predicate, (), (HERE,)) for predicate in self.objects_of]
        if self.classes:
            found += [Read(TYPE, (HERE,)), Read(SUBCLASS_OF, (chain(Step(TYPE), SUPERCLASSES),))]
        return list(dict.fromkeys([*found, *(read for link in self.links for read in link.reads)]))


class Program:
    """All shapes of a shapes graph, compiled for one index."""

    def __init__(self, shapes: Index, index: Index) -> None:
        self.index = index
        source = Source(shapes)
        self.refused = source.refuses_parts()
        """Whether shapes can't be taken one by one, so that pyshacl has to be asked about everything."""
        self._compiler = Compiler(source, index)
        self.targets: list[Target] = [] if self.refused else list(self._targets(source))

    def _targets(self, source: Source) -> Iterable[Target]:
        index = self.index
        down = walk(SUBCLASSES, index)
        for shape, given in source.targets():
            if is_off(source.parameters(shape)) is True:
                continue
            yield Target(
                shape,
                self._compiler.links(shape),
                {index.number(term) for term in given.get("targetNode", ())},
                {n for term in given.get("targetClass", ()) for n in down(index.number(term))},
                [term for term in given.get("targetSubjectsOf", ()) if isinstance(term, ox.NamedNode)],
                [term for term in given.get("targetObjectsOf", ()) if isinstance(term, ox.NamedNode)],
            )

    def suspects(self) -> Suspects:
        """Every focus node that may fail."""
        return self.suspects_among({t.shape: t.focus_nodes(self.index) for t in self.targets})

    def suspects_among(self, nodes: Mapping[Term, set[int]]) -> Suspects:
        """The same for some focus nodes of each shape."""
        found: Suspects = {}
        for target in self.targets:
            for node in nodes.get(target.shape, ()):
                failing = [link for link in target.links if link.conforms(node) is not True]
                if failing:
                    found.setdefault(target.shape, {})[node] = failing
        return found

    def touched(self, triples: Sequence[Triple]) -> dict[Term, set[int]]:
        """For each shape, the nodes that one of the triples may touch, focus nodes or not.

        Args:
            triples: Changed triples. To be asked both before and after the change.
        """
        by_predicate: dict[ox.NamedNode | None, list[Triple]] = {}
        for triple in triples:
            by_predicate.setdefault(triple[1], []).append(triple)
        known: dict[Read, set[int] | None] = {}
        found: dict[Term, set[int]] = {}
        for target in self.targets:
            nodes = found[target.shape] = set()
            for read in target.reads():
                if read not in known:
                    given = triples if read.predicate is None else by_predicate.get(read.predicate, [])
                    known[read] = touched(read, given, self.index)
                reached = known[read]
                nodes |= target.focus_nodes(self.index) if reached is None else reached
        return found

    def focus_count(self) -> int:
        """How many pairs of a shape and a focus node there are."""
        return sum(len(target.focus_nodes(self.index)) for target in self.targets)

    def prepare(self) -> None:
        """Make ready what ``touched`` looks at, so that the first change is as quick as the next."""
        for column in list(self.index.columns.values()):
            column.backward  # noqa: B018
