"""Every IRI of the graph as a page and as RDF; the documents of an edition; languages, links and caching."""

import csv
import hashlib
import json
import re
import shutil
import socket
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef
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
RDF_TYPE = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
    "jsonld": ("application/ld+json", "json-ld"),
    "json": ("application/ld+json", "json-ld"),
}


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
        for text in (row.goal, row.service, *row.departments):
            assert text in page
        assert f'href="{EDITION}/service/{row.number}"' in page
    for _, queries in catalogue.sections():
        assert f'href="/queries/{queries[0].name}"' in page
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
            assert f'<a class="ref" href="#measure-{iri.rpartition("/")[2]}"' in page
        for text in (row.goal, row.beneficiary, row.service, *row.departments):
            assert text in page
    page = client.get(f"{EDITION}/service/3", headers=HTML).text
    for words in ("约束强度", "确定给予", "家庭经济困难", "现金给付", "译文"):
        assert words in page, words


def test_incoming_links_are_grouped_by_property(client: FlaskClient) -> None:
    page = client.get("/id/body/heilongjiang/disease-control-and-prevention", headers=HTML).text
    assert "涉及的服务：1 项" in page
    assert f'href="{EDITION}/service/1"' in page
    national = client.get("/id/body/china/national-disease-control-and-prevention", headers=HTML).text
    assert "其“国家对应机构”为本项" in national


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
        assert f'href="/{lang[:2]}/id/edition/heilongjiang/2024"' in response.text
    if lang == "en":
        assert "our translation" in response.text


def test_pages_link_their_data(client: FlaskClient) -> None:
    response = client.get(SERVICE, headers=HTML)
    assert f'<{SERVICE}.ttl>; rel="alternate"; type="text/turtle"' in response.headers["Link"]
    cited = f"<{BASE}id/edition/heilongjiang/2024/service/3>"
    assert f'{cited}; rel="cite-as"' in response.headers["Link"]
    # A page says itself what it is linked as, in its language; data are linked as what they are about.
    assert "canonical" not in response.headers["Link"]
    assert f'{cited}; rel="canonical"' in client.get(f"{SERVICE}.ttl").headers["Link"]
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
        # One page has the query editor, from a file of this server; nothing else has a script.
        scripts = re.findall("script[^;]*", headers["Content-Security-Policy"])
        assert scripts == (["script-src 'self'"] if path == "/sparql" else [])
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
    editor = '<script src="/static/editor.js" defer></script>'
    assert answer.text.count(editor) == 1
    for text in (page.text, answer.text.replace(editor, "")):
        assert re.findall("<script[^>]*>", text) in ([], ['<script type="application/ld+json">'])
        assert "alert(1)</script>" not in text
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


DATA_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA_ORG = "https://schema.org/"


