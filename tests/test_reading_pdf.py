"""PDF files: tables by their rules, over pages; what stands around; what can't be read."""

from __future__ import annotations

import pytest
from pdfs import LOCKED, PICTURE, Draw, dotted, none, pdf, rule, shade, table, text

from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.pdf import read
from kg_service.editions.reading.radicals import unified
from kg_service.errors import EncryptedDocumentError, UnreadableDocumentError
from kg_service.model import Place, RemarkKind, Row

HEADINGS = ["目标", "序号", "服务对象", "服务项目", "服务内容", "责任部门"]


def texts(raw: RawDocument, grid: int = 0) -> list[list[str]]:
    return [[cell.written for cell in row.cells] for row in raw.grids[grid].rows]


def row(number: int, goal: str = "幼有所育", group: str = "儿童") -> list[str]:
    return [goal, str(number), group, f"服务{number}", f"内容{number}", "省民政厅"]


def test_cells_and_text_around_are_found() -> None:
    raw = read(
        pdf(text(200, 30, "清单", 16) + table(60, [HEADINGS, row(1)]) + text(50, 150, "注：略")), "a.pdf"
    )
    assert texts(raw) == [HEADINGS, row(1)]
    assert [(each.kind, each.written, each.before_grid) for each in raw.around] == [
        ("paragraph", "清单", 0),
        ("paragraph", "注：略", None),
    ]
    assert raw.grids[0].rows[1].cells[2].place == Place("a.pdf", page=1, table=1, row=2, cell=3)


def test_a_table_goes_on_over_pages() -> None:
    raw = read(
        pdf(table(60, [HEADINGS, row(1)]), table(30, [HEADINGS, row(2)]), table(30, [row(3)])), "a.pdf"
    )
    assert len(raw.grids) == 1
    assert texts(raw) == [HEADINGS, row(1), HEADINGS, row(2), row(3)]
    assert [each.is_page_start for each in raw.grids[0].rows] == [False, False, True, False, True]
    assert [(each.place.page, each.place.row) for each in raw.grids[0].rows][-1] == (3, 1)


def test_other_columns_are_another_table() -> None:
    raw = read(pdf(table(60, [HEADINGS]), table(60, [["a", "b"], ["c", "d"]])), "a.pdf")
    assert [texts(raw, n) for n in (0, 1)] == [[HEADINGS], [["a", "b"], ["c", "d"]]]


def test_running_headers_and_footers_are_told_from_a_title() -> None:
    pages = [
        text(50, 20, "黑龙江省") + table(60, [HEADINGS, row(n)]) + text(300, 390, f"第{n}页 共2页")
        for n in (1, 2)
    ]
    around = read(pdf(*pages), "a.pdf").around
    assert [(each.kind, each.written) for each in around] == [
        ("header", "黑龙江省"),
        ("footer", "第1页 共2页"),
        ("header", "黑龙江省"),
        ("footer", "第2页 共2页"),
    ]


def spanning(rules: str) -> str:
    """Three columns and two rows; the first column is one cell."""
    upright = "".join(rule(x, 60, x, 120) for x in (50, 130, 210, 290))
    return rule(50, 60, 290, 60) + rule(130, 90, 290, 90) + upright + rules


def test_a_merged_cell_has_an_origin() -> None:
    words = (
        text(54, 80, "甲")
        + text(134, 80, "1")
        + text(134, 110, "2")
        + text(214, 80, "a")
        + text(214, 110, "b")
    )
    rows = read(pdf(spanning(rule(50, 120, 290, 120)) + words), "a.pdf").grids[0].rows
    assert [[cell.written for cell in each.cells] for each in rows] == [["甲", "1", "a"], ["甲", "2", "b"]]
    assert rows[1].cells[0].origin == rows[0].cells[0].place
    assert not rows[1].cells[0].is_across


