"""Terms of Oxigraph as those of rdflib, and back, each written as it was.

Not here: whole graphs (``rdflib_view``).
"""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg_service.model import XSD_STRING
from kg_service.store.facts import Term


class UnsupportedTermError(Exception):
    """A term that RDF 1.1, and with it SHACL, does not know."""


def to_rdflib(term: object) -> Node:
    """A term for rdflib, written as it was.

    Raises:
        UnsupportedTermError: It is of RDF 1.2.
    """
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if getattr(term, "direction", None) is not None:
            raise UnsupportedTermError
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case ox.Literal() if term.datatype.value == XSD_STRING:
            # A plain string and an xsd:string are one thing in RDF 1.1, and two in rdflib.
            return Literal(term.value)
        case ox.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise UnsupportedTermError


def from_rdflib(node: Node) -> Term:
    """The same term for the parser.

    Raises:
        ValueError: It is no term of a graph, or its IRI is not well formed.
    """
    match node:
        case URIRef():
            return ox.NamedNode(str(node))
        case BNode():
            return ox.BlankNode(str(node))
        case Literal() if node.language:
            return ox.Literal(str(node), language=node.language)
        case Literal() if node.datatype is not None:
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)))
        case Literal():
            return ox.Literal(str(node))
    raise ValueError(f"no term of a graph: {node!r}")
