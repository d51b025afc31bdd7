"""What every store promises, held by each kind of them: the tests of the embedded one, and those that only an
engine elsewhere can fail."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from engines import engine
from pools import pooled

# The same tests, over the stores of this module.
from test_store import (  # noqa: F401
    test_a_boolean_in_every_format,
    test_a_format_of_the_other_family,
    test_a_graph_in_every_format,
    test_a_graph_is_never_fetched,
    test_a_plain_string_has_neither_datatype_nor_language,
    test_a_relative_graph,
    test_an_answer_can_be_read_twice,
    test_an_unknown_graph_is_an_error,
    test_blank_nodes_are_the_same_in_every_graph,
    test_boolean,
    test_columns_come_in_the_order_of_the_projection,
    test_csv,
    test_describe,
    test_graph,
    test_json,
    test_solutions,
    test_the_dataset_of_the_protocol,
    test_the_dataset_of_the_query,
    test_the_protocol_goes_before_the_query,
    test_the_word_from_elsewhere_is_no_clause,
    test_triples_of_a_construct_come_once,
    test_tsv,
    test_xlsx,
    test_xlsx_is_the_same_each_time,
    test_xlsx_keeps_what_excel_would_change,
    test_xlsx_says_what_does_not_fit,
    test_xml,
)
from test_store_bindings import (  # noqa: F401
    test_a_binding_reaches_every_part_of_a_query,
    test_a_binding_that_is_no_term,
    test_a_binding_that_is_not_mentioned_changes_nothing,
    test_a_blank_node_can_not_be_bound,
    test_a_language_is_bound_or_falls_back,
    test_a_value_is_never_read_as_query_text,
    test_bindings_of_ask,
    test_bindings_of_other_query_forms,
    test_numbers_are_bound_as_numbers,
    test_several_bindings,
    test_typed_and_tagged_values_come_back_as_they_were,
)

from kg_service import errors, formats
from kg_service.publish.remote import publish_remote
from kg_service.store import EmbeddedStore, Store
from kg_service.store.endpoint import Endpoints
from kg_service.store.remote import RemoteStore

# rdflib warns of its own code.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

X = "https://example.org/"
PREFIX = f"PREFIX : <{X}> "


@pytest.fixture(scope="module", params=["embedded", "pooled", "fuseki", "oxigraph", "oxigraph-union"])
def small(
    request: pytest.FixtureRequest, small_nquads: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The small dataset, in an engine of each kind; filled as ``kg publish`` does it."""
    nquads = "".join(sorted(line for line in small_nquads.splitlines(keepends=True) if line.strip())).encode()
    identity = hashlib.sha256(nquads).hexdigest()
    if request.param == "embedded":
        yield EmbeddedStore(nquads, identity)
        return
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "dataset.nq").write_bytes(nquads)
    if request.param == "pooled":
        with (
            TemporaryDirectory(prefix="kg-") as short,
            pooled(folder / "dataset.nq", identity, Path(short)) as store,
        ):
            yield store
        return
    with engine(request.param, folder) as target:
        publish_remote(folder / "dataset.nq", identity, Endpoints.of(target), lambda _: None)
        yield RemoteStore(Endpoints.of(target))


def test_what_a_store_says_of_itself(small: Store) -> None:
    assert small.graphs() == (f"{X}g/2023", f"{X}g/2025", f"{X}g/notes")
    assert len(bytes.fromhex(small.snapshot)) == 32
    assert small.snapshot == small.snapshot


def test_no_graph_of_the_store_itself_is_seen(small: Store) -> None:
    answer = small.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert sorted(str(graph) for (graph,) in answer.rows()) == list(small.graphs())


@pytest.mark.parametrize("format", formats.SOLUTION_FORMATS, ids=lambda format: format.name)
def test_a_stream_is_the_whole_in_parts(small: Store, format: formats.Format) -> None:
    answer = small.query(PREFIX + "SELECT ?s ?n { ?s :number ?n } ORDER BY ?n")
    assert b"".join(answer.stream(format)) == answer.serialize(format)


