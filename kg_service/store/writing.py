"""Answers as bytes, by the engine's own serializers.

Not here: which format is meant (``formats``), pages and terminal tables (``web``, ``cli``).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from kg_service.errors import NotAcceptableError
from kg_service.formats import (
    CSV,
    GRAPH_FORMATS,
    JSON,
    JSONLD,
    NQUADS,
    NTRIPLES,
    RDFXML,
    SOLUTION_FORMATS,
    TRIG,
    TSV,
    TURTLE,
    XLSX,
    XML,
    Format,
)
from kg_service.store.interface import Kind
from kg_service.store.spreadsheet import workbook
from kg_service.store.terms import from_engine
from kg_service.vocabulary import PREFIXES, RDF, XSD

_SOLUTIONS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
    JSONLD: ox.RdfFormat.JSON_LD,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
}
_UNWRITTEN = {str(RDF.type), str(RDF.langString)} | {
    str(datatype) for datatype in (XSD.string, XSD.integer, XSD.decimal, XSD.double, XSD.boolean)
}
"""IRIs that Turtle has a shorter way for than a prefixed name."""


def check(kind: Kind, format: Format) -> None:
    """Hold a format against the kind of an answer.

    Raises:
        NotAcceptableError: An answer of that kind can't be written so.
    """
    offered = GRAPH_FORMATS if kind == "graph" else SOLUTION_FORMATS
    if format not in offered:
        raise NotAcceptableError(format.name, [f.name for f in offered])


def write(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format: Format) -> bytes:
    """Write an answer in a format that ``check`` let pass."""
    if isinstance(answer, ox.QueryTriples):
        return write_graph(answer, format)
    if format == XLSX:
        if isinstance(answer, ox.QueryBoolean):
            return workbook(("boolean",), [(bool(answer),)])
        rows = (tuple(None if t is None else from_engine(t) for t in solution) for solution in answer)
        return workbook([v.value for v in answer.variables], rows)
    return answer.serialize(format=_SOLUTIONS[format]) or b""


def write_graph(triples: Iterable[ox.Triple], format: Format) -> bytes:
    """Write triples, grouped by subject and in a stable order, with the prefixes that they use.

    Args:
        triples: May hold duplicates, as CONSTRUCT does; they are dropped.
        format: One of ``GRAPH_FORMATS``.
    """
    ordered = sorted(set(triples), key=_order)
    syntax = _GRAPHS[format]
    if format in (NTRIPLES, NQUADS, JSONLD):
        return ox.serialize(ordered, format=syntax) or b""
    return ox.serialize(ordered, format=syntax, prefixes=_prefixes_of(ordered)) or b""


def _order(triple: ox.Triple) -> tuple[object, ...]:
    predicate = str(triple.predicate.value)
    return _natural(str(triple.subject)), predicate != str(RDF.type), predicate, _natural(str(triple.object))


@lru_cache(maxsize=4096)
def _natural(text: str) -> tuple[tuple[str, int], ...]:
    """Sort key that puts service/2 before service/10."""
    parts = re.split(r"(\d+)", text)
    return tuple(
        (words, int(digits or 0)) for words, digits in zip(parts[::2], [*parts[1::2], ""], strict=True)
    )


def _prefixes_of(triples: Iterable[ox.Triple]) -> dict[str, str]:
    iris = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.Literal):
                iris.add(term.datatype.value)
            elif isinstance(term, ox.NamedNode):
                iris.add(term.value)
    namespaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris - _UNWRITTEN}
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in namespaces}
