"""The endpoint after the SPARQL 1.1 Protocol; ids of the first group are those of the W3C protocol tests."""

import csv
import io
import json
import re
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from werkzeug.test import TestResponse

from kg_service.queries import Catalogue
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, graph_iri

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?s { ?s a <http://purl.org/vocab/cpsv#PublicService> } ORDER BY ?s LIMIT 2"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SERVICES = "SELECT (COUNT(?s) AS ?n) { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 3"
DESCRIBE = f"DESCRIBE <{BASE}id/place/heilongjiang>"

JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
PROBLEM = "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
GRAPHS = [
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
    "application/n-quads",
    "text/html",
]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def get(client: FlaskClient, query: str, accept: str | None = None, **fields: object) -> TestResponse:
    headers = {"Accept": accept} if accept is not None else {}
    return client.get("/sparql?" + urlencode({"query": query, **fields}, doseq=True), headers=headers)


def number(response: TestResponse) -> int:
    assert response.status_code == 200, response.text
    return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"path": f"/sparql?query={quote(ASK)}", "method": "GET"}, id="query_get"),
        pytest.param({"path": f"/sparql?query={quote(ASK)}", "method": "HEAD"}, id="query_head"),
        pytest.param(
            {"path": "/sparql", "method": "POST", "data": urlencode({"query": ASK}), "content_type": FORM},
            id="query_post_form",
        ),
        pytest.param(
            {"path": "/sparql", "method": "POST", "data": ASK, "content_type": DIRECT}, id="query_post_direct"
        ),
        pytest.param(
            {
                "path": "/sparql",
                "method": "POST",
                "data": f"# 问\n{ASK}".encode(),
                "content_type": f"{DIRECT}; charset=UTF-8",
            },
            id="query_post_direct_utf8",
        ),
    ],
)
def test_query_operations(client: FlaskClient, request_: dict[str, str]) -> None:
    response = client.open(**request_)
    assert (response.status_code, response.mimetype) == (200, JSON)
    if request_["method"] != "HEAD":
        assert json.loads(response.data)["boolean"] is True


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        pytest.param({"method": "PUT", "data": ASK}, 405, "method-not-allowed", id="bad_query_method"),
        pytest.param({"method": "DELETE"}, 405, "method-not-allowed", id="delete"),
        pytest.param(
            {"query_string": [("query", ASK), ("query", ASK)]},
            400,
            "malformed-request",
            id="bad_multiple_queries",
        ),
        pytest.param(
            {"method": "POST", "data": ASK, "content_type": DIRECT, "query_string": {"query": ASK}},
            400,
            "malformed-request",
            id="one_in_body_one_in_address",
        ),
        pytest.param(
            {"method": "POST", "data": ASK, "content_type": "text/plain"},
            415,
            "unsupported-media-type",
            id="bad_query_wrong_media_type",
        ),
        pytest.param(
            {"method": "POST", "data": urlencode({"query": ASK})},
            415,
            "unsupported-media-type",
            id="bad_query_missing_form_type",
        ),
        pytest.param(
            {"method": "POST", "data": ASK.encode()},
            415,
            "unsupported-media-type",
            id="bad_query_missing_direct_type",
        ),
        pytest.param(
            {"method": "POST", "data": {"query": ASK}, "content_type": "multipart/form-data"},
            415,
            "unsupported-media-type",
            id="multipart",
        ),
        pytest.param(
            {
                "method": "POST",
                "data": ASK.encode("utf-16"),
                "content_type": f"{DIRECT}; charset=UTF-16",
            },
            415,
            "unsupported-media-type",
            id="bad_query_non_utf8",
        ),
        pytest.param(
            {"method": "POST", "data": b"ASK { ?s ?p '\xff' }", "content_type": DIRECT},
            400,
            "malformed-request",
            id="bytes_that_are_no_utf8",
        ),
        pytest.param({"query_string": "query=%FF"}, 400, "malformed-request", id="escapes_that_are_no_utf8"),
        pytest.param({"query_string": "&".join(["a=1"] * 2000)}, 400, "malformed-request", id="many_fields"),
        pytest.param({"query_string": {"query": "ASK { ?s ?p"}}, 400, "syntax", id="bad_query_syntax"),
        pytest.param({"query_string": {"query": ""}}, 400, "syntax", id="empty_query"),
        pytest.param(
            {"method": "POST", "data": "", "content_type": FORM}, 400, "malformed-request", id="no_query"
        ),
        pytest.param(
            {"query_string": {"query": ASK + " " * 200_000}}, 413, "query-too-large", id="too_long_in_address"
        ),
        pytest.param(
            {"method": "POST", "data": ASK + " " * 2_000_000, "content_type": DIRECT},
            413,
            "query-too-large",
            id="too_long_in_body",
        ),
        pytest.param(
            {"query_string": {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}},
            400,
            "refused-query",
            id="service",
        ),
        pytest.param(
            {"query_string": {"query": ASK, "default-graph-uri": "http://example.org/"}},
            400,
            "unknown-graph",
            id="unknown_default_graph",
        ),
        pytest.param(
            {"query_string": {"query": ASK, "named-graph-uri": "file:///etc/passwd"}},
            400,
            "unknown-graph",
            id="unknown_named_graph",
        ),
        pytest.param(
            {"query_string": {"query": ASK, "format": "jsn"}}, 400, "unknown-format", id="unknown_format"
        ),
    ],
)
def test_bad_requests(client: FlaskClient, request_: dict[str, object], status: int, code: str) -> None:
    response = client.open("/sparql", **{"method": "GET", **request_})  # type: ignore[arg-type]
    assert (response.status_code, response.mimetype) == (status, PROBLEM), response.text
    problem = json.loads(response.data)
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"].endswith(f"/problem/{code}")


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(
            {"data": urlencode({"update": "CLEAR ALL"}), "content_type": FORM}, id="update_post_form"
        ),
        pytest.param(
            {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, id="update_post_direct"
        ),
        pytest.param({"method": "GET", "query_string": {"update": "CLEAR ALL"}}, id="update_get"),
        pytest.param(
            {"method": "GET", "query_string": {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}},
            id="update_as_query",
        ),
    ],
)
def test_updates_are_refused(client: FlaskClient, request_: dict[str, object]) -> None:
    response = client.open("/sparql", **{"method": "POST", **request_})  # type: ignore[arg-type]
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"]) == (403, "read-only")
    assert "只读" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        pytest.param(SELECT, None, JSON, id="select-no-header"),
        pytest.param(SELECT, "*/*", JSON, id="select-anything"),
        pytest.param(SELECT, JSON, JSON, id="select-json"),
        pytest.param(SELECT, "application/json", JSON, id="select-plain-json"),
        pytest.param(SELECT, XML, XML, id="select-xml"),
        pytest.param(SELECT, CSV, CSV, id="select-csv"),
        pytest.param(SELECT, TSV, TSV, id="select-tsv"),
        pytest.param(SELECT, XLSX, XLSX, id="select-xlsx"),
        pytest.param(SELECT, f"{XML};q=0.5, {CSV};q=0.9", CSV, id="select-by-weight"),
        pytest.param(SELECT, f"{JSON};q=0, */*", XML, id="select-excluded"),
        pytest.param(SELECT, BROWSER, "text/html", id="select-browser"),
        pytest.param(ASK, JSON, JSON, id="ask-json"),
        pytest.param(ASK, XML, XML, id="ask-xml"),
        pytest.param(ASK, BROWSER, "text/html", id="ask-browser"),
        pytest.param(CONSTRUCT, None, "text/turtle", id="construct-no-header"),
        pytest.param(CONSTRUCT, "text/turtle;charset=utf-8", "text/turtle", id="construct-parameters"),
        pytest.param(CONSTRUCT, "application/n-triples", "application/n-triples", id="construct-ntriples"),
        pytest.param(CONSTRUCT, "application/rdf+xml", "application/rdf+xml", id="construct-rdfxml"),
        pytest.param(CONSTRUCT, "application/ld+json", "application/ld+json", id="construct-jsonld"),
        pytest.param(CONSTRUCT, "application/trig", "application/trig", id="construct-trig"),
        pytest.param(CONSTRUCT, "application/n-quads", "application/n-quads", id="construct-nquads"),
        pytest.param(CONSTRUCT, BROWSER, "text/html", id="construct-browser"),
        pytest.param(DESCRIBE, "application/rdf+xml", "application/rdf+xml", id="describe-rdfxml"),
    ],
)
def test_content_is_negotiated(client: FlaskClient, query: str, accept: str | None, media_type: str) -> None:
    response = get(client, query, accept)
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.vary
    if media_type.startswith("text/"):
        assert response.mimetype_params == {"charset": "utf-8"}


