"""The query desk in a browser: written with completion, run by keyboard, sorted, drawn, taken away."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import openpyxl
import pytest
from long_run import part
from playwright.sync_api import Browser, Page, expect
from test_pages import CONTRAST, scrolls_sideways
from visiting import WAYS, Visit

pytestmark = pytest.mark.browser

EDUCATION = "https://w3id.org/care-checklist/id/body/heilongjiang/education"
CONSTRUCT = "CONSTRUCT WHERE { <https://w3id.org/care-checklist/id/scheme/goals/education> ?p ?o }"
PATHS = [
    "/queries/body-workload",
    "/queries/goal-body-matrix?lang=en",
    "/queries/group-service-body-flow",
    "/queries/shared-responsibility?sort=-services",
    "/conditions?goal=education&count=body",
    "/conditions?lang=en",
    "/sparql?show=raw&query=" + quote("SELECT * { ?s ?p ?o } LIMIT 5"),
    "/sparql?query=" + quote(CONSTRUCT),
]
WHOLE = [
    "PREFIX cv: <http://data.europa.eu/m8g/>",
    "SELECT ?service",
    "WHERE {",
    f"  ?service cv:hasCompetentAuthority <{EDUCATION}> .",
    "}",
    "",
]


@pytest.fixture(params=WAYS)
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    has_script, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        locale="zh-CN",
        java_script_enabled=has_script,
        base_url=address,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def completions(page: Page) -> list[str]:
    expect(page.locator(".cm-tooltip-autocomplete li").first).to_be_visible()
    return [text.strip() for text in page.locator(".cm-completionLabel").all_inner_texts()]


def test_a_query_is_written_in_chinese_and_run_by_keyboard(visit: Visit) -> None:
    page = visit.open("/sparql")
    visit.write("SELECT ?service\nWHERE { ?service ")
    page.keyboard.type("责任部门")
    assert completions(page)[0] == "责任部门"
    page.wait_for_timeout(100)  # a completion is taken once it has been seen
    page.keyboard.press("Enter")
    page.keyboard.type(" 黑龙江省教育厅")
    assert completions(page) == ["省教育厅"]
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    page.keyboard.type(" . }")
    page.keyboard.press("Shift+Alt+F")
    expect(page.locator(".cm-line")).to_have_text(WHOLE)
    page.keyboard.press("Control+Enter")
    expect(page.locator("table.rows tbody tr")).to_have_count(10)
    asked = parse_qs(urlsplit(page.url).query)["query"][0]
    assert asked.splitlines() == WHOLE[:-1]
    expect(page.locator(".cm-line").first).to_have_text(WHOLE[0])
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("before", "typed", "expected", "written"),
    [
        pytest.param("PREFIX ", "dc", "dct:", "PREFIX dct: <http://purl.org/dc/terms/>", id="prefix"),
        pytest.param("SELECT ?serviceLabel { ", "?se", "?serviceLabel", "?serviceLabel", id="variable"),
        pytest.param("SELECT * { ?s ", "competent", "责任部门", "cv:hasCompetentAuthority", id="english"),
        pytest.param("SELECT * { ?s ", "低保", "最低生活保障", "<https://w3id.org/", id="other-name"),
        pytest.param('SELECT * { ?s ?p "', "教育厅", "省教育厅", '"省教育厅', id="in-a-text"),
        pytest.param("", "opt", "OPTIONAL", "OPTIONAL", id="keyword"),
    ],
)
@pytest.mark.parametrize("width", [1200], ids=["desk"])
def test_what_is_begun_is_completed(
    visit: Visit, before: str, typed: str, expected: str, written: str
) -> None:
    page = visit.open("/sparql")
    visit.write(before or " ")
    page.keyboard.type(typed)
    assert any(expected in label for label in completions(page))
    page.locator(".cm-tooltip-autocomplete li", has_text=expected).first.click()
    expect(page.locator(".cm-content")).to_contain_text(written)
    # Escape closes what is offered, and a comment is left alone.
    visit.write("# ")
    page.keyboard.type("教育")
    page.wait_for_timeout(300)
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)


def test_a_mistake_is_marked_in_its_place_until_it_is_mended(visit: Visit) -> None:
    page = visit.open("/sparql")
    visit.write('SELECT *\nWHERE { ?s ?p "教育"@zh . ?x ?y }')
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("第 2 行第 31 个字符")
    expect(page.locator(".cm-fault")).to_have_text("}")
    expect(page.locator(".cm-fault-line")).to_contain_text("WHERE")
    editor = page.get_by_label("查询", exact=True)
    expect(editor).to_be_focused()
    expect(editor).to_have_attribute("aria-invalid", "true")
    assert page.evaluate(CONTRAST) == []
    page.keyboard.type("?z ")
    expect(page.locator(".cm-fault")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_be_visible()
    visit.complaints[:] = [text for text in visit.complaints if "400" not in text]


def test_the_keyboard_comes_and_goes(visit: Visit) -> None:
    page = visit.open("/sparql")
    editor = page.get_by_label("查询", exact=True)
    editor.focus()
    assert editor.evaluate("e => getComputedStyle(e.closest('.cm-editor')).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    expect(page.get_by_label("查询范围")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    # While completions are offered, Escape closes them and Tab leaves.
    visit.write("SELECT * { ?s ")
    page.keyboard.type("教育")
    completions(page)
    page.keyboard.press("Escape")
    expect(page.locator(".cm-tooltip-autocomplete")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.get_by_label("查询范围")).to_be_focused()
    for name in ("运行", "整理格式"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()


@pytest.mark.parametrize("path", part(PATHS, 2))
def test_answers_and_charts_fit_and_can_be_read(visit: Visit, path: str) -> None:
    page = visit.open(path)
    expect(page.locator("h1")).to_have_count(1)
    assert not scrolls_sideways(page)
    page.locator("details.use summary").click()
    assert not scrolls_sideways(page)
    assert page.evaluate(CONTRAST) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", part(["dark", "light"], 2))
def test_the_editor_can_be_read(visit: Visit, scheme: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = visit.open("/sparql")
    visit.write('# 说明\nSELECT * { ?s a <urn:x> ; care:rowNumber 3.5 ; ?p "文字"@zh } ')
    page.keyboard.type("教育")
    completions(page)
    shadow = CONTRAST.replace(
        'document.querySelectorAll("body *")',
        'document.querySelector(".editor").shadowRoot.querySelectorAll("*")',
    )
    assert shadow != CONTRAST
    assert page.evaluate(shadow) == []


def test_a_ready_made_question_is_drawn_sorted_and_taken_away(page: Page, tmp_path: Path) -> None:
    page.goto("/queries")
    page.get_by_role("link", name="各部门在各目标下各负责多少项服务？").click()
    expect(page.locator("figure.matrix svg a")).to_have_count(23)
    page.get_by_role("link", name="责任部门", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("责任部门")
    expect(page.locator("table.rows tbody tr").first).to_contain_text("省残联")
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    coming.value.save_as(tmp_path / "answer.xlsx")
    assert openpyxl.load_workbook(tmp_path / "answer.xlsx").active.max_row == 24
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV (Excel)").click()
    coming.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 23
    number = int((page.locator("svg a title").first.text_content() or "").rpartition("：")[2])
    page.locator("svg a").first.click()
    expect(page).to_have_url(re.compile(r"/services\?goal=[a-z-]+&body="))
    expect(page.locator("ol.services > li")).to_have_count(number)


def test_conditions_write_a_query_that_is_changed_in_the_editor(page: Page) -> None:
    page.goto("/queries")
    page.get_by_role("link", name="按条件").click()
    page.get_by_label("目标", exact=True).select_option(label="学有所教")
    page.get_by_label("要看什么").select_option(label="服务数量，按责任部门")
    page.get_by_role("button", name="提问").click()
    expect(page.locator("figure.bar svg a")).to_have_count(3)
    expect(page.locator("pre.written")).to_contain_text("<scheme/goals/education>")
    page.locator("section.answer").get_by_role("link", name="查看此结果的 SPARQL").click()
    expect(page).to_have_url(re.compile(r"/sparql\?query="))
    expect(page.locator("table.rows tbody tr")).to_have_count(3)
    page.get_by_role("button", name="运行").click()
    expect(page.locator("table.rows tbody tr")).to_have_count(3)
    page.get_by_role("link", name="原始数据").click()
    expect(page.locator("pre.raw")).to_contain_text(f'"value": "{EDUCATION}"')


def test_a_graph_is_drawn_and_links_to_its_things(page: Page) -> None:
    page.goto("/sparql?query=" + quote(CONSTRUCT))
    page.locator("figure.graph svg a[href='/id/scheme/goals']").click()
    expect(page).to_have_url(re.compile("/id/scheme/goals$"))


def test_a_query_is_written_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/sparql")
    expect(page.locator(".help")).to_be_hidden()
    page.get_by_label("查询", exact=True).fill("SELECT *\nWHERE { ?s ?p }")
    page.get_by_role("button", name="运行").click()
    expect(page.get_by_role("alert")).to_contain_text("第 2 行第 15 个字符")
    expect(page.get_by_label("查询", exact=True)).to_have_value("SELECT *\nWHERE { ?s ?p }")
    page.get_by_label("查询", exact=True).fill("SELECT ?n { VALUES ?n { 3 1 2 } }")
    page.get_by_role("button", name="运行").click()
    page.get_by_role("link", name="n", exact=True).click()
    expect(page.locator("table.rows tbody td")).to_have_text(["1", "2", "3"])
    context.close()
