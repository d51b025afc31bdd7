"""The W3C's query evaluation tests, through the store that ``/sparql`` asks.

Each answer is read in every way in which the service gives it, so that neither the guard against SERVICE, nor
the limits, nor the decoding of escapes, nor a format changes what a standard query means.

Source: https://www.w3.org/TR/sparql11-query/, https://www.w3.org/TR/sparql12-query/
"""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from results import Result, graph, read_csv, read_expected, read_graph, read_table, same, solutions
from w3c import Case, file_of, iri_of, of_kind, parameters, read_text

from kg_service.errors import QueryEvaluationError
from kg_service.formats import CSV, JSON, JSONLD, NQUADS, NTRIPLES, RDFXML, TRIG, TSV, TURTLE, XML
from kg_service.store import Answer, EmbeddedStore
from kg_service.store.guard import graphs_of
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


def dataset(case: Case) -> bytes:
    """What the query is asked of; graphs that only its FROM clauses name are part of it."""
    graphs = list(case.graphs)
    if not case.data and not graphs:
        graphs = [(name, file_of(name)) for name in graphs_of(decode_escapes(text_of(case)))]
    parts: list[tuple[str | None, Path]] = [*((None, file) for file in case.data), *graphs]
    quads = []
    for name, file in parts:
        for quad in read_graph(file):
            place = quad.graph_name if name is None else ox.NamedNode(name)
            quads.append(ox.Quad(*quad.triple, place))
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


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
    answer = EmbeddedStore(dataset(case), "0" * 64).query(text)
    assert case.result is not None
    expected = read_expected(case.result)
    for name, found in readings(answer):
        is_same = same(found, expected, ordered=is_ordered(text), lax=case.lax)
        assert is_same, f"{name}: {found}\nexpected: {expected}"


@pytest.mark.parametrize("case", parameters(of_kind("CSVResultFormatTest"), "evaluation"))
def test_csv_is_written(case: Case) -> None:
    answer = EmbeddedStore(dataset(case), "0" * 64).query(text_of(case))
    assert case.result is not None
    assert same(read_csv(answer.serialize(CSV)), read_expected(case.result))
