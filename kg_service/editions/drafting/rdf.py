"""Triples as a graph of rdflib, which the checks work on.

Not here: Turtle (``layout``).
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Graph, URIRef

from kg_service.editions.terms import to_rdflib
from kg_service.model import Term


def graph_of(triples: Iterable[tuple[str, str, Term]]) -> Graph:
    """The graph that holds these triples; literals stay as they are written."""
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in triples:
        graph.add((URIRef(subject), URIRef(predicate), to_rdflib(value)))
    return graph