@pytest.mark.parametrize(
    ("query", "accept", "format_", "offered"),
    [
        pytest.param(ASK, CSV, None, [JSON, XML, "text/html"], id="boolean-csv"),
        pytest.param(ASK, TSV, None, [JSON, XML, "text/html"], id="boolean-tsv"),
        pytest.param(ASK, None, "csv", ["json", "xml", "html"], id="boolean-csv-by-name"),
        pytest.param(SELECT, "text/turtle", None, [JSON, XML, CSV, TSV, XLSX, "text/html"], id="turtle"),
        pytest.param(CONSTRUCT, CSV, None, GRAPHS, id="graph-csv"),
        pytest.param(
            CONSTRUCT, None, "csv",
            ["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads", "html"], id="graph-csv-by-name",
        ),
        pytest.param(SELECT, "image/png", None, [JSON, XML, CSV, TSV, XLSX, "text/html"], id="image"),
        pytest.param(DESCRIBE, "text/turtle;q=0, image/png", None, GRAPHS, id="excluded"),
    ],
)  # fmt: skip
def test_what_cannot_be_given_is_406(
    client: FlaskClient, query: str, accept: str | None, format_: str | None, offered: list[str]
) -> None:
    """With the list of what that kind of answer is given as."""
    response = get(client, query, accept, **({"format": format_} if format_ else {}))
    problem = json.loads(response.data)
    assert (response.status_code, problem["code"]) == (406, "not-acceptable")
    assert problem["offered"] == offered


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("json", JSON),
        ("csv", CSV),
        ("csv-bom", CSV),
        ("tsv", TSV),
        ("xml", XML),
        ("xlsx", XLSX),
        ("html", "text/html"),
    ],
)
def test_format_goes_before_accept(client: FlaskClient, name: str, media_type: str) -> None:
    assert get(client, SELECT, "application/sparql-results+xml", format=name).mimetype == media_type


