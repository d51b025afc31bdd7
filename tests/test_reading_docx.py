"""Word documents taken apart: merges, tracked changes, what prints and what does not, places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from documents import HEADING, ROWS, docx, list_rows, list_table, p, r, tbl, tc, tr, unaccounted

from kg_service.editions.reading.files import read_bytes, take_apart
from kg_service.editions.reading.word_numbering import formatted
from kg_service.errors import DocumentTooLargeError, UnreadableDocumentError
from kg_service.model import Column, Place, Reading, Remark

NAME = "draft.docx"
LISTED = list_rows()
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><a:graphic><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></a:graphic></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NUMBERED = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"


def read(content: bytes) -> Reading:
    """The reading, every character of the document accounted for."""
    reading = read_bytes(content, NAME)
    missing, invented = unaccounted(take_apart(content, NAME), reading)
    assert not missing
    assert not invented
    return reading


def with_content(cell: str) -> bytes:
    """The list, its first content cell replaced."""
    first = tr(
        tc("幼有所育", merge="restart"), "1", ROWS[0].beneficiary, "健康服务", cell, "省卫健委、省疾控局"
    )
    return docx(tbl(tr(*HEADING), first, *LISTED[1:]))


def remarks(reading: Reading, code: str) -> list[Remark]:
    return [remark for remark in reading.remarks if remark.code == code]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(docx(list_table()), id="merged"),
        pytest.param(docx(list_table(merged=False)), id="blank-instead-of-merged"),
        pytest.param(docx(list_table(), strict=True), id="strict-variant"),
        pytest.param(docx(tbl(tr(tc(span=2), *HEADING[2:]), *LISTED)), id="two-headings-empty"),
        pytest.param(docx(tbl(tr(tc(span=2), *HEADING[2:]), *LISTED[:3]), tbl(*LISTED[3:])), id="two"),
        pytest.param(docx(tbl(tr(tc(p("清单"), list_table(), p())))), id="within-a-layout-table"),
        pytest.param(docx(p(BOX.format(list_table() + p()))), id="within-a-text-box"),
        pytest.param(
            docx(f"<w:sdt><w:sdtContent>{list_table()}</w:sdtContent></w:sdt>"), id="within-a-content-control"
        ),
        pytest.param(
            docx(
                tbl(tr(*HEADING), *(f"<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>" for row in LISTED))
            ),
            id="rows-within-content-controls",
        ),
    ],
)
def test_the_rows_come_out_to_the_character(content: bytes) -> None:
    assert read(content).table() == ROWS


def test_edges_that_nobody_can_tell_apart_are_one() -> None:
    """Data cells end now left, now right of a sliver of 1 mm."""
    rows = [
        tr(
            *(tc(row.goal), tc(str(row.number)), tc(row.beneficiary, span=1 + row.number % 2)),
            *(tc(row.service, span=2 - row.number % 2), tc(row.content), tc("、".join(row.departments))),
        )
        for row in ROWS
    ]
    heading = tr(*HEADING[:2], tc(HEADING[2], span=2), *HEADING[3:])
    widths = (900, 600, 1500, 57, 1500, 4000, 1500)
    assert read(docx(tbl(heading, *rows, widths=widths))).table() == ROWS


def test_a_cell_keeps_its_place_and_the_place_of_its_merge() -> None:
    reading = read(docx(p("清单"), list_table()))
    goal = reading.rows[1].cells[Column.GOAL]
    assert goal.place == Place(NAME, table=1, row=3, cell=1, heading=Column.GOAL)
    assert goal.origin == Place(NAME, table=1, row=2, cell=1, heading=Column.GOAL)
    assert reading.headings[Column.CONTENT] == Place(NAME, table=1, row=1, cell=5, heading=Column.CONTENT)
    own = reading.rows[1].cells[Column.BENEFICIARY]
    assert (own.place.row, own.place.cell, own.origin) == (3, 3, None)


@pytest.mark.parametrize(
    ("cell", "code", "found"),
    [
        pytest.param(
            p(
                "<w:ins w:id='1'>" + r("提供健康") + "</w:ins>",
                "<w:del w:id='2'><w:r><w:delText>给予</w:delText></w:r></w:del>",
                "管理服务；提供接种服务",
            ),
            "tracked-change",
            "−给予 +提供健康",
            id="inserted-and-deleted",
        ),
        pytest.param(
            p(
                "提供健康管理服务；",
                "<w:moveFrom w:id='1'>" + r("旧处") + "</w:moveFrom>",
                "<w:moveTo w:id='2'>" + r("提供接种服务") + "</w:moveTo>",
            ),
            "tracked-change",
            "−旧处 +提供接种服务",
            id="moved",
        ),
        pytest.param(
            p("提供健康管理服务；", r("内部", "<w:vanish/>"), "提供接种服务"),
            "hidden-text",
            "内部",
            id="hidden",
        ),
        pytest.param(
            p(
                "提供",
                "<w:r><w:ruby><w:rt>"
                + r("jiàn")
                + "</w:rt><w:rubyBase>"
                + r("健")
                + "</w:rubyBase></w:ruby></w:r>",
                "康管理服务；提供接种服务",
            ),
            "phonetic-guide",
            "jiàn",
            id="ruby",
        ),
        pytest.param(
            p(
                "提供健康管理服务；提供接种服务",
                "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
                + r("单击输入")
                + "</w:sdtContent></w:sdt>",
            ),
            "prompt",
            "单击输入",
            id="prompt-of-an-empty-field",
        ),
        pytest.param(
            p("提供健康管理服务；提供接种服务", BOX.format(p("框中字"))), "text-box", "框中字", id="text-box"
        ),
    ],
)
def test_what_does_not_print_in_the_cell_is_set_aside(cell: str, code: str, found: str) -> None:
    reading = read(with_content(tc(cell)))
    assert reading.table() == ROWS
    [remark] = remarks(reading, code)
    assert remark.found == found
    assert remark.place == Place(NAME, table=1, row=2, cell=5, heading=Column.CONTENT)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(
            tc(p("提供健康管理", properties="<w:rPr><w:del w:id='1'/></w:rPr>"), p("服务；提供接种服务")),
            id="paragraph-end-deleted",
        ),
        pytest.param(
            tc(
                p(
                    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>"
                    "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
                    "提供健康管理服务；",
                    "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
                    "提供接种服务",
                )
            ),
            id="field",
        ),
        pytest.param(
            tc(
                p(
                    "<w:r><w:t>提供健</w:t><w:softHyphen/><w:t>康管理服务；</w:t><w:br/><w:t>提供接种服务</w:t></w:r>"
                )
            ),
            id="soft-hyphen-and-break",
        ),
        pytest.param(
            tc(
                p(
                    "<w:hyperlink>" + r("提供健康管理服务；") + "</w:hyperlink>",
                    "<w:smartTag>" + r("提供接种服务") + "</w:smartTag>",
                )
            ),
            id="link-and-smart-tag",
        ),
        pytest.param(tc(p(r("提供健康管理服务；提供接种服务", "<w:vanish w:val='0'/>"))), id="not-hidden"),
        pytest.param(tc("提供健康 管理服务；", "", "　提供接种服务\t"), id="white-space"),
    ],
)
def test_text_reads_as_it_prints(cell: str) -> None:
    assert read(with_content(cell)).table() == ROWS


def test_text_that_is_struck_through_is_said() -> None:
    cell = tc(p("提供健康管理服务；", r("提供接种服务", "<w:strike/>")))
    reading = read(with_content(cell))
    assert reading.table() == ROWS
    assert [remark.found for remark in remarks(reading, "struck-text")] == ["提供接种服务"]


def test_rows_of_tracked_changes() -> None:
    gone = tr("学有所教", "9", "删", "删", "删", "删", properties="<w:del w:id='1'/>")
    new = tr(
        *("病有所医", "5", "流动儿童", "卫生健康服务", "提供基本医疗服务", "省卫健委"),
        properties="<w:ins w:id='2'/>",
    )
    reading = read(docx(tbl(tr(*HEADING), *LISTED[:2], gone, *LISTED[2:4], new)))
    assert reading.table() == ROWS
    changes = remarks(reading, "tracked-change")
    assert [(change.found.split("\t")[1], change.place.row) for change in changes] == [("9", 4), ("5", 7)]


def test_a_merge_goes_with_the_row_that_it_begins_in() -> None:
    """The group of a deleted row is not taken from the group above it."""
    first, second = tc("甲组", merge="restart"), tc("乙组", merge="restart")
    content = docx(
        tbl(
            tr(*HEADING),
            tr("幼有所育", "1", first, "一", "一", "省教育厅"),
            tr("幼有所育", "2", tc(merge="continue"), "二", "二", "省教育厅"),
            tr("幼有所育", "3", second, "三", "三", "省教育厅", properties="<w:del w:id='1'/>"),
            tr("幼有所育", "4", tc(merge="continue"), "四", "四", "省教育厅"),
        )
    )
    assert [row.text(Column.BENEFICIARY) for row in read(content).rows] == ["甲组", "甲组", ""]


def numbering(levels: str) -> tuple[str, str]:
    return (
        "numbering",
        f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
    )


def automatic(rows: Callable[[str], str]) -> bytes:
    level = (
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
    )
    return docx(rows(p(properties=NUMBERED)), parts={"numbering": numbering(level)})


def test_numbers_that_word_writes_by_itself_are_worked_out() -> None:
    def rows(number: str) -> str:
        made = [
            tr(row.goal, tc(number), row.beneficiary, row.service, row.content, "、".join(row.departments))
            for row in ROWS
        ]
        return tbl(tr(*HEADING), *made)

    reading = read(automatic(rows))
    assert reading.table() == ROWS
    assert [remark.found for remark in remarks(reading, "automatic-number")] == ["1.", "2.", "3.", "4.", "5."]


def test_a_number_may_come_from_a_paragraph_style() -> None:
    level = (
        "<w:lvl w:ilvl='0'><w:numFmt w:val='chineseCounting'/><w:pStyle w:val='S'/>"
        "<w:lvlText w:val='%1、'/></w:lvl>"
    )
    style = "<w:style w:styleId='S'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    child = "<w:style w:styleId='T'><w:basedOn w:val='S'/></w:style>"
    goals = [p(goal, properties="<w:pStyle w:val='T'/>") for goal in ("幼有所育", "学有所教", "病有所医")]
    tables = [
        tbl(
            tr(*HEADING[1:]),
            *(
                tr(str(row.number), row.beneficiary, row.service, row.content, "、".join(row.departments))
                for row in ROWS
                if row.goal in goal
            ),
        )
        for goal in goals
    ]
    body = [each for pair in zip(goals, tables, strict=True) for each in pair]
    parts = {"numbering": numbering(level), "styles": ("styles", style + child)}
    reading = read(docx(p("清单"), *body, parts=parts))
    assert reading.table() == ROWS
    assert [remark.found for remark in remarks(reading, "goal-paragraph")] == [
        "一、幼有所育",
        "二、学有所教",
        "三、病有所医",
    ]


@pytest.mark.parametrize(
    ("count", "style", "expected"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (3, "decimalFullWidth", "３"),
        (3, "decimalEnclosedCircle", "③"),
        (14, "upperRoman", "XIV"),
        (28, "lowerLetter", "bb"),
        (3, "ideographTraditional", "丙"),
        (0, "chineseCounting", "零"),
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCounting", "一百一十"),
        (3, "none", ""),
        (3, "hebrew1", "3"),
    ],
)
def test_numbers_as_word_writes_them(count: int, style: str, expected: str) -> None:
    assert formatted(count, style) == expected


def test_text_around_the_table_is_listed_with_its_kind() -> None:
    noted = tc(p("健康服务", "<w:r><w:commentReference w:id='0'/></w:r>"))
    first = tr(
        tc("幼有所育", merge="restart"),
        "1",
        ROWS[0].beneficiary,
        noted,
        ROWS[0].content,
        "省卫健委、省疾控局",
    )
    content = docx(
        p("附件"),
        p("某省清单（2025年版）", "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        tbl(tr(*HEADING), first, *LISTED[1:]),
        p("注：自印发之日起施行。"),
        parts={
            "header": ("hdr", p("内部资料")),
            "footer": ("ftr", p("- ", "3", " -")),
            "footnotes": (
                "footnotes",
                f"<w:footnote w:type='separator' w:id='0'>{p('x')}</w:footnote>"
                f"<w:footnote w:id='2'>{p('依据某文件。')}</w:footnote>",
            ),
            "comments": ("comments", f"<w:comment w:id='0'>{p('请核对')}</w:comment>"),
        },
    )
    reading = read(content)
    assert reading.title == "某省清单（2025年版）"
    assert reading.table() == ROWS
    said = {(remark.code, remark.found) for remark in reading.remarks if remark.code != "heading"}
    assert said == {
        ("paragraph", "附件"),
        ("title", "某省清单（2025年版）"),
        ("paragraph", "注：自印发之日起施行。"),
        ("header", "内部资料"),
        ("page-number", "- 3 -"),
        ("footnote", "依据某文件。"),
        ("comment", "请核对"),
    }
    [comment] = remarks(reading, "comment")
    assert comment.place == Place(NAME, table=1, row=2, cell=4, heading=Column.SERVICE)


def test_a_small_table_in_a_cell_is_a_part_of_the_cell() -> None:
    nested = tc("补助标准：", tbl(tr("甲类", "100元")), p())
    reading = read(with_content(nested))
    assert reading.rows[0].text(Column.CONTENT) == "补助标准：甲类100元"
    assert len(remarks(reading, "nested-table")) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(docx(list_table(), more={"word/vbaProject.bin": b"x"}), "macros", id="macros"),
        pytest.param(docx(list_table(), "<w:altChunk r:id='x'/>"), "embedded-file", id="embedded-file"),
        pytest.param(
            docx(tbl(tr(*HEADING), tr(*(tc() for _ in HEADING)), *LISTED)),
            "heading",
            id="empty-row",
        ),
        pytest.param(
            docx(list_table(), p("<w:r><w:drawing><a:blip/></w:drawing></w:r>")), "picture", id="picture"
        ),
        pytest.param(
            docx(
                tbl(
                    tr(*HEADING),
                    *(row.replace("<w:trPr>", "<w:trPr><w:hidden/>") for row in LISTED[:1]),
                    *LISTED[1:],
                )
            ),
            "hidden-row",
            id="hidden-row",
        ),
    ],
)
def test_other_contents_are_said(content: bytes, code: str) -> None:
    reading = read(content)
    assert reading.table() == ROWS
    assert len(remarks(reading, code)) == 1


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(tbl(tr(tc(span=2_000_000))), id="span"),
        pytest.param(tbl(tr(*(tc() for _ in range(1_001)))), id="columns"),
        pytest.param(tbl(tr(tc("长" * 100_001))), id="cell"),
    ],
)
def test_what_is_too_large_is_refused(table: str) -> None:
    with pytest.raises(DocumentTooLargeError):
        read_bytes(docx(table), NAME)


def test_deep_nesting_is_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 200 + p("深") + "</w:tc></w:tr></w:tbl>" * 200
    with pytest.raises(UnreadableDocumentError):
        read_bytes(docx(deep), NAME)
