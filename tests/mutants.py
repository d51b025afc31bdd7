"""The shapes over a graph in which one thing at a time is changed, without checking all of it each time.

What a shape says of a focus node depends on nothing but the triples that are looked up while it is evaluated.
So the graph is checked once with every lookup noted; after a change only those evaluations are done again
that looked up a pattern which an added or removed triple fits, and those of new focus nodes. Engine, shapes
and graph are those of a full run; ``test_mutations`` holds the two against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from pyshacl.pytypes import SHACLExecutor
from pyshacl.shapes_graph import ShapesGraph
from rdflib import SH, Graph
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Node

from kg_service.validation import Shapes

Triples = set[tuple[Node, Node, Node]]
Pattern = tuple[Node | None, ...]
Found = frozenset[tuple[Node, Node, Node | None, Node | None]]
"""Results: focus node, shape, SPARQL constraint, value."""


class WatchedGraph(Graph):
    """A graph that notes which patterns are looked up."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self.looked_up: set[Pattern] = set()
        self._prepared: dict[str, Query] = {}

    def triples(self, triple: Any) -> Any:
        if not isinstance(triple[1], Path):
            self.looked_up.add(triple)
        return super().triples(triple)

    def triples_choices(self, triple: Any, context: Any = None) -> Any:
        raise NotImplementedError("a lookup that would not be noted")

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(query_object, str):
            if query_object not in self._prepared:
                self._prepared[query_object] = prepareQuery(query_object)
            query_object = self._prepared[query_object]
        return super().query(query_object, *args, **kwargs)


class Mutants:
    """A graph that conforms, and what the shapes say of it once something is changed."""

    def __init__(self, data: WatchedGraph, shapes: Shapes) -> None:
        self.data = data
        self.before: Triples = set(data)
        self._executor = SHACLExecutor()
        self._shapes = [s for s in ShapesGraph(shapes.without_messages).shapes if any(s.target())]
        self._focus = [shape.focus_nodes(data) for shape in self._shapes]
        self._dependents: dict[Pattern, set[tuple[int, Node]]] = defaultdict(set)
        self._found: dict[str, Found] = {}
        for number, nodes in enumerate(self._focus):
            for node in nodes:
                data.looked_up = set()
                assert not self._results(number, node), f"{node} does not conform as it is"
                for pattern in data.looked_up:
                    self._dependents[pattern].add((number, node))

    def found(self, update: str) -> Found:
        """What the shapes say of the graph after a SPARQL update; asked twice, it is worked out once."""
        if update not in self._found:
            with self.changed(update) as touched:
                assert touched, "nothing is changed"
                self._found[update] = self.results(touched)
        return self._found[update]

    @contextmanager
    def changed(self, update: str) -> Iterator[Triples]:
        """The graph after a SPARQL update, with the triples that this touches; afterwards it is as before."""
        # rdflib updates nothing but a plain graph or a dataset.
        Graph(self.data.store, self.data.identifier).update(update)
        after: Triples = set(self.data)
        added, removed = after - self.before, self.before - after
        try:
            yield added | removed
        finally:
            self._replace(added, removed)

    @contextmanager
    def replaced(self, old: Triples, new: Triples) -> Iterator[Triples]:
        """The graph with *new* in place of *old*."""
        self._replace(old, new)
        try:
            yield old | new
        finally:
            self._replace(new, old)

    def results(self, touched: Triples) -> Found:
        """What the shapes say of the graph as it now is.

        Args:
            touched: At least the triples that were added or removed.
        """
        again: set[tuple[int, Node]] = set()
        for triple in touched:
            for kept in product((True, False), repeat=3):
                pattern = tuple(term if keep else None for term, keep in zip(triple, kept, strict=True))
                again |= self._dependents.get(pattern, set())
        found: set[tuple[Node, Node, Node | None, Node | None]] = set()
        for number, shape in enumerate(self._shapes):
            for node in shape.focus_nodes(self.data):
                if (number, node) in again or node not in self._focus[number]:
                    found |= self._results(number, node)
        return frozenset(found)

    def _replace(self, old: Triples, new: Triples) -> None:
        for triple in old:
            self.data.remove(triple)
        for triple in new:
            self.data.add(triple)

    def _results(self, number: int, node: Node) -> Found:
        _, reports = self._shapes[number].validate(self._executor, self.data, focus=[node])
        found = set()
        for _, result, statements in reports:
            # A node that the engine will copy into its report stands in a pair with the graph that it is of.
            said = {
                predicate: value[1] if isinstance(value, tuple) else value
                for about, predicate, value in statements
                if about == result
            }
            found.add(
                (said[SH.focusNode], said[SH.sourceShape], said.get(SH.sourceConstraint), said.get(SH.value))
            )
        return frozenset(found)
