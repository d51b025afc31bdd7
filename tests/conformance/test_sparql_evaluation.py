"""The W3C's query evaluation tests, through the store that ``/sparql`` asks.

Each answer is read in every way in which the service gives it, so that neither the guard against SERVICE, nor
the limits, nor the decoding of escapes, nor a format changes what a standard query means.

Source: https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql12-query/
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from results import Result, graph, read_csv, read_expected, read_graph, read_table, same, solutions
from w3c import Case, file_of, iri_of, of_kind, parameters, read_text

from kg_service.errors import QueryEvaluationError, RemoteFailedError
from kg_service.formats import CSV, JSON, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TSV, TURTLE, XML
from kg_service.model import Text
from kg_service.store import Answer, EmbeddedStore
from kg_service.store.federation import Federation
from kg_service.store.guard import graphs_of
from kg_service.store.outside import Outside
from kg_service.store.terms import to_engine
from kg_service.store.tokens import decode_escapes, tokens

TABLES = {JSON: ox.QueryResultsFormat.JSON, XML: ox.QueryResultsFormat.XML, TSV: ox.QueryResultsFormat.TSV}
GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
    JSONLD: ox.RdfFormat.JSON_LD,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
}


def text_of(case: Case) -> str:
    """The query, with the IRI of its file as the base."""
    assert case.text is not None
    return f"BASE <{iri_of(case.text)}>\n{read_text(case)}"


class Endpoints(Outside):
    """The endpoints that a test of SERVICE asks, as stores of this process; others can't be reached."""

    def __init__(self, case: Case) -> None:
        super().__init__([name for name, _ in case.services], seconds=1, most_bytes=1)
        self._stores = {name: store_of([(None, file)]) for name, file in case.services}

    def __bool__(self) -> bool:
        return True

    def select(self, endpoint: str, query: str) -> bytes:
        if endpoint not in self._stores:
            raise RemoteFailedError(endpoint, Text("不存在", "there is no such host"))
        return self._stores[endpoint].query(query).serialize(JSON)


def dataset(case: Case) -> list[tuple[str | None, Path]]:
    """Graphs by IRI, None for the default graph; graphs that only the query's FROM clauses name are in it."""
    graphs = list(case.graphs)
    if not case.data and not graphs:
        graphs = [(name, file_of(name)) for name in graphs_of(decode_escapes(text_of(case)))]
    return [*((None, file) for file in case.data), *graphs]


def store_of(parts: Sequence[tuple[str | None, Path]]) -> EmbeddedStore:
    """A store with these files in these graphs."""
    quads = []
    for name, file in parts:
        for quad in read_graph(file):
            place = quad.graph_name if name is None else ox.NamedNode(name)
            quads.append(ox.Quad(*quad.triple, place))
    return EmbeddedStore(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", "0" * 64)


def readings(answer: Answer) -> Iterator[tuple[str, Result]]:
    """The answer as terms, and as read again from each format."""
    if answer.kind == "graph":
        triples = [ox.Triple(*(to_engine(term) for term in triple)) for triple in answer.triples()]
        yield "terms", graph(triples)
        for format, syntax in GRAPHS.items():
            if format is JSONLD and any(isinstance(triple.object, ox.Triple) for triple in triples):
                with pytest.raises(QueryEvaluationError, match=r"does not support RDF 1\.2"):
                    answer.serialize(format)
                continue
            yield format.name, graph(q.triple for q in ox.parse(answer.serialize(format), format=syntax))
        return
    if answer.kind == "boolean":
        yield "terms", Result((), (), answer.boolean)
    else:
        rows = [[None if term is None else to_engine(term) for term in row] for row in answer.rows()]
        yield "terms", solutions(answer.variables, rows)
    for format, table in TABLES.items():
        if answer.kind == "solutions" or format is not TSV:
            yield format.name, read_table(answer.serialize(format), table)


def is_ordered(text: str) -> bool:
    """Whether the query as a whole says in what order its solutions come."""
    depth = 0
    for word in tokens(text):
        depth += (word.text == "{") - (word.text == "}")
        if depth == 0 and word.kind == "word" and word.text.upper() == "ORDER":
            return True
    return False


@pytest.mark.parametrize("case", parameters(of_kind("QueryEvaluationTest"), "evaluation"))
def test_query_is_answered(case: Case) -> None:
    text = text_of(case)
    resolved = Federation(Endpoints(case)).resolve(text) if "/service/" in case.id else None
    answer = store_of(dataset(case)).query(resolved or text)
    assert case.result is not None
    expected = read_expected(case.result)
    for name, found in readings(answer):
        is_same = same(found, expected, ordered=is_ordered(text), lax=case.lax)
        assert is_same, f"{name}: {found}\nexpected: {expected}"


@pytest.mark.parametrize("case", parameters(of_kind("CSVResultFormatTest"), "evaluation"))
def test_csv_is_written(case: Case) -> None:
    answer = store_of(dataset(case)).query(text_of(case))
    assert case.result is not None
    assert same(read_csv(answer.serialize(CSV)), read_expected(case.result))
