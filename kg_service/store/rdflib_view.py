"""An index as a graph of rdflib, so that what needs one runs on it as it is: nothing is copied.

A term is made for rdflib when it is first asked for. The graph can be read, not written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import Graph
from rdflib.store import Store
from rdflib.term import Node

from kg_service.store.index import Column, Index
from kg_service.store.rdflib_terms import UnsupportedTermError, from_rdflib, to_rdflib


class IndexStore(Store):
    """rdflib's store interface over an ``Index``."""

    # It has one graph only; pyshacl wraps what it gets as a dataset, and asks for this.
    context_aware = True
    graph_aware = True

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.index = index
        self._nodes: dict[int, Node] = {}
        self._prefixes: dict[str, Any] = {}
        self._only = Graph(store=self, bind_namespaces="none")

    def node(self, number: int) -> Node:
        """A term for rdflib."""
        found = self._nodes.get(number)
        if found is None:
            found = self._nodes[number] = to_rdflib(self.index.terms[number])
        return found

    def number(self, node: Node) -> int | None:
        """The number of a term of rdflib; None where the graph has none such."""
        try:
            return self.index.numbers.get(from_rdflib(node))
        except ValueError:
            return None

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:
        """The triples that fit a pattern, each with the one graph that there is."""
        subject, predicate, value = triple_pattern
        columns: Iterable[tuple[ox.NamedNode, Column]]
        if predicate is None:
            columns = list(self.index.columns.items())
        else:
            try:
                term = from_rdflib(predicate)
            except ValueError:
                return
            column = self.index.columns.get(term) if isinstance(term, ox.NamedNode) else None
            if column is None or not isinstance(term, ox.NamedNode):
                return
            columns = [(term, column)]
        s = None if subject is None else self.number(subject)
        o = None if value is None else self.number(value)
        if (s is None) != (subject is None) or (o is None) != (value is None):
            return
        node = self.node
        for name, column in columns:
            middle = predicate if predicate is not None else to_rdflib(name)
            if s is not None:
                for found in list(column.forward.get(s, ())):
                    if o is None or found == o:
                        yield (subject, middle, node(found)), iter((self._only,))
            elif o is not None:
                for found in list(column.backward.get(o, ())):
                    yield (node(found), middle, value), iter((self._only,))
            else:
                for found, other in list(column.pairs()):
                    yield (node(found), middle, node(other)), iter((self._only,))

    def __len__(self, context: Any = None) -> int:
        return len(self.index)

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        """Refused.

        Raises:
            TypeError: Always.
        """
        raise TypeError("this graph can be read only")

    def remove(self, triple: Any, context: Any = None) -> None:
        """Refused.

        Raises:
            TypeError: Always.
        """
        raise TypeError("this graph can be read only")

    # Prefixes are no part of a graph; serializers want to bind some.

    def bind(self, prefix: str, namespace: Any, override: bool = True) -> None:
        """Keep a prefix."""
        if override or (prefix not in self._prefixes and namespace not in self._prefixes.values()):
            self._prefixes[prefix] = namespace

    def namespaces(self) -> Iterator[Any]:
        """The prefixes that were bound."""
        return iter(list(self._prefixes.items()))

    def namespace(self, prefix: str) -> Any:
        """What a prefix stands for."""
        return self._prefixes.get(prefix)

    def prefix(self, namespace: Any) -> Any:
        """The prefix of a namespace."""
        return next((name for name, value in self._prefixes.items() if value == namespace), None)


def graph_of(index: Index) -> Graph:
    """The index as a graph of rdflib.

    Raises:
        UnsupportedTermError: A term is of RDF 1.2.
    """
    terms: list[Any] = index.terms
    for term in terms:
        if isinstance(term, ox.Triple) or getattr(term, "direction", None) is not None:
            raise UnsupportedTermError
    return Graph(store=IndexStore(index), bind_namespaces="none")


def index_of(graph: Graph) -> Index:
    """The index that a graph looks at, or one that is filled from it."""
    if isinstance(graph.store, IndexStore):
        return graph.store.index
    made: dict[Node, Any] = {}

    def term(node: Node) -> Any:
        found = made.get(node)
        if found is None:
            found = made[node] = from_rdflib(node)
        return found

    return Index(ox.Triple(term(s), term(p), term(o)) for s, p, o in graph)
