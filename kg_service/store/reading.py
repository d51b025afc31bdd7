"""Answers that arrive as bytes, as terms again."""

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg_service.errors import QueryEvaluationError
from kg_service.model import Term, Triple
from kg_service.store.terms import from_engine


def rows(results: bytes | IO[bytes]) -> Iterator[tuple[Term | None, ...]]:
    """The solutions of a SELECT in SPARQL Results JSON, as wide as its head.

    Raises:
        QueryEvaluationError: They are not so.
    """
    parsed = _parsed(results)
    if isinstance(parsed, ox.QuerySolutions):
        for solution in parsed:
            yield tuple(None if term is None else from_engine(term) for term in solution)


def boolean(results: bytes) -> bool:
    """The answer of an ASK in SPARQL Results JSON.

    Raises:
        QueryEvaluationError: It is not so.
    """
    return bool(_parsed(results))


def triples(graph: bytes | IO[bytes]) -> Iterator[Triple]:
    """The triples of a graph in N-Triples.

    Raises:
        QueryEvaluationError: They are not so.
    """
    try:
        for quad in ox.parse(graph, format=ox.RdfFormat.N_TRIPLES):
            yield from_engine(quad.subject), from_engine(quad.predicate), from_engine(quad.object)
    except SyntaxError as error:
        raise QueryEvaluationError(str(error)) from error


def _parsed(results: bytes | IO[bytes]) -> ox.QuerySolutions | ox.QueryBoolean:
    try:
        return ox.parse_query_results(results, format=ox.QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise QueryEvaluationError(str(error)) from error