@pytest.mark.parametrize(
    ("first", "second"), [("甲乙", ""), ("甲", "乙"), ("", "甲乙")], ids=["above", "parted", "below"]
)
def test_a_merged_cell_that_no_rule_closes_goes_on_over_the_page(first: str, second: str) -> None:
    words = text(134, 80, "1") + text(134, 110, "2")
    one = spanning(rule(130, 120, 290, 120)) + words + text(54, 80, first)
    two = spanning(rule(50, 120, 290, 120)) + words + text(54, 80, second)
    rows = read(pdf(one, two), "a.pdf").grids[0].rows
    assert {each.cells[0].written.replace("\n", "") for each in rows} == {"甲乙"}
    assert [each.cells[0].origin for each in rows] == [None, *[rows[0].cells[0].place] * 3]


def test_text_that_is_in_no_cell_is_not_lost() -> None:
    raw = read(pdf(table(60, [HEADINGS, row(1)]) + text(560, 80, "旁")), "a.pdf")
    assert [each.written for each in raw.around] == ["旁"]


def test_digits_that_a_narrow_column_wraps_are_one_number() -> None:
    content = pdf(
        rule(50, 60, 200, 60) + rule(50, 100, 200, 100) + "".join(rule(x, 60, x, 100) for x in (50, 70, 200))
        + text(54, 74, "1") + text(54, 88, "0") + text(80, 74, "甲") + text(80, 88, "乙")
    )  # fmt: skip
    assert texts(read(content, "a.pdf")) == [["10", "甲\n乙"]]


def test_words_are_parted_where_no_space_is_written() -> None:
    assert (
        read(pdf(text(50, 50, "A") + text(70, 50, "B") + text(75, 50, "C")), "a").around[0].written == "A BC"
    )


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("⺠政⽅⾯", "民政方面"),
        ("⼾籍", "户籍"),
        ("⻰江⻔⻓", "龙江门长"),
        ("ﬁ", "fi"),
        ("民政—“”A·1", "民政—“”A·1"),
    ],
)
def test_radicals_are_read_as_the_characters_that_are_meant(drawn: str, meant: str) -> None:
    assert unified(drawn) == meant


def test_the_list_is_read_out_of_a_pdf() -> None:
    page = text(200, 30, "清单（2031年版）", 16) + table(60, [HEADINGS, row(1), row(2, "学有所教")])
    assert read_bytes(pdf(page), "a.pdf").table() == (
        Row(1, "幼有所育", "儿童", "服务1", "内容1", ("省民政厅",)),
        Row(2, "学有所教", "儿童", "服务2", "内容2", ("省民政厅",)),
    )


def bare(*rows: list[str]) -> str:
    """A table without any rule."""
    return table(60, rows, lying=none, upright=none)


LIST = [HEADINGS, row(1), row(2), row(3, "学有所教")]


def rows_of(content: bytes) -> tuple[list[tuple[int | None, str, str, str]], set[str]]:
    """Rows of the list, and what was doubtful."""
    reading = read_bytes(content, "a.pdf")
    codes = {remark.code for remark in reading.remarks if remark.kind is RemarkKind.DOUBTFUL}
    return [(each.number, each.goal, each.service, each.content) for each in reading.table()], codes


READ = [(n, goal, f"服务{n}", f"内容{n}") for n, goal in ((1, "幼有所育"), (2, "幼有所育"), (3, "学有所教"))]


@pytest.mark.parametrize(
    ("lying", "upright", "doubts"),
    [
        pytest.param(dotted, dotted, set(), id="dotted"),
        pytest.param(rule, dotted, set(), id="dotted-upright"),
        pytest.param(rule, none, {"without-rules"}, id="lying-only"),
        pytest.param(dotted, none, {"without-rules"}, id="dotted-lying-only"),
        pytest.param(none, rule, {"without-rules"}, id="upright-only"),
        pytest.param(none, none, {"without-rules"}, id="none"),
    ],
)
def test_a_table_without_whole_rules_is_read_and_said(lying: Draw, upright: Draw, doubts: set[str]) -> None:
    page = text(200, 30, "清单", 16) + table(60, LIST, lying=lying, upright=upright)
    assert rows_of(pdf(page)) == (READ, doubts)


