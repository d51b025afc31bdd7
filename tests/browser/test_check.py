"""From a draft to its findings in a browser, with script and without, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from draft_tables import edited, xlsx_of
from playwright.sync_api import Browser, Page, expect
from test_pages import CONTRAST, scrolls_sideways
from visiting import WAYS, Visit

from kg_service.cli import main
from kg_service.model import Column

pytestmark = pytest.mark.browser

FAULTS = [
    (3, Column.DEPARTMENTS, "省卫生健康委、省教育厅"),
    (7, Column.CONTENT, lambda text: text + "；组织夏令营"),
]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("draft") / "草稿.xlsx"
    path.write_bytes(xlsx_of(edited(FAULTS)))
    return path


@pytest.fixture(params=WAYS)
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    has_script, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 844}, locale="zh-CN", java_script_enabled=has_script
    )
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_a_draft_is_checked_and_taken_away_with_notes(
    page: Page, address: str, draft: Path, tmp_path: Path
) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="校验", exact=True).click()
    page.get_by_label("文件", exact=True).set_input_files(draft)
    page.get_by_label("对照哪一版").select_option("heilongjiang/2024")
    page.get_by_role("button", name="校验").click()
    expect(page.locator("h1")).to_have_text("校验结果")
    cell = page.locator("td.departments.violation")
    expect(cell).to_have_count(1)
    expect(cell).to_contain_text("省卫生健康委")
    expect(cell).to_contain_text("违反规则")
    expect(page.locator("ins", has_text="组织夏令营")).to_be_visible()
    # The edition stays chosen; the file was not kept.
    expect(page.get_by_label("对照哪一版")).to_have_value("heilongjiang/2024")
    page.get_by_label("文件", exact=True).set_input_files(draft)
    page.get_by_label("结果形式").select_option("annotated")
    with page.expect_download() as coming:
        page.get_by_role("button", name="校验").click()
    assert coming.value.suggested_filename == "草稿-annotated.xlsx"
    coming.value.save_as(tmp_path / "notes.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "notes.xlsx").active
    assert any(found.comment for row in sheet.iter_rows() for found in row)


def test_a_form_without_a_draft_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/check")
    page.get_by_role("button", name="校验").click()
    expect(page.locator("h1")).to_have_text("没有草稿")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_result_is_legible_and_fits(visit: Visit, draft: Path, scheme: str) -> None:
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page = visit.open("/check")
    assert page.evaluate(CONTRAST) == []
    page.get_by_label("文件", exact=True).set_input_files(draft)
    page.get_by_role("button", name="校验").click()
    expect(page.locator("h1")).to_have_text("校验结果", timeout=60_000)
    assert not scrolls_sideways(page)
    assert page.evaluate(CONTRAST) == []


def test_the_form_works_by_keyboard(visit: Visit) -> None:
    page = visit.open("/check")
    page.get_by_label("或者粘贴文字").focus()
    page.keyboard.type("没有表格的文字")
    reached = []
    for _ in range(3):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.type"))
    assert reached == ["against", "format", "submit"]
    visit.complaints.clear()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("没有找到清单的表格", timeout=60_000)
    # That the answer was 422 is what the browser says of it.
    visit.complaints[:] = [text for text in visit.complaints if "422" not in text]


@pytest.mark.parametrize("path", ["/compare", "/compare?lang=en", "/check?lang=en"])
def test_the_pages_fit(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert not scrolls_sideways(page)
    assert page.evaluate(CONTRAST) == []


def test_the_report_as_a_file_is_readable_in_a_narrow_window(
    browser: Browser, width: int, draft: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.html"
    assert main(["validate", str(draft), "--lang", "zh", "-o", str(report)]) == 1
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(report.as_uri())
    assert not scrolls_sideways(page)
    cell = page.locator("td.departments.violation").bounding_box()
    assert cell is not None
    assert cell["x"] + cell["width"] <= width
    # On a phone a cell takes the width of the page, and its heading stands above it.
    assert (cell["width"] > 0.8 * width) == (width < 720)
    page.close()
