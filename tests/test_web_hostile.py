"""Text of the graph is data, whatever it says: in pages, in scripts' data, in sheets, in links."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import html5rdf
import openpyxl
import pytest
from crawling import BROWSER, STATES, crawl
from flask.testing import FlaskClient
from hostile_graph import FORMULA, GIANT, MARKUP, THING, hostile_dataset
from long_run import part

from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE
from kg_service.web import create_app

SKOS = "http://www.w3.org/2004/02/skos/core#"
NOTES = f"SELECT ?note {{ <{BASE}{THING}> <{SKOS}note> ?note }} ORDER BY ?note"
DATA_SCRIPTS = {"application/ld+json", "application/json"}


@pytest.fixture(scope="module")
def client(settings: Settings, catalogue: Catalogue) -> FlaskClient:
    return create_app(EmbeddedStore(hostile_dataset(settings), "0" * 64), settings, catalogue).test_client()


@pytest.fixture(scope="module")
def pages(client: FlaskClient) -> dict[str, str]:
    """Every kind of page, as HTML, by address."""
    paths = [*crawl(client).pages.values(), *STATES, f"/{THING}", "/search?q=script", "/search?q=cmd"]
    return {path: client.get(path, headers=BROWSER).text for path in paths}


def elements(page: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Name, attributes and own text of each element, as a browser parses *page*."""
    tree = html5rdf.parse(page, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str):
            yield element.tag, dict(element.attrib), element.text or ""


def test_nothing_of_a_label_becomes_an_element(pages: dict[str, str]) -> None:
    assert sum(MARKUP[:30].replace("<", "&lt;").replace(">", "&gt;") in page for page in pages.values()) > 5
    for path, page in part([*pages.items()], 2):
        for tag, attributes, text in elements(page):
            assert tag not in {"iframe", "object", "embed", "base", "img"}, path
            assert [name for name in attributes if name.startswith("on") or name == "style"] == [], path
            if tag == "script" and "src" not in attributes:
                assert attributes.get("type") in DATA_SCRIPTS, path
                json.loads(text)
        assert "{% raw %}" not in page or "{{ 7*7 }}{% raw %}" in page, path


def test_no_link_runs(pages: dict[str, str]) -> None:
    assert "javascript:alert(5)" in pages[f"/{THING}"]
    for path, page in pages.items():
        for _, attributes, _ in elements(page):
            for name in ("href", "src", "action", "formaction", "xlink:href"):
                assert urlsplit(attributes.get(name, "")).scheme in {"", "http", "https"}, path


def test_a_giant_label_does_not_make_giant_pages(client: FlaskClient, pages: dict[str, str]) -> None:
    """It is whole where it is said, and on its own page as its name, also for search engines."""
    assert GIANT in pages[f"/{THING}"]
    for path, page in pages.items():
        assert page.count(GIANT) <= (3 if path == f"/{THING}" else 2), path
    found = client.get("/search?q=长长长长&format=html")
    assert found.status_code == 200


@pytest.mark.parametrize("name", ["csv", "csv-bom", "tsv", "json", "xml", "xlsx"])
def test_every_format_gives_the_text_as_text(client: FlaskClient, name: str) -> None:
    answer = client.get("/sparql", query_string={"query": NOTES, "format": name})
    assert answer.status_code == 200
    if name == "xlsx":
        (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert FORMULA in [cell.value for cell in cells]
        assert {cell.data_type for cell in cells} == {"s"}
        return
    if name in {"csv", "csv-bom"}:
        rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
        # CSV for programs gives every text as it is; that for Excel never gives what Excel would run.
        assert ([f"'{FORMULA}"] if name == "csv-bom" else [FORMULA]) in rows
        return
    assert "cmd|" in answer.text


def test_csv_for_excel_keeps_numbers(client: FlaskClient) -> None:
    query = 'SELECT ?n ?t { VALUES (?n ?t) { (-5 "-5") (1.5 "＝1") (2 " =1") (3 "a\\n=1") } }'
    answer = client.get("/sparql", query_string={"query": query, "format": "csv-bom"})
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert rows == [["n", "t"], ["-5", "'-5"], ["1.5", "'＝1"], ["2", "' =1"], ["3", "a\n=1"]]


@pytest.mark.parametrize("name", ["csv", "json", "csv-bom", "xlsx"])
def test_ready_made_answers_and_facets_hold_it_too(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/queries/services-at-a-glance?format={name}")
    assert answer.status_code == 200
    if name == "xlsx":
        (sheet,) = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    elif name == "csv-bom":
        cells = [c for row in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) for c in row]
        assert f"'{FORMULA}" in cells
        assert [cell for cell in cells if cell.startswith(("=", "@"))] == []


def test_links_in_headers_hold_no_label(client: FlaskClient) -> None:
    answer = client.get(f"/{THING}", headers=BROWSER)
    assert "cmd" not in str(answer.headers)
    assert "长" not in str(answer.headers)
