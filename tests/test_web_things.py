"""Every IRI of the graph as a page and as RDF; the documents of an edition; languages, links and caching."""

import hashlib
import json
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg_service.editions.export import rows, to_csv, to_json
from kg_service.model import Iri
from kg_service.publish import build_store
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, CARE, DCAT, DCTERMS, OA, PROV, SKOS, graph_iri
from kg_service.web import create_app

EDITION = "/id/edition/heilongjiang/2024"
SERVICE, MEASURE = f"{EDITION}/service/3", f"{EDITION}/service/3/measure/2"
HTML = {"Accept": "text/html"}
RDF = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "json": ("application/ld+json", "json-ld"),
}


@pytest.fixture(scope="module")
def client(store: EmbeddedStore, settings: Settings, catalogue: Catalogue) -> FlaskClient:
    return create_app(store, settings, catalogue).test_client()


@pytest.fixture(scope="module")
def two_editions(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an earlier edition of the list, which the present one has taken the place of."""
    copy = tmp_path_factory.mktemp("home")
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(home / folder, copy / folder)
    new = copy / "data" / "checklist.ttl"
    text = new.read_text(encoding="utf-8")
    old = text.replace("heilongjiang/2024", "heilongjiang/2019").replace('"2024"', '"2019"')
    (copy / "data" / "editions").mkdir()
    (copy / "data" / "editions" / "heilongjiang-2019.ttl").write_text(old, encoding="utf-8")
    series = f"{BASE}id/edition/heilongjiang"
    link = f"<{series}/2024> <{DCAT.previousVersion}> <{series}/2019> .\n"
    new.write_text(text + "\n" + link, encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        pytest.param(None, 200, "text/html", id="no-header"),
        pytest.param("*/*", 200, "text/html", id="anything"),
        pytest.param("text/turtle", 200, "text/turtle", id="turtle"),
        pytest.param("text/turtle;charset=utf-8", 200, "text/turtle", id="parameters"),
        pytest.param("text/html;q=0, text/*", 200, "text/turtle", id="excluded"),
        pytest.param("application/ld+json", 200, "application/ld+json", id="jsonld"),
        pytest.param(
            'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
            200,
            "application/ld+json",
            id="profile",
        ),
        pytest.param(
            "application/rdf+xml;q=0.8, text/turtle;q=0.5", 200, "application/rdf+xml", id="weights"
        ),
        pytest.param("image/png", 406, "application/problem+json", id="none"),
    ],
)
def test_a_service_is_negotiated(
    client: FlaskClient, accept: str | None, status: int, media_type: str
) -> None:
    response = client.get(SERVICE, headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (status, media_type)
    assert {"Accept", "Accept-Language"} <= set(response.vary)


@pytest.mark.parametrize("path", [SERVICE, MEASURE, "/ontology", "/id/graph/places", f"{EDITION}/table.csv"])
@pytest.mark.parametrize("suffix", RDF)
def test_all_formats_say_the_same(client: FlaskClient, path: str, suffix: str) -> None:
    media_type, name = RDF[suffix]
    by_suffix = client.get(f"{path}.{suffix}", headers=HTML)
    assert (by_suffix.status_code, by_suffix.mimetype) == (200, media_type)
    by_header = client.get(path, headers={"Accept": "application/n-triples"})
    assert isomorphic(
        Graph().parse(data=by_suffix.data, format=name), Graph().parse(data=by_header.data, format="nt")
    )


def test_the_page_has_a_suffix_too(client: FlaskClient) -> None:
    assert client.get(f"{SERVICE}.html", headers={"Accept": "text/turtle"}).mimetype == "text/html"
    assert client.get(f"{SERVICE}?format=turtle", headers=HTML).mimetype == "text/turtle"
    assert client.get(f"{SERVICE}?format=none", headers=HTML).status_code == 400
    assert client.get(f"{SERVICE}.pdf", headers=HTML).status_code == 404


def test_rdf_holds_the_thing_its_fragments_and_names(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(f"{MEASURE}.ttl").data, format="turtle")
    this = URIRef(BASE + MEASURE.removeprefix("/"))
    assert {str(title.language) for title in graph.objects(this, DCTERMS.title)} == {"zh", "en"}  # type: ignore[attr-defined]
    assert graph.value(URIRef(f"{this}#quotation"), OA.hasSource) is not None
    assert str(graph.value(URIRef(f"{this}#selector"), OA.exact)) == "免除学杂费"
    kind = graph.value(this, DCTERMS.type)
    assert {label.language for label in graph.objects(kind, SKOS.prefLabel)} == {"zh", "en"}  # type: ignore[attr-defined]
    subjects = {str(s) for s in graph.subjects(PROV.wasQuotedFrom)}
    assert subjects == {str(this)}


def test_a_table_brings_its_cells(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get(f"{EDITION}/table.csv.ttl").data, format="turtle")
    table = URIRef(f"{BASE}{EDITION.removeprefix('/')}/table.csv")
    assert len(list(graph.subjects(DCTERMS.isPartOf, table))) == 23 * 6


def test_a_graph_is_given_whole(client: FlaskClient, store: EmbeddedStore) -> None:
    for iri in store.graphs():
        count = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graphs=[iri])
        size = int(str(next(count.rows())[0]))
        body = client.get("/" + iri.removeprefix(BASE), headers={"Accept": "application/n-triples"}).data
        assert body.count(b"\n") == size, iri
        assert client.get("/" + iri.removeprefix(BASE), headers=HTML).status_code == 200


@pytest.mark.parametrize("path", ["/ontology", "/ontology/1.0.0", "/shapes"])
def test_vocabularies_are_given_whole(client: FlaskClient, path: str) -> None:
    name = "shapes" if path == "/shapes" else "ontology"
    ours = Graph().parse(data=client.get(path, headers={"Accept": "application/n-triples"}).data, format="nt")
    whole = client.get("/id/graph/" + name, headers={"Accept": "application/n-triples"})
    assert len(ours) == len(Graph().parse(data=whole.data, format="nt")) > 100
    if name == "ontology":
        assert 'id="ServiceMeasure"' in client.get(path, headers=HTML).text


def test_home_describes_the_dataset_for_programs(client: FlaskClient) -> None:
    graph = Graph().parse(data=client.get("/", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert (None, DCAT.distribution, None) in graph or (None, DCTERMS.title, None) in graph


def test_the_table_is_served_as_exported(client: FlaskClient, store: EmbeddedStore) -> None:
    table = rows(store, "heilongjiang", "2024")
    for headers in ({}, {"Accept": "text/csv"}, {"Accept": "*/*"}):
        response = client.get(f"{EDITION}/table.csv", headers=headers)
        assert response.data == to_csv(table).encode()
        assert response.content_type == "text/csv; charset=utf-8"
    assert client.get(f"{EDITION}/table.csv?format=csv", headers=HTML).data == to_csv(table).encode()
    response = client.get(f"{EDITION}/table.json")
    assert (response.data, response.mimetype) == (to_json(table).encode(), "application/json")
    page = client.get(f"{EDITION}/table.csv", headers=HTML).text
    assert '<td id="cell=4,5" class="official" lang="zh-Hans">保障流动儿童接受义务教育' in page


def test_the_received_document_is_served_byte_for_byte(client: FlaskClient, home: Path) -> None:
    response = client.get(f"{EDITION}/source.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    digest = hashlib.sha256(response.data).hexdigest()
    received = {hashlib.sha256(f.read_bytes()).hexdigest() for f in (home / "data" / "sources").glob("*.txt")}
    assert digest in received
    assert digest in client.get(f"{EDITION}/source", headers=HTML).text
    assert f'href="{EDITION}/source.txt"' in client.get(f"{EDITION}/source", headers=HTML).text


def test_health(client: FlaskClient, store: EmbeddedStore) -> None:
    health = json.loads(client.get("/health").data)
    assert health["status"] == "ok"
    assert health["snapshot"] == store.snapshot
    assert health["editions"] == ["heilongjiang/2024"]
    assert health["triples"] > 2000


def test_home_shows_the_list(client: FlaskClient, store: EmbeddedStore, catalogue: Catalogue) -> None:
    page = client.get("/", headers=HTML).text
    for row in rows(store, "heilongjiang", "2024"):
        for text in (row.goal, row.beneficiary, row.service, *row.departments):
            assert f">{text}</a>" in page
        assert f'href="{EDITION}/service/{row.number}"' in page
    for query in catalogue:
        assert f'href="/queries/{query.name}"' in page
    for ending in ("/table.csv?format=csv", "/table.json?format=json"):
        assert f'href="{EDITION}{ending}"' in page
    assert 'href="/id/graph/edition/heilongjiang/2024.ttl"' in page


def test_an_edition_shows_its_table(client: FlaskClient, store: EmbeddedStore) -> None:
    page = client.get(EDITION, headers=HTML).text
    for row in rows(store, "heilongjiang", "2024"):
        assert f">{row.content}</td>" in page


def test_a_service_shows_cells_and_measures(client: FlaskClient, store: EmbeddedStore) -> None:
    for row in rows(store, "heilongjiang", "2024"):
        path = f"{EDITION}/service/{row.number}"
        page = client.get(path, headers=HTML).text
        measures = store.query(
            "SELECT ?m { ?s <http://purl.org/vocab/cpsv#produces> ?m }",
            bindings={"s": Iri(BASE + path.removeprefix("/"))},
        )
        found = [str(measure) for (measure,) in measures.rows()]
        assert found
        for iri in found:
            assert f'<li id="measure-{iri.rpartition("/")[2]}">' in page
            assert f'<a href="#measure-{iri.rpartition("/")[2]}">' in page
        for text in (row.goal, row.beneficiary, row.service, *row.departments):
            assert text in page
    page = client.get(f"{EDITION}/service/3", headers=HTML).text
    for words in ("约束强度", "确定给予", "家庭经济困难", "现金给付", "译文"):
        assert words in page, words


def test_incoming_links_are_grouped_by_property(client: FlaskClient) -> None:
    page = client.get("/id/body/heilongjiang/disease-control-and-prevention", headers=HTML).text
    assert "其“责任部门”为本项" in page
    assert f'href="{EDITION}/service/1"' in page


def test_an_iri_that_is_only_pointed_at_has_a_page(client: FlaskClient) -> None:
    response = client.get("/id/dataset", headers=HTML)
    assert response.status_code == 200
    turtle = client.get("/ontology/1.0.0.ttl")
    assert turtle.status_code == 200


@pytest.mark.parametrize(
    ("headers", "query", "lang"),
    [
        pytest.param({}, "", "zh-Hans", id="default"),
        pytest.param({"Accept-Language": "en"}, "", "en", id="english"),
        pytest.param({"Accept-Language": "en"}, "?lang=zh", "zh-Hans", id="address-goes-first"),
        pytest.param({}, "?lang=en", "en", id="by-address"),
    ],
)
def test_pages_speak_the_readers_language(
    client: FlaskClient, headers: dict[str, str], query: str, lang: str
) -> None:
    response = client.get(f"{SERVICE}{query}", headers={**HTML, **headers})
    assert f'<html lang="{lang}">' in response.text
    assert response.headers["Content-Language"] == lang[:2]
    assert "保障流动儿童接受义务教育" in response.text
    if "lang=" in query:
        assert f'href="/id/edition/heilongjiang/2024?{query[1:]}"' in response.text
    if lang == "en":
        assert "our translation" in response.text


def test_pages_link_their_data(client: FlaskClient) -> None:
    response = client.get(SERVICE, headers=HTML)
    assert f'<{SERVICE}.ttl>; rel="alternate"; type="text/turtle"' in response.headers["Link"]
    assert f'<{BASE}id/edition/heilongjiang/2024/service/3>; rel="canonical"' in response.headers["Link"]
    assert f'href="{SERVICE}.jsonld"' in response.text


def test_pages_are_revalidated(client: FlaskClient) -> None:
    tag = client.get(SERVICE, headers=HTML).headers["ETag"]
    again = client.get(SERVICE, headers={**HTML, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    english = client.get(SERVICE, headers={**HTML, "If-None-Match": tag, "Accept-Language": "en"})
    assert english.status_code == 200
    assert client.get(f"{SERVICE}.ttl", headers={"If-None-Match": tag}).status_code == 200
    csv = client.get(f"{EDITION}/table.csv")
    assert (
        client.get(f"{EDITION}/table.csv", headers={"If-None-Match": csv.headers["ETag"]}).status_code == 304
    )


def test_every_response_is_guarded(client: FlaskClient) -> None:
    for path in ("/", "/sparql", "/nothing", "/static/style.css", f"{SERVICE}.ttl"):
        headers = client.get(path, headers=HTML).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "script" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/id",
        "/id/",
        "/id/nothing",
        "/id/edition/heilongjiang/2024/",
        "/id/%3Cx%3E",
        "/id/a%20b",
        "/id/%00",
        "/ont%23",
    ],
)
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    for headers in (HTML, {"Accept": "text/turtle"}):
        assert client.get(path, headers=headers).status_code == 404


def test_superseded_editions_keep_their_pages(two_editions: Path, catalogue: Catalogue) -> None:
    settings = Settings(home=two_editions)
    store = build_store(settings)
    client = create_app(store, settings, catalogue).test_client()
    old = "/id/edition/heilongjiang/2019"
    page = client.get(old, headers=HTML)
    assert page.status_code == 200
    assert "已被新版取代" in page.text
    assert client.get(f"{old}/service/3/measure/2.ttl").status_code == 200
    assert client.get(f"{old}/table.csv").data == to_csv(rows(store, "heilongjiang", "2019")).encode()
    home = client.get("/", headers=HTML).text
    assert f'href="{old}"' in home
    assert f'href="{old}/service/1"' not in home
    assert json.loads(client.get("/health").data)["editions"] == ["heilongjiang/2019", "heilongjiang/2024"]


def test_what_the_data_say_is_never_run(settings: Settings, catalogue: Catalogue) -> None:
    this, graph = f"<{BASE}id/thing>", f"<{graph_iri('places')}>"
    quads = f"""
        {this} <{SKOS.prefLabel}> "<script>alert(1)</script>"@zh {graph} .
        {this} <{DCTERMS.title}> "\\" onmouseover=\\"alert(1)"@en {graph} .
        {this} <http://xmlns.com/foaf/0.1/homepage> <javascript:alert(1)> {graph} .
        {this} <http://xmlns.com/foaf/0.1/page> <data:text/html,x> {graph} .
        {this} <http://xmlns.com/foaf/0.1/mbox> <https://example.org/?a=1&b='> {graph} .
        <javascript:alert(2)> <{DCTERMS.relation}> {this} {graph} .
    """
    store = EmbeddedStore(quads.encode(), hashlib.sha256(quads.encode()).hexdigest())
    client = create_app(store, settings, catalogue).test_client()
    page = client.get("/id/thing", headers=HTML)
    assert page.status_code == 200
    answer = client.get("/sparql?query=" + quote("SELECT * { ?s ?p ?o }"), headers=HTML)
    assert answer.status_code == 200
    for text in (page.text, answer.text):
        assert "<script" not in text
        assert 'href="javascript:' not in text
        assert 'href="data:' not in text
        assert '" onmouseover="' not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert 'href="https://example.org/?a=1&amp;b=' in page.text


def test_what_points_here_is_counted_and_cut(settings: Settings, catalogue: Catalogue) -> None:
    graph = f"<{graph_iri('places')}>"
    lines = [f"<{BASE}id/s/{n}> <{CARE.situation}> <{BASE}id/thing> {graph} ." for n in range(250)]
    store = EmbeddedStore("\n".join(lines).encode(), "0" * 64)
    page = create_app(store, settings, catalogue).test_client().get("/id/thing", headers=HTML).text
    assert page.count('href="/id/s/') == 100
    assert "共 250 项" in page
