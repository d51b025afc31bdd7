"""Between our terms and the engine's."""

import pyoxigraph as ox

from kg_service.errors import QueryEvaluationError
from kg_service.model import XSD_STRING, BlankNode, Iri, Literal, Term, Text

EngineTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def from_engine(term: EngineTerm) -> Term:
    """Our term for one of the engine's.

    Raises:
        QueryEvaluationError: A triple term of RDF 1.2, which this dataset does not use.
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return BlankNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, None if datatype == XSD_STRING else datatype)
    raise QueryEvaluationError(Text("不支持三元组项（RDF 1.2）", "triple terms (RDF 1.2) are not supported"))


def to_engine(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """The engine's term for one of ours.

    Raises:
        ValueError: Not a valid IRI, language tag or blank node label.
    """
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if isinstance(term, BlankNode):
        return ox.BlankNode(term.id)
    if term.lang is not None:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))
