"""SERVICE to endpoints on the list: real engines on the other side, and one that means harm."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from engines import engine
from test_catalogue import ALONE, CASES, CATALOGUE, Case, answered, table
from test_web_safety import ask
from test_web_serve import serving

from kg_service.cli import main
from kg_service.errors import (
    BusyError,
    RefusedQueryError,
    RemoteFailedError,
    SyntaxProblemError,
    UnknownGraphError,
)
from kg_service.formats import CSV
from kg_service.model import Lang
from kg_service.queries import run, written
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.store.endpoint import Endpoints
from kg_service.store.federated import federated
from kg_service.store.federation import AT_ONCE, Federation
from kg_service.store.outside import Outside
from kg_service.store.remote import RemoteStore

X = "https://example.org/"
THEIRS = f"""
<{X}civil> <{X}name> "Civil affairs"@en .
<{X}health> <{X}name> "Health \\"and\\" \\\\ more"@en .
_:b <{X}name> "nobody" .
"""
SLICES = Path(__file__).parent / "slices"
"""What the other side has of the SDG vocabulary, COFOG and Wikidata."""
FEDERATED = [case for case in CASES if case.query not in ALONE]
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


def federation(*allowed: str, seconds: float = 5, most_bytes: int = 1 << 20) -> Federation:
    return Federation(Outside(allowed, seconds=seconds, most_bytes=most_bytes))


def answer(store: EmbeddedStore, asks: Federation, query: str) -> list[str]:
    text = asks.resolve(query)
    assert text is not None
    rows = store.query(text, is_checked=True).serialize(CSV).decode().splitlines()
    return [rows[0], *sorted(rows[1:])]


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def endpoint(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with engine(request.param, tmp_path_factory.mktemp("theirs")) as target:
        url = target.removeprefix("sparql+").partition("#")[0]
        base = url.removesuffix("/query")
        data = f"{base}/data?default" if request.param == "fuseki" else f"{base}/store?default"
        headers = {"Content-Type": "application/n-triples"}
        done = urllib3.request("PUT", data, body=THEIRS.encode(), headers=headers)
        assert done.status < 300
        for path in sorted(SLICES.glob("*.ttl")):
            headers = {"Content-Type": "text/turtle"}
            done = urllib3.request("POST", data, body=path.read_bytes(), headers=headers)
            assert done.status < 300, path
        yield f"{base}/sparql" if request.param == "fuseki" else url


def test_their_solutions_are_joined_with_ours(small: EmbeddedStore, endpoint: str) -> None:
    query = f"""PREFIX x: <{X}>
    SELECT ?s ?name {{ ?s x:body ?body . SERVICE <{endpoint}> {{ ?body x:name ?name }} }}"""
    assert answer(small, federation(endpoint), query) == [
        "s,name",
        f"{X}s1,Civil affairs",
        f'{X}s2,"Health ""and"" \\ more"',
        f"{X}s2,Civil affairs",
    ]


@pytest.mark.parametrize(
    ("pattern", "rows"),
    [
        pytest.param("{0} {{ ?body x:name ?name }}", 3, id="alone"),
        pytest.param("?s x:body ?body OPTIONAL {{ {0} {{ ?body x:name ?name }} }}", 3, id="optional"),
        pytest.param("?s x:body ?body FILTER EXISTS {{ {0} {{ ?body x:name ?name }} }}", 3, id="exists"),
        pytest.param(
            "{{ SELECT ?body {{ {0} {{ ?body x:name ?name }} }} }} ?s x:body ?body", 3, id="subquery"
        ),
        pytest.param("{0} {{ ?body x:name ?name }} {0} {{ ?body x:name ?again }}", 2, id="two-clauses"),
        pytest.param("{0} {{ x:civil x:name 'Civil affairs'@en }}", 1, id="without-variables"),
        pytest.param("{0} {{ x:civil x:name 'another' }}", 0, id="without-a-match"),
        pytest.param("{0} {{ ?body x:name ?name FILTER(CONTAINS(?name, '}}')) }}", 0, id="brace-in-a-string"),
    ],
)
def test_where_a_clause_may_stand(small: EmbeddedStore, endpoint: str, pattern: str, rows: int) -> None:
    query = f"PREFIX x: <{X}> SELECT * {{ {pattern.format(f'SERVICE <{endpoint}>')} }}"
    assert len(answer(small, federation(endpoint), query)) - 1 == rows


@pytest.mark.parametrize(
    "clause",
    ["SERVICE <{0}>", "service silent <{0}>", "\\u0053ERVICE # note\n <{0}>", "SERVICE e:", "SERVICE e:x"],
)
def test_how_a_clause_may_be_written(small: EmbeddedStore, endpoint: str, clause: str) -> None:
    head, _, tail = endpoint.rpartition("/")
    prefix = f"PREFIX e: <{endpoint if clause.endswith('e:') else f'{head}/{tail[:-1]}'}>"
    if clause.endswith("e:x"):
        clause, prefix = f"SERVICE e:{tail}", f"PREFIX e: <{head}/>"
    query = f"{prefix} SELECT * {{ {clause.format(endpoint)} {{ ?a <{X}name> ?b }} }}"
    assert len(answer(small, federation(endpoint), query)) == 4


def test_a_blank_node_of_theirs_gets_a_name(small: EmbeddedStore, endpoint: str) -> None:
    query = f"SELECT ?b {{ SERVICE <{endpoint}> {{ ?b <{X}name> 'nobody' }} }}"
    assert "/.well-known/genid/" in answer(small, federation(endpoint), query)[1]


def test_the_server_asks_whom_it_may(home: Path, tmp_path: Path, endpoint: str) -> None:
    with serving(home, tmp_path, KG_SERVICE_ALLOW=endpoint) as running:
        query = f"SELECT (COUNT(*) AS ?n) {{ SERVICE <{endpoint}> {{ ?s <{X}name> ?o }} }}"
        assert ask(running, query) == (200, b"n\r\n3\r\n")
        status, body = ask(running, query.replace(endpoint, "http://127.0.0.1:9/other"))
        assert (status, json.loads(body)["code"]) == (400, "refused-query")
        assert b"cv:" not in ask(running, query, "text/html")[1]
        named, html = f"{running.address}/queries/services-by-sdg-target", {"Accept": "text/html"}
        form = urllib3.request("GET", named, headers=html)
        assert f"<option>{endpoint}</option>" in form.data.decode()
        assert 'id="answer"' not in form.data.decode()
        page = urllib3.request("GET", named, fields={"endpoint": endpoint}, headers=html)
        assert "Achieve universal health coverage" in page.data.decode()
        assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
        link = re.search(r'class="sparql" [^>]*href="([^"#]+)', page.data.decode())
        assert link is not None
        assert urllib3.request("GET", running.address + unescape(link[1])).status == 200
        other = {"endpoint": "http://127.0.0.1:9/other"}
        problem = urllib3.request("GET", named, fields=other).json()
        assert (problem["status"], problem["code"]) == (400, "refused-query")


@pytest.mark.parametrize("case", FEDERATED, ids=lambda case: f"{case.query}-{case.id}")
def test_named_queries_are_answered_with_what_another_endpoint_has(
    store: EmbeddedStore, settings: Settings, endpoint: str, case: Case
) -> None:
    asking = federated(store, replace(settings, service_allow=(endpoint,)))
    assert answered(case, asking, {**case.values, "endpoint": endpoint}) == case.rows


def test_a_name_in_the_language_asked_for_goes_before_english(
    store: EmbeddedStore, settings: Settings, endpoint: str
) -> None:
    target, mine = "http://metadata.un.org/sdg/8.5", "测试用的名称"
    statement = f'<{target}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{mine}"@zh'
    asking = federated(store, replace(settings, service_allow=(endpoint,)))

    def change(what: str) -> None:
        update = f"{endpoint.rpartition('/')[0]}/update"
        text = f"{what} DATA {{ {statement} }}"
        headers = {"Content-Type": "application/sparql-update"}
        done = urllib3.request("POST", update, body=text.encode(), headers=headers)
        assert done.status < 300

    def name(lang: Lang) -> str:
        rows = run(asking, CATALOGUE.get("services-by-sdg-target"), {"endpoint": endpoint}, lang).rows()
        return next(str(row[1]) for row in rows if str(row[0]) == target)

    change("INSERT")
    try:
        assert name("zh") == mine
        assert name("en").startswith("By 2030, achieve full and productive employment")
    finally:
        change("DELETE")


@pytest.mark.parametrize("name", sorted({case.query for case in FEDERATED}))
def test_what_the_other_endpoint_does_not_know_is_left_empty(
    store: EmbeddedStore, settings: Settings, hostile: str, name: str
) -> None:
    empty = f"{hostile}/ok"
    asking = federated(store, replace(settings, service_allow=(empty,)))
    answer = run(asking, CATALOGUE.get(name), {"endpoint": empty}, "zh")
    whole = next(case for case in FEDERATED if case.query == name and case.columns is None)
    theirs = [answer.variables.index(v) for v in answer.variables if v.endswith(("There", "Name"))]
    expected = [["" if at in theirs else value for at, value in enumerate(row)] for row in whole.rows]
    assert table(answer.rows()) == expected


def test_a_named_query_asks_whom_the_list_names_only(store: EmbeddedStore, settings: Settings) -> None:
    query, url = CATALOGUE.get("provinces-with-codes-elsewhere"), "http://127.0.0.1:9/sparql"
    with pytest.raises(RefusedQueryError, match=r"unless KG_SERVICE_ALLOW lists it"):
        run(federated(store, settings), query, {"endpoint": url}, "en")
    asking = federated(store, replace(settings, service_allow=("http://127.0.0.1:9/other",)))
    with pytest.raises(RefusedQueryError, match=r"9/sparql is not among the endpoints .*KG_SERVICE_ALLOW"):
        run(asking, query, {"endpoint": url}, "en")
    with pytest.raises(RefusedQueryError, match=r"https://query\.wikidata\.org/sparql is not among"):
        run(asking, query, {}, "en")


def test_a_named_query_reads_as_one_that_runs_anywhere(store: EmbeddedStore, endpoint: str) -> None:
    text = written(store, CATALOGUE.get("services-by-sdg-target"), {"endpoint": endpoint}, "zh")
    assert f"SERVICE <{endpoint}>" in text
    assert "?endpoint" not in text
    assert len(answer(store, federation(endpoint), text)) == 1 + len(
        next(case for case in FEDERATED if case.query == "services-by-sdg-target").rows
    )


@pytest.mark.parametrize("clause", ["", f"FROM <{X}g>"], ids=["default-graph", "from"])
def test_an_engine_elsewhere_gets_the_solutions_and_no_clause(
    settings: Settings, endpoint: str, clause: str
) -> None:
    remote = RemoteStore(Endpoints(endpoint, "", ""))
    asking = federated(remote, replace(settings, service_allow=(endpoint,)))
    query = f"""SELECT ?name {clause} {{
      VALUES ?word {{ "Civil affairs"@en "Health \\"and\\" \\\\ more"@en }}
      SERVICE <{endpoint}> {{ ?body <{X}name> ?word }} BIND(STR(?word) AS ?name) }} ORDER BY ?name"""
    with pytest.raises(RefusedQueryError):
        remote.query(query)
    if clause:
        with pytest.raises(UnknownGraphError):
            asking.query(query)
    else:
        rows = [str(name) for (name,) in asking.query(query).rows()]
        assert rows == ["Civil affairs", 'Health "and" \\ more']


def test_the_command_line_asks_whom_it_may(
    store: EmbeddedStore, endpoint: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The store of all tests holds the same files, and building it is not what is tried here.
    monkeypatch.setattr("kg_service.publish.build_store", lambda _: store)
    monkeypatch.setenv("KG_LANG", "en")
    name = "provinces-with-codes-elsewhere"
    assert main(["queries", name]) == 0
    assert "(none is listed)" in capsys.readouterr().out
    assert main(["query", name, "-f", "csv"]) != 0
    assert "unless KG_SERVICE_ALLOW lists it" in capsys.readouterr().err
    monkeypatch.setenv("KG_SERVICE_ALLOW", f"{endpoint} 127.0.0.0/8")
    assert main(["queries", name]) == 0
    shown = capsys.readouterr().out
    assert endpoint in shown
    assert "127.0.0.0/8" not in shown
    assert "which KG_SERVICE_ALLOW has to list" in " ".join(shown.split())
    assert main(["query", name, "-f", "csv", "-p", f"endpoint={endpoint}"]) == 0
    assert capsys.readouterr().out.count("CN-HL") == 2


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * {{ SERVICE ?e {{ ?s ?p ?o }} }}", id="variable"),
        pytest.param("SELECT * {{ SERVICE <{0}> {{ SERVICE <{0}> {{ ?s ?p ?o }} }} }}", id="nested"),
        pytest.param("SELECT * {{ SERVICE <{0}x> {{ ?s ?p ?o }} }}", id="not-on-the-list"),
        pytest.param("SELECT * {{ SERVICE SILENT <{0}x> {{ ?s ?p ?o }} }}", id="silence-is-no-leave"),
        pytest.param("SELECT * {{ SERVICE <file:///etc/passwd> {{ ?s ?p ?o }} }}", id="file"),
    ],
)
def test_what_is_refused(query: str) -> None:
    url = "http://127.0.0.1:9/sparql"
    with pytest.raises(RefusedQueryError):
        federation(url).resolve(query.format(url))


def test_what_has_no_clause_is_left_alone() -> None:
    asks = federation("http://127.0.0.1:9/sparql")
    assert asks.resolve("SELECT ('SERVICE <http://x/> {}' AS ?service) {}") is None
    assert federation().resolve("SELECT * { SERVICE <http://127.0.0.1:9/sparql> { } }") is None


def test_a_mistake_is_placed_where_it_is() -> None:
    url = "http://127.0.0.1:9/sparql"
    with pytest.raises(SyntaxProblemError) as raised:
        federation(url).resolve(f"SELECT * {{\n  SERVICE <{url}> {{ ?s ?p ?o\n}}")
    assert raised.value.line == 3
    with pytest.raises(SyntaxProblemError) as raised:
        federation(url).resolve(f"SELECT * {{\n  SERVICE <{url}> {{ ?s ?p }}\n}}")
    assert raised.value.line == 2


class Hostile(BaseHTTPRequestHandler):
    """An endpoint that does what its path says."""

    def do_POST(self) -> None:  # the name is that of the base class
        self.rfile.read(int(self.headers["Content-Length"]))
        self.respond()

    def do_GET(self) -> None:
        self.respond()

    def respond(self) -> None:
        path = urlsplit(self.path).path
        kind, _, where = path.removeprefix("/").partition("/")
        if kind == "redirect":
            self.send_response(307)
            self.send_header("Location", f"/{where}")
            self.end_headers()
            return
        self.send_response(500 if kind == "broken" else 200)
        self.end_headers()
        try:
            if kind == "endless":
                while True:
                    self.wfile.write(b" " * 65_536)
            elif kind == "dripping":
                while True:
                    self.wfile.write(b" ")
                    time.sleep(0.05)
            elif kind == "silent":
                time.sleep(2)
            self.wfile.write(b"<html>" if kind == "page" else EMPTY)
        except OSError:
            pass

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def hostile() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with closing(server.socket):
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("endless", "longer than 1 MB"),
        ("dripping", "within 1 seconds"),
        ("silent", "within 1 seconds"),
        ("broken", "500"),
        ("page", "no SPARQL Results JSON"),
        ("redirect/redirect/redirect/redirect/redirect/ok", "too often"),
    ],
)
def test_an_endpoint_that_does_not_behave(hostile: str, path: str, said: str) -> None:
    urls, rest = [], path
    while rest:
        urls.append(f"{hostile}/{rest}")
        rest = rest.partition("/")[2] if rest.startswith("redirect/") else ""
    asks = federation(*urls, seconds=1)
    query = f"SELECT * {{ SERVICE <{hostile}/{path}> {{ ?s ?p ?o }} }}"
    begun = time.monotonic()
    with pytest.raises(RemoteFailedError, match=said):
        asks.resolve(query)
    assert time.monotonic() - begun < 30
    silent = asks.resolve(query.replace("SERVICE", "SERVICE SILENT"))
    assert silent is not None
    assert "VALUES" not in silent


def test_a_redirect_leads_to_the_list_only(hostile: str) -> None:
    query = f"SELECT * {{ SERVICE <{hostile}/redirect/ok> {{ ?s ?p ?o }} }}"
    with pytest.raises(RefusedQueryError, match="/ok is not among"):
        federation(f"{hostile}/redirect/ok").resolve(query)
    assert federation(f"{hostile}/redirect/ok", f"{hostile}/ok").resolve(query) is not None


@pytest.mark.parametrize(
    ("listed", "is_let"),
    [
        pytest.param((), False, id="url-alone"),
        pytest.param(("10.0.0.0/8",), False, id="another-network"),
        pytest.param(("127.0.0.0/8",), True, id="its-network"),
    ],
)
def test_a_name_that_leads_to_a_private_address(
    hostile: str, monkeypatch: pytest.MonkeyPatch, listed: tuple[str, ...], is_let: bool
) -> None:
    port = urlsplit(hostile).port
    url = f"http://data.example:{port}/ok"
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *a, **k: found if host == "data.example" else real(host, *a, **k)
    )
    query = f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}"
    if is_let:
        assert federation(url, *listed).resolve(query) is not None
    else:
        with pytest.raises(RefusedQueryError, match="private address"):
            federation(url, *listed).resolve(query)


def test_only_so_many_are_out_at_once(hostile: str) -> None:
    asks = federation(f"{hostile}/silent", seconds=5)
    query = f"SELECT * {{ SERVICE <{hostile}/silent> {{ ?s ?p ?o }} }}"
    threads = [threading.Thread(target=asks.resolve, args=(query,)) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    with pytest.raises(BusyError):
        asks.resolve(query)
    for thread in threads:
        thread.join()
