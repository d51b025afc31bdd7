"""A query's form and whether it parses, found out without evaluating any of it."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg_service.store.inert import complaint, kind_of
from kg_service.store.interface import Kind
from kg_service.vocabulary import BASE

X = "<https://example.org/x>"


def engine_reads(text: str) -> bool:
    try:
        ox.Store().query(text, base_iri=BASE)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("SELECT * { ?s ?p ?o }", "solutions", id="select"),
        pytest.param("select * where { ?s ?p ?o }", "solutions", id="small-letters"),
        pytest.param(
            "SELECT (EXISTS { ?s ?p ?o } AS ?e) { ?s ?p ?o }", "solutions", id="braces-in-projection"
        ),
        pytest.param("SELECT * { SELECT * { ?s ?p ?o } }", "solutions", id="subquery"),
        pytest.param(
            "SELECT * { { SELECT * { ?s ?p ?o } } } VALUES ?s { 1 }", "solutions", id="values-behind"
        ),
        pytest.param(f"PREFIX ask: {X} SELECT * {{ ?s a ask:b }}", "solutions", id="keyword-as-prefix"),
        pytest.param(f"ASK FROM {X} {{ ?s ?p ?o }} ORDER BY ?s", "boolean", id="ask"),
        pytest.param("ASK { SELECT * { ?s ?p ?o } }", "boolean", id="ask-subquery"),
        pytest.param("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "graph", id="construct"),
        pytest.param("CONSTRUCT { ?s ?p ?o } { SELECT * { ?s ?p ?o } }", "graph", id="construct-subquery"),
        pytest.param("CONSTRUCT WHERE { ?s ?p ?o }", "graph", id="construct-where"),
        pytest.param(f"DESCRIBE {X}", "graph", id="describe"),
        pytest.param(f"DESCRIBE ?x VALUES ?x {{ {X} }}", "graph", id="describe-values"),
        pytest.param("DESCRIBE ?s { ?s ?p ?o }", "graph", id="describe-where"),
    ],
)
def test_a_query_that_parses(text: str, kind: Kind) -> None:
    assert engine_reads(text)
    assert complaint(text) == ""
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SELECT",
        "SELECT * {",
        "SELECT * { ?s ?p }",
        "SELECT * { SELECT * { ?s ?p ?o }",
        "SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) }",
        "SELECT ?x { ?s ?p ?o } GROUP BY ?s",
        "ASK",
        "ASK { ?s ?p",
        "ASK {} ORDER BY ?x }",
        "CONSTRUCT { ?s ?p ?o",
        "CONSTRUCT { ?s ?p ?o } WHERE",
        "DESCRIBE",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
    ],
)
def test_a_text_that_does_not(text: str) -> None:
    assert not engine_reads(text)
    assert complaint(text)


def test_every_named_query_parses(home: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (home / "queries").rglob("*.rq")]
    assert texts
    assert [text for text in texts if complaint(text)] == []


MANY = " ".join(map(str, range(20_000)))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT (COUNT(*) AS ?n) { VALUES ?a { M } VALUES ?b { M } }", id="count"),
        pytest.param("SELECT * { VALUES ?a { M } VALUES ?b { M } } ORDER BY ?b", id="order"),
        pytest.param("ASK { VALUES ?a { M } VALUES ?b { M } FILTER(?a + ?b < 0) }", id="ask"),
        pytest.param(
            "SELECT * { { SELECT (COUNT(*) AS ?n) { VALUES ?a { M } VALUES ?b { M } } } }", id="subquery"
        ),
        pytest.param(
            "CONSTRUCT {} { SELECT (COUNT(*) AS ?n) { VALUES ?a { M } VALUES ?b { M } } }", id="construct"
        ),
    ],
)
def test_nothing_is_evaluated(text: str) -> None:
    """It would take minutes, over an empty store as well."""
    assert complaint(text.replace("M", MANY)) == ""
