"""Editions as files for people, and read back from them to the character."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from editions import NASTY, editions, nasty
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from test_cli_process import kg

from kg_service import formats
from kg_service.editions import rows, title
from kg_service.editions.reading.docx import read as read_docx
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.html import read as read_html
from kg_service.editions.reading.xlsx import read as read_xlsx
from kg_service.editions.writing import write_edition
from kg_service.editions.writing.layout import lay_out
from kg_service.errors import CellTooLongError, DocumentTooLargeError
from kg_service.formats import EDITION_FORMATS, Format
from kg_service.model import Row
from kg_service.store import EmbeddedStore

TITLE = "黑龙江省流动儿童在居住地享有关爱服务清单（2024年版）"
PRINTED = (formats.DOCX, formats.XLSX, formats.HTML, formats.TEXT)
"""Those that have a place for the title."""


@pytest.fixture(scope="module")
def table(store: EmbeddedStore) -> tuple[Row, ...]:
    return rows(store, "heilongjiang", "2024")


def by_name(format: Format) -> str:
    return format.name


def test_the_title_is_that_of_the_edition(store: EmbeddedStore) -> None:
    assert title(store, "heilongjiang", "2024") == TITLE


@pytest.mark.parametrize("format", EDITION_FORMATS, ids=by_name)
def test_the_list_comes_back_to_the_character(table: tuple[Row, ...], format: Format) -> None:
    reading = read_bytes(write_edition(table, TITLE, format), f"a.{format.extension}")
    assert reading.table() == table
    assert len(reading.rows) == 23
    assert reading.title == (TITLE if format in PRINTED else None)
    assert not [
        remark for remark in reading.remarks if remark.kind == "doubtful" and remark.code != "filled-down"
    ]


@pytest.mark.parametrize("format", EDITION_FORMATS, ids=by_name)
@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(made=editions())
def test_any_edition_comes_back_to_the_character(made: tuple[Row, ...], format: Format) -> None:
    written = write_edition(made, "流动儿童关爱服务清单（2031年版）", format)
    assert read_bytes(written, f"a.{format.extension}").table() == made


@pytest.mark.parametrize("format", EDITION_FORMATS, ids=by_name)
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_texts_that_are_hard_to_hold_come_back(text: str, format: Format) -> None:
    rows, read = nasty(text)
    assert read_bytes(write_edition(rows, TITLE, format), f"a.{format.extension}").table() == read


@pytest.mark.parametrize("format", EDITION_FORMATS, ids=by_name)
def test_an_empty_group_where_a_goal_begins_stays_empty(table: tuple[Row, ...], format: Format) -> None:
    changed = (*table[:2], replace(table[2], beneficiary=""), *table[4:])
    written = write_edition(changed, TITLE, format)
    assert read_bytes(written, f"a.{format.extension}").table() == changed


@pytest.mark.parametrize("format", [formats.DOCX, formats.XLSX, formats.HTML], ids=by_name)
def test_an_empty_group_is_not_taken_for_a_merged_one(table: tuple[Row, ...], format: Format) -> None:
    changed = (*table[:11], replace(table[11], beneficiary=""), *table[12:])
    written = write_edition(changed, TITLE, format)
    assert read_bytes(written, f"a.{format.extension}").table() == changed


@pytest.mark.parametrize("format", EDITION_FORMATS, ids=by_name)
def test_the_same_rows_give_the_same_bytes(table: tuple[Row, ...], format: Format) -> None:
    assert write_edition(table, TITLE, format) == write_edition(table, TITLE, format)


def test_neighbours_of_one_goal_and_of_one_group_within_it_are_merged(table: tuple[Row, ...]) -> None:
    depths = {each.row.number: (each.deep[0], each.deep[2]) for goal in lay_out(table) for each in goal}
    assert {number: depths[number] for number in (1, 2, 3, 4, 5)} == {
        1: (2, 1), 2: (0, 1), 3: (4, 2), 4: (0, 0), 5: (0, 1)
    }  # fmt: skip
    assert depths[17] == (7, 7)


def test_groups_are_not_merged_over_goals(table: tuple[Row, ...]) -> None:
    same = [replace(row, beneficiary="流动儿童") for row in table]
    assert [each.deep[2] for goal in lay_out(same) for each in goal if each.deep[2]] == [2, 4, 3, 1, 6, 7]


@pytest.mark.parametrize("text", ["=1+1", "+8610", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_cell_of_a_workbook_is_a_formula(table: tuple[Row, ...], text: str) -> None:
    content = write_edition([replace(table[0], content=text, service=text)], TITLE, formats.XLSX)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in page
    assert 'quotePrefix="1"' in styles
    assert read_bytes(content, "a.xlsx").table()[0].content == text


def test_markup_is_text(table: tuple[Row, ...]) -> None:
    text = "<script>alert('1')</script>&amp;\"“”"
    for format in PRINTED:
        content = write_edition([replace(table[0], content=text)], TITLE, format)
        assert read_bytes(content, f"a.{format.extension}").table()[0].content == text
    page = write_edition([replace(table[0], content=text)], f"{TITLE}</title><script>", formats.HTML).decode()
    assert "<script" not in page


def test_what_no_xml_may_hold_is_replaced(table: tuple[Row, ...]) -> None:
    for format, read in ((formats.DOCX, read_docx), (formats.XLSX, read_xlsx), (formats.HTML, read_html)):
        raw = read(write_edition([replace(table[0], content="a\x01b")], TITLE, format), "a")
        assert "a\ufffdb" in [cell.written for row in raw.grids[0].rows for cell in row.cells]


def test_a_page_needs_nothing_else_and_prints_its_heading_on_every_page(table: tuple[Row, ...]) -> None:
    page = write_edition(table, TITLE, formats.HTML).decode()
    assert '<html lang="zh">' in page
    assert "A4 landscape" in page
    assert "table-header-group" in page
    assert not any(
        word in page for word in ("<script", "<link", "http:", "https:", "src=", "@import", "url(")
    )
    assert page.count("<tbody>") == 6
    assert page.count('scope="rowgroup"') == 6


def test_a_workbook_prints_its_heading_on_every_page(table: tuple[Row, ...]) -> None:
    with zipfile.ZipFile(io.BytesIO(write_edition(table, TITLE, formats.XLSX))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert 'orientation="landscape"' in page
    assert 'fitToHeight="0"' in page
    assert "Print_Titles" in book
    assert 'topLeftCell="A3"' in page
    assert page.count("<mergeCell ") == 1 + 5 + 4


def test_a_document_is_like_the_list(table: tuple[Row, ...]) -> None:
    import docx

    made = docx.Document(io.BytesIO(write_edition(table, TITLE, formats.DOCX)))
    section = made.sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert made.paragraphs[0].text == TITLE
    [made_table] = made.tables
    assert len(made_table.rows) == 24
    xml = made_table._tbl.xml
    assert xml.count("<w:tblHeader/>") == 1
    assert xml.count('<w:vMerge w:val="restart"/>') == 5 + 4
    assert 'w:eastAsia="仿宋"' in xml


def test_a_cell_that_excel_can_not_hold_is_refused(table: tuple[Row, ...]) -> None:
    long = [replace(table[0], content="长" * 32_768)]
    with pytest.raises(CellTooLongError, match="row 1"):
        write_edition(long, TITLE, formats.XLSX)
    written = write_edition(long, TITLE, formats.DOCX)
    cells = [cell.written for row in read_docx(written, "a.docx").grids[0].rows for cell in row.cells]
    assert long[0].content in cells
    with pytest.raises(DocumentTooLargeError, match="5,000"):
        read_bytes(written, "a.docx")  # Word holds it; as a list it is more than is checked


@pytest.mark.parametrize("format", [formats.DOCX, formats.TSV], ids=by_name)
def test_the_command_writes_files(tmp_path: Path, table: tuple[Row, ...], format: Format) -> None:
    target = tmp_path / f"out.{format.extension}"
    assert kg("export", "heilongjiang/2024", "-o", str(target)).returncode == 0
    assert target.read_bytes() == write_edition(table, TITLE, format)


def test_the_command_writes_text_to_a_pipe() -> None:
    done = kg("export", "heilongjiang/2024", "--format", "txt")
    assert done.stdout.decode().splitlines()[0] == TITLE


def test_the_command_does_not_write_json_into_a_document(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    done = kg("export", "heilongjiang/2024", "-o", str(target), KG_LANG="en")
    assert done.returncode == 2
    assert b"docx" in done.stderr
    assert not target.exists()
