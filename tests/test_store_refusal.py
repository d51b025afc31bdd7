"""A query never leaves the dataset: SERVICE is refused however it is written, and only SERVICE."""

import socket
import threading

import pyoxigraph as ox
import pytest

from kg_service.errors import KgServiceError, RefusedQueryError, SyntaxProblemError, UpdateRefusedError
from kg_service.store import EmbeddedStore, guard

STORE = EmbeddedStore(b'<https://example.org/service> <https://example.org/p> "SERVICE" .\n', "0" * 64)


class Endpoint:
    """A listening socket of this machine that hangs up on everybody, and counts them."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/sparql"
        self._visits = 0
        self._thread = threading.Thread(target=self._hang_up, daemon=True)
        self._thread.start()

    def _hang_up(self) -> None:
        while True:
            connection, _ = self._server.accept()
            with connection:
                if connection.recv(1024).startswith(b"stop"):
                    return
                self._visits += 1

    def visits(self) -> int:
        """How many came; the endpoint is closed then."""
        with socket.create_connection(self._server.getsockname()) as last:
            last.sendall(b"stop")
            self._thread.join(timeout=10)
        self._server.close()
        return self._visits


@pytest.fixture
def endpoint() -> Endpoint:
    return Endpoint()


CLAUSES = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "small-letters": "SELECT * { service <URL> { ?s ?p ?o } }",
    "mixed-letters": "SELECT * { SerVice <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "ask": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "nested-group": "SELECT * { { { SERVICE <URL> { ?s ?p ?o } } } }",
    "optional": "SELECT * { OPTIONAL { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "graph": "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "subselect": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "not-exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
    "exists-in-bind": "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?b) }",
    "exists-in-projection": "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?b) { }",
    "exists-in-order": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <URL> { ?a ?b ?c } })",
    "lateral": "SELECT * { ?s ?p ?o LATERAL { SERVICE <URL> { ?s ?p ?q } } }",
    "service-in-service": "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "variable-name": "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
    "prefixed-name": "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "empty-prefix": "PREFIX : <URL> SELECT * { SERVICE: { ?s ?p ?o } }",
    "base": "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "escaped-first-letter": "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "escaped-long": "SELECT * { SERV\\U00000049CE <URL> { ?s ?p ?o } }",
    "escaped-all": "SELECT * { \\u0073\\u0065\\u0072\\u0076\\u0069\\u0063\\u0065 <URL> { ?s ?p ?o } }",
    "no-white-space": "SELECT*{SERVICE<URL>{?s ?p ?o}}",
    "no-white-space-silent": "SELECT*{SERVICESILENT<URL>{?s ?p ?o}}",
    "glued-to-true": "SELECT * { ?a ?b trueSERVICE SILENT <URL> { ?s ?p ?o } }",
    "glued-to-a-number": "SELECT * { ?a ?b 1SERVICE SILENT <URL> { ?s ?p ?o } }",
    "comment-between": "SELECT * { SERVICE # } \n <URL> { ?s ?p ?o } }",
    "behind-an-iri-that-is-none": "SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE#>\n<URL>{ ?s ?p ?o } }",
    "behind-a-string-that-is-none": "SELECT * { FILTER(?a<2#>'''\n)SERVICE<URL>{ ?s ?p ?o } #'''\n}",
    "behind-a-comment": "SELECT * { # a comment '\n SERVICE <URL> { ?s ?p ?o } # '\n }",
    "behind-a-string": "SELECT * { ?a ?b '#' SERVICE <URL> { ?s ?p ?o } }",
    "beside-harmless-ones": "SELECT ?service { ?service ?p 'SERVICE' SERVICE <URL> { ?s ?p ?o } } # service",
    "with-the-harmless-word": "PREFIX qqqqqqq: <URL> SELECT * { SERVICE qqqqqqq: { ?s ?p ?o } }",
}


@pytest.mark.parametrize("query", CLAUSES.values(), ids=CLAUSES)
def test_service_is_refused_and_nothing_is_fetched(endpoint, query):
    with pytest.raises(RefusedQueryError) as raised:
        list(STORE.query(query.replace("URL", endpoint.url)).rows())
    assert raised.value.construct == "SERVICE"
    assert endpoint.visits() == 0


def test_the_engine_alone_would_fetch(endpoint):
    """What the refusals above are worth."""
    with pytest.raises(OSError, match=r"\w"):
        ox.Store().query(f"ASK {{ SERVICE <{endpoint.url}> {{ ?s ?p ?o }} }}")
    assert endpoint.visits() > 0


@pytest.mark.parametrize(
    "query",
    [
        pytest.param('SELECT * { ?s ?p "SERVICE <http://127.0.0.1:1/> { }" }', id="string"),
        pytest.param("SELECT * { ?s ?p '''SERVICE\n<x> { }''' }", id="long-string"),
        pytest.param("SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1:1/> { }", id="comment"),
        pytest.param("SELECT * { # SERVICE\n ?s ?p ?o }", id="comment-inside"),
        pytest.param("SELECT * { <https://example.org/service> ?p ?o }", id="iri"),
        pytest.param("SELECT * { <https://example.org/SERVICE> ?p ?o }", id="iri-in-capitals"),
        pytest.param("SELECT ?service ?SERVICE { ?service ?p ?SERVICE }", id="variable"),
        pytest.param("SELECT $service { $service ?p ?o }", id="variable-with-dollar"),
        pytest.param(
            "PREFIX service: <https://example.org/> SELECT * { service:service ?p ?o }", id="prefixed-name"
        ),
        pytest.param("PREFIX : <https://example.org/> SELECT * { :service ?p ?o }", id="local-name"),
        pytest.param(
            "PREFIX SERVICE: <https://example.org/> SELECT * { SERVICE:service ?p ?o }", id="prefix"
        ),
        pytest.param("SELECT * { _:service ?p ?o }", id="blank-node"),
        pytest.param('SELECT * { ?s ?p "x"@service }', id="language-tag"),
        pytest.param("SELECT ?service ?qqqqqqq { ?service ?p ?qqqqqqq }", id="the-harmless-word-in-use"),
        pytest.param('SELECT ("\\u0053ERVICE" AS ?s) { }', id="escape-in-a-string"),
        pytest.param("ASK { ?s ?p ?o . FILTER(?o = 'SERVICE') }", id="ask"),
    ],
)
def test_the_word_elsewhere_is_allowed(query):
    answer = STORE.query(query)
    assert answer.boolean is True or list(answer.rows()) is not None


def test_a_masked_query_is_of_the_same_length():
    text = "SELECT ?service { ?service ?p 'Service' } # SERVICE qqqqqqq"
    masked = guard.without_service(text)
    assert len(masked) == len(text)
    assert "service" not in masked.lower()
    assert masked.count("qqqqqqq") == 1


@pytest.mark.parametrize(
    ("query", "place"),
    [
        pytest.param("SELECT service", (1, 8), id="where-no-clause-can-be"),
        pytest.param("SELECT * { service:a ?p ?o }", (1, 12), id="an-undeclared-prefix"),
        pytest.param("SELECT ?service {\n ?service ?p }", (2, 14), id="a-mistake-beside-the-word"),
        pytest.param("SELECT ?service { ?service ?p ?o", (1, 33), id="an-end-beside-the-word"),
    ],
)
def test_a_mistake_is_a_mistake(query, place):
    with pytest.raises(SyntaxProblemError) as raised:
        STORE.query(query)
    assert (raised.value.line, raised.value.column) == place
    assert "qqqqqqq" not in raised.value.text.en


UPDATES = {
    "INSERT": "INSERT DATA { <a:b> <a:b> <a:b> }",
    "DELETE": "PREFIX a: <a:b> DELETE WHERE { ?s ?p ?o }",
    "LOAD": "LOAD <http://127.0.0.1:1/>",
    "CLEAR": "clear all",
    "DROP": "# gone\nDROP SILENT GRAPH <a:b>",
    "CREATE": "CREATE GRAPH <a:b>",
    "ADD": "ADD <a:b> TO <a:c>",
    "MOVE": "MOVE <a:b> TO <a:c>",
    "COPY": "COPY <a:b> TO <a:c>",
    "WITH": "BASE <a:b> WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
}


@pytest.mark.parametrize("operation", UPDATES)
def test_an_update_is_refused(operation):
    with pytest.raises(UpdateRefusedError) as raised:
        STORE.query(UPDATES[operation])
    assert raised.value.operation == operation
    assert STORE.query("ASK { ?s ?p ?o }").boolean is True


def test_an_update_behind_a_query_is_no_query():
    with pytest.raises(SyntaxProblemError):
        STORE.query("SELECT * { ?s ?p ?o } ; DROP ALL")
    assert STORE.query("ASK { ?s ?p ?o }").boolean is True


def test_a_service_in_an_update_reaches_nothing(endpoint):
    with pytest.raises(KgServiceError):
        STORE.query(f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{endpoint.url}> {{ ?s ?p ?o }} }}")
    assert endpoint.visits() == 0


def test_each_refusal_is_an_error_of_its_own():
    """A raised error keeps the frames that it passed, so that none is kept for the next caller."""
    raised = []
    for _ in range(2):
        with pytest.raises(RefusedQueryError) as caught:
            STORE.query("ASK { SERVICE <https://example.org/> { ?s ?p ?o } }")
        raised.append(caught.value)
    assert raised[0] is not raised[1]
