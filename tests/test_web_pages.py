"""All pages: each IRI of the dataset answers, as valid HTML that names things and as Turtle."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urlsplit

import html5rdf
import pytest
from flask.testing import FlaskClient
from long_run import part
from rdflib import Graph

from kg_service.model import Iri
from kg_service.queries import Catalogue
from kg_service.queries.headings import HEADINGS
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, CARE, CPSV
from kg_service.web.asking import Pages
from kg_service.web.checklist import TableRow
from kg_service.web.diagram import Link, fitted, lay_out, read_links
from kg_service.web.labels import Labels
from kg_service.web.links import href, local_path, natural
from kg_service.web.matrix import matrix_of
from kg_service.web.reading import Span, spans
from kg_service.web.wording import COLUMNS, FRAGMENTS, WORDS

HTML, TURTLE = {"Accept": "text/html"}, {"Accept": "text/turtle"}
WEB = Path(__file__).resolve().parent.parent / "kg_service" / "web"


class Outline(HTMLParser):
    """What a page consists of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self._link: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag == "a":
            self.links.append((dict(attrs).get("href") or "", ""))
            self._link = ""

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._link = None


@pytest.fixture(scope="module")
def iris(store: EmbeddedStore) -> set[str]:
    """Every IRI under the base that occurs anywhere in the dataset."""
    quads = store.query("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").rows()
    terms = {term.value for quad in quads for term in quad if isinstance(term, Iri)}
    return {iri for iri in terms if iri.startswith(BASE)}


@pytest.fixture(scope="module")
def documents(iris: set[str]) -> list[str]:
    """Paths of all documents of these IRIs."""
    return sorted({"/" + quote(urldefrag(iri).url.removeprefix(BASE)) for iri in iris})


def check_page(path: str, page: str) -> Outline:
    """Hold what every page promises."""
    html5rdf.HTMLParser(strict=True).parse(page)
    outline = Outline(page)
    assert outline.tags.count("h1") == 1, path
    assert ("html", "lang") in {(tag, name) for tag, name, _ in outline.attributes}, path
    assert len(outline.ids) == len(set(outline.ids)), f"{path}: an id occurs twice"
    assert not {"iframe", "style"} & set(outline.tags), path
    types = [value for tag, name, value in outline.attributes if (tag, name) == ("script", "type")]
    scripts = [value for tag, name, value in outline.attributes if (tag, name) == ("script", "src")]
    # The editor is the one script that runs.
    assert scripts == (["/static/editor.js"] if path == "/sparql" else []), path
    assert types == ["application/ld+json"] * (outline.tags.count("script") - len(scripts)), path
    for tag, name, value in outline.attributes:
        assert not name.startswith("on"), path
        assert name != "style", path
        if name in {"href", "src", "action"}:
            assert value, f"{path}: empty {name} of {tag}"
            assert urlsplit(value).scheme in {"", "http", "https"}, f"{path}: {value}"
        if name == "src" or (tag, name) in {("link", "href"), ("form", "action")}:
            # The versions of a page are given by their whole addresses.
            assert value.startswith(("/", "http://localhost/")), f"{path}: {value} is not of this server"
    for _, name, value in outline.attributes:
        if name in {"aria-labelledby", "for"}:
            assert value in outline.ids, f"{path}: {name} {value}"
    return outline


@pytest.fixture(scope="module")
def outlines(client: FlaskClient, documents: list[str]) -> dict[str, Outline]:
    """The page of each document, a part of those that are alike, held to what every page promises."""
    assert len(documents) > 300
    outlines = {}
    for path in part(documents, 4):
        page = client.get(path, headers=HTML)
        assert (page.status_code, page.mimetype) == (200, "text/html"), path
        outlines[path] = check_page(path, page.text)
    return outlines


def test_every_iri_answers(client: FlaskClient, iris: set[str], outlines: dict[str, Outline]) -> None:
    for path in outlines:
        turtle = client.get(path, headers=TURTLE)
        assert (turtle.status_code, turtle.mimetype) == (200, "text/turtle"), path
        assert turtle.data.strip(), path
    for iri in iris:
        document, fragment = urldefrag(iri)
        page = outlines.get("/" + quote(document.removeprefix(BASE)))
        if fragment and page is not None:
            assert fragment in page.ids, f"nothing is marked as {iri}"


