"""Answers as bytes, by the engine's own serializers.

Not here: which format is meant (``formats``), pages and terminal tables (``web``, ``cli``).
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from itertools import chain, islice
from typing import IO, Protocol, cast

import pyoxigraph as ox

from kg_service.errors import NotAcceptableError
from kg_service.formats import (
    CSV,
    CSV_BOM,
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
from kg_service.store.spreadsheet import csv_lines, workbook
from kg_service.store.terms import from_engine
from kg_service.vocabulary import PREFIXES, RDF, XSD

_SOLUTIONS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    CSV_BOM: ox.QueryResultsFormat.CSV,
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


SORTED = 5_000
"""Triples up to which a graph is written in order; a larger one goes out as it comes."""


class Output(Protocol):
    """What an answer is written to."""

    def write(self, data: bytes, /) -> int:
        """Take a part of it."""

    def flush(self) -> None:
        """Nothing more comes for now."""


def write(answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, format: Format, out: Output) -> None:
    """Write an answer, part by part, in a format that ``check`` let pass."""
    if isinstance(answer, ox.QueryTriples):
        write_graph(answer, format, out)
    elif format in (XLSX, CSV_BOM) and isinstance(answer, ox.QuerySolutions):
        rows = (tuple(None if t is None else from_engine(t) for t in solution) for solution in answer)
        columns = [v.value for v in answer.variables]
        for part in [workbook(columns, rows)] if format == XLSX else csv_lines(columns, rows):
            out.write(part)
    elif format == XLSX:
        out.write(workbook(("boolean",), [(bool(cast(ox.QueryBoolean, answer)),)]))
    else:
        if format == CSV_BOM:
            out.write(codecs.BOM_UTF8)
        answer.serialize(cast(IO[bytes], out), format=_SOLUTIONS[format])


def write_graph(triples: Iterable[ox.Triple], format: Format, out: Output) -> None:
    """Write triples with prefixes.

    Args:
        triples: May hold duplicates, as CONSTRUCT does. Up to ``SORTED`` triples they are dropped, the rest
            is in order, and only the prefixes in use are declared.
        format: One of ``GRAPH_FORMATS``.
        out: Takes the parts.
    """
    syntax, target = _GRAPHS[format], cast(IO[bytes], out)
    rest = iter(triples)
    first = list(islice(rest, SORTED + 1))
    is_small = len(first) <= SORTED
    if is_small and format in (NTRIPLES, NQUADS):
        plain = BytesIO()
        ox.serialize(first, plain, format=syntax)
        out.write(b"".join(sorted(set(plain.getvalue().splitlines(keepends=True)))))
        return
    ordered = sorted(set(first), key=_order) if is_small else chain(first, rest)
    if format in (NTRIPLES, NQUADS, JSONLD):
        ox.serialize(ordered, target, format=syntax)
    else:
        prefixes = _prefixes_of(first) if is_small else PREFIXES
        ox.serialize(ordered, target, format=syntax, prefixes=dict(prefixes))


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


def _terms(triple: ox.Triple) -> Iterator[ox.NamedNode | ox.BlankNode | ox.Literal]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.Triple):
            yield from _terms(term)
        else:
            yield term


def _prefixes_of(triples: Iterable[ox.Triple]) -> dict[str, str]:
    iris = set()
    for triple in triples:
        for term in _terms(triple):
            if isinstance(term, ox.Literal):
                iris.add(term.datatype.value)
            elif isinstance(term, ox.NamedNode):
                iris.add(term.value)
    namespaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in iris - _UNWRITTEN}
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in namespaces}
