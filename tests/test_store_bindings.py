"""Bindings: a value reaches each part of a query, and is never read as its text."""

import pytest
from rdflib import Dataset, Graph, URIRef, Variable
from rdflib import Literal as RdfLiteral

from kg_service.errors import QueryEvaluationError
from kg_service.model import BlankNode, Iri, Literal
from kg_service.store.bindings import bind

# rdflib warns of its own code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

X = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIX = f"PREFIX : <{X}> "
OLD = f"{X}g/2023"


def values(answer):
    """Rows as sorted tuples of strings."""
    return sorted(tuple("" if t is None else str(t) for t in row) for row in answer.rows())


PATTERNS = {
    "required": "SELECT ?s ?body { ?s :body ?body }",
    "optional-with-bound": "SELECT ?s ?b { ?s :body ?b FILTER(!BOUND(?body) || ?b = ?body) }",
    "optional-with-coalesce": "SELECT ?s ?b { ?s :body ?b FILTER(COALESCE(?b = ?body, true)) }",
    "not-projected": "SELECT ?s { ?s :body ?body }",
    "in-optional": "SELECT ?s ?b { ?s :number ?n OPTIONAL { ?s :body ?b FILTER(?b = COALESCE(?body, ?b)) } }",
    "in-union": "SELECT ?s { { ?s :body ?body } UNION { ?s :minAge ?a FILTER(BOUND(?body)) } }",
    "in-subselect": "SELECT ?s { { SELECT ?s { ?s :body ?b FILTER(COALESCE(?b = ?body, true)) } } }",
    "in-an-inner-projection": "SELECT ?x { { SELECT (COALESCE(?body, 0) AS ?x) { ?s :number 1 } } }",
    "inner-order": "SELECT ?s { { SELECT ?s { ?s :body ?b } ORDER BY COALESCE(?b = ?body, 0) ?s LIMIT 1 } }",
    "around-a-subselect": "SELECT (COALESCE(?body, 0) AS ?x) { SELECT ?s { ?s :number 1 } }",
    "in-exists": "SELECT ?s { ?s :number ?n FILTER EXISTS { ?s :body ?b FILTER(?b = COALESCE(?body, ?b)) } }",
    "in-not-exists": "SELECT ?s { ?s :number ?n FILTER NOT EXISTS { ?s :body ?body } }",
    "in-minus": "SELECT ?s { ?s :number ?n MINUS { ?s :body ?body } }",
    "in-bind": "SELECT ?s ?x { ?s :number ?n BIND(COALESCE(?body, 0) AS ?x) }",
    "in-projection": "SELECT ?s (COALESCE(?body, 0) AS ?x) { ?s :number ?n }",
    "in-aggregate": "SELECT (COUNT(?s) AS ?n) { ?s :body ?b FILTER(COALESCE(?b = ?body, true)) }",
    "in-having": "SELECT ?s { ?s :body ?b } GROUP BY ?s HAVING (SUM(IF(?b = COALESCE(?body, ?b), 1, 0)) > 0)",
    "in-graph": f"SELECT ?s {{ GRAPH <{OLD}> {{ ?s :body ?body }} }}",
    "in-property-list": "SELECT ?s { ?s :number ?n ; :body ?body }",
    "beside-values": "SELECT ?s { VALUES ?n { 1 2 } ?s :number ?n ; :body ?body }",
    "in-a-comment": "SELECT ?s { ?s :number ?n } # ?body",
    "in-a-string": 'SELECT ?s { ?s :number ?n FILTER("?body" != "{") }',
    "with-another-sign": "SELECT ?s { ?s :body $body }",
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
@pytest.mark.parametrize("body", [None, "civil", "health", "nobody"])
def test_a_binding_reaches_every_part_of_a_query(small, small_nquads, pattern, body):
    """rdflib's ``initBindings`` are the second opinion."""
    dataset = Dataset().parse(data=small_nquads, format="nquads")
    other = dataset.query(PREFIX + pattern, initBindings={} if body is None else {"body": URIRef(X + body)})
    answer = small.query(PREFIX + pattern, bindings=None if body is None else {"body": Iri(X + body)})
    expected = sorted(
        tuple("" if row.get(str(v)) is None else str(row[str(v)]) for v in other.vars) for row in other
    )
    assert values(answer) == expected


def test_a_language_is_bound_or_falls_back(small):
    query = (
        PREFIX
        + 'SELECT ?l { :s1 :number ?n OPTIONAL { :s1 :label ?l FILTER(LANG(?l) = COALESCE(?lang, "zh")) } }'
    )
    assert values(small.query(query)) == [("义务教育",)]
    assert values(small.query(query, bindings={"lang": Literal("en")})) == [("Compulsory education",)]


def test_numbers_are_bound_as_numbers(small):
    query = PREFIX + "SELECT ?s { ?s :number ?n FILTER(!BOUND(?least) || ?n >= ?least) }"
    assert values(small.query(query, bindings={"least": Literal("2", XSD + "integer")})) == [
        (X + "s10",),
        (X + "s2",),
    ]


@pytest.mark.parametrize(
    ("query", "bindings"),
    [
        pytest.param(
            "CONSTRUCT { ?s :of ?body } WHERE { ?s :body ?body }", {"body": Iri(X + "health")}, id="construct"
        ),
        pytest.param("CONSTRUCT WHERE { ?s :body ?body }", {"body": Iri(X + "health")}, id="construct-where"),
        pytest.param(
            "CONSTRUCT { ?s :is :here } WHERE { ?s :body ?b FILTER(COALESCE(?b = ?body, true)) }",
            {"body": Iri(X + "health")},
            id="construct-with-a-filter",
        ),
        pytest.param("DESCRIBE ?it", {"it": Iri(X + "s2")}, id="describe"),
        pytest.param("DESCRIBE ?it WHERE { ?it :number ?n }", {"it": Iri(X + "s2")}, id="describe-where"),
    ],
)
def test_bindings_of_other_query_forms(small, query, bindings):
    assert {s for s, _, _ in small.query(PREFIX + query, bindings=bindings).triples()} == {Iri(X + "s2")}


@pytest.mark.parametrize(("body", "expected"), [("health", True), ("nobody", False)])
def test_bindings_of_ask(small, body, expected):
    assert (
        small.query(PREFIX + "ASK { ?s :body ?body }", bindings={"body": Iri(X + body)}).boolean is expected
    )


def test_several_bindings(small):
    bindings = {"body": Iri(X + "civil"), "n": Literal("2", XSD + "integer")}
    assert values(small.query(PREFIX + "SELECT ?s { ?s :body ?body ; :number ?n }", bindings=bindings)) == [
        (X + "s2",)
    ]


def test_a_binding_that_is_not_mentioned_changes_nothing(small):
    query = PREFIX + "SELECT * { ?s :body ?b }"
    assert values(small.query(query, bindings={"other": Literal("x")})) == values(small.query(query))


@pytest.mark.parametrize(
    "value",
    [
        '" } } DROP ALL #',
        "'''\"\"\"\\",
        "line\nbreak\ttab\r",
        "} UNION { ?s ?p ?o",
        "?s {",
        "\\u0022",
        "中文",
    ],
)
def test_a_value_is_never_read_as_query_text(small, value):
    answer = small.query("SELECT (?v AS ?same) { }", bindings={"v": Literal(value)})
    assert list(answer.rows()) == [(Literal(value),)]


def test_typed_and_tagged_values_come_back_as_they_were(small):
    for term in (Literal("义务教育", lang="zh"), Literal("-7", XSD + "integer"), Iri(X + "é?a=1&b=(2)")):
        assert list(small.query("SELECT (?v AS ?same) { }", bindings={"v": term}).rows()) == [(term,)]


def test_a_blank_node_can_not_be_bound(small):
    with pytest.raises(QueryEvaluationError, match=r"\?v"):
        small.query("SELECT ?v {}", bindings={"v": BlankNode("b")})


@pytest.mark.parametrize("term", [Iri("not an iri"), Literal("x", lang="not a tag")])
def test_a_binding_that_is_no_term(small, term):
    with pytest.raises(QueryEvaluationError):
        small.query("SELECT ?v {}", bindings={"v": term})


def test_the_oracle_is_asked_the_same_way():
    """A check of the second opinion itself: rdflib does bind what is handed to it."""
    graph = Graph().parse(data=f"<{X}a> <{X}p> 1 , 2 .", format="turtle")
    rows = graph.query("SELECT ?o { ?s ?p ?o }", initBindings={"o": RdfLiteral(1)})
    assert [row[Variable("o")] for row in rows] == [RdfLiteral(1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{ SERVICE ?e { ?s ?p ?o } }", "{ SERVICE <x:e> { ?s ?p ?o } }", id="alone"),
        pytest.param("{ service silent $e{ } }", "{ service silent <x:e>{ } }", id="silent"),
        pytest.param("{ SERVICE # ?e\n ?e { } }", "{ SERVICE # ?e\n <x:e> { } }", id="after-a-comment"),
        pytest.param("{ SERVICE ?other { } }", "{ SERVICE ?other { } }", id="another"),
        pytest.param(
            "{ OPTIONAL { SERVICE ?e { ?s ?p ?e } } }",
            "{ OPTIONAL { SERVICE <x:e> { VALUES (?e) { (<x:e>) } ?s ?p ?e } } }",
            id="inside-as-well",
        ),
        pytest.param("{ ?s ?p ?e }", "{ VALUES (?e) { (<x:e>) } ?s ?p ?e }", id="without-service"),
    ],
)  # fmt: skip
def test_an_endpoint_is_replaced_by_its_value(text, expected):
    assert bind(f"SELECT * {text}", {"e": "<x:e>"}) == f"SELECT * {expected}"
