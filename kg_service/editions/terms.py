"""Our terms as those of rdflib."""

from rdflib import BNode, Literal, URIRef

from kg_service.model import BlankNode, Iri, Term
from kg_service.model import Literal as Value


def to_rdflib(term: Term) -> URIRef | BNode | Literal:
    """The same term; a literal stays as it is written.

    Raises:
        TypeError: It is a triple term, which rdflib has not.
    """
    match term:
        case Iri(value):
            return URIRef(value)
        case BlankNode(id):
            return BNode(id)
        case Value(value, datatype, lang):
            known = None if lang or datatype is None else URIRef(datatype)
            return Literal(value, lang=lang, datatype=known, normalize=False)
    raise TypeError(f"no term of rdflib: {term}")
