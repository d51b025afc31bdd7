"""The embedded store: datasets, answers, formats and bindings."""

import csv
import io
import json
import re
import socket
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.compare import isomorphic

from kg_service import formats
from kg_service.errors import NotAcceptableError, QueryEvaluationError, UnknownGraphError
from kg_service.model import BlankNode, Iri, Literal, TripleTerm
from kg_service.store.terms import from_engine, to_engine
from kg_service.vocabulary import BASE

# rdflib warns of its own code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

X = "https://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIX = f"PREFIX : <{X}> "


def values(answer):
    """Rows as sorted tuples of strings."""
    return sorted(tuple("" if t is None else str(t) for t in row) for row in answer.rows())


def test_what_a_store_says_of_itself(small):
    assert small.graphs() == (f"{X}g/2023", f"{X}g/2025", f"{X}g/notes")
    assert small.snapshot == "0" * 64


# Kinds of answers


def test_solutions(small):
    answer = small.query(PREFIX + "SELECT ?s ?label ?age { ?s :label ?label OPTIONAL { ?s :minAge ?age } }")
    assert (answer.kind, answer.variables, answer.boolean) == ("solutions", ("s", "label", "age"), None)
    assert set(answer.rows()) == {
        (Iri(X + "s1"), Literal("义务教育", lang="zh"), None),
        (Iri(X + "s1"), Literal("Compulsory education", lang="en"), None),
        (Iri(X + "s2"), Literal("随班就读", lang="zh"), Literal("3", XSD + "integer")),
    }
    assert list(answer.triples()) == []


def test_a_plain_string_has_neither_datatype_nor_language(small):
    answer = small.query(PREFIX + "SELECT ?note { ?s :note ?note }")
    assert list(answer.rows()) == [(Literal("=1+1"),)]


def test_columns_come_in_the_order_of_the_projection(small):
    answer = small.query(
        PREFIX + "SELECT ?number (STR(?s) AS ?name) ?body { ?s :number ?number ; :body ?body }"
    )
    assert answer.variables == ("number", "name", "body")


@pytest.mark.parametrize(("pattern", "expected"), [(":s1 :number 1", True), (":s1 :number 2", False)])
def test_boolean(small, pattern, expected):
    answer = small.query(PREFIX + f"ASK {{ {pattern} }}")
    assert (answer.kind, answer.variables, answer.boolean) == ("boolean", (), expected)
    assert list(answer.rows()) == []


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("CONSTRUCT { ?s :body ?b } WHERE { ?s :body ?b . ?s :number 1 }", id="construct"),
        pytest.param("CONSTRUCT WHERE { :s1 :body ?b }", id="construct-where"),
    ],
)
def test_graph(small, query):
    answer = small.query(PREFIX + query)
    assert (answer.kind, answer.variables, answer.boolean) == ("graph", (), None)
    assert list(answer.triples()) == [(Iri(X + "s1"), Iri(X + "body"), Iri(X + "civil"))]
    assert list(answer.rows()) == []


def test_describe(small):
    answer = small.query(f"DESCRIBE <{X}s10>")
    assert {str(p) for _, p, _ in answer.triples()} == {X + "number", X + "note"}


def test_an_answer_can_be_read_twice(small):
    answer = small.query(PREFIX + "SELECT ?s { ?s :body ?b } ORDER BY ?s ?b")
    first = list(answer.rows())
    assert first
    assert list(answer.rows()) == first
    assert answer.serialize(formats.CSV) == answer.serialize(formats.CSV)


def test_blank_nodes_are_the_same_in_every_graph(small):
    answer = small.query(PREFIX + f"SELECT ?n {{ ?n :about :s1 GRAPH <{X}g/notes> {{ ?n :about :s1 }} }}")
    ((node,),) = answer.rows()
    assert isinstance(node, BlankNode)


# Which graphs are asked, https://www.w3.org/TR/sparql11-protocol/#dataset