def embedded(page: str, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """The data block of a page, read with nothing but the page."""

    def refused(*_: object) -> None:
        raise AssertionError("a context was asked for elsewhere")

    monkeypatch.setattr(socket.socket, "connect", refused)
    (text,) = DATA_BLOCK.findall(page)
    return Graph().parse(data=text, format="json-ld")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        pytest.param(SERVICE, "GovernmentService", id="service"),
        pytest.param(EDITION, "Dataset", id="edition"),
        pytest.param("/id/series/heilongjiang", "Dataset", id="series"),
        pytest.param("/id/body/heilongjiang/civil-affairs", "GovernmentOrganization", id="body"),
        pytest.param("/id/scheme/groups/children-aged-3-6", "DefinedTerm", id="group"),
        pytest.param("/id/scheme/goals/education", "DefinedTerm", id="goal"),
        pytest.param("/id/scheme/measure-kinds/cash-benefit", "DefinedTerm", id="measure-kind"),
        pytest.param("/id/scheme/commitments/firm", "DefinedTerm", id="commitment"),
        pytest.param("/id/service/compulsory-education", "DefinedTerm", id="continuing-service"),
        pytest.param("/id/scheme/goals", "DefinedTermSet", id="scheme"),
        pytest.param("/id/norm/compulsory-education-law", "Legislation", id="norm"),
        pytest.param("/id/place/heilongjiang", "AdministrativeArea", id="place"),
        pytest.param("/ontology", "DefinedTermSet", id="ontology"),
        pytest.param("/shapes", "DefinedTermSet", id="shapes"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_say_in_schema_org_what_they_are(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str, kind: str, lang: str
) -> None:
    page = client.get(f"{path}?lang={lang}", headers=HTML).text
    graph = embedded(page, monkeypatch)
    this = URIRef(BASE + path.removeprefix("/"))
    schema = Namespace(SCHEMA_ORG)
    assert graph.value(this, RDF_TYPE) == schema[kind]
    names = {name.language: str(name) for name in graph.objects(this, schema.name)}  # type: ignore[attr-defined]
    assert set(names) == {"zh", "en"}
    assert names[lang] in page
    crumbs = graph.value(predicate=RDF_TYPE, object=schema.BreadcrumbList)
    items = sorted(
        graph.objects(crumbs, schema.itemListElement), key=lambda i: int(graph.value(i, schema.position))
    )
    assert [str(graph.value(item, schema.item)) for item in items][:: len(items) - 1] == [BASE, str(this)]


def test_the_data_block_of_a_service_is_the_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = embedded(client.get(SERVICE, headers=HTML).text, monkeypatch)
    this, schema = URIRef(BASE + SERVICE.removeprefix("/")), Namespace(SCHEMA_ORG)
    assert str(graph.value(this, schema.description)).startswith("保障流动儿童接受义务教育")
    assert len(list(graph.objects(this, schema.serviceOutput))) == 6
    provider = graph.value(this, schema.provider)
    assert graph.value(provider, RDF_TYPE) == schema.GovernmentOrganization
    assert "省教育厅" in {str(name) for name in graph.objects(provider, schema.name)}


def test_a_data_block_can_not_be_left(
    settings: Settings, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    this, graph = f"<{BASE}id/thing>", f"<{graph_iri('places')}>"
    label = "</script><script>alert(1)</script><!-- ]]> & \u2028"
    quads = f"""
        {this} <{RDF_TYPE}> <{SKOS.Concept}> {graph} .
        {this} <{SKOS.prefLabel}> "{label}"@zh {graph} .
    """
    store = EmbeddedStore(quads.encode(), hashlib.sha256(quads.encode()).hexdigest())
    page = create_app(store, settings, catalogue).test_client().get("/id/thing", headers=HTML).text
    assert page.count("<script") == page.count("</script>") == 1
    told = embedded(page, monkeypatch)
    assert label in {str(name) for name in told.objects(None, URIRef(SCHEMA_ORG + "name"))}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_home_is_light(client: FlaskClient, lang: str) -> None:
    assert len(client.get(f"/?lang={lang}", headers=HTML).data) < 150_000


def test_the_matrix_counts_what_its_cells_lead_to(client: FlaskClient, store: EmbeddedStore) -> None:
    page = unescape(client.get("/", headers=HTML).text)
    drawing = page[page.index("<svg") : page.index("</svg>")]
    cells = re.findall(
        r'<a href="(/services\?[^"]*)"(?: aria-label="([^"]*)">|><title>([^<]*)<)'
        r'.*?class="count[^>]*>(\d+)</text>',
        drawing,
    )
    table = rows(store, "heilongjiang", "2024")
    pairs = {(body, row.goal) for row in table for body in row.departments}
    bodies = {body for body, _ in pairs}
    assert len(cells) == len(pairs) + len(bodies)
    for target, of_body, of_both, count in cells:
        answer = client.get(target, headers={"Accept": "application/json"}).json
        assert answer["total"]["services"] == int(count), target
        assert re.search(rf"(?<!\d){count} 项", of_body or of_both), target
    as_table = page[page.index("</svg>") :]
    for body in bodies:
        figures = re.findall(rf"<tr><th[^>]*>(?:<a[^>]*>)?{body}.*?</tr>", as_table)
        assert figures
        counts = [int(n) for n in re.findall(r">(\d+)<", figures[0])]
        assert sum(counts[:-1]) == counts[-1] == sum(body in row.departments for row in table)


def test_the_text_of_a_service_is_marked_and_whole(client: FlaskClient, store: EmbeddedStore) -> None:
    for row in rows(store, "heilongjiang", "2024"):
        page = client.get(f"{EDITION}/service/{row.number}", headers=HTML).text
        cell = page[page.index('<dd class="official content"') :]
        cell = cell[cell.index(">") + 1 : cell.index("</dd>")]
        text = re.sub(r'<a class="ref"[^>]*>\d+</a>', "", cell)
        assert unescape(re.sub(r"<[^>]+>", "", text)) == row.content
        for number in re.findall(r'<a class="condition" href="#condition-(\d+)"', cell):
            assert f'<li id="condition-{number}">' in page
        marked = re.findall(r'<span class="measure">(.*?)</span><a class="ref" href="#measure-(\d+)"', cell)
        assert [number for _, number in marked] == [str(n + 1) for n in range(len(marked))]
    page = client.get(SERVICE, headers=HTML).text
    assert '为<a class="condition" href="#condition-1" title="条件">家庭经济困难</a>流动儿童' in page


def test_a_service_is_among_its_kin(client: FlaskClient, store: EmbeddedStore) -> None:
    table = rows(store, "heilongjiang", "2024")
    this = table[16]
    page = client.get(f"{EDITION}/service/17", headers=HTML).text
    kin = page[page.index('id="kin"') : page.index('<details class="statements"')]
    found = re.findall(r'<dt><a [^>]*>([^<]+)</a> <span class="number">(\d+)</span></dt>(.*)', kin)
    shared = {name: services for name, _, services in found}
    for name in (this.goal, this.beneficiary, *this.departments):
        of = [row for row in table if name in (row.goal, row.beneficiary, *row.departments)]
        assert (name in shared) is (len(of) > 1), name
        if len(of) > 1:
            assert re.findall(r"/service/(\d+)", shared[name]) == [str(r.number) for r in of if r is not this]
            assert (name, str(len(of))) in [(n, count) for n, count, _ in found]


@pytest.mark.parametrize(
    ("path", "services", "parts"),
    [
        pytest.param("/id/body/heilongjiang/civil-affairs", 12, 0, id="body"),
        pytest.param("/id/scheme/groups/migrant-children", 9, 0, id="group"),
        pytest.param("/id/scheme/goals/education", 4, 0, id="goal"),
        pytest.param("/id/scheme/measure-kinds/cash-benefit", 9, 10, id="measure-kind"),
        pytest.param("/id/service/compulsory-education", 1, 0, id="continuing-service"),
        pytest.param("/id/norm/national-immunization-schedule", 1, 1, id="norm"),
    ],
)
def test_a_thing_lists_the_services_that_it_concerns(
    client: FlaskClient, path: str, services: int, parts: int
) -> None:
    page = unescape(client.get(path, headers=HTML).text)
    assert f"涉及的服务：{services} 项" + (f"，措施和条件 {parts} 条" if parts else "") in page
    section = page[page.index('aria-labelledby="services"') :]
    section = section[: section.index("</section>")]
    listed = set(re.findall(rf'href="({EDITION}/service/\d+)"', section))
    assert len(listed) == services
    query = parse_qs(urlsplit(re.findall(r'href="(/sparql\?[^"]+)"', section)[0]).query)["query"][0]
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/json"}).json
    found = answer["results"]["bindings"]
    assert {b["service"]["value"].replace(BASE, "/") for b in found} == listed
    assert len({b["part"]["value"] for b in found} - {b["service"]["value"] for b in found}) == parts


def test_a_group_stands_in_its_tree(client: FlaskClient) -> None:
    page = client.get("/id/scheme/groups/children-aged-3-6", headers=HTML).text
    tree = page[page.index('<section class="tree"') :]
    assert re.search(r'<li class="depth-0">.*流动儿童.*\n<li class="depth-1">.*0-6岁', tree)
    assert '<li class="depth-2"><strong aria-current="true">3-6岁流动儿童</strong>' in tree
    crumbs = page[page.index('<nav class="crumbs"') : page.index("</nav>", page.index('<nav class="crumbs"'))]
    assert re.findall(r">([^<>\n]+)</a>", crumbs) == ["清单", "服务对象", "流动儿童", "0-6岁流动儿童"]


def crumbs_of(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    page = client.get(path, headers=HTML).text
    crumbs = page[page.index('<nav class="crumbs"') : page.index("</nav>", page.index('<nav class="crumbs"'))]
    return re.findall(r'href="([^"]+)"[^>]*>([^<>\n]+)</a>', crumbs)


@pytest.mark.parametrize(
    ("path", "above"),
    [
        pytest.param("/id/body/heilongjiang/education", [("/bodies", "责任部门")], id="body"),
        pytest.param("/id/body/china/ministry-of-education", [("/bodies", "责任部门")], id="national-body"),
        pytest.param("/id/norm/national-immunization-schedule", [("/norms", "规范")], id="norm"),
        pytest.param(
            "/id/norm/childhood-immunization-schedule-2021",
            [("/norms", "规范"), ("/id/norm/national-immunization-schedule", "国家免疫规划疫苗免疫程序")],
            id="version-of-a-norm",
        ),
        pytest.param("/id/place/heilongjiang", [("/id/scheme/places", "地区")], id="place"),
    ],
)
def test_above_a_thing_is_a_page_that_lists_it(
    client: FlaskClient, path: str, above: list[tuple[str, str]]
) -> None:
    assert crumbs_of(client, path)[1:] == above
    listed = client.get(above[0][0], headers=HTML)
    assert listed.status_code == 200
    assert f'href="{path}"' in listed.text


@pytest.mark.parametrize(
    ("path", "headings"),
    [
        pytest.param("/bodies", ["黑龙江省 14", "国家部门 14"], id="bodies"),
        pytest.param("/norms", ["清单的措施所依据的 2", "其他版本和相关规范 23"], id="norms"),
        pytest.param(
            "/norms?lang=en",
            ["That measures of a list rely on 2", "Versions of them, and others of the field 23"],
            id="english",
        ),
    ],
)
def test_an_index_holds_everything_of_its_class(client: FlaskClient, path: str, headings: list[str]) -> None:
    page = client.get(path, headers=HTML).text
    found = re.findall(r"<h2 [^>]*>(.*?)</h2>", page)
    assert [unescape(re.sub(r"<[^>]+>", "", heading)) for heading in found] == headings
    counts = [int(number) for number in re.findall(r"(?:services: |\">)(\d+)(?: 项服务|</span></li>)", page)]
    assert counts == sorted(counts, reverse=True)
    assert counts
    answer = client.get(path, headers=HTML)
    assert client.get(path, headers=HTML | {"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_service_names_its_other_editions(two_editions: Path, catalogue: Catalogue) -> None:
    settings = Settings(home=two_editions)
    client = create_app(build_store(settings), settings, catalogue).test_client()
    for here, there in (("2024", "2019"), ("2019", "2024")):
        page = client.get(f"/id/edition/heilongjiang/{here}/service/3", headers=HTML).text
        part = page[page.index('id="continued"') : page.index('id="outward"')]
        assert f'href="/id/edition/heilongjiang/{there}/service/3"' in part
    page = client.get("/id/service/compulsory-education", headers=HTML).text
    assert page.index(f'href="{EDITION}/service/3"') < page.index(
        'href="/id/edition/heilongjiang/2019/service/3"'
    )


def test_links_outward_say_how_far_they_were_reviewed(client: FlaskClient, home: Path) -> None:
    of_it = []
    for path in (home / "data" / "links").glob("*.sssom.tsv"):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        of_it += [row for row in rows if row["subject_id"] == "kg:service/compulsory-education"]
    states = [row["review_state"] for row in of_it]
    assert {"confirmed", "candidate"} <= set(states)
    page = client.get(SERVICE, headers=HTML).text
    part = page[page.index('id="outward"') : page.index("</section>", page.index('id="outward"'))]
    assert part.count('<small class="mark">已确认</small>') == states.count("confirmed")
    assert part.count('<small class="mark">待定</small>') == states.count("candidate")
    assert part.count("<li title=") == states.count("confirmed") + states.count("candidate")
