"""A query that does not parse: where, and what was expected, to the character."""

import re

import pytest

from kg_service.errors import QueryEvaluationError, SyntaxProblemError
from kg_service.model import Literal
from kg_service.store import EmbeddedStore, phrases
from kg_service.store.diagnosis import QUERY_DOCUMENT

STORE = EmbeddedStore(b"", "0" * 64)
PREFIX = "PREFIX : <https://example.org/> "

# The place of each mistake is marked by ¦.
MISTAKES = {
    "misspelt-form": ("¦SELEC * { ?s ?p ?o }", "Found “SELEC”; expected SELECT, ASK"),
    "nothing": ("¦", "The query ends too early; expected SELECT, ASK"),
    "only-a-comment": ("# nothing¦", "The query ends too early; expected SELECT, ASK"),
    "no-object": ("SELECT * {\n  ?s ?p ¦}", "Found “}”; expected a variable, an IRI or a value"),
    "no-predicate": ("SELECT * { ?s ¦. }", "Found “.”; expected a variable, an IRI"),
    "literal-as-predicate": ('SELECT * { ?s ¦"a" ?o }', 'Found “"a"”; expected a variable, an IRI, “a”'),
    "no-full-stop": ("SELECT * { ?s ?p 1 ¦?q ?r ?t }", "Found “?q”; expected a clause"),
    "second-line": ("SELECT *\nWHERE {\n  ?s ?p ?o .\n  FILTER(?o = ¦) }", "Found “)”; expected a"),
    "unknown-function": ("SELECT * { ?s ?p ?o FILTER(¦FOO(?o)) }", "Found “FOO”; expected"),
    "brace-not-closed": ("SELECT * { ?s ?p ?o¦", "The “{” in line 1, column 10 is not closed."),
    "inner-brace-not-closed": ("SELECT * {\n { ?s ?p ?o }¦", "The “{” in line 1, column 10 is not closed."),
    "parenthesis-not-closed": ("SELECT (COUNT(?s) AS ?n ¦{ ?s ?p ?o }", "Found “{”; expected “)”"),
    "brace-too-many": ("SELECT * { ?s ?p ?o } ¦}", "Found “}”; expected a modifier"),
    "wrong-bracket": ("SELECT * { ?s ?p ( 1 2 ¦} }", "Found “}”; expected a variable, an IRI or a value"),
    "comma-in-select": ("SELECT ?a¦, ?b { ?a ?p ?b }", "Found “,”; expected a variable"),
    "count-without-parentheses": ("SELECT ¦COUNT(?s) { ?s ?p ?o }", "Found “COUNT”; expected a variable"),
    "order-without-by": ("SELECT * { ?s ?p ?o } ORDER ¦?s", "Found “?s”; expected “BY”."),
    "negative-limit": ("SELECT * { ?s ?p ?o } LIMIT ¦-1", "Found “-”; expected a number."),
    "limit-inside": ("SELECT * { ?s ?p ?o . ¦LIMIT 10 }", "Found “LIMIT”; expected"),
    "limit-twice": ("SELECT * { ?s ?p ?o } LIMIT 10 ¦LIMIT 5", "Found “LIMIT”"),
    "comma-in-a-function": ('SELECT * { ?s ?p ?o FILTER REGEX(?o ¦"a") }', "expected an operator (= <"),
    "known-prefix": (
        "SELECT * { ?s a ¦cpsv:PublicService }",
        "The prefix “cpsv:” is not declared. Begin with: PREFIX cpsv: <http://purl.org/vocab/cpsv#>",
    ),
    "prefix-of-a-datatype": ('SELECT * { ?s ?p "1"^^¦xsd:int }', "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"),
    "misspelt-prefix": ("PREFIX cpsv: <a:b> SELECT * { ?s a ¦cpvs:X }", "Did you mean cpsv:"),
    "iri-with-a-space": ("SELECT * { ?s ?p ¦<https://example.org/a b> }", "The IRI that begins here is not"),
    "iri-not-closed": ("SELECT * { ¦<https://example.org/a ?p ?o }", "The IRI that begins here is not"),
    "string-not-closed": ('SELECT * { ?s ?p ¦"abc }', "The string that begins here is not closed"),
    "string-over-two-lines": ("SELECT * { ?s ?p ¦'abc\ndef' }", "The string that begins here is not closed"),
    "full-width-parenthesis": ("SELECT * { FILTER¦（?o = 1）}", "This is a full-width “（”; type “(”."),
    "full-width-quotation": ("SELECT * { ?s ?p ¦“教育” }", 'This is a full-width ““”; type “"”.'),
    "full-width-stop": ("SELECT * { ?s ?p 1 ¦。 }", "This is a full-width “。”; type “.”."),
    "blank-node-in-two-groups": (
        "SELECT * { _:a ?p ?o . { ¦_:a ?q ?r } }",
        "The blank node _:a can't be used in two groups; use a variable.",
    ),
    "variable-twice": ("¦SELECT ?x ?x { ?x ?p ?o }", "SELECT names a variable twice"),
    "not-grouped": ("¦SELECT ?y (COUNT(?x) AS ?n) { ?x ?p ?y }", "is not grouped: add it to GROUP BY"),
    "expression-not-grouped": ("¦SELECT (?y + 1 AS ?z) (COUNT(?x) AS ?n) { ?x ?p ?y }", "is not grouped"),
    "star-and-group": ("¦SELECT * { ?x ?p ?o } GROUP BY ?x", "SELECT * does not go with grouping"),
    "projection-in-use": ("¦SELECT (1 AS ?x) { ?x ?p ?o }", "already in use in the pattern"),
    "bind-in-use": ("SELECT * { BIND(1 AS ?x) BIND(2 AS ?x) ¦}", "BIND gives a value to a variable"),
    "values-of-another-length": ("SELECT * { VALUES (?a ?b) { (1) ¦} }", "as many values as there are"),
    "values-twice": ("SELECT * { VALUES (?a ?a) { (1 1) ¦} }", "VALUES names a variable twice"),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_found(marked, expected):
    before, _, after = marked.partition("¦")
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query(before + after)
    error = raised.value
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    assert (error.document, error.line, error.column) == (QUERY_DOCUMENT, line, column)
    assert expected in error.expected.en
    assert re.search("[\u4e00-\u9fff]", error.expected.zh)
    assert error.expected.zh.endswith(("。", "？", ">"))


@pytest.mark.parametrize("words", phrases.MEANINGS)
def test_both_languages_say_it(words):
    text = phrases.MEANINGS[words]
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert text.en.endswith(".")


def test_the_sentences_in_chinese():
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query("SELECT * {\n  ?s ?p }")
    assert (
        raised.value.text.zh
        == "<query>，第 2 行第 9 个字符：语法有误。这里出现了“}”，应为：变量、IRI 或值、“(”、“[”。"
    )


def test_columns_count_characters_not_bytes():
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query('SELECT * { ?s ?p "义务教育阶段" ?q }')
    assert raised.value.column == 27


def test_a_comment_hides_nothing():
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query("# SELECT\nSELECT * { # { \"\n ?s ?p # '\n }")
    assert (raised.value.line, raised.value.column) == (4, 2)


def test_a_mistake_in_a_query_with_bindings_is_placed_in_the_text_as_written():
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query("SELECT ?v { ?v ?p }", bindings={"v": Literal("x")})
    assert raised.value.column == 19


def test_a_binding_that_the_text_sets_itself():
    with pytest.raises(QueryEvaluationError, match=r"\?v"):
        STORE.query("SELECT ?v { BIND(1 AS ?v) }", bindings={"v": Literal("x")})


def test_escapes_are_decoded_as_sparql_says():
    """https://www.w3.org/TR/sparql11-query/#codepointEscape"""
    answer = STORE.query('SEL\\u0045CT ?\\u0076 { VALUES ?v { "\\u4e2d\\U00006587" } }')
    assert [str(term) for row in answer.rows() for term in row] == ["中文"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param('"\\u0022"', '"', id="quotation-mark"),
        pytest.param('"\\\\u0041"', "\\u0041", id="escaped-backslash"),
    ],
)
def test_escapes_in_a_string_are_left_to_the_engine(written, meant):
    (row,) = STORE.query(f"SELECT ({written} AS ?v) {{ }}").rows()
    assert row == (Literal(meant),)


@pytest.mark.parametrize("query", ["SELECT * { \\uD800 }", "SELECT * { \\U00110000 }", "SELECT * { \\u00 }"])
def test_an_escape_of_no_character(query):
    with pytest.raises(SyntaxProblemError):
        STORE.query(query)


def test_a_long_query_is_diagnosed_in_time():
    text = "SELECT * {\n" + "?s ?p ?o .\n" * 5_000 + "?s ?p }"
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query(text)
    assert (raised.value.line, raised.value.column) == (5_002, 7)