EVERYTHING = PREFIX + "SELECT ?s ?g { { ?s :number ?n } UNION { GRAPH ?g { ?s :number ?n } } }"
OLD, NEW = f"{X}g/2023", f"{X}g/2025"


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        pytest.param((), (), {("s1", ""), ("s2", ""), ("s10", ""), ("old", OLD), ("new", NEW)}, id="all"),
        pytest.param((OLD,), (), {("old", "")}, id="default-only: no named graphs"),
        pytest.param((OLD, NEW), (), {("old", ""), ("new", "")}, id="two-defaults: merged"),
        pytest.param((), (OLD,), {("old", OLD)}, id="named-only: empty default graph"),
        pytest.param((NEW,), (OLD,), {("new", ""), ("old", OLD)}, id="both"),
        pytest.param((OLD,), (OLD,), {("old", ""), ("old", OLD)}, id="the-same-twice"),
    ],
)
def test_the_dataset_of_the_protocol(small, default, named, expected):
    answer = small.query(EVERYTHING, default_graphs=default, named_graphs=named)
    assert set(values(answer)) == {(X + s, g) for s, g in expected}


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        pytest.param(f"FROM <{OLD}>", {("old", "")}, id="from"),
        pytest.param(f"FROM <{OLD}> FROM <{NEW}>", {("old", ""), ("new", "")}, id="from-two"),
        pytest.param(f"FROM NAMED <{NEW}>", {("new", NEW)}, id="from-named"),
        pytest.param("FROM :g\\/2023", {("old", "")}, id="prefixed-name"),
    ],
)
def test_the_dataset_of_the_query(small, clauses, expected):
    answer = small.query(EVERYTHING.replace("?s ?g {", f"?s ?g {clauses} {{", 1))
    assert set(values(answer)) == {(X + s, g) for s, g in expected}


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("BASE <https://example.org/g/> SELECT ?s FROM <2023>", id="base"),
        pytest.param(
            "BASE <https://example.org/> PREFIX g: <g/> SELECT ?s FROM g:2023", id="base-and-prefix"
        ),
        pytest.param("BASE <https://example.org/> BASE <g/> SELECT ?s FROM <2023>", id="base-on-base"),
    ],
)
def test_a_relative_graph(small, head):
    assert values(small.query(f"{head} {{ ?s <{X}number> ?n }}")) == [(X + "old",)]


def test_a_relative_iri_is_of_our_base(small):
    answer = small.query("SELECT (STR(<id/place/heilongjiang>) AS ?iri) (STR(<>) AS ?base) {}")
    assert values(answer) == [(BASE + "id/place/heilongjiang", BASE)]
    with pytest.raises(UnknownGraphError, match=re.escape(BASE + "graph/none")):
        small.query("SELECT * FROM <graph/none> { ?s ?p ?o }")


def test_the_protocol_goes_before_the_query(small):
    answer = small.query(PREFIX + f"SELECT ?s FROM <{OLD}> {{ ?s :number ?n }}", default_graphs=(NEW,))
    assert values(answer) == [(X + "new",)]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"default_graphs": [X + "g/2024"]}, id="default-graph"),
        pytest.param({"named_graphs": [X + "g/2024"]}, id="named-graph"),
        pytest.param({"clause": f"FROM <{X}g/2024>"}, id="from"),
        pytest.param({"clause": f"FROM NAMED <{X}g/2024>"}, id="from-named"),
        pytest.param({"clause": f"FROM <{OLD}> FROM <{X}g/2024>"}, id="second-from"),
    ],
)
def test_an_unknown_graph_is_an_error(small, asked):
    chosen = {name: graphs for name, graphs in asked.items() if name != "clause"}
    with pytest.raises(UnknownGraphError) as raised:
        small.query(PREFIX + f"SELECT ?s {asked.get('clause', '')} {{ ?s ?p ?o }}", **chosen)
    assert raised.value.name == X + "g/2024"
    assert set(raised.value.nearest) <= set(small.graphs())
    assert OLD in raised.value.nearest


def test_a_graph_is_never_fetched(small):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.02)
        for scheme in ("http", "file"):
            with pytest.raises(UnknownGraphError):
                small.query(
                    f"SELECT * FROM <{scheme}://127.0.0.1:{server.getsockname()[1]}/g> {{ ?s ?p ?o }}"
                )
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('SELECT ?s { ?s ?p "FROM <x>" }', id="string"),
        pytest.param("SELECT ?s { ?s ?p ?o } # FROM <https://example.org/x>", id="comment"),
        pytest.param("SELECT ?from { ?from ?p ?o }", id="variable"),
        pytest.param(f"SELECT ?s {{ ?s <{X}from> ?o }}", id="iri"),
    ],
)
def test_the_word_from_elsewhere_is_no_clause(small, query):
    assert small.query(query).kind == "solutions"


# Formats

