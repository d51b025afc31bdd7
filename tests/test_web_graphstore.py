"""The Graph Store Protocol and the downloads: negotiation, entity tags, ranges; nothing can be written."""

import base64
import gzip
import hashlib
import json
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from kg_service.formats import GRAPH_FORMATS, NTRIPLES
from kg_service.publish.dumps import DumpFolder
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, graph_iri
from kg_service.web import create_app

PLACES = graph_iri("places")
URL = f"/graph-store?graph={quote(PLACES, safe='')}"
PROBLEM = "application/problem+json"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(scope="module", params=["files", "store"])
def client(
    request: pytest.FixtureRequest,
    store: EmbeddedStore,
    settings: Settings,
    catalogue: Catalogue,
    dumps: DumpFolder,
) -> FlaskClient:
    """With the files of a snapshot, and without."""
    given = dumps if request.param == "files" else None
    return create_app(store, settings, catalogue, given).test_client()


@pytest.fixture(scope="module")
def files(store: EmbeddedStore, settings: Settings, catalogue: Catalogue, dumps: DumpFolder) -> FlaskClient:
    return create_app(store, settings, catalogue, dumps).test_client()


def triples(store: EmbeddedStore, graph: str | None) -> Graph:
    chosen = [graph] if graph else []
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", default_graphs=chosen)
    return Graph().parse(data=answer.serialize(NTRIPLES), format="nt")


# One graph, indirectly identified


@pytest.mark.parametrize("format", GRAPH_FORMATS, ids=lambda format: format.name)
def test_a_graph_in_every_format(client: FlaskClient, store: EmbeddedStore, format) -> None:
    response = client.get(URL, headers={"Accept": format.media_type})
    assert (response.status_code, response.mimetype) == (200, format.media_type)
    found = Graph()
    for graph in Dataset().parse(data=response.data, format=format.media_type).graphs():
        found += graph
    assert isomorphic(found, triples(store, PLACES))