def test_answers_say_what_was_asked(client: FlaskClient) -> None:
    services = [row["s"] for row in csv.DictReader(io.StringIO(get(client, SELECT, CSV).text))]
    assert services == [f"{BASE}id/edition/heilongjiang/2024/service/{n}" for n in ("1", "10")]
    sheet = openpyxl.load_workbook(io.BytesIO(get(client, SELECT, format="xlsx").data)).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]][1:] == services
    assert len(Graph().parse(data=get(client, DESCRIBE).data, format="turtle")) > 3
    assert len(Graph().parse(data=get(client, CONSTRUCT, format="ntriples").data, format="nt")) == 3


def test_the_default_graph_holds_the_current_edition(client: FlaskClient) -> None:
    assert number(get(client, SERVICES)) == 23


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_graphs_are_chosen_by_the_protocol(client: FlaskClient, method: str) -> None:
    """query_dataset_default_graph, query_dataset_named_graph, query_dataset_full."""

    def ask(query: str, **fields: object) -> int:
        if method == "GET":
            return number(get(client, query, **fields))
        body = urlencode({"query": query, **fields}, doseq=True)
        return number(client.post("/sparql", data=body, content_type=FORM))

    places, schemes = graph_iri("places"), graph_iri("schemes")
    own = ask("SELECT (COUNT(*) AS ?n) FROM <%s> { ?s ?p ?o }" % places)
    both = ask(COUNT, **{"default-graph-uri": [places, schemes]})
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert 0 < ask(COUNT, **{"default-graph-uri": places}) == own < both
    assert ask(COUNT, **{"default-graph-uri": ""}) > both
    assert ask(named, **{"named-graph-uri": [places, schemes]}) == 2
    assert ask(COUNT, **{"named-graph-uri": places}) == 0
    assert ask(named) > 5


def test_the_protocols_dataset_goes_before_the_querys(client: FlaskClient) -> None:
    """query_dataset precedence: https://www.w3.org/TR/sparql11-protocol/#dataset"""
    places, schemes = graph_iri("places"), graph_iri("schemes")
    query = f"SELECT (COUNT(*) AS ?n) FROM <{places}> {{ ?s ?p ?o }}"
    overridden = number(get(client, query, **{"default-graph-uri": schemes}))
    assert overridden == number(get(client, COUNT, **{"default-graph-uri": schemes}))


def test_a_syntax_error_says_where(client: FlaskClient) -> None:
    response = client.get(
        "/sparql?query=" + quote("SELECT *\nWHERE { ?s ?p }"), headers={"Accept-Language": "en"}
    )
    problem = json.loads(response.data)
    assert (response.status_code, problem["line"], problem["column"]) == (400, 2, 15)
    assert problem["expected"]
    assert response.headers["Content-Language"] == "en"
    chinese = json.loads(client.get("/sparql?query=" + quote("SELECT *\nWHERE { ?s ?p }")).data)
    assert chinese["title"] == "查询语法有误"
    assert chinese["title"] != problem["title"]


