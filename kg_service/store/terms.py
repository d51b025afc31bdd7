"""Between our terms and the engine's."""

import pyoxigraph as ox

from kg_service.model import XSD_STRING, BlankNode, Direction, Iri, Literal, Term, TripleTerm

EngineTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_DIRECTIONS: dict[str, Direction] = {"ltr": "ltr", "rtl": "rtl"}


def from_engine(term: EngineTerm) -> Term:
    """Our term for one of the engine's."""
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Triple):
        subject = from_engine(term.subject)
        assert isinstance(subject, Iri | BlankNode), "RDF 1.2 has no triple as a subject"
        return TripleTerm(subject, Iri(term.predicate.value), from_engine(term.object))
    if term.language:
        return Literal(term.value, lang=term.language, direction=_DIRECTIONS.get(str(term.direction)))
    datatype = term.datatype.value
    return Literal(term.value, None if datatype == XSD_STRING else datatype)


def to_engine(term: Term) -> EngineTerm:
    """The engine's term for one of ours.

    Raises:
        ValueError: Not a valid IRI, language tag or blank node label.
    """
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.id)
    if isinstance(term, TripleTerm):
        node = term.subject
        subject = ox.BlankNode(node.id) if isinstance(node, BlankNode) else ox.NamedNode(node.value)
        return ox.Triple(subject, ox.NamedNode(term.predicate.value), to_engine(term.object))
    if term.lang is not None:
        direction = None if term.direction is None else ox.BaseDirection(term.direction)
        return ox.Literal(term.value, language=term.lang, direction=direction)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))


def to_sparql(term: Term) -> str:
    """How a query writes one of our terms.

    Raises:
        ValueError: Not a valid IRI, language tag or blank node label.
    """
    if isinstance(term, TripleTerm):
        parts = (term.subject, term.predicate, term.object)
        return f"<<( {' '.join(to_sparql(part) for part in parts)} )>>"
    return str(to_engine(term))