def test_an_answer_of_a_kind_that_is_not_wanted(small: Store) -> None:
    with pytest.raises(errors.NotAcceptableError):
        small.query("ASK {}", formats={"graph": formats.TURTLE}).serialize(formats.JSON)


@pytest.mark.parametrize(
    ("query", "error"),
    [
        pytest.param("SELECT * {", errors.SyntaxProblemError, id="syntax"),
        pytest.param("INSERT DATA { <x:a> <x:b> <x:c> }", errors.UpdateRefusedError, id="update"),
        pytest.param("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", errors.RefusedQueryError, id="service"),
        pytest.param("SELECT * { " + "{" * 500 + "}" * 501, errors.RefusedQueryError, id="depth"),
    ],
)
def test_an_error_is_the_same_everywhere(
    small: Store, query: str, error: type[errors.KgServiceError]
) -> None:
    with pytest.raises(error):
        small.query(query)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param('"\\u4e00"', "一", id="letter"),
        pytest.param('"a\\u0022b"', 'a"b', id="quotation-mark"),
        pytest.param("'a\\u0027b'", "a'b", id="apostrophe"),
        pytest.param('"a\\u005Cb"', "a\\b", id="backslash"),
        pytest.param('"a\\u000Ab"', "a\nb", id="line-end"),
        pytest.param('"a\\\\\\u0041b"', "a\\Ab", id="behind-an-escaped-backslash"),
        pytest.param('"\\\\u0022"', "\\u0022", id="text-that-looks-like-one"),
        pytest.param('"\\\\U0001F600"', "\\U0001F600", id="long-text-that-looks-like-one"),
        pytest.param('"\\u0022 } SERVICE"', '" } SERVICE', id="word"),
    ],
)
def test_an_escape_is_a_character_of_its_string(small: Store, written: str, meant: str) -> None:
    ((found,),) = small.query(f"SELECT ?v {{ BIND({written} AS ?v) }}").rows()
    assert str(found) == meant


# A stand-in that answers what no engine would


