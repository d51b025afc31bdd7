"""Places: the units are those of the code list, lists of all of them can be imported, the page is a tree."""

import csv
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import SKOS, Graph, Literal, URIRef

from kg_service.cli import main
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.graph import split_name
from kg_service.editions.opening import told_name
from kg_service.errors import BadValueError
from kg_service.linking import read_mappings
from kg_service.model import Reading
from kg_service.publish.publishing import Order, publish_graphs
from kg_service.queries import Catalogue, run
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.validation import validate_files
from kg_service.vocabulary import BASE, DCTERMS
from kg_service.web import create_app

HOME = Path(__file__).resolve().parent.parent
ID = BASE + "id/"
LIST = """序号,目标,服务对象,服务项目,服务内容,责任部门
1,学有所教,义务教育阶段流动儿童,义务教育服务,保障流动儿童接受义务教育，免除学杂费,市教育局
2,弱有所扶,流动儿童,临时救助服务,为符合条件的临时遇困流动儿童发放临时救助金,市民政局
"""


@pytest.fixture(scope="module")
def places() -> Graph:
    return Graph().parse(HOME / "data/places.ttl")


@pytest.fixture(scope="module")
def known() -> Known:
    return load_known(HOME)


def code(places: Graph, place: URIRef) -> str:
    return str(places.value(place, SKOS.notation))


def test_the_units_of_heilongjiang_are_those_of_the_list_as_received(places: Graph) -> None:
    with (HOME / "data/sources/gbt2260-heilongjiang.csv").open(encoding="utf-8", newline="") as file:
        received = {row["code"]: (row["name"], row["parent"]) for row in csv.DictReader(file)}
    found = {}
    for place in places.subjects(SKOS.inScheme):
        if f"{place}/".startswith(f"{ID}place/heilongjiang/"):
            over = places.value(place, SKOS.broader)
            name = next(str(o) for o in places.objects(place, SKOS.prefLabel) if o.language == "zh")
            found[code(places, place)] = name, code(places, over) if over else "100000"
    assert len(found) == 135
    assert found == received


def test_there_are_34_provincial_units_and_no_code_twice(places: Graph) -> None:
    top = list(places.objects(URIRef(f"{ID}scheme/places"), SKOS.hasTopConcept))
    assert len(top) == 34
    assert all(code(places, place).endswith("0000") for place in top)
    codes = [code(places, place) for place in places.subjects(SKOS.inScheme)]
    assert len(codes) == len(set(codes)) == 168


@pytest.mark.parametrize("name", ["gbt2260", "iso3166-2"])
def test_codes_and_links_to_code_lists_say_the_same(places: Graph, name: str) -> None:
    adms = "http://www.w3.org/ns/adms#identifier"
    for mapping in read_mappings(HOME / f"data/links/{name}.sssom.tsv").of_state("confirmed"):  # type: ignore[arg-type]
        place = URIRef(mapping.subject_id)
        node = place if name == "gbt2260" else places.value(place, URIRef(adms))
        assert mapping.object_id.endswith("/" + code(places, node))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("harbin/2026", "harbin/2026", id="slug"),
        pytest.param("230100/2026", "harbin/2026", id="code"),
        pytest.param("哈尔滨市/2026", "harbin/2026", id="chinese"),
        pytest.param("Harbin/2026", "harbin/2026", id="english"),
        pytest.param("CN-JL/2025", "jilin/2025", id="iso"),
        pytest.param("hegang-xiangyang/2026", "hegang-xiangyang/2026", id="of-two"),
        pytest.param("230803/2026", "jiamusi-xiangyang/2026", id="of-two-by-code"),
        pytest.param("shenzhen/2026", "shenzhen/2026", id="unknown"),
    ],
)
def test_an_edition_is_called_after_its_place(known: Known, written: str, name: str) -> None:
    assert "/".join(split_name(written, known)) == name


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("向阳区/2026", "hegang-xiangyang", id="two-of-that-name"),
        pytest.param("宜春市/2026", "heilongjiang/2025", id="not-yichun-in-heilongjiang"),
        pytest.param("harbin", "heilongjiang/2025", id="no-version"),
    ],
)
def test_what_is_no_place_or_several_is_said(known: Known, written: str, says: str) -> None:
    with pytest.raises(BadValueError, match=says):
        split_name(written, known)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param(
            "黑龙江省流动儿童在居住地享有关爱服务清单（2025年版）", "heilongjiang/2025", id="series"
        ),
        pytest.param("吉林省流动儿童关爱服务清单（2025年版）", "jilin/2025", id="province"),
        pytest.param("哈尔滨市流动儿童关爱服务清单（2026年版）", "harbin/2026", id="city"),
        pytest.param("黑龙江省哈尔滨市道里区关爱服务清单（2026年版）", "daoli/2026", id="all-the-way"),
        pytest.param("鹤岗市向阳区关爱服务清单（2026年版）", "hegang-xiangyang/2026", id="of-two"),
        pytest.param("向阳区关爱服务清单（2026年版）", "heilongjiang/2026", id="of-two-alone"),
    ],
)
def test_the_place_is_told_from_the_title(known: Known, title: str, name: str) -> None:
    assert told_name(Reading("a.docx", "docx", title, (), (), {}), known) == name


