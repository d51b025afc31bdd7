"""The exported page printed to PDF by a real browser, and read back to the character."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from editions import NASTY
from playwright.sync_api import Browser

from kg_service import formats
from kg_service.editions import rows, title
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.text import plain
from kg_service.editions.writing import write_edition
from kg_service.model import Row
from kg_service.store import EmbeddedStore

pytestmark = pytest.mark.browser

A4_LANDSCAPE = {"prefer_css_page_size": True}
SMALL = {
    "width": "160mm",
    "height": "90mm",
    "margin": {"top": "15mm", "bottom": "15mm", "left": "10mm", "right": "10mm"},
    "display_header_footer": True,
    "header_template": '<div style="font-size:8px">黑龙江省</div>',
    "footer_template": '<div style="font-size:8px">- <span class="pageNumber"></span> -</div>',
}
"""Pages so small that most cells go on over a page."""


def printed(browser: Browser, page: str, options: dict[str, object]) -> bytes:
    tab = browser.new_page()
    tab.set_content(page)
    content = tab.pdf(print_background=True, **options)  # type: ignore[arg-type]
    tab.close()
    return content


@pytest.fixture(scope="module")
def table(store: EmbeddedStore) -> tuple[Row, ...]:
    return rows(store, "heilongjiang", "2024")


@pytest.fixture(scope="module")
def page(store: EmbeddedStore, table: tuple[Row, ...]) -> str:
    return write_edition(table, title(store, "heilongjiang", "2024"), formats.HTML).decode()


def without_page_size(page: str) -> str:
    return re.sub(r"@page \{.*?\} \}", "", page)


@pytest.mark.parametrize(
    ("change", "options"),
    [
        pytest.param(lambda page: page, A4_LANDSCAPE, id="as-exported"),
        pytest.param(without_page_size, {"format": "A4"}, id="portrait"),
        pytest.param(
            lambda page: without_page_size(page).replace("tr { break-inside: avoid; }", ""),
            SMALL,
            id="parted-rows",
        ),
        pytest.param(
            lambda page: without_page_size(page).replace("table-header-group", "table-row-group"),
            {**SMALL, "height": "130mm"},
            id="heading-once",
        ),
        pytest.param(
            lambda page: page.replace("border: 0.5pt solid", "border: 0; border-bottom: 0.5pt dotted"),
            A4_LANDSCAPE,
            id="dotted-lying-rules-only",
        ),
    ],
)
def test_the_printed_list_comes_back(
    browser: Browser, table: tuple[Row, ...], page: str, change, options: dict[str, object]
) -> None:
    reading = read_bytes(printed(browser, change(page), options), "a.pdf")
    assert reading.table() == table
    assert reading.title == "黑龙江省流动儿童在居住地享有关爱服务清单（2024年版）"
    assert {remark.code for remark in reading.remarks} <= {
        "title", "heading", "repeated-heading", "page-number", "header", "joined-row", "page-title",
        "without-rules",
    }  # fmt: skip


def test_any_printed_edition_comes_back(browser: Browser) -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from editions import editions
    from hypothesis import HealthCheck, Phase, given, settings

    @settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(made=editions())
    def come_back(made: tuple[Row, ...]) -> None:
        page = write_edition(made, "流动儿童关爱服务清单（2031年版）", formats.HTML).decode()
        assert read_bytes(printed(browser, page, A4_LANDSCAPE), "a.pdf").table() == made

    come_back()


PRINTED_AS = {"combining": "éé", "radicals": "一二行"}
"""What a printed page holds in place of characters that look the same."""


@pytest.fixture(scope="module")
def nasty_printed(browser: Browser) -> dict[str, str]:
    """Texts that are hard to hold, as they are read from paper."""
    rows = tuple(
        Row(number, "幼有所育", f"群体{number}", f"服务{number}", text, ("省教育厅",))
        for number, text in enumerate(NASTY.values(), start=1)
    )
    page = write_edition(rows, "某省清单（2031年版）", formats.HTML).decode()
    reading = read_bytes(printed(browser, page, A4_LANDSCAPE), "a.pdf")
    return dict(zip(NASTY, (row.content for row in reading.table()), strict=True))


@pytest.mark.parametrize("name", sorted(NASTY.keys() - {"emoji"}))
def test_texts_that_are_hard_to_hold_come_back(nasty_printed: dict[str, str], name: str) -> None:
    assert nasty_printed[name] == PRINTED_AS.get(name, plain(NASTY[name]))


def test_a_glyph_that_is_no_character_is_read_as_such(nasty_printed: dict[str, str]) -> None:
    """Emoji are drawn, and whether the page says which they are depends on the fonts of the machine."""
    assert re.fullmatch("关爱(👧🏽|\ufffd+)儿童❤.?", nasty_printed["emoji"])