def test_turtle_of_every_document_is_about_it(client: FlaskClient, documents: list[str]) -> None:
    for path in documents[:: max(1, len(documents) // 60)]:
        graph = Graph().parse(data=client.get(path, headers=TURTLE).data, format="turtle")
        this = BASE + unquote(path.removeprefix("/"))
        assert len(graph) > 0, path
        if "/id/graph/" not in path and not path.startswith("/dumps/"):
            assert any(str(term).startswith(this) for triple in graph for term in triple), path


def test_no_link_shows_a_bare_iri_where_a_name_exists(
    outlines: dict[str, Outline], store: EmbeddedStore, home: Path
) -> None:
    labels = Labels(Pages(store, home))
    for path, page in outlines.items():
        for target, text in page.links:
            shown = text.strip()
            assert shown, f"{path}: a link to {target} without words"
            iri = BASE + unquote(target.removeprefix("/")) if target.startswith("/") else target
            if not target.startswith("#") and re.match(r"https?://|[a-z]+:\w+$", shown):
                assert labels.literal(iri.partition("?")[0], "zh") is None, f"{path} shows {shown}"


def test_every_question_has_a_page_with_a_form_and_an_answer(
    client: FlaskClient, catalogue: Catalogue
) -> None:
    for query in catalogue:
        page = client.get(f"/queries/{query.name}", headers=HTML)
        assert page.status_code == 200, query.name
        assert query.summary.zh in page.text
        for parameter in query.parameters:
            # No endpoint is listed here, so that there is nothing to choose.
            assert (f'name="{parameter.name}"' in page.text) is (parameter.type != "endpoint")
        assert ("KG_SERVICE_ALLOW" in page.text) is query.asks_others
        asks_first = query.asks_others or any(parameter.required for parameter in query.parameters)
        assert ('id="answer"' in page.text) is not asks_first, query.name


@pytest.mark.parametrize(
    "value",
    ["省民政厅", "civil-affairs", f"{BASE}id/body/heilongjiang/civil-affairs"],
    ids=["label", "slug", "iri"],
)
def test_a_question_is_answered(client: FlaskClient, value: str) -> None:
    url = f"/queries/services-of-body?body={quote(value)}"
    page = client.get(url, headers=HTML).text
    assert '<a href="/id/edition/heilongjiang/2024/service/14">低收入人口常态化救助帮扶</a>' in page
    assert f'<option value="{BASE}id/body/heilongjiang/civil-affairs" selected>省民政厅</option>' in page
    assert (
        client.get(url, headers={"Accept": "text/csv"}).text.count("/id/edition/heilongjiang/2024/service/")
        == 12
    )
    assert "Department of Civil Affairs" in client.get(url + "&lang=en", headers=HTML).text


def test_a_question_says_what_it_lacks(client: FlaskClient) -> None:
    bad = client.get("/queries/services-of-body", headers={"Accept": "application/json"})
    assert (bad.status_code, bad.json["code"]) == (400, "missing-parameter")
    unknown = client.get("/queries/services-of-body?body=省民正厅")
    assert (unknown.status_code, unknown.json["code"]) == (400, "unknown-value")
    assert "省民政厅" in unknown.json["nearest"]


def test_the_columns_of_all_questions_have_headings(catalogue: Catalogue) -> None:
    names = {p.name for query in catalogue for p in query.parameters}
    for query in catalogue:
        hidden = {f"{name}Label" for name in query.returns}
        names |= {name for name in query.returns if name not in hidden}
    assert not names - set(HEADINGS), f"name them in HEADINGS: {sorted(names - set(HEADINGS))}"


def test_words_are_all_used_and_all_there() -> None:
    sources = "".join(f.read_text(encoding="utf-8") for f in (*WEB.rglob("*.html"), *WEB.glob("*.py")))
    missing = set(re.findall(r"view\.t\(['\"]([a-z-]+)['\"]", sources)) - set(WORDS)
    assert not missing
    for key in WORDS:
        assert re.search(rf"['\"]{key}['\"]", sources.replace(f'"{key}": Text(', "")), f"{key} is not used"


def test_words_are_in_both_languages() -> None:
    for text in (*WORDS.values(), *COLUMNS, *FRAGMENTS.values()):
        assert text.zh
        assert text.en
        assert set(re.findall(r"{\d}", text.zh)) == set(re.findall(r"{\d}", text.en))


@pytest.mark.parametrize(
    ("iri", "target"),
    [
        pytest.param(BASE + "id/place/heilongjiang", "/r/en/id/place/heilongjiang", id="ours"),
        pytest.param(BASE + "ontology#x", "/r/en/ontology#x", id="fragment"),
        pytest.param(BASE + "a.csv#cell=2,1", "/r/en/a.csv#cell=2,1", id="cell"),
        pytest.param(BASE + "id/a?b", "/r/en/id/a%3Fb", id="question-mark"),
        pytest.param(BASE + "id/清单", "/r/en/id/%E6%B8%85%E5%8D%95", id="chinese"),
        pytest.param("http://example.org/x", "http://example.org/x", id="http"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("JaVaScRiPt:alert(1)", None, id="javascript-in-other-letters"),
        pytest.param("data:text/html,x", None, id="data"),
        pytest.param("urn:x:y", None, id="urn"),
        pytest.param("https:evil", None, id="no-host"),
        pytest.param("http://[::1", None, id="no-address"),
        pytest.param("//example.org/x", None, id="no-scheme"),
    ],
)
def test_only_safe_iris_are_linked(iri: str, target: str | None) -> None:
    assert href(iri, "/r/en") == target


def test_paths_are_those_of_the_iris() -> None:
    assert local_path(BASE) == "/"
    assert local_path("https://example.org/") is None
    assert sorted(["s/10", "s/2", "s"], key=natural) == ["s", "s/2", "s/10"]


def test_a_cell_is_cut_at_its_measures() -> None:
    cut = list(spans("甲，乙；丙。", [("m1", "甲"), ("m2", "乙"), ("m3", "丙")]))
    assert [span.text for span in cut] == ["甲", "，", "乙", "；", "丙", "。"]
    assert [span.marked for span in cut] == ["m1", None, "m2", None, "m3", None]
    out_of_order = list(spans("甲乙", [("m1", "丁"), ("m2", "乙"), ("m3", "甲")]))
    assert out_of_order == [Span("甲", None), Span("乙", "m2")]


def test_every_page_query_says_what_it_is_for(home: Path) -> None:
    for file in query_files(home):
        text = file.read_text(encoding="utf-8")
        assert re.match(r"#\+ summary-zh: \S.*\n#\+ summary-en: \S.*\n", text), file.name
        stem = file.stem
        code = "".join(source.read_text(encoding="utf-8") for source in WEB.parent.rglob("*.py"))
        assert f'"{stem}"' in code or f"{stem}.rq" in code, f"{file.name} is not used"


def query_files(home: Path) -> Iterator[Path]:
    return iter(sorted((home / "queries" / "pages").glob("*.rq")))


def test_the_drawing_of_classes_is_what_the_shapes_say(
    client: FlaskClient, store: EmbeddedStore, home: Path
) -> None:
    links = read_links(Pages(store, home))
    drawn = lay_out(links)
    assert drawn is not None
    boxes = {box.iri: box for box in drawn.boxes}
    assert {str(CPSV.PublicService), str(CARE.ServiceMeasure), str(CARE.EligibilityCondition)} <= set(boxes)
    asked = store.query(
        "SELECT ?c ?p ?t { ?s <http://www.w3.org/ns/shacl#targetClass> ?c ; "
        "<http://www.w3.org/ns/shacl#property> [ <http://www.w3.org/ns/shacl#path> ?p ; "
        "<http://www.w3.org/ns/shacl#class> ?t ] }",
        default_graphs=store.graphs(),
    )
    said = {tuple(map(str, row)) for row in asked.rows()}
    between = [link for box in drawn.boxes for link in box.rows if not link.is_scheme]
    assert {(link.owner, link.property, link.target) for link in between} <= said
    assert all(link.target in boxes for link in between)
    assert len(drawn.lines) == sum(link.owner != link.target for link in between)
    for one in drawn.boxes:
        assert one.x + drawn.box <= drawn.width
        assert one.y + one.height <= drawn.height
        for other in drawn.boxes:
            apart = one.y + one.height < other.y or other.y + other.height < one.y
            assert one is other or one.x != other.x or apart
    page = client.get("/ontology?lang=en", headers=HTML).text
    assert page.count('<path class="line"') == len(drawn.lines)
    table = page[page.index('<details class="as-table">') : page.index("</details>")]
    assert table.count("<tr>") == 1 + sum(len(box.rows) for box in drawn.boxes)


@pytest.mark.parametrize(
    ("text", "pixels", "shown"),
    [
        pytest.param("服务措施", 52, "服务措施", id="fits"),
        pytest.param("服务措施", 51, "服务…", id="cut"),
        pytest.param("service", 49, "service", id="letters"),
        pytest.param("", 0, "", id="empty"),
    ],
)
def test_labels_are_cut_to_their_box(text: str, pixels: int, shown: str) -> None:
    assert fitted(text, pixels) == shown


def test_a_drawing_of_nothing_is_none() -> None:
    assert lay_out([]) is None
    loop = [Link("a", "p", "b", False), Link("b", "q", "a", False)]
    drawn = lay_out(loop, "a")
    assert drawn is not None
    assert [box.iri for box in drawn.boxes] == ["a", "b"]


def test_the_matrix_of_no_rows_is_empty() -> None:
    assert matrix_of((), str).rows == ()
    row = TableRow(1, "s", "an aim with a name of many words that wraps", "g", "c", ("b" * 40,))
    drawn = matrix_of([row, row], lambda name: name)
    assert drawn.long
    assert (drawn.rows[0].total, drawn.rows[0].cells[0].level) == (2, 4)
    assert len(drawn.goals[0].lines) <= 3
    assert drawn.centre(1) < 100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_and_terms_are_told_in_the_readers_language(client: FlaskClient, lang: str) -> None:
    shapes = client.get(f"/shapes?lang={lang}", headers=HTML).text
    told = {
        "zh": "服务须恰有一个中文名称和一个英文名称",
        "en": "A service has one title in Chinese and one in English",
    }
    row = shapes[shapes.index('<tr id="PublicService-title">') :]
    assert told[lang] in row[: row.index("</tr>")]
    assert told["en" if lang == "zh" else "zh"] not in shapes
    terms = client.get(f"/ontology?lang={lang}", headers=HTML).text
    section = terms[terms.index('<section class="term" id="ServiceMeasure">') :]
    assert {"zh": "一项服务所给予的一样东西", "en": "One thing that a service gives"}[lang] in section[:600]