@pytest.fixture(scope="module")
def with_harbin(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """What is published after a list of Harbin was imported, checked and published with the home."""
    folder = tmp_path_factory.mktemp("harbin")
    (folder / "harbin.csv").write_text(LIST, encoding="utf-8")
    draft = folder / "harbin.ttl"
    code = main(["import", str(folder / "harbin.csv"), "--edition", "哈尔滨市/2026", "-o", str(draft)])
    assert code in (0, 1)
    report = validate_files([draft], HOME)
    assert [finding.rule for finding in report.findings] == []
    publication = publish_graphs(folder / "snapshots", HOME, [draft], Order(accepts=True))
    return EmbeddedStore(publication.snapshot.nquads.read_bytes(), publication.snapshot.identity)


def test_a_list_of_a_city_is_imported_checked_and_published(with_harbin: EmbeddedStore) -> None:
    rows = with_harbin.query(
        """PREFIX dct: <http://purl.org/dc/terms/> SELECT ?s ?p { ?s dct:spatial ?p ;
        a <http://purl.org/vocab/cpsv#PublicService> FILTER(CONTAINS(STR(?s), "/harbin/")) } ORDER BY ?s"""
    ).rows()
    assert [(str(s), str(p)) for s, p in rows] == [
        (f"{ID}edition/harbin/2026/service/{n}", f"{ID}place/heilongjiang/harbin") for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("place", "count"),
    [
        pytest.param("道里区", 25, id="district-of-the-city"),
        pytest.param("230100", 25, id="city"),
        pytest.param("黑龙江省", 23, id="province"),
        pytest.param("伊春市", 23, id="other-city"),
        pytest.param("北京市", 0, id="other-province"),
    ],
)
def test_services_hold_in_a_place_and_in_what_lies_in_it(
    with_harbin: EmbeddedStore, catalogue: Catalogue, place: str, count: int
) -> None:
    answer = run(with_harbin, catalogue.get("services-in-place"), {"place": place}, "zh")
    assert len(list(answer.rows())) == count


@pytest.fixture(scope="module")
def client(with_harbin: EmbeddedStore, catalogue: Catalogue) -> FlaskClient:
    return create_app(with_harbin, Settings(home=HOME), catalogue).test_client()


def test_the_page_of_places_is_a_tree(client: FlaskClient) -> None:
    page = client.get("/id/scheme/places", headers={"Accept": "text/html"}).get_data(as_text=True)
    tree = page[page.index('class="places"') : page.index("</article>")]
    assert len(re.findall(r"<details open>", tree.partition("<details class")[0])) == 2, (
        "the province and its city"
    )
    assert tree.count("<details>") == 12, "the other prefectures are folded away"
    assert re.search(r"哈尔滨市</a> <span class=\"number\">230100</span> · <a[^>]*>[^<]*2026", tree)
    assert all(f">{unit}<" in tree for unit in ("北京市", "澳门特别行政区", "道里区", "塔河县"))


def test_a_service_page_shows_links_with_their_states(client: FlaskClient) -> None:
    path = "/id/edition/heilongjiang/2024/service/3?lang=en"
    page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    shown = page[page.index('class="outward"') :]
    shown = shown[: shown.index("</section>")]
    states = re.findall(r'<a href="([^"]*)"[^>]*>[^<]*</a> <small class="mark">(\w+)</small>', shown)
    by_target = dict(states)
    assert by_target["http://eurovoc.europa.eu/789"] == "Confirmed"
    assert by_target["http://metadata.un.org/sdg/4.5"] == "Candidate"
    assert "Rejected" not in by_target.values()
    assert "The whole service lies within this field." in shown


def test_a_place_page_shows_no_records(client: FlaskClient) -> None:
    page = client.get("/id/place/heilongjiang", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "/id/links/gbt2260#" not in page
    assert "http://www.wikidata.org/entity/Q19206" in page


def test_literals_of_the_file_are_tagged(places: Graph) -> None:
    for place, label in places.subject_objects(SKOS.prefLabel):
        assert isinstance(label, Literal)
        assert label.language in ("zh", "en")
        assert label in set(places.objects(place, URIRef(str(DCTERMS.title))))