SELECT = PREFIX + "SELECT ?s ?label { ?s :label ?label } ORDER BY ?label"
CONSTRUCT = PREFIX + "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def test_json(small):
    document = json.loads(small.query(SELECT).serialize(formats.JSON))
    assert document["head"]["vars"] == ["s", "label"]
    assert {"type": "literal", "value": "义务教育", "xml:lang": "zh"} in [
        b["label"] for b in document["results"]["bindings"]
    ]


def test_xml(small):
    document = ET.fromstring(small.query(SELECT).serialize(formats.XML))
    assert document.tag == "{http://www.w3.org/2005/sparql-results#}sparql"
    assert "义务教育" in "".join(document.itertext())


def test_csv(small):
    rows = list(csv.reader(io.StringIO(small.query(SELECT).serialize(formats.CSV).decode())))
    assert rows[0] == ["s", "label"]
    assert [X + "s1", "义务教育"] in rows


def test_tsv(small):
    lines = small.query(SELECT).serialize(formats.TSV).decode().splitlines()
    assert lines[0] == "?s\t?label"
    assert f'<{X}s1>\t"义务教育"@zh' in lines


def sheet_of(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_xlsx(small):
    query = (
        PREFIX
        + "SELECT ?s ?number ?note ?none { ?s :number ?number OPTIONAL { ?s :note ?note } } ORDER BY ?number"
    )
    sheet = sheet_of(small.query(query).serialize(formats.XLSX))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["s", "number", "note", "none"],
        [X + "s1", 1, None, None],
        [X + "s2", 2, None, None],
        [X + "s10", 10, "=1+1", None],
    ]
    # "s" is a text; "f" would be a formula that runs in the reader's Excel.
    assert sheet["C4"].data_type == "s"
    assert sheet["A2"].hyperlink is None


def test_xlsx_keeps_what_excel_would_change(small):
    numbers = '1234567890123456789 1.5 true "1E+999999999"^^xsd:decimal "2024-01-01"^^xsd:date'
    query = f"PREFIX xsd: <{XSD}> SELECT ?v {{ VALUES ?v {{ {numbers} }} }}"
    sheet = sheet_of(small.query(query).serialize(formats.XLSX))
    assert {cell.value for cell in sheet["A"]} == {
        "v",
        "1234567890123456789",
        1.5,
        True,
        "1E+999999999",
        "2024-01-01",
    }


def test_xlsx_is_the_same_each_time(small):
    """Not even the time of writing is in it."""
    created = openpyxl.load_workbook(
        io.BytesIO(small.query(SELECT).serialize(formats.XLSX))
    ).properties.created
    assert created.year == 2000
    assert small.query(SELECT).serialize(formats.XLSX) == small.query(SELECT).serialize(formats.XLSX)


def test_xlsx_says_what_does_not_fit(small):
    long = "x" * 32_768
    with pytest.raises(QueryEvaluationError, match="32767"):
        small.query(f'SELECT ("{long}" AS ?v) {{}}').serialize(formats.XLSX)


def test_csv_for_excel_begins_with_a_mark(small):
    answer = small.query(SELECT)
    assert answer.serialize(formats.CSV_BOM) == b"\xef\xbb\xbf" + answer.serialize(formats.CSV)


TRIPLE = f"SELECT ?t {{ ?s <{X}note> ?o BIND(TRIPLE(?s, <{X}note>, ?o) AS ?t) }}"
NOTED = TripleTerm(Iri(X + "s10"), Iri(X + "note"), Literal("=1+1"))


def test_a_triple_term(small):
    answer = small.query(TRIPLE)
    assert list(answer.rows()) == [(NOTED,)]
    nested = TripleTerm(BlankNode("b"), Iri(X + "says"), NOTED)
    assert from_engine(to_engine(nested)) == nested
    cell = json.loads(answer.serialize(formats.JSON))["results"]["bindings"][0]["t"]
    assert (cell["type"], cell["value"]["object"]["value"]) == ("triple", "=1+1")
    assert b"<triple>" in answer.serialize(formats.XML)
    written = f'<<( <{X}s10> <{X}note> "=1+1" )>>'
    assert answer.serialize(formats.TSV).decode().splitlines() == ["?t", written]
    assert sheet_of(answer.serialize(formats.XLSX))["A2"].value == f"<<( {X}s10 {X}note =1+1 )>>"