def test_a_table_without_rules_goes_on_over_pages() -> None:
    pages = [bare(*LIST[:3]), table(30, LIST[3:], lying=none, upright=none)]
    with pytest.raises(UnreadableDocumentError, match="no complete borders"):
        read(pdf(*pages), "a.pdf")
    more = [*LIST[3:], row(4, "学有所教")]
    rows, _ = rows_of(pdf(pages[0], table(30, more, lying=none, upright=none)))
    assert [(number, goal) for number, goal, *_ in rows] == [
        (1, "幼有所育"), (2, "幼有所育"), (3, "学有所教"), (4, "学有所教")
    ]  # fmt: skip


def test_a_row_in_two_is_shaded_and_none_is_lost() -> None:
    shaded = "".join(shade(50, top, 530, top + 20) for top in (60, 100))
    assert rows_of(pdf(shaded + bare(*LIST))) == (READ, {"without-rules"})


def test_notes_beneath_a_table_without_rules_are_no_row() -> None:
    page = bare(*LIST) + text(50, 160, "注：本清单自印发之日起施行，由省民政厅负责解释。" * 2)
    assert rows_of(pdf(page)) == (READ, {"without-rules"})


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            bare(HEADINGS, row(1), [*row(2)[:4], "内容内容内容内容", "省民政厅"]), id="columns-without-space"
        ),
        pytest.param(
            bare(HEADINGS, row(1, ""), row(2, "")) + text(54, 104, "幼有所育"), id="goal-between-rows"
        ),
        pytest.param(bare(HEADINGS, row(1, ""), row(2), row(3, "")), id="goal-amid-three-rows"),
        pytest.param(
            bare(HEADINGS)
            + "".join(text(54 + 80 * at, 99, words) for at, words in enumerate(row(1)) if at != 4)
            + text(374, 94, "内容1") + text(374, 104, "的下半句")
            + "".join(text(54 + 80 * at, 114, words) for at, words in enumerate(row(2))),
            id="rows-without-space",
        ),
    ],
)  # fmt: skip
def test_a_table_whose_columns_or_rows_are_not_certain_is_refused(page: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="no complete borders"):
        read(pdf(page), "a.pdf")


def test_a_page_that_is_a_picture_is_said() -> None:
    raw = read(pdf(table(60, [HEADINGS, row(1)]), PICTURE), "a.pdf")
    assert [(each.code, each.place.page) for each in raw.remarks] == [("page-without-text", 2)]


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        pytest.param(pdf(PICTURE), UnreadableDocumentError, "OCR", id="scan"),
        pytest.param(pdf(""), UnreadableDocumentError, "no text", id="blank"),
        pytest.param(
            pdf(table(60, [HEADINGS]), font="Identity-H"), UnreadableDocumentError, "fonts", id="no-map"
        ),
        pytest.param(pdf("", trailer=LOCKED), EncryptedDocumentError, "password", id="locked"),
        pytest.param(pdf(table(60, [HEADINGS]))[:700], UnreadableDocumentError, "damaged", id="cut-off"),
        pytest.param(b"%PDF-1.7\n" + b"\xff" * 900, UnreadableDocumentError, "damaged", id="garbage"),
        pytest.param(pdf(*["" for _ in range(501)]), UnreadableDocumentError, "limit of 500", id="pages"),
    ],
)
def test_what_can_not_be_read_is_refused(content: bytes, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        read(content, "a.pdf")


def test_a_watermark_is_in_no_cell() -> None:
    slanted = "".join(
        f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 {90 + 60 * at} {300 - 30 * at} Tm <{ord(each):04x}> Tj ET\n"
        for at, each in enumerate("征求意见稿")
    )
    rows = [HEADINGS, *(row(number) for number in range(1, 6))]
    reading = read_bytes(pdf(slanted + table(60, rows, left=10, wide=95)), "a.pdf")
    assert [list(map(str, (each.number, each.service, each.content))) for each in reading.table()] == [
        [str(number), f"服务{number}", f"内容{number}"] for number in range(1, 6)
    ]
    assert [remark.found for remark in reading.remarks if remark.code == "watermark"] == ["征求意见稿"]
