"""Invented editions: marked, alike for one seed, conforming, and something to ask about."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from conformance.serving import serving
from long_run import IS_LONG

from kg_service.cli import main
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.opening import published_edition
from kg_service.editions.synthetic.making import GOALS, invent
from kg_service.editions.synthetic.writing import (
    BASE_EDITION,
    InventedEdition,
    editions_of,
    invented_draft,
    provincial_units,
)
from kg_service.formats import CSV
from kg_service.model import Edition
from kg_service.publish import build_store
from kg_service.queries import Catalogue, run
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.validation import validate_files
from kg_service.vocabulary import CARE

SYNTHETIC = f"<{CARE.SyntheticEdition}>"


@pytest.fixture(scope="module")
def known(home: Path) -> Known:
    return load_known(home)


@pytest.fixture(scope="module")
def base(home: Path, known: Known) -> Edition:
    return published_edition(BASE_EDITION, known, home)


@pytest.fixture(scope="module")
def national(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("national") / "home"
    assert main(["synthesize", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def store(national: Path) -> Store:
    return build_store(Settings(home=national))


@pytest.fixture(scope="module")
def server(national: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(None, tmp_path_factory.mktemp("served"), KG_HOME=str(national)) as address:
        yield address


def test_every_other_provincial_unit_has_one(national: Path, known: Known) -> None:
    names = {path.stem for path in (national / "data" / "editions").glob("*.ttl")}
    assert names == {f"{slug}-2024" for slug in provincial_units(known)} - {"heilongjiang-2024"}
    assert len(names) == 33


def test_the_same_seed_makes_the_same(home: Path, known: Known, base: Edition) -> None:
    jilin = InventedEdition("jilin", "吉林省", "2024")
    first, again, other = (invented_draft(jilin, base, home, known, seed=seed).turtle() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_each_follows_the_one_before(home: Path, known: Known, base: Edition) -> None:
    wanted = [each for each in editions_of(known, ["2023", "2024"]) if each.slug == "jilin"]
    assert [each.before for each in wanted] == [None, "jilin/2023"]
    assert (
        "dcat:previousVersion <edition/jilin/2023>" in invented_draft(wanted[1], base, home, known).turtle()
    )


@pytest.mark.parametrize(
    ("zh", "body", "league"),
    [
        pytest.param("吉林省", "省教育厅", "团省委", id="province"),
        pytest.param("北京市", "市教育厅", "团市委", id="municipality"),
        pytest.param("西藏自治区", "自治区教育厅", "团区委", id="autonomous-region"),
    ],
)
def test_bodies_are_of_the_place(base: Edition, zh: str, body: str, league: str) -> None:
    bodies = {name for seed in "abc" for made in invent(base, zh, seed) for name in made.row.departments}
    assert {body, league} <= bodies
    assert zh == "吉林省" or not any("省" in name for name in bodies)


def test_places_differ_in_coverage_and_wording(base: Edition) -> None:
    tables = [invent(base, "吉林省", str(seed)) for seed in range(40)]
    assert len({len(table) for table in tables}) > 3
    assert any(made.origin is None for table in tables for made in table)
    kept = Counter(made.origin for table in tables for made in table)
    assert all(0 < kept[service.row.number] <= 40 for service in base.services)
    contents = {made.row.content for table in tables for made in table if made.origin == 3}
    assert len(contents) > 10
    for table in tables:
        assert [made.row.number for made in table] == list(range(1, len(table) + 1))
        goals = [GOALS.index(made.row.goal) for made in table]
        assert goals == sorted(goals)
        assert not any("黑龙江" in made.row.content or "龙江“" in made.row.content for made in table)


def test_they_conform_and_are_warned_of(national: Path) -> None:
    paths = sorted((national / "data" / "editions").glob("*.ttl"))[:4]
    report = validate_files(paths, national)
    assert {(found.severity.value, found.rule.rpartition("#")[2]) for found in report.findings} == {
        ("warning", "ChecklistEdition-notSynthetic")
    }
    assert len(report.findings) == len(paths)
    assert report.conforms


def test_none_is_in_what_comes_with_the_program(home: Path) -> None:
    asked = build_store(Settings(home=home)).query(f"ASK {{ GRAPH ?g {{ ?e a {SYNTHETIC} }} }}")
    assert b"false" in asked.serialize(CSV).lower()


def test_they_say_what_they_are(store: Store) -> None:
    rows = store.query(
        f"SELECT ?title ?said {{ ?e a {SYNTHETIC} ; <http://purl.org/dc/terms/title> ?title ; "
        "<http://purl.org/dc/terms/description> ?said FILTER(LANG(?title) = 'zh' && LANG(?said) = 'zh') }"
    ).serialize(CSV).decode().splitlines()[1:]  # fmt: skip
    assert len(rows) == 33
    assert all("模拟版" in row and "不是任何地方公布的清单" in row for row in rows)


def answer(name: str, store: Store, home: Path, **values: str) -> list[dict[str, str]]:
    solutions = run(store, Catalogue.load(home).get(name), values, "zh")
    return list(csv.DictReader(solutions.serialize(CSV).decode().splitlines()))


def test_where_a_base_service_is_missing(store: Store, national: Path, known: Known, base: Edition) -> None:
    rows = answer("base-coverage", store, national, base="heilongjiang/2024")
    assert len(rows) == 34 * 23
    missing = {(r["placeLabel"], r["service"].rpartition("/")[2]) for r in rows if r["services"] == "0"}
    truth = {
        (each.zh, str(service.row.number))
        for each in editions_of(known, ["2024"])
        for service in base.services
        if service.row.number not in {made.origin for made in invent(base, each.zh, f"1/{each.slug}")}
    }
    assert missing == truth
    assert len(truth) > 20
    lacking = answer("missing-by-place", store, national, base="heilongjiang/2024")
    assert {row["placeLabel"]: int(row["missing"]) for row in lacking} == Counter(
        {row["placeLabel"]: 0 for row in rows} | Counter(place for place, _ in missing)
    )
    assert {row["services"] for row in lacking} == {"23"}


def test_who_promises_more(store: Store, national: Path) -> None:
    rows = answer("measures-by-place", store, national)
    assert len(rows) == 34
    counts = [int(row["measures"]) for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    spread = answer("commitments-by-place", store, national)
    by_place = Counter[str]()
    for row in spread:
        by_place[row["placeLabel"]] += int(row["measures"])
    assert by_place == {row["placeLabel"]: int(row["measures"]) for row in rows}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_with_something_in_it_is_left_alone(
    tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["synthesize", str(tmp_path), "--lang", lang]) == 2
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert bool(re.search("[一-鿿]", said)) == (lang == "zh")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.skipif(not IS_LONG, reason="on a busy machine the limit comes too soon; KG_LONG=1")
@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/id/scheme/recipients/child", id="what-most-measures-point-at"),
        pytest.param("/id/scheme/places", id="a-tree-that-all-editions-point-into"),
        pytest.param("/ontology", id="the-ontology"),
        pytest.param('/reconcile?queries={"q":{"query":"教育"}}', id="names-of-all-things"),
    ],
)
def test_pages_stay_within_the_limits_of_a_query(server: str, path: str) -> None:
    with urlopen(Request(server + quote(path, safe="/?=&"), headers={"Accept": "text/html"})) as answer:
        assert answer.status == 200
