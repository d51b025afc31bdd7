"""The parts of the HTTP front that need no connection."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

import pytest

from kg_service.web.front.cache import SHARE, ReplyCache
from kg_service.web.front.clients import Networks, RateLimit, client_of
from kg_service.web.front.log import MOST_LINES, MOST_TEXTS, AccessLog, redact, redact_target
from kg_service.web.front.messages import Reply, Request
from kg_service.web.front.metrics import route_of
from kg_service.web.front.wsgi import call


def request(target: bytes = b"/", **more: object) -> Request:
    values: dict[str, object] = {
        "method": "GET", "target": target, "headers": {}, "body": b"", "peer": "127.0.0.1",
        "client": "127.0.0.1", "version": "1.1", "keeps_alive": True, "scheme": "http", "since": 0.0,
    }  # fmt: skip
    return Request(**{**values, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "redacted"),
    [
        pytest.param('FILTER(?n = "张三")', 'FILTER(?n = "…")', id="string"),
        pytest.param("FILTER(?n = 'a \\' b'@zh)", 'FILTER(?n = "…"@zh)', id="escaped"),
        pytest.param('"""a\n"b" c""" .', '"…" .', id="long"),
        pytest.param("?a = 42 && ?b < 1.5e3", "?a = 0 && ?b < 0", id="numbers"),
        pytest.param("?a1 <http://x/service/3> x:item2", "?a1 <http://x/service/3> x:item2", id="names-stay"),
        pytest.param("<http://x/it's> ?a 'b'", '<http://x/it\'s> ?a "…"', id="quotation-mark-in-an-iri"),
    ],
)
def test_literals_are_left_out_of_queries(query: str, redacted: str) -> None:
    assert redact(query) == redacted


@pytest.mark.parametrize(
    ("target", "redacted"),
    [
        ("/queries/x?text=secret&format=csv", "/queries/x?text=…&format=csv"),
        ("/graph-store?graph=http%3A%2F%2Fx", "/graph-store?graph=http%3A%2F%2Fx"),
        ("/search?q=a&lang=en&q=b", "/search?q=…&lang=en&q=…"),
        ("/health", "/health"),
    ],
)
def test_values_are_left_out_of_addresses(target: str, redacted: str) -> None:
    assert redact_target(target) == redacted


@pytest.mark.parametrize(
    ("mode", "query"), [("redacted", 'ASK { ?a ?b "…" }'), ("full", 'ASK { ?a ?b "c" }')]
)
def test_a_line_of_the_log_is_json(mode: str, query: str) -> None:
    stream = io.StringIO()
    log = AccessLog(mode, stream)
    asked = request(b"/sparql?query=ASK", headers={"user-agent": 'a "client"\n'})
    log.add(asked, Reply(200, [], query='ASK { ?a ?b "c" }'), 12, 0.25)
    log.close()
    line = json.loads(stream.getvalue())
    assert (line["status"], line["bytes"], line["seconds"], line["cached"]) == (200, 12, 0.25, False)
    assert (line["target"], line["query"], line["agent"]) == ("/sparql", query, 'a "client"\n')


def test_a_log_that_nobody_reads_holds_up_nothing() -> None:
    class Stuck(io.StringIO):
        def write(self, text: str) -> int:
            time.sleep(60)
            return len(text)

    log = AccessLog("redacted", Stuck())
    begun = time.monotonic()
    for _ in range(MOST_LINES * (MOST_TEXTS + 3)):
        log.add_failure("127.0.0.1", 400, "malformed-request")
    assert log.dropped > 0
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        pytest.param("10.0.0.1", "203.0.113.5", "203.0.113.5", id="behind-a-proxy"),
        pytest.param("10.0.0.1", "198.51.100.1, 203.0.113.5", "203.0.113.5", id="what-a-client-made-up"),
        pytest.param("10.0.0.1", "203.0.113.5, 10.0.0.2", "203.0.113.5", id="two-proxies"),
        pytest.param("192.0.2.9", "203.0.113.5", "192.0.2.9", id="not-a-proxy"),
        pytest.param("10.0.0.1", "", "10.0.0.1", id="nothing-said"),
        pytest.param("::ffff:10.0.0.1", "203.0.113.5", "203.0.113.5", id="mapped"),
    ],
)
def test_the_client_behind_proxies(peer: str, forwarded: str, client: str) -> None:
    assert client_of(peer, forwarded, Networks(["10.0.0.0/8"])) == client


def test_what_is_no_address_is_in_no_network() -> None:
    assert not Networks(["0.0.0.0/0", "::/0"]).hold("unknown")


def test_a_minute_of_requests_may_come_at_once_and_is_counted_by_all(tmp_path: Path) -> None:
    file = tmp_path / "clients"
    RateLimit.make_file(file)
    one, other = RateLimit(file, 10), RateLimit(file, 10)
    assert [one.wait("a") for _ in range(6)] == [0.0] * 6
    assert [other.wait("a") for _ in range(4)] == [0.0] * 4
    assert 0 < one.wait("a") <= 6
    assert 0 < other.wait("a") <= 6
    assert one.wait("b") == 0.0
    assert RateLimit(file, 0).wait("a") == 0.0


def test_the_cache_keeps_what_was_used_last_within_its_size() -> None:
    cache = ReplyCache(SHARE * 10_000)
    for number in range(100):
        cache.put(number, 0, Reply(200, [], b"x" * 5_000, tag="t"))
        cache.get(0)
    assert cache.get(0) is not None
    assert cache.get(1) is None
    assert cache.get(99) is not None
    assert cache.bytes <= SHARE * 10_000
    cache.put("large", 0, Reply(200, [], b"x" * 20_000))
    assert cache.get("large") is None


def test_no_cache_is_no_cache() -> None:
    cache = ReplyCache(0)
    cache.put(1, 0, Reply(200, [], b"x"))
    assert cache.get(1) is None


@pytest.mark.parametrize(
    ("path", "route"),
    [
        (b"/", "/"),
        (b"/sparql", "/sparql"),
        (b"/sparqlx", "other"),
        (b"/id/x/y", "/id"),
        (b"/%00", "other"),
        (b"/en/sparql", "/sparql"),
        (b"/zh/", "/"),
        (b"/enx/sparql", "other"),
    ],
)
def test_paths_are_counted_by_route(path: bytes, route: str) -> None:
    assert route_of(path) == route


def test_an_application_gets_the_request_as_it_was() -> None:
    seen = {}

    def app(environ, start_response):  # type: ignore[no-untyped-def]
        seen.update(environ)
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2"), ("ETag", '"e"')])
        return [environ["wsgi.input"].read()]

    asked = request(
        b"/a%20b?c=%2F",
        method="POST",
        body=b"ok",
        headers={"content-type": "text/x", "accept": "*/*", "evil_header": "1", "host": "h"},
        client="203.0.113.5",
    )
    reply = call(app, asked, ("127.0.0.1", 80))
    assert (seen["PATH_INFO"], seen["QUERY_STRING"], seen["CONTENT_TYPE"]) == ("/a b", "c=%2F", "text/x")
    assert (seen["HTTP_ACCEPT"], seen["REMOTE_ADDR"]) == ("*/*", "203.0.113.5")
    assert "HTTP_EVIL_HEADER" not in seen
    assert (reply.status, reply.body, reply.length, reply.tag) == (200, b"ok", 2, '"e"')


def test_a_long_body_of_an_application_is_taken_part_by_part() -> None:
    closed = []

    class Parts:
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield from (b"x" * 600_000 for _ in range(5))

        def close(self) -> None:
            closed.append(True)

    def app(environ, start_response):  # type: ignore[no-untyped-def]
        start_response("200 OK", [])
        return Parts()

    reply = call(app, request(), ("127.0.0.1", 80))
    assert not closed
    assert not isinstance(reply.body, bytes)
    size = 0
    while part := reply.body.next():  # type: ignore[union-attr]
        size += len(part)
    assert size == 3_000_000
    assert closed
