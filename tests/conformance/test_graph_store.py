"""The W3C's Graph Store Protocol tests, over HTTP: what reads is answered, what writes is refused.

Each test that reads a graph finds it as the tests before it would have left it, by either way of naming it.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/
"""

import json
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from conftest import KASEI, graph_of, is_held
from exchanges import Reply, exchanges, send
from results import graph, same
from w3c import Case, of_kind, parameters

from kg_service.vocabulary import BASE

# One test has no words; the request that it would make stands under the name of the next one.
TESTS = [case for case in of_kind("GraphStoreProtocolTest") if case.comment]
READING = [case for case in TESTS if exchanges(case.comment)[0].method in ("GET", "HEAD")]
WRITING = [case for case in TESTS if case not in READING]
ROUTE = "/graph-store"
DATA1 = f"{ROUTE}?{urlencode({'graph': KASEI + 'data1.rdf'})}"


def ways(case: Case) -> list[str]:
    """Paths by which the graph of a test is asked for: direct and indirect."""
    if "default" in exchanges(case.comment)[0].path:
        return [f"{ROUTE}?default"]
    iri = graph_of(case)
    return [f"{ROUTE}?graph={quote(iri, safe='')}", "/" + iri.removeprefix(BASE)]


def triples(reply: Reply) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("case", parameters(READING, "protocol"))
def test_graph_is_read(w3c_server: str, case: Case) -> None:
    (asked,) = exchanges(case.comment)
    for path in ways(case):
        reply = send(w3c_server, asked.method, path, {"Accept": "text/turtle"})
        assert asked.is_expected(reply.status), f"{path}: {reply.status} {reply.body.decode()}"
        if is_held(case):
            assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
        if asked.said:
            expected = ox.parse(asked.said.encode(), format=ox.RdfFormat.TURTLE)
            assert same(graph(triples(reply)), graph(quad.triple for quad in expected)), path


@pytest.mark.parametrize("case", parameters(WRITING, "protocol"))
def test_writing_is_refused(w3c_server: str, case: Case) -> None:
    (asked,) = exchanges(case.comment)
    reply = send(w3c_server, asked.method, ways(case)[0], asked.headers, asked.body)
    assert (reply.status, json.loads(reply.body)["code"]) == (403, "read-only")
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", [DATA1, f"{ROUTE}?default", ROUTE])
def test_no_method_writes(w3c_server: str, method: str, path: str) -> None:
    body = b"<urn:a> <urn:b> <urn:c> ."
    reply = send(w3c_server, method, path, {"Content-Type": "text/turtle"}, body)
    assert reply.status == 403


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("", 400, id="no-graph"),
        pytest.param("?graph=", 400, id="empty-name"),
        pytest.param("?graph=data1.rdf", 400, id="relative-name"),
        pytest.param("?default&graph=urn%3Aa", 400, id="two-names"),
        pytest.param("?graph=urn%3Aa", 404, id="unknown-graph"),
    ],
)
def test_mistaken_request(w3c_server: str, query: str, status: int) -> None:
    reply = send(w3c_server, "GET", ROUTE + query, {"Accept": "text/turtle"})
    assert (reply.status, json.loads(reply.body)["status"]) == (status, status)


@pytest.mark.parametrize("path", [DATA1, f"{ROUTE}?default", "/health"])
@pytest.mark.parametrize("methods", [("GET", "HEAD"), ("HEAD", "GET")], ids="-".join)
def test_head_is_get_without_a_body(w3c_server: str, path: str, methods: tuple[str, str]) -> None:
    """In either order: the second may come from a cache. A length may be left out, but never be wrong."""
    replies = {method: send(w3c_server, method, path, {"Accept": "text/turtle"}) for method in methods}
    got, head = replies["GET"], replies["HEAD"]
    assert (got.status, head.status, head.body) == (200, 200, b"")
    compared = ("content-type", "etag", "vary")
    assert [head.headers.get(name) for name in compared] == [got.headers.get(name) for name in compared]
    assert head.headers.get("content-length") in (None, str(len(got.body)))
    assert got.body


def test_what_is_not_offered_is_406(w3c_server: str) -> None:
    reply = send(w3c_server, "GET", DATA1, {"Accept": "image/png"})
    assert reply.status == 406
    assert "text/turtle" in json.loads(reply.body)["offered"]


def test_a_graph_is_revalidated(w3c_server: str) -> None:
    tag = send(w3c_server, "GET", DATA1, {"Accept": "text/turtle"}).headers["etag"]
    again = send(w3c_server, "GET", DATA1, {"Accept": "text/turtle", "If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
