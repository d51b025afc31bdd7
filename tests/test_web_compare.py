"""The page that compares two editions: what it shows, what it leaves out, what can be taken away."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from draft_tables import docx_of, edited
from flask.testing import FlaskClient
from rdflib import Graph

from kg_service.editions.opening import draft_file
from kg_service.model import Column
from kg_service.publish import build_store
from kg_service.queries import Catalogue
from kg_service.settings import HOME_FOLDERS, Settings
from kg_service.store import EmbeddedStore
from kg_service.web import create_app

HTML = {"Accept": "text/html"}
OLD, NEW = "heilongjiang/2024", "heilongjiang/2025"
BOTH = f"old={OLD}&new={NEW}"
MARKUP = "夏令营<b onclick=1>服务</b>"


def next_home(home: Path, folder: Path) -> Path:
    """A home with an edition of 2025 as well: one service gone, one new, one reworded, one body less."""
    for name in HOME_FOLDERS:
        shutil.copytree(home / name, folder / name)
    rows = edited(
        [
            (7, Column.CONTENT, lambda text: text + "；组织夏令营"),
            (12, Column.DEPARTMENTS, "省民政厅"),
        ]
    )
    del rows[1]
    rows.insert(4, rows[-1] | {Column.SERVICE: MARKUP, Column.CONTENT: "为流动儿童免费举办夏令营"})
    for number, row in enumerate(rows, 1):
        row[Column.NUMBER] = str(number)
    document = folder / "2025.docx"
    document.write_bytes(docx_of(rows))
    (folder / "data" / "checklist-2025.ttl").write_text(
        draft_file(document, folder).turtle(), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def client(home: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = Settings(home=next_home(home, tmp_path_factory.mktemp("home")))
    return create_app(build_store(settings), settings, catalogue).test_client()


def page(client: FlaskClient, query: str = BOTH) -> str:
    response = client.get(f"/compare?{query}", headers=HTML)
    assert response.status_code == 200
    return response.text


def articles(text: str) -> list[tuple[str, str]]:
    """Class and heading of each pair that is shown."""
    found = re.findall(r'<article class="([\w ]+)">\s*<h3>(.*?)</h3>', text, re.DOTALL)
    return [(kind.split()[0], re.sub(r"<[^>]+>", "", heading).strip()) for kind, heading in found]


def test_only_what_changed_is_shown(client: FlaskClient) -> None:
    found = articles(page(client))
    assert [kind for kind, _ in found] == ["come", "both", "both", "gone"]
    assert found[1][1].startswith("7 ")
    assert found[3][1].startswith("2 ")


def test_the_switch_shows_all_services(client: FlaskClient) -> None:
    text = page(client, f"{BOTH}&show=all")
    assert len(articles(text)) == 24
    assert sum(kind == "same" for kind, _ in articles(text)) == 20
    assert re.search(r'show=all#services" aria-current="true"', text)
    assert re.search(r'new=heilongjiang%2F2025#services" aria-current="true"', page(client))


def test_words_are_marked_as_elements(client: FlaskClient) -> None:
    text = page(client)
    assert "<ins>；组织夏令营</ins>" in text
    assert "<del>省残联</del>" in text


def test_another_number_is_no_change(client: FlaskClient) -> None:
    text = page(client)
    numbers = text.split('id="numbers"')[1].split("</section>")[0]
    assert re.findall(r"(\d+) → (\d+)", numbers) == [("3", "2"), ("4", "3"), ("5", "4")]
    assert "移位" not in text


@pytest.mark.parametrize(
    ("filter_", "kinds"),
    [
        pytest.param("kind=withdrawn", ["gone"], id="kind"),
        pytest.param("kind=withdrawn&kind=added", ["come", "gone"], id="kinds"),
        pytest.param("body=省残联", ["both"], id="body"),
        pytest.param("goal=病有所医", ["both"], id="goal"),
        pytest.param("body=省残联&kind=added", [], id="none"),
    ],
)
def test_changes_can_be_narrowed(client: FlaskClient, filter_: str, kinds: list[str]) -> None:
    assert [kind for kind, _ in articles(page(client, f"{BOTH}&{filter_}"))] == kinds


def test_sums_lead_to_what_they_count(client: FlaskClient) -> None:
    text = page(client)
    links = re.findall(r'href="(/compare\?[^"]*&amp;body=[^"]+)"', text)
    assert links
    for link in links:
        assert client.get(link.replace("&amp;", "&"), headers=HTML).status_code == 200


def test_text_of_an_edition_is_data(client: FlaskClient) -> None:
    text = page(client)
    assert "<b onclick" not in text
    assert "夏令营&lt;b onclick=1&gt;服务&lt;/b&gt;" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_speaks_both_languages(client: FlaskClient, lang: str) -> None:
    text = page(client, f"{BOTH}&lang={lang}")
    assert ("Service by service" in text) is (lang == "en")
    assert ("逐项对照" in text) is (lang == "zh")


def test_every_download_of_the_page_comes(client: FlaskClient) -> None:
    links = re.findall(r'href="([^"]+)" download', page(client))
    found = {}
    for link in links:
        response = client.get(link.replace("&amp;", "&"))
        assert response.status_code == 200
        assert response.headers["Content-Disposition"].startswith('attachment; filename="heilongjiang-2024-')
        found[response.mimetype] = response.text
    assert set(found) == {
        "text/html", "application/json", "text/markdown", "text/csv", "text/turtle", "application/rdf-patch",
    }  # fmt: skip
    assert len(json.loads(found["application/json"])["changes"]) == 4
    assert len(list(csv.reader(io.StringIO(found["text/csv"])))) == 5
    assert len(Graph().parse(data=found["text/turtle"], format="turtle")) > 20
    assert found["application/rdf-patch"].count("\n") > 10


def test_downloads_hold_what_the_page_shows(client: FlaskClient) -> None:
    given = client.get(f"/compare?{BOTH}&kind=withdrawn", headers={"Accept": "application/json"}).json
    assert [change["kind"] for change in given["changes"]] == ["withdrawn"]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        pytest.param(f"old={OLD}&new=heilongjiang/1999", 404, "unknown-edition", id="edition"),
        pytest.param(f"old={OLD}&new=/etc/passwd", 404, "unknown-edition", id="path"),
        pytest.param(f"old={OLD}", 400, "missing-parameter", id="one"),
        pytest.param(f"{BOTH}&kind=none-such", 404, "unknown-name", id="kind"),
        pytest.param(f"{BOTH}&format=docx", 400, "unknown-format", id="format"),
    ],
)
def test_what_will_not_do(client: FlaskClient, query: str, status: int, code: str) -> None:
    response = client.get(f"/compare?{query}")
    assert (response.status_code, response.json["code"]) == (status, code)


def test_an_answer_is_kept_until_the_dataset_changes(client: FlaskClient) -> None:
    first = client.get(f"/compare?{BOTH}", headers=HTML)
    again = client.get(f"/compare?{BOTH}", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_form_offers_the_latest_two(client: FlaskClient) -> None:
    text = page(client, "")
    assert f'<option value="{OLD}" selected>' in text.split('id="old"')[1].split("</select>")[0]
    assert f'<option value="{NEW}" selected>' in text.split('id="new"')[1].split("</select>")[0]


def test_with_one_edition_it_says_so_and_offers_the_check(
    store: EmbeddedStore, settings: Settings, catalogue: Catalogue
) -> None:
    alone = create_app(store, settings, catalogue).test_client()
    text = alone.get("/compare", headers=HTML).text
    assert f"只有一版清单（{OLD}）" in text
    assert 'href="/check"' in text.split("<main")[1]
    assert "<form" not in text