def test_a_triple_term_is_bound(small):
    query = 'SELECT (OBJECT(?t) AS ?o) { ?s ?p "=1+1" FILTER(isTRIPLE(?t)) }'
    assert values(small.query(query, bindings={"t": NOTED})) == [("=1+1",)]


def test_a_text_with_a_base_direction(small):
    answer = small.query('SELECT (STRLANGDIR("سلام", "ar", "rtl") AS ?v) {}')
    assert list(answer.rows()) == [(said := Literal("سلام", lang="ar", direction="rtl"),)]
    assert json.loads(answer.serialize(formats.JSON))["results"]["bindings"][0]["v"]["its:dir"] == "rtl"
    assert values(small.query("SELECT (LANGDIR(?v) AS ?d) {}", bindings={"v": said})) == [("rtl",)]


@pytest.mark.parametrize("format", formats.SOLUTION_FORMATS, ids=lambda f: f.name)
@pytest.mark.parametrize("expected", [True, False])
def test_a_boolean_in_every_format(small, format, expected):
    content = small.query(f"ASK {{ FILTER({str(expected).lower()}) }}").serialize(format)
    if format is formats.XLSX:
        assert sheet_of(content)["A2"].value is expected
    else:
        assert str(expected).lower() in content.decode()


RDFLIB = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


@pytest.mark.parametrize("format", formats.GRAPH_FORMATS, ids=lambda f: f.name)
def test_a_graph_in_every_format(small, small_nquads, format):
    content = small.query(CONSTRUCT).serialize(format)
    expected = Graph()
    for s, p, o, _ in Dataset().parse(data=small_nquads, format="nquads").quads((None, None, None, None)):
        expected.add((s, p, o))
    expected.remove((URIRef(X + "old"), None, None))
    expected.remove((URIRef(X + "new"), None, None))
    if format.name in RDFLIB:
        found = Graph().parse(data=content, format=RDFLIB[format.name])
    else:
        found = Graph()
        for s, p, o, _ in Dataset().parse(data=content, format=format.name).quads((None, None, None, None)):
            found.add((s, p, o))
    # Each parser names blank nodes anew, and the two copies of the one here have become two.
    for graph in (expected, found):
        graph.remove((None, URIRef(X + "about"), None))
    assert isomorphic(found, expected)


def test_turtle_is_for_people(store):
    query = """
        PREFIX cpsv: <http://purl.org/vocab/cpsv#> PREFIX dct: <http://purl.org/dc/terms/>
        CONSTRUCT { ?s a cpsv:PublicService ; dct:identifier ?i }
        WHERE { ?s a cpsv:PublicService ; dct:identifier ?i }
    """
    lines = store.query(query).serialize(formats.TURTLE).decode().splitlines()
    assert [line.split()[1] for line in lines if line.startswith("@prefix")] == ["cpsv:", "dct:"]
    subjects = [line.split()[0].rsplit("/", 1)[1] for line in lines if line.startswith("<")]
    assert subjects == [f"{number}>" for number in range(1, len(subjects) + 1)]


def test_triples_of_a_construct_come_once(small):
    query = PREFIX + "CONSTRUCT { ?b a :Body } WHERE { ?s :body ?b }"
    assert small.query(query).serialize(formats.NTRIPLES).decode().count("civil") == 1


@pytest.mark.parametrize(
    ("query", "format"),
    [
        *(pytest.param(SELECT, f, id=f"rows-as-{f.name}") for f in (*formats.GRAPH_FORMATS, formats.HTML)),
        *(pytest.param("ASK {}", f, id=f"boolean-as-{f.name}") for f in (formats.TURTLE, formats.TABLE)),
        *(pytest.param(CONSTRUCT, f, id=f"graph-as-{f.name}") for f in formats.SOLUTION_FORMATS),
    ],
)
def test_a_format_of_the_other_family(small, query, format):
    with pytest.raises(NotAcceptableError) as raised:
        small.query(query).serialize(format)
    assert format.name not in raised.value.offered


def test_what_the_engine_does_not_do_is_an_error_of_ours(small):
    query = PREFIX + "CONSTRUCT { :a :says ?t } { ?s :note ?o BIND(TRIPLE(?s, :note, ?o) AS ?t) }"
    with pytest.raises(QueryEvaluationError, match=r"RDF 1\.2"):
        small.query(query).serialize(formats.JSONLD)
    with pytest.raises(QueryEvaluationError):
        list(small.query("PREFIX f: <https://example.org/f#> SELECT (f:no(1) AS ?v) {}").rows())
