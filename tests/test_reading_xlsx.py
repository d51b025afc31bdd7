"""Excel workbooks as grids: what is shown, what is hidden, what stands beside the cells."""

from __future__ import annotations

import pickle
from datetime import datetime

import pytest
import xlsxwriter
from documents import HEADING
from sheets import book, sheet, with_parts, with_sheet_xml

from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.shown import shown
from kg_service.editions.reading.xlsx import read
from kg_service.errors import DocumentTooLargeError, EncryptedDocumentError, UnreadableDocumentError
from kg_service.model import Column, Place


def texts(raw: RawDocument, grid: int = 0) -> list[list[str]]:
    return [[cell.written for cell in row.cells] for row in raw.grids[grid].rows]


def codes(raw: RawDocument) -> list[tuple[str, str, str | None, int | None, int | None]]:
    return [(r.code, r.found, r.place.sheet, r.place.row, r.place.cell) for r in raw.remarks]


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        ("1", "General", "1"),
        ("1.0", "General", "1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1e-7", "General", "0.0000001"),
        ("1", "0.00", "1.00"),
        ("1", "00", "01"),
        ("0.125", "0.0%", "12.5%"),
        ("0.5", "0%", "50%"),
        ("1234567.891", "#,##0.00", "1,234,567.89"),
        ("-5", "0;(0)", "(5)"),
        ("-5", "0", "-5"),
        ("0", '0;-0;"无"', "无"),
        ("3", '"第"0"项"', "第3项"),
        ("3", "0_);(0)", "3"),
        ("3", "[Red]0", "3"),
        ("3", "@", "3"),
        ("2", "0.00E+00", "2"),
        ("45717", "yyyy/m/d", "2025/3/1"),
        ("45717", 'yyyy"年"m"月"d"日"', "2025年3月1日"),
        ("45717.5", "yyyy-mm-dd hh:mm", "2025-03-01 12:00"),
        ("45717", "aaaa", "星期六"),
        ("0.75", "h:mm AM/PM", "6:00 下午"),
        ("1E+999999999", "0", "1E+999999999"),
        ("-1", "yyyy/m/d", "1899/12/29"),
        ("1e15", "yyyy/m/d", "1000000000000000"),
        ("x", "0", "x"),
    ],
)
def test_a_number_is_read_as_shown(value: str, code: str, expected: str) -> None:
    assert shown(value, code) == expected


def test_days_may_be_counted_from_1904() -> None:
    assert shown("44255", "yyyy/m/d", is_1904=True) == "2025/3/1"


def test_cells_are_read_as_shown() -> None:
    def fill(made, page):
        page.write_row(0, 0, ["文字", 1, 2.5, True])
        page.write_datetime(0, 4, datetime(2025, 3, 1), made.add_format({"num_format": 14}))
        page.write_number(0, 5, 0.5, made.add_format({"num_format": "0%"}))
        page.write_rich_string(1, 0, "一", made.add_format({"bold": True}), "二", "三")
        page.write_string(1, 1, "a\nb _x000D_ c")
        page.write_formula(1, 2, "=1+1", None, "2")
        page.write_formula(1, 3, '="x"', None, "字")
        page.write_string(1, 4, "=1+1")

    assert texts(read(sheet(fill), "a.xlsx")) == [
        ["文字", "1", "2.5", "TRUE", "2025/3/1", "50%"],
        ["一二三", "a\nb _x000D_ c", "2", "字", "=1+1"],
    ]


def test_merges_have_an_origin_and_places() -> None:
    def fill(made, page):
        page.merge_range(0, 0, 0, 2, "标题")
        page.merge_range(1, 0, 2, 0, "幼有所育")
        page.write(1, 1, 1)
        page.write(2, 1, 2)

    rows = read(sheet(fill), "a.xlsx").grids[0].rows
    assert [[cell.written for cell in row.cells] for row in rows] == [
        ["标题"] * 2,
        ["幼有所育", "1"],
        ["幼有所育", "2"],
    ]
    across, down = rows[0].cells[1], rows[2].cells[0]
    assert (across.origin, across.is_across) == (Place("a.xlsx", sheet="表", row=1, cell=1), True)
    assert (down.origin, down.is_across) == (Place("a.xlsx", sheet="表", row=2, cell=1), False)
    assert down.place == Place("a.xlsx", sheet="表", row=3, cell=1)