def test_a_browser_gets_its_query_back_with_the_error(client: FlaskClient) -> None:
    response = get(client, "SELECT <b>", BROWSER)
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "SELECT &lt;b&gt;</textarea>" in response.text


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        pytest.param(None, 200, "text/turtle", id="program"),
        pytest.param("text/turtle", 200, "text/turtle", id="turtle"),
        pytest.param("application/ld+json", 200, "application/ld+json", id="jsonld"),
        pytest.param(BROWSER, 200, "text/html", id="browser"),
        pytest.param(CSV, 400, PROBLEM, id="neither"),
    ],
)
def test_without_a_query(client: FlaskClient, accept: str | None, status: int, media_type: str) -> None:
    response = client.get("/sparql", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (status, media_type)


def test_the_service_description_tells_graphs_and_formats(client: FlaskClient, store: EmbeddedStore) -> None:
    graph = Graph().parse(data=client.get("/sparql").data, format="turtle")
    rows = graph.query(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        SELECT ?endpoint ?name ?format {
          ?s a sd:Service ; sd:endpoint ?endpoint ; sd:resultFormat ?format ;
            sd:defaultDataset/sd:namedGraph/sd:name ?name }"""
    )
    endpoints, names, formats = (set(column) for column in zip(*rows, strict=True))  # type: ignore[arg-type]
    assert {str(e) for e in endpoints} == {"http://localhost/sparql"}
    assert {str(n) for n in names} == set(store.graphs())
    assert len(formats) == 10


def test_the_form_works_without_a_script_and_links_examples_that_run(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER}).text
    assert re.findall("<script[^>]*>", page) == ['<script src="/static/editor.js" defer>']
    assert '<textarea id="query" name="query"' in page
    alone = [query for query in catalogue if not query.asks_others]
    assert page.count('href="/sparql?query=') == len(alone) < len(catalogue)
    for query in alone:
        response = get(client, query.text, BROWSER)
        assert response.status_code == 200, query.name


def test_an_answer_is_revalidated(client: FlaskClient) -> None:
    first = get(client, SELECT, JSON)
    tag = first.headers["ETag"]
    url = "/sparql?" + urlencode({"query": SELECT})
    again = client.get(url, headers={"Accept": JSON, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Accept" in again.vary
    assert client.get(url, headers={"Accept": CSV, "If-None-Match": tag}).status_code == 200
    assert get(client, SELECT + " # other", JSON).headers["ETag"] != tag
    other = get(client, SELECT, JSON, **{"default-graph-uri": graph_iri("places")})
    assert other.headers["ETag"] != tag


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "now ()"])
def test_an_answer_that_changes_has_no_tag(client: FlaskClient, call: str) -> None:
    response = get(client, f"SELECT ({call} AS ?x) {{}}", JSON)
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_wildcard_tag_hides_no_error(client: FlaskClient) -> None:
    assert client.get("/sparql?query=ASK", headers={"If-None-Match": "*"}).status_code == 400


@pytest.mark.parametrize("path", ["/sparql", "/", "/health", "/id/place/heilongjiang"])
def test_any_page_may_ask_from_its_script(client: FlaskClient, path: str) -> None:
    response = client.options(path)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    assert ("POST" in response.headers["Allow"]) == (path == "/sparql")


def test_labels_stand_in_for_iris_in_a_table(client: FlaskClient) -> None:
    page = get(
        client, "SELECT ?body { ?s <http://data.europa.eu/m8g/hasCompetentAuthority> ?body }", BROWSER
    ).text
    assert '<a href="/id/body/heilongjiang/health-commission">省卫健委</a>' in page
    query = (
        "SELECT ?service ?serviceLabel { ?service a <http://purl.org/vocab/cpsv#PublicService> ; "
        '<http://purl.org/dc/terms/title> ?serviceLabel FILTER(LANG(?serviceLabel) = "zh") }'
    )
    page = get(client, query, BROWSER).text
    assert '<a href="/id/edition/heilongjiang/2024/service/3">义务教育服务</a>' in page
    assert "serviceLabel</th>" not in page


def test_terms_of_rdf_1_2_on_a_page(client: FlaskClient) -> None:
    query = """PREFIX : <https://example.org/> SELECT ?t ?v {
        BIND(TRIPLE(:a, :b, STRLANGDIR("سلام", "ar", "rtl")) AS ?t)
        BIND(STRLANGDIR("x", "en", "ltr") AS ?v) }"""
    page = get(client, query, BROWSER).text
    assert "&lt;&lt;(" in page
    assert '<span lang="ar" dir="rtl">سلام</span>' in page
    assert '<span lang="en" dir="ltr">x</span>' in page