class _Handler(BaseHTTPRequestHandler):
    """Answers each query as its server says."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append(self.rfile.read(length))  # type: ignore[attr-defined]
        self.server.answer(self)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        pass

    def say(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def stand_in() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.asked = []  # type: ignore[attr-defined]
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients hang up on purpose
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


EMPTY = b'{"head":{"vars":["v"]},"results":{"bindings":[]}}'
LONG = b'{"head":{"vars":["v"]},"results":{"bindings":[' + b" " * 1_100_000 + b"]}}"
JSON = formats.JSON.media_type


def answering(server: ThreadingHTTPServer, answer: object, **limits: float) -> RemoteStore:
    """A store whose endpoint answers every query so, but for those that ask what there is."""

    def reply(handler: _Handler) -> None:
        if b"graph" in server.asked[-1]:  # type: ignore[attr-defined]
            handler.say(200, JSON, EMPTY)
        else:
            answer(handler)  # type: ignore[operator]

    server.answer = reply  # type: ignore[attr-defined]
    target = f"sparql+http://user:secret@127.0.0.1:{server.server_address[1]}/ds"
    return RemoteStore(Endpoints.of(target), **limits)  # type: ignore[arg-type]


def silent(_: _Handler) -> None:
    threading.Event().wait(2)


def trickling(handler: _Handler) -> None:
    handler.say(200, JSON, b"{", length="1000")
    for _ in range(10):
        threading.Event().wait(0.2)
        try:
            handler.wfile.write(b" ")
        except OSError:
            return


def broken(handler: _Handler) -> None:
    handler.say(200, JSON, EMPTY[:20], length="1000")
    handler.close_connection = True


@pytest.mark.parametrize(
    ("answer", "limits", "error"),
    [
        pytest.param(lambda h: h.say(400, "text/plain", b"odd"), {}, errors.QueryEvaluationError, id="400"),
        pytest.param(lambda h: h.say(401, "text/plain", b"who?"), {}, errors.RemoteFailedError, id="401"),
        pytest.param(lambda h: h.say(504, "text/plain", b"slow"), {}, errors.QueryTimeoutError, id="504"),
        pytest.param(lambda h: h.say(500, "text/plain", b"oh"), {}, errors.RemoteFailedError, id="500"),
        pytest.param(
            lambda h: h.say(302, "text/plain", b"", Location="http://127.0.0.1:1/"),
            {},
            errors.RemoteFailedError,
            id="redirect",
        ),
        pytest.param(lambda h: h.say(200, "text/html", b"<p>"), {}, errors.RemoteFailedError, id="html"),
        pytest.param(lambda h: h.say(200, JSON, b"{]"), {}, errors.RemoteFailedError, id="malformed"),
        pytest.param(
            lambda h: h.say(200, JSON, LONG), {"result_mb": 1}, errors.ResultTooLargeError, id="long"
        ),
        pytest.param(silent, {"seconds": 0.3}, errors.QueryTimeoutError, id="silent"),
        pytest.param(trickling, {"seconds": 0.5}, errors.QueryTimeoutError, id="trickling"),
        pytest.param(broken, {}, errors.RemoteFailedError, id="broken-off"),
    ],
)
def test_what_a_remote_engine_may_do_wrong(
    stand_in: ThreadingHTTPServer,
    answer: object,
    limits: dict[str, float],
    error: type[errors.KgServiceError],
) -> None:
    store = answering(stand_in, answer, **limits)
    with pytest.raises(error) as raised:
        list(store.query("SELECT ?v { ?v ?p ?o }").rows())
    assert "secret" not in str(raised.value)


def test_a_remote_engine_that_is_not_there() -> None:
    with pytest.raises(errors.RemoteFailedError, match=r"127\.0\.0\.1:1/ds"):
        RemoteStore(Endpoints.of("sparql+http://127.0.0.1:1/ds")).query("ASK {}")


def test_what_is_refused_is_not_sent(stand_in: ThreadingHTTPServer) -> None:
    store = answering(stand_in, lambda h: h.say(200, JSON, EMPTY))
    for query in ("SELECT", "ASK { SERVICE <x:y> {} }"):
        with pytest.raises((errors.SyntaxProblemError, errors.RefusedQueryError)):
            store.query(query)
    asked: list[bytes] = stand_in.asked  # type: ignore[attr-defined]
    assert all(b"graph" in query for query in asked)


def test_an_engine_that_does_not_name_its_snapshot_is_given_a_passing_one(
    stand_in: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg_service.store.remote.REFRESH_SECONDS", 0)
    store = answering(stand_in, lambda h: h.say(200, JSON, EMPTY))
    assert store.snapshot != store.snapshot


@pytest.mark.parametrize(
    ("target", "query", "update", "data"),
    [
        pytest.param(
            "sparql+http://h:3030/ds",
            "http://h:3030/ds",
            "http://h:3030/ds",
            "http://h:3030/ds",
            id="one-for-all",
        ),
        pytest.param(
            "sparql+http://h/query#update=/update&data=/store",
            "http://h/query",
            "http://h/update",
            "http://h/store",
            id="three",
        ),
        pytest.param(
            "sparql+https://u:p%40@[::1]:8/a/b?timeout=5#data=c",
            "https://[::1]:8/a/b?timeout=5",
            "https://[::1]:8/a/b",
            "https://[::1]:8/a/c",
            id="password-and-parameter",
        ),
    ],
)
def test_a_target_names_three_endpoints(target: str, query: str, update: str, data: str) -> None:
    endpoints = Endpoints.of(target)
    assert (endpoints.query, endpoints.update, endpoints.data) == (query, update, data)
    assert bool(endpoints.authorization) == ("@" in target)
    assert "Basic" not in repr(endpoints)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "folder",
        "http://h/ds",
        "sparql+ftp://h/ds",
        "sparql+http://",
        "sparql+http://h:x/",
        "sparql+http://h#a=b",
    ],
)
def test_a_target_that_is_none(target: str) -> None:
    with pytest.raises(errors.BadValueError):
        Endpoints.of(target)


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(errors.BadValueError) as raised:
        Endpoints.of("sparql+ftp://user:secret@h/ds")
    assert "secret" not in str(raised.value)
