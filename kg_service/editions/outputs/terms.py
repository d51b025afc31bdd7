"""Our terms as those of rdflib, for what it serializes."""

from rdflib import BNode, Literal, URIRef

from kg_service.model import BlankNode, Iri, Term
from kg_service.model import Literal as Value


def to_rdflib(term: Term) -> URIRef | BNode | Literal:
    """The same term.

    Raises:
        TypeError: It is a triple term, which rdflib has not.
    """
    match term:
        case Iri(value):
            return URIRef(value)
        case BlankNode(id):
            return BNode(id)
        case Value(value, datatype, lang):
            return Literal(value, lang=lang, datatype=None if lang or datatype is None else URIRef(datatype))
    raise TypeError(f"no term of rdflib: {term}")