def test_a_merge_beyond_what_is_written_is_clipped() -> None:
    content = sheet(lambda made, page: page.merge_range(0, 0, 1, 0, "甲") or page.write(3, 1, "乙"))
    raw = read(with_sheet_xml(content, {'ref="A1:A2"': 'ref="A1:XFD1048576"'}), "a.xlsx")
    assert texts(raw) == [["甲", "甲"], ["甲", "甲"], ["甲", "甲"], ["甲", "乙"]]


def test_what_is_hidden_is_said() -> None:
    def fill(made):
        page, other = made.add_worksheet("清单"), made.add_worksheet("旧")
        page.write_row(0, 0, ["a", "b", "c"])
        page.write_row(1, 0, ["d", "e", "f"])
        page.set_row(1, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})
        other.write_row(0, 0, ["x", "y"])
        other.hide()

    raw = read(book(fill), "a.xlsx")
    assert texts(raw) == [["a", "b", "c"], ["d", "e", "f"]]
    assert codes(raw) == [
        ("hidden-row", "d e f", "清单", 2, None),
        ("hidden-column", "c f", "清单", None, 3),
        ("hidden-sheet", "x y", "旧", 1, None),
    ]


def test_rows_of_no_height_are_hidden() -> None:
    content = sheet(lambda made, page: page.write(0, 0, "a"))
    content = with_sheet_xml(content, {"<row ": '<row ht="0" customHeight="1" '})
    assert [code for code, *_ in codes(read(content, "a.xlsx"))] == ["hidden-row"]


def test_a_workbook_with_hidden_sheets_only_is_read() -> None:
    content = sheet(lambda made, page: page.write(0, 0, "a"))
    hidden = with_parts(content, lambda name, text: text.replace("<sheet ", '<sheet state="hidden" '))
    assert texts(read(hidden, "a.xlsx")) == [["a"]]


def test_formulas_without_a_value_and_errors_are_said() -> None:
    def fill(made, page):
        page.write_formula(0, 0, "=A2", None, "")
        page.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        page.write(0, 2, "x")

    content = with_sheet_xml(sheet(fill), {"<v></v>": ""})
    raw = read(content, "a.xlsx")
    assert texts(raw) == [["", "#DIV/0!", "x"]]
    assert codes(raw) == [("formula-without-value", "=A2", "表", 1, 1), ("cell-error", "#DIV/0!", "表", 1, 2)]


def test_what_stands_beside_the_cells_is_kept() -> None:
    def fill(made, page):
        page.write(4, 0, "表头")
        page.write_comment(4, 0, "批注", {"author": ""})
        page.insert_textbox(0, 1, "题目\n第二行")
        page.insert_textbox(9, 1, "说明")
        page.set_header('&L&"宋体,Bold"&14页眉 && 标志&R&D')
        page.set_footer("&C&P / &N")

    raw = read(sheet(fill), "a.xlsx")
    assert [(each.kind, each.written, each.place.row, each.is_before_table) for each in raw.around] == [
        ("header", "页眉 & 标志", None, True),
        ("comment", "批注", 5, False),
        ("text-box", "题目\n第二行", 1, True),
        ("text-box", "说明", 10, False),
    ]


def test_threads_are_told_once() -> None:
    content = sheet(lambda made, page: page.write(0, 0, "a") or page.write_comment(0, 0, "[线程批注]"))

    def change(name: str, text: str) -> str:
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            more = '<Relationship Id="t" Type="x/threadedComment" Target="../threads.xml"/>'
            return text.replace("</Relationships>", more + "</Relationships>")
        return text

    thread = '<c xmlns="t"><threadedComment ref="A1"><text>请核对</text></threadedComment></c>'
    raw = read(with_parts(content, change, **{"xl/threads.xml": thread}), "a.xlsx")
    assert [(each.kind, each.written) for each in raw.around] == [("comment", "请核对")]


def test_a_program_is_not_run_and_said() -> None:
    content = with_parts(
        sheet(lambda made, page: page.write(0, 0, "a")), lambda _, text: text, **{"xl/vbaProject.bin": "x"}
    )
    assert [code for code, *_ in codes(read(content, "a.xlsm"))] == ["macros"]


