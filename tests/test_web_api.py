"""The named queries as an API, and what the API says of itself."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import jsonschema_rs
import pytest
from flask import Flask
from flask.testing import FlaskClient
from schemathesis.specs.openapi.definitions import OPENAPI_31
from werkzeug.test import TestResponse

from kg_service import __version__
from kg_service.queries import Catalogue, choices
from kg_service.queries.header import Parameter
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE
from kg_service.web import create_app
from kg_service.web.openapi.schemas import MOST_LISTED, choice_schema
from kg_service.web.openapi.words import Say

FORM = "application/x-www-form-urlencoded"
ROWS = "application/sparql-results+json"
PROBLEM = "application/problem+json"
BODY, CHILD, SEARCH = "/queries/services-of-body", "/queries/services-for-child", "/queries/text-search"
CIVIL = f"{BASE}id/body/heilongjiang/civil-affairs"
JSON, HTML = {"Accept": "application/json"}, {"Accept": "text/html"}

NOT_DESCRIBED = {
    "/static/<path:filename>",  # belongs to the pages
    "/dumps",  # leads to /dumps/
    "/conditions",  # writes a query for people; programs send it to /sparql
    "/sparql/names",  # belongs to the query editor
    "/queries/<name>",  # says that there is no such question
    "/<path:path>",  # described by kind of thing
}
"""Routes that the description leaves out, each with its reason."""

IN_ONE_LANGUAGE = "/reconcile/<any(zh, en):lang>"
"""What the routes begin with that are the same as those of ``/reconcile``, which is described."""


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def document(app: Flask) -> dict:
    return json.loads(app.test_client().get("/openapi.json").data)


def problem(response: TestResponse, status: int = 400) -> dict:
    assert (response.status_code, response.mimetype) == (status, PROBLEM), response.text
    return json.loads(response.data)


def rows(response: TestResponse) -> list[dict]:
    assert response.status_code == 200, response.text
    return json.loads(response.data)["results"]["bindings"]


# Asking


@pytest.mark.parametrize(
    ("accept", "format_name", "status", "media_type"),
    [
        pytest.param(None, None, 200, ROWS, id="no-header"),
        pytest.param("application/json", None, 200, ROWS, id="json"),
        pytest.param("text/csv", None, 200, "text/csv", id="csv"),
        pytest.param("text/html,*/*;q=0.8", None, 200, "text/html", id="browser"),
        pytest.param("application/sparql-results+xml;q=0.9, text/csv;q=0.1", None, 200,
                     "application/sparql-results+xml", id="weights"),
        pytest.param("text/csv", "tsv", 200, "text/tab-separated-values", id="format-goes-first"),
        pytest.param("text/html", "xlsx", 200,
                     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", id="xlsx"),
        pytest.param(None, "turtle", 406, PROBLEM, id="format-of-graphs"),
        pytest.param("text/turtle", None, 406, PROBLEM, id="accept-of-graphs"),
        pytest.param(None, "docx", 400, PROBLEM, id="no-such-format"),
    ],
)  # fmt: skip
def test_an_answer_is_negotiated(
    client: FlaskClient, accept: str | None, format_name: str | None, status: int, media_type: str
) -> None:
    query = urlencode({"body": "省民政厅", **({"format": format_name} if format_name else {})})
    response = client.get(f"{BODY}?{query}", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (status, media_type)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("", {"code": "missing-parameter", "parameter": "body", "missing": ["body"]},
                     id="missing"),
        pytest.param("body=", {"code": "missing-parameter", "parameter": "body"}, id="empty"),
        pytest.param("body=%20", {"code": "missing-parameter", "parameter": "body"}, id="blank"),
        pytest.param("body=省民政厅&bodies=1",
                     {"code": "unknown-parameter", "parameter": "bodies", "nearest": ["body"]}, id="unknown"),
        pytest.param("body=省民政厅&bodies=", {"code": "unknown-parameter", "parameter": "bodies"},
                     id="unknown-and-empty"),
        pytest.param("body=省民政厅&body=省教育厅", {"code": "repeated-parameter", "parameter": "body"},
                     id="repeated"),
        pytest.param("body=省民政厅&format=csv&format=tsv",
                     {"code": "repeated-parameter", "parameter": "format"}, id="format-repeated"),
        pytest.param("body=省民正厅", {"code": "unknown-value", "parameter": "body", "name": "省民正厅"},
                     id="no-such-choice"),
        pytest.param("body=省民政厅&lang=fr",
                     {"code": "bad-value", "parameter": "lang", "value": "fr", "expected": "zh 或 en"},
                     id="no-such-language"),
        pytest.param("body=%FF", {"code": "malformed-request"}, id="not-utf-8"),
    ],
)  # fmt: skip
def test_a_wrong_request_is_told_what_may_be_written(client: FlaskClient, query: str, expected: dict) -> None:
    told = problem(client.get(f"{BODY}?{quote(query, safe='=&%')}"))
    assert {name: told[name] for name in expected} == expected


def test_all_choices_are_listed_to_whom_has_none_of_them(client: FlaskClient) -> None:
    told = problem(client.get(f"{BODY}?body=xyz&lang=en"))
    assert len(told["allowed"]) == 14
    assert "Heilongjiang Disabled Persons’ Federation" in told["allowed"]


@pytest.mark.parametrize(
    ("age", "status"),
    [("0", 200), ("20", 200), ("７", 200), ("", 200), ("-1", 400), ("21", 400), ("999", 400), ("9" * 40, 400),
     ("7.5", 400), ("seven", 400), ("NaN", 400), ("1e1", 400)],
)  # fmt: skip
def test_ages_are_those_of_children(client: FlaskClient, age: str, status: int) -> None:
    response = client.get(CHILD, query_string={"age": age})
    assert response.status_code == status
    if status == 400:
        told = problem(response)
        assert (told["code"], told["parameter"], told["expected"]) == (
            "bad-value",
            "age",
            "整数，从 0 到 20",
        )


@pytest.mark.parametrize(("word", "status"), [("教育" * 500, 200), ("教育" * 500 + "。", 400), ("\x00", 200)])
def test_a_text_has_a_length(client: FlaskClient, word: str, status: int) -> None:
    response = client.get(SEARCH, query_string={"word": word})
    assert response.status_code == status
    assert len(response.data) < 2_000


def test_a_value_is_never_part_of_the_query(client: FlaskClient) -> None:
    for word in ('"', '") } # ', "\\", "?s", "}} UNION {{"):
        assert rows(client.get(SEARCH, query_string={"word": word})) == []


def test_a_form_is_as_good_as_an_address(client: FlaskClient) -> None:
    asked = {"body": "civil-affairs", "lang": "en"}
    assert rows(client.post(BODY, data=asked)) == rows(client.get(BODY, query_string=asked))
    assert rows(client.post(f"{BODY}?lang=en", data={"body": CIVIL})) == rows(client.post(BODY, data=asked))
    assert rows(client.post(CHILD)) == rows(client.get(CHILD))
    twice = problem(client.post(f"{BODY}?body=x", data={"body": "y"}))
    assert (twice["code"], twice["parameter"]) == ("repeated-parameter", "body")


@pytest.mark.parametrize("media_type", ["application/json", "text/plain", f"{FORM}; charset=gbk", ""])
def test_other_bodies_are_not_taken(client: FlaskClient, media_type: str) -> None:
    response = client.post(BODY, data=b"body=x", content_type=media_type)
    assert problem(response, 415)["accepted"] == [FORM]
    assert response.headers["Accept-Post"] == FORM


def test_a_page_in_answer_to_a_form_offers_no_link_that_would_hold_the_values(client: FlaskClient) -> None:
    page = client.post(BODY, data={"body": "civil-affairs"}, headers=HTML)
    assert page.status_code == 200
    assert "低收入人口常态化救助帮扶" in page.text
    assert "format=csv" not in page.text


def test_methods_are_those_that_a_question_takes(client: FlaskClient) -> None:
    for path, methods in (
        (BODY, {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/queries/whole-table", {"GET", "HEAD", "OPTIONS"}),
        ("/queries", {"GET", "HEAD", "OPTIONS"}),
    ):
        refused = client.delete(path)
        assert problem(refused, 405)["code"] == "method-not-allowed"
        assert set(refused.headers["Allow"].split(", ")) == methods
        assert set(client.options(path).headers["Allow"].split(", ")) == methods
    assert client.post("/queries/whole-table").status_code == 405


def test_head_is_get_without_the_answer(client: FlaskClient) -> None:
    asked = f"{BODY}?body=civil-affairs"
    head, whole = client.head(asked), client.get(asked)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.content_type == whole.content_type


def test_an_answer_that_the_client_holds_is_not_sent_again(client: FlaskClient) -> None:
    for path in (f"{BODY}?body=civil-affairs", "/queries", f"{BODY}/parameters", f"{BODY}/parameters/body",
                 "/openapi.json", "/api", "/.well-known/api-catalog"):  # fmt: skip
        first = client.get(path)
        assert first.status_code == 200
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        expected = 200 if path.endswith("api-catalog") else 304
        assert again.status_code == expected, path
    other = client.get(f"{BODY}?body=省教育厅", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_an_answer_links_its_descriptions(client: FlaskClient) -> None:
    for path in (f"{BODY}?body=civil-affairs", BODY, "/queries", "/sparql?query=ASK{}"):
        links = ", ".join(client.get(path).headers.getlist("Link"))
        assert '</openapi.json>; rel="service-desc"' in links, path
        assert '</api>; rel="service-doc"' in links
    links = ", ".join(client.get(f"{BODY}?body=civil-affairs").headers.getlist("Link"))
    assert f'<{BODY}/parameters>; rel="describedby"' in links


# Listings


def test_questions_are_listed(client: FlaskClient, catalogue: Catalogue) -> None:
    listed = client.get("/queries", headers=JSON).json["queries"]
    assert [entry["name"] for entry in listed] == list(catalogue.names)
    found = next(entry for entry in listed if entry["name"] == "services-for-child")
    assert found["href"] == CHILD
    assert found["title"]["zh"].startswith("某个年龄")
    assert found["topic"]["zh"] == "儿童与服务对象"
    age, stage, _ = found["parameters"]
    assert (age["type"], age["required"], age["minimum"], age["maximum"], age["choices"]) == (
        "integer", False, 0, 20, None,
    )  # fmt: skip
    assert stage["choices"] == f"{CHILD}/parameters/stage"
    assert [column["name"] for column in found["returns"]] == list(
        catalogue.get("services-for-child").returns
    )


@pytest.mark.parametrize(
    ("accept", "format_name", "media_type"),
    [
        pytest.param(None, None, "application/json", id="no-header"),
        pytest.param("text/html,*/*;q=0.8", None, "text/html", id="browser"),
        pytest.param("text/html", "json", "application/json", id="format"),
        pytest.param("image/png", None, PROBLEM, id="neither"),
    ],
)
def test_the_list_is_negotiated(
    client: FlaskClient, accept: str | None, format_name: str | None, media_type: str
) -> None:
    query = {"format": format_name} if format_name else {}
    response = client.get("/queries", query_string=query, headers={"Accept": accept} if accept else {})
    assert response.mimetype == media_type


def test_every_link_of_the_list_answers(client: FlaskClient) -> None:
    for entry in client.get("/queries").json["queries"]:
        assert client.get(entry["describedby"]).json["name"] == entry["name"]
        for parameter in filter(lambda parameter: parameter["choices"], entry["parameters"]):
            offered = client.get(parameter["choices"]).json["choices"]
            answer = client.get(entry["href"], query_string={parameter["name"]: offered[0]["iri"]})
            assert answer.status_code == 200, answer.text


def test_choices_are_those_of_the_graph(
    client: FlaskClient, store: EmbeddedStore, catalogue: Catalogue
) -> None:
    entry = client.get(f"{BODY}/parameters/body").json
    parameter = catalogue.get("services-of-body").parameter("body")
    assert isinstance(parameter, Parameter)
    assert [choice["iri"] for choice in entry["choices"]] == [c.iri for c in choices(store, parameter)]
    assert entry["choices"][0]["label"] == {
        "zh": "省民政厅", "en": "Heilongjiang Provincial Department of Civil Affairs",
    }  # fmt: skip
    assert client.get(f"{CHILD}/parameters/age").json["choices"] is None
    nothing = problem(client.get(f"{BODY}/parameters/bodies"), 404)
    assert nothing["nearest"] == [f"{BASE}queries/services-of-body/parameters/body"]
    assert problem(client.get("/queries/services-of-bod/parameters/body"), 404)["code"] == "unknown-query"


# What the description promises of the endpoint without a query


@pytest.mark.parametrize(
    ("query", "status", "media_type"),
    [
        pytest.param("format=turtle", 200, "text/turtle", id="format"),
        pytest.param("format=html", 200, "text/html", id="page"),
        pytest.param("format=csv", 406, PROBLEM, id="format-of-rows"),
        pytest.param("format=docx", 400, PROBLEM, id="no-such-format"),
        pytest.param("default-graph-uri=", 200, "text/turtle", id="no-graph"),
        pytest.param("named-graph-uri=urn:x", 400, PROBLEM, id="no-such-graph"),
    ],
)
def test_the_endpoint_introduces_itself(
    client: FlaskClient, query: str, status: int, media_type: str
) -> None:
    response = client.get(f"/sparql?{query}")
    assert (response.status_code, response.mimetype) == (status, media_type)


@pytest.mark.parametrize(
    "name",
    ["\x84", "%25zz", "a%23b%23c", "\ufffe", "\ue000", "a%5Bb", "%25e"],
    ids=["control", "half-escaped", "two-fragments", "no-character", "private", "bracket", "escape-cut-off"],
)
def test_what_is_no_iri_is_not_there(client: FlaskClient, name: str) -> None:
    path = f"/id/scheme/{quote(name, safe='%')}"
    assert problem(client.get(path), 404)["code"] == "unknown-thing"


# The description


def test_the_description_is_valid(document: dict) -> None:
    assert document["openapi"].startswith("3.1.")
    jsonschema_rs.validator_for(OPENAPI_31).validate(document)


def test_the_description_says_who_and_what(document: dict) -> None:
    assert document["info"]["version"] == __version__
    assert document["info"]["license"]["identifier"] == "CC-BY-4.0"
    assert document["servers"][0]["url"] == "/"
    assert "知识图谱" in document["info"]["description"]
    assert "knowledge graph" in document["info"]["description"]


def test_every_route_is_described(app: Flask, document: dict) -> None:
    described = {path.split("{")[0] for path in document["paths"]}
    for rule in app.url_map.iter_rules():
        if rule.rule not in NOT_DESCRIBED and not rule.rule.startswith(IN_ONE_LANGUAGE):
            assert rule.rule.split("<")[0] in described, rule.rule


def test_nothing_is_described_that_is_not_there(
    store: EmbeddedStore, settings: Settings, catalogue: Catalogue
) -> None:
    app = create_app(store, replace(settings, metrics="off"), catalogue)
    paths = json.loads(app.test_client().get("/openapi.json").data)["paths"]
    assert "/metrics" not in paths
    for path in paths:
        adapter = app.url_map.bind("localhost")
        assert adapter.allowed_methods(path.replace("{number}", "3")), path


def test_every_question_is_described_with_its_parameters(document: dict, catalogue: Catalogue) -> None:
    for query in catalogue:
        item = document["paths"][f"/queries/{query.name}"]
        fields = {field["name"]: field for field in item["get"]["parameters"]}
        assert [*fields] == [*(p.name for p in query.parameters), "format", "lang"]
        for parameter in query.parameters:
            assert fields[parameter.name].get("required", False) is parameter.required
        assert ("post" in item) is bool(query.parameters)
        assert ("KG_SERVICE_ALLOW" in item["get"]["description"]) is query.asks_others
        assert ("502" in item["get"]["responses"]) is query.asks_others
        assert ("304" in item["get"]["responses"]) is not query.asks_others
        assert query.summary.zh in item["get"]["summary"]
        assert query.summary.en in item["get"]["summary"]


def examples(document: dict) -> Iterator[tuple[str, dict]]:
    """Address of each GET with its examples filled in."""
    for path, item in document["paths"].items():
        if "get" not in item:
            continue
        fields = [field for field in item["get"].get("parameters", []) if "example" in field]
        for field in fields:
            path = path.replace("{%s}" % field["name"], quote(str(field["example"])))
        query = {field["name"]: field["example"] for field in fields if field["in"] == "query"}
        yield f"{path}?{urlencode(query)}", item["get"]


def test_examples_are_answered_as_described(client: FlaskClient, document: dict) -> None:
    tried = [
        (path, operation)
        for path, operation in examples(document)
        if not path.startswith("/metrics") and "502" not in operation["responses"]
    ]
    assert len(tried) > 70
    for path, operation in tried:
        response = client.get(path)
        assert response.status_code == 200, path
        assert response.mimetype in operation["responses"]["200"]["content"], path


def test_the_example_of_the_endpoint_is_true(client: FlaskClient, document: dict) -> None:
    operation = document["paths"]["/sparql"]["get"]
    query = next(f["example"] for f in operation["parameters"] if f["name"] == "query")
    example = operation["responses"]["200"]["content"][ROWS]["example"]
    assert json.loads(client.get("/sparql", query_string={"query": query}).data) == example


def test_operations_have_names_of_their_own(document: dict) -> None:
    names = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_description_is_given_in_one_language(client: FlaskClient, lang: str) -> None:
    found = json.loads(client.get(f"/openapi.json?lang={lang}").data)
    jsonschema_rs.validator_for(OPENAPI_31).validate(found)
    summary = found["paths"][BODY]["get"]["summary"]
    assert summary == {"zh": "某部门负责哪些服务？", "en": "Which services is a body responsible for?"}[lang]
    assert problem(client.get("/openapi.json?lang=fr"))["parameter"] == "lang"


def test_many_choices_are_not_listed(store: EmbeddedStore, catalogue: Catalogue) -> None:
    parameter = catalogue.get("services-of-body").parameter("body")
    assert isinstance(parameter, Parameter)
    few = choices(store, parameter)
    assert len(choice_schema(few, Say())["anyOf"][0]["enum"]) == 14
    many = choice_schema(few * (MOST_LISTED // 14 + 1), Say())
    assert "anyOf" not in many
    assert "x-choices" not in many


def test_a_name_that_two_choices_share_is_no_value(store: EmbeddedStore, catalogue: Catalogue) -> None:
    parameter = catalogue.get("services-of-body").parameter("body")
    assert isinstance(parameter, Parameter)
    one, two, *_ = choices(store, parameter)
    shared = choice_schema([one, replace(two, names=(*two.names, one.label.zh))], Say())
    assert one.label.zh not in shared["anyOf"][1]["enum"]
    assert one.label.en in shared["anyOf"][1]["enum"]


def test_the_address_book_leads_to_the_description(client: FlaskClient) -> None:
    response = client.get("/.well-known/api-catalog", base_url="http://kg.example/")
    assert response.mimetype == "application/linkset+json"
    links = json.loads(response.data)["linkset"][0]
    for relation in ("service-desc", "service-doc", "status"):
        (link,) = links[relation]
        assert client.get(urlsplit(link["href"]).path).mimetype == link["type"]


# The page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_every_operation(client: FlaskClient, document: dict, lang: str) -> None:
    page = client.get(f"/api?lang={lang}", headers=HTML).text
    for item in document["paths"].values():
        assert f'id="{item.get("get", item.get("post"))["operationId"]}"' in page
    assert "<script" not in page
    assert "http://localhost/queries" in page


def asked_by(client: FlaskClient, command: str) -> TestResponse:
    """The answer to a curl command, of which the options that we write are understood."""
    words = iter(shlex.split(command, comments=True))
    fields, headers, url, get, body = [], {}, "", False, None
    assert next(words) == "curl"
    for word in words:
        if word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word in ("--data-urlencode", "-d"):
            fields.append(next(words).partition("=")[::2])
        elif word == "--data-raw":
            body = next(words)
        elif word in ("-s", "-sG"):
            get = word == "-sG"
        else:
            assert word.startswith("http"), word
            url = word
    path = url.partition("://")[2].partition("/")[2]
    if body is not None:
        return client.post("/" + path, data=body, headers=headers)
    if get or not fields:
        return client.get("/" + path, query_string=urlencode(fields) if fields else None, headers=headers)
    return client.post("/" + path, data=urlencode(fields), content_type=FORM, headers=headers)


def test_the_commands_of_the_page_work(client: FlaskClient, catalogue: Catalogue) -> None:
    page = client.get("/api", headers=HTML).text
    commands = re.findall(r'<pre class="command"[^>]*><code>(.*?)</code></pre>', page, flags=re.DOTALL)
    assert len(commands) > 70
    for command in map(unescape, commands):
        if command.endswith("/metrics"):  # answered by the process in front of the application
            continue
        asks_others = any(f"/queries/{q.name}" in command for q in catalogue if q.asks_others)
        # No endpoint is listed here.
        assert asked_by(client, command).status_code == (400 if asks_others else 200), command


@pytest.mark.parametrize("name", ["ask.md", "reconcile.md", "serve.md"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_commands_of_the_documentation_work(
    client: FlaskClient, home: Path, lang: str, name: str
) -> None:
    text = (home / "docs" / lang / name).read_text(encoding="utf-8")
    commands = re.findall(r"^\$ (curl -s.*)$", text, flags=re.MULTILINE)
    assert commands
    for command in commands:
        assert asked_by(client, command).status_code == 200, command


def test_the_page_is_found(client: FlaskClient) -> None:
    for path in ("/", "/sparql", "/queries"):
        assert 'href="/api' in client.get(path, headers=HTML).text
