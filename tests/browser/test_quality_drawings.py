"""Words in every kind of drawing can be read against what is painted beneath them, by day and in the dark."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from painted import hard_to_read
from playwright.sync_api import Browser, Page

from kg_service.vocabulary import BASE
from kg_service.web.charts.provinces import PROVINCES
from kg_service.web.drawing import SHAPES

pytestmark = pytest.mark.browser


def asked(chart: str, variables: str, *rows: str) -> str:
    values = " ".join(f"({row})" for row in rows)
    query = f"#+ chart: {chart}\nSELECT {variables} {{ VALUES ({variables}) {{ {values} }} }}"
    return "/sparql?query=" + quote(query)


EVERY_SHADE = [f"<{province.iri}> {number}" for number, province in enumerate(PROVINCES[:-1])]
DRAWINGS = {
    "bar": "/queries/body-workload",
    "matrix": asked("matrix", "?a ?b ?n", *(f'"行{n // 4}" "列{n % 4}" {n + 1}' for n in range(16))),
    "sankey": "/queries/group-service-body-flow",
    "map": asked("map", "?p ?n", *EVERY_SHADE),
    "graph": "/sparql?query=" + quote(f"CONSTRUCT WHERE {{ <{BASE}id/scheme/goals/education> ?p ?o }}"),
    "bodies-by-goal": "/",
    "classes": "/ontology",
}


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", base_url=address, viewport={"width": 1240, "height": 844})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_every_kind_of_chart_is_looked_at() -> None:
    assert set(SHAPES) | {"graph"} < set(DRAWINGS)


@pytest.mark.parametrize("kind", DRAWINGS)
def test_words_in_drawings_can_be_read(page: Page, kind: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(DRAWINGS[kind])
    if kind in SHAPES:
        assert page.locator(f"figure.{kind}").count() == 1
    assert hard_to_read(page) == []
    page.emulate_media(color_scheme="dark")
    assert hard_to_read(page) == []


def box(style: str) -> str:
    return f'<rect width="90" height="40" {style}/>'


def word(style: str = "") -> str:
    return f'<text x="9" y="25" {style}>x</text>'


@pytest.mark.parametrize(
    ("drawing", "fault"),
    [
        pytest.param(box('fill="#555"') + word(), "2.", id="fill"),
        pytest.param('<path d="M0 20H90" stroke="#555" stroke-width="30"/>' + word(), "2.", id="stroke"),
        pytest.param(box('fill-opacity=".6"') + word(), "3.", id="shade"),
        pytest.param(word('fill="#999"'), "2.", id="page"),
        pytest.param(word('fill-opacity=".4"'), "2.", id="pale"),
        pytest.param(word() + box('fill="#eee"'), "covered", id="covered"),
        pytest.param(word('font-size="30" fill="#888"'), "", id="large"),
        pytest.param(box('fill="none"') + word(), "", id="fine"),
    ],
)
def test_what_is_hard_to_read_is_found(page: Page, drawing: str, fault: str) -> None:
    page.emulate_media(color_scheme="light")
    page.set_content(f'<body style="background:#fff"><svg width="100" height="50">{drawing}</svg></body>')
    found = hard_to_read(page)
    assert bool(found) == bool(fault)
    assert all(line.startswith(f"x: {fault}") for line in found), found