def test_the_strict_variant_is_read() -> None:
    strict = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }

    def change(name: str, text: str) -> str:
        for old, new in strict.items():
            text = text.replace(old, new)
        return text

    content = with_parts(sheet(lambda made, page: page.write_row(0, 0, ["a", 1])), change)
    assert texts(read(content, "a.xlsx")) == [["a", "1"]]


def test_cells_without_a_reference_are_counted() -> None:
    content = sheet(lambda made, page: page.write_row(0, 0, [1, 2]))
    content = with_sheet_xml(content, {' r="A1"': "", ' r="B1"': ""})
    assert texts(read(content, "a.xlsx")) == [["1", "2"]]


def test_every_sheet_is_a_grid_and_empty_rows_are_left_out() -> None:
    def fill(made):
        for name in ("一", "二", "三"):
            made.add_worksheet(name)
        made.worksheets()[0].write(6, 1, "a")
        made.worksheets()[2].write(0, 0, "b")

    raw = read(book(fill), "a.xlsx")
    assert [(grid.place.sheet, grid.rows[0].place.row) for grid in raw.grids] == [("一", 7), ("三", 1)]


def test_what_was_read_can_be_sent_to_another_process() -> None:
    raw = read(sheet(lambda made, page: page.merge_range(0, 0, 1, 1, "x")), "a.xlsx")
    assert pickle.loads(pickle.dumps(raw)) == raw


A_CELL = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize(
    ("words", "error"),
    [
        pytest.param({A_CELL: A_CELL + '<c r="ZZZ1"><v>1</v></c>'}, DocumentTooLargeError, id="far-column"),
        pytest.param(
            {"</row>": '</row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'},
            DocumentTooLargeError,
            id="far-row",
        ),
        pytest.param(
            {
                A_CELL: A_CELL + '<c r="ALL1"><v>1</v></c>',
                "</row>": '</row><row r="9999"><c r="A9999"><v>1</v></c></row>',
                "</sheetData>": '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            },
            DocumentTooLargeError,
            id="giant-merge",
        ),
        pytest.param(
            {A_CELL: f'<c r="A1" t="str"><v>{"x" * 100_001}</v></c>'}, DocumentTooLargeError, id="long-cell"
        ),
        pytest.param({A_CELL: '<c r="A1" t="s"><v>99</v></c>'}, UnreadableDocumentError, id="no-such-string"),
        pytest.param({"<sheetData>": "<sheetData><"}, UnreadableDocumentError, id="broken-xml"),
        pytest.param(
            {"<worksheet": '<!DOCTYPE w [<!ENTITY a "b">]><worksheet'}, UnreadableDocumentError, id="entities"
        ),
    ],
)
def test_what_would_harm_is_refused(words: dict[str, str], error: type[Exception]) -> None:
    content = sheet(lambda made, page: page.write(0, 0, 1))
    with pytest.raises(error):
        read(with_sheet_xml(content, words), "a.xlsx")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"PK\x03\x04nothing", UnreadableDocumentError, id="cut-off"),
        pytest.param(b"", UnreadableDocumentError, id="empty"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnreadableDocumentError, id="old-office-file"
        ),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(content, "a.xlsx")


def test_a_word_document_is_no_workbook() -> None:
    import io

    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    with pytest.raises(UnreadableDocumentError, match="no Excel workbook"):
        read(buffer.getvalue(), "a.xlsx")


def test_a_locked_archive_is_refused() -> None:
    content = bytearray(sheet(lambda made, page: page.write(0, 0, 1)))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    with pytest.raises(EncryptedDocumentError):
        read(bytes(content), "a.xlsx")


@pytest.mark.parametrize(
    ("names", "goals", "code"),
    [
        pytest.param(("一、幼有所育", "学有所教"), ["幼有所育", "学有所教"], "goal-sheet", id="named"),
        pytest.param(("Sheet1", "Sheet2"), ["", ""], "no-goal", id="not-named"),
    ],
)
def test_a_sheet_may_be_called_by_its_goal(names: tuple[str, str], goals: list[str], code: str) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        for number, name in enumerate(names, start=1):
            filled = made.add_worksheet(name)
            filled.write_row(0, 0, HEADING[1:])
            filled.write_row(1, 0, (number, "流动儿童", f"服务{number}", "提供服务", "省教育厅"))

    reading = read_bytes(book(fill), "a.xlsx")
    assert [row.text(Column.GOAL) for row in reading.rows] == goals
    assert code in {remark.code for remark in reading.remarks}