@pytest.mark.parametrize(
    ("query", "graph"),
    [
        pytest.param("default", None, id="default"),
        pytest.param("default=", None, id="default-with-equals-sign"),
        pytest.param(f"graph={quote(graph_iri('schemes'), safe='')}", graph_iri("schemes"), id="named"),
        pytest.param(f"graph={graph_iri('schemes')}&format=nt", graph_iri("schemes"), id="format"),
    ],
)
def test_which_graph(client: FlaskClient, store: EmbeddedStore, query: str, graph: str | None) -> None:
    response = client.get(f"/graph-store?{query}", headers={"Accept": "application/n-triples"})
    assert response.mimetype == "application/n-triples"
    assert set(response.data.splitlines()) == {
        str(quad.triple).encode() + b" ."
        for quad in ox.parse(triples(store, graph).serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    }


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        pytest.param(None, "text/turtle", id="no-header"),
        pytest.param("*/*", "text/turtle", id="anything"),
        pytest.param(BROWSER, "application/rdf+xml", id="browser"),
        pytest.param("application/n-triples;q=0.9, text/turtle;q=0.2", "application/n-triples", id="weights"),
        pytest.param("application/ld+json;profile=x", "application/ld+json", id="parameters"),
    ],
)
def test_negotiation(client: FlaskClient, accept: str | None, media_type: str) -> None:
    response = client.get(URL, headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (200, media_type)
    assert "Accept" in response.vary


def test_what_is_not_acceptable_is_told_with_what_is(client: FlaskClient) -> None:
    response = client.get(URL, headers={"Accept": "image/png"})
    assert (response.status_code, response.mimetype) == (406, PROBLEM)
    assert set(json.loads(response.data)["offered"]) == {format.media_type for format in GRAPH_FORMATS}


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        pytest.param("", 400, "malformed-request", id="none"),
        pytest.param(f"?default&graph={PLACES}", 400, "malformed-request", id="both"),
        pytest.param(f"?graph={PLACES}&graph={PLACES}", 400, "malformed-request", id="twice"),
        pytest.param("?graph=places", 400, "malformed-request", id="relative"),
        pytest.param("?graph=", 400, "malformed-request", id="empty"),
        pytest.param(f"?graph={graph_iri('place')}", 404, "unknown-thing", id="unknown"),
        pytest.param("?graph=file:///etc/passwd", 404, "unknown-thing", id="file"),
        pytest.param("?graph=http://127.0.0.1:1/", 404, "unknown-thing", id="elsewhere"),
        pytest.param("?default&format=nosuch", 400, "unknown-format", id="format"),
    ],
)
def test_what_is_wrong_with_a_request(client: FlaskClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/graph-store{query}", headers={"Accept": "text/turtle, application/json;q=0.1"})
    assert (response.status_code, response.mimetype) == (status, PROBLEM)
    assert json.loads(response.data)["code"] == code


def test_an_unknown_graph_is_told_with_its_nearest(client: FlaskClient) -> None:
    problem = json.loads(client.get(f"/graph-store?graph={graph_iri('place')}").data)
    assert PLACES in problem["nearest"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("query", ["?default", f"?graph={PLACES}", f"?graph={graph_iri('new')}", ""])
def test_nothing_can_be_written(client: FlaskClient, method: str, query: str) -> None:
    response = client.open(
        f"/graph-store{query}", method=method, data="<a:a> <a:a> <a:a> .", content_type="text/turtle"
    )
    assert (response.status_code, response.mimetype) == (403, PROBLEM)
    assert json.loads(response.data)["code"] == "read-only"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options_offer_reading_to_scripts(client: FlaskClient) -> None:
    response = client.options("/graph-store")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Range" in response.headers["Access-Control-Allow-Headers"]


def test_head_is_get_without_the_body(client: FlaskClient) -> None:
    whole, head = client.get(URL), client.head(URL)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.mimetype == whole.mimetype


@pytest.mark.parametrize("format", GRAPH_FORMATS, ids=lambda format: format.name)
def test_a_graph_is_revalidated(client: FlaskClient, format) -> None:
    headers = {"Accept": format.media_type}
    tag = client.get(URL, headers=headers).headers["ETag"]
    again = client.get(URL, headers={**headers, "If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = client.get("/graph-store?default", headers={**headers, "If-None-Match": tag})
    assert other.status_code == 200


def test_a_graph_answers_at_its_own_iri(client: FlaskClient, store: EmbeddedStore) -> None:
    response = client.get("/" + PLACES.removeprefix(BASE), headers={"Accept": "text/turtle"})
    assert isomorphic(Graph().parse(data=response.data, format="turtle"), triples(store, PLACES))


# Files


def test_every_file_of_the_list_is_as_it_says(files: FlaskClient) -> None:
    listed = json.loads(files.get("/dumps/", headers={"Accept": "application/json"}).data)
    assert {"dataset.nq", "dataset.nq.gz", "dataset.trig", "default.ttl"} <= {item["name"] for item in listed}
    for item in listed:
        response = files.get(item["url"].removeprefix("http://localhost"))
        assert response.status_code == 200
        assert response.mimetype == item["mediaType"]
        assert int(response.headers["Content-Length"]) == len(response.data) == item["bytes"]
        assert hashlib.sha256(response.data).hexdigest() == item["sha256"]
        assert response.headers["ETag"] == f'"{item["sha256"]}"'
        digest = base64.b64encode(bytes.fromhex(item["sha256"])).decode()
        assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert "attachment" in response.headers["Content-Disposition"]


def test_without_files_the_store_writes_them(
    store: EmbeddedStore, settings: Settings, catalogue: Catalogue, dumps: DumpFolder
) -> None:
    client = create_app(store, settings, catalogue).test_client()
    expected = {line for line in (dumps.folder / "dataset.nq").read_bytes().splitlines() if b"_:" not in line}
    quads = client.get("/dumps/dataset.nq").data
    assert expected <= set(quads.splitlines())
    assert len(quads.splitlines()) == len((dumps.folder / "dataset.nq").read_bytes().splitlines())
    assert gzip.decompress(client.get("/dumps/dataset.nq.gz").data) == quads
    trig = set(ox.parse(client.get("/dumps/dataset.trig").data, format=ox.RdfFormat.TRIG))
    assert trig == set(ox.parse(quads, format=ox.RdfFormat.N_QUADS))
    listed = json.loads(client.get("/dumps/?format=json").data)
    assert {item["name"] for item in listed} == {dump.name for dump in dumps.dumps}
    for item in listed:
        assert client.get(f"/dumps/{item['name']}").status_code == 200


@pytest.mark.parametrize("url", [f"{URL}&format=ttl", "/dumps/graphs/places.ttl", "/dumps/dataset.nq.gz"])
def test_parts_of_a_file(files: FlaskClient, url: str) -> None:
    whole = files.get(url)
    assert whole.headers["Accept-Ranges"] == "bytes"
    size, tag = len(whole.data), whole.headers["ETag"]
    assert not tag.startswith("W/")
    for range_, start, stop in (("0-9", 0, 10), ("100-", 100, size), ("-7", size - 7, size)):
        part = files.get(url, headers={"Range": f"bytes={range_}"})
        assert (part.status_code, part.data) == (206, whole.data[start:stop])
        assert part.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
        assert int(part.headers["Content-Length"]) == stop - start
    same = files.get(url, headers={"Range": "bytes=0-9", "If-Range": tag})
    assert same.status_code == 206
    changed = files.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert (changed.status_code, changed.data) == (200, whole.data)


def test_a_part_that_is_not_there(files: FlaskClient) -> None:
    response = files.get("/dumps/graphs/places.ttl", headers={"Range": "bytes=10000000-"})
    assert (response.status_code, response.mimetype) == (416, PROBLEM)
    size = len(files.get("/dumps/graphs/places.ttl").data)
    assert response.headers["Content-Range"] == f"bytes */{size}"


def test_a_file_is_revalidated(files: FlaskClient) -> None:
    first = files.get("/dumps/dataset.nq")
    assert "Last-Modified" not in first.headers
    again = files.get("/dumps/dataset.nq", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    head = files.head("/dumps/dataset.nq")
    assert head.headers["Content-Length"] == str(len(first.data))


@pytest.mark.parametrize(
    "path",
    [
        "nosuch.nt",
        "../dataset.nq",
        "..%2Fdataset.nq",
        "graphs/../dataset.nq.txt",
        "graphs",
        "graphs/",
        "%2Fetc%2Fpasswd",
        "graphs/..%5C..%5Cdataset.nq",
    ],
)
def test_no_other_file_is_sent(files: FlaskClient, path: str) -> None:
    assert files.get(f"/dumps/{path}").status_code == 404


def test_the_list_is_a_page_for_people(client: FlaskClient) -> None:
    page = client.get("/dumps/", headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert 'href="/dumps/dataset.nq?format=nquads"' in page.text
    assert 'href="/dumps/dataset.nq.gz?format=gzip"' in page.text
    assert client.get("/dumps").headers["Location"].endswith("/dumps/")
    assert "Downloads" in client.get("/dumps/?lang=en").text


def test_a_file_has_a_page_that_links_it(client: FlaskClient) -> None:
    for name, format in (("graphs/places.ttl", "ttl"), ("dataset.nq.gz", "gzip")):
        page = client.get(f"/dumps/{name}", headers={"Accept": BROWSER})
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert f'href="/dumps/{name}?format={format}"' in page.text
        assert client.get(f"/dumps/{name}?format={format}", headers={"Accept": BROWSER}).mimetype in {
            "text/turtle",
            "application/gzip",
        }
