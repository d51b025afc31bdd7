"""Triples as a graph of rdflib, which the checks work on.

Not here: Turtle (``layout``).
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.term import Node

from kg_service.model import BlankNode, Iri, Literal, Term


def graph_of(triples: Iterable[tuple[str, str, Term]]) -> Graph:
    """The graph that holds these triples; literals stay as they are written."""
    graph = Graph(bind_namespaces="none")
    for subject, predicate, value in triples:
        graph.add((URIRef(subject), URIRef(predicate), _node(value)))
    return graph


def _node(value: Term) -> Node:
    match value:
        case Iri():
            return URIRef(value.value)
        case BlankNode():
            return BNode(value.id)
        case Literal() if value.lang:
            return RdfLiteral(value.value, lang=value.lang)
        case Literal() if value.datatype:
            return RdfLiteral(value.value, datatype=URIRef(value.datatype), normalize=False)
    return RdfLiteral(str(value))
