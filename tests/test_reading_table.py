"""Finding the list in a document: headings, layouts, halves of rows, what is no row."""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence

import pytest
from documents import HEADING, ROWS, docx, list_rows, list_table, p, tbl, tc, tr, unaccounted
from hypothesis import given, settings
from hypothesis import strategies as st

from kg_service.editions.reading.bodies import split_bodies
from kg_service.editions.reading.files import read_bytes, take_apart
from kg_service.editions.reading.headings import meaning_of
from kg_service.editions.reading.text import plain, split_enumerator
from kg_service.errors import KgServiceError, NoTableError
from kg_service.model import Column, Reading, RemarkKind, Row

NAME = "draft.docx"
HEAD = tr(*HEADING)
LISTED = list_rows()
GOALS = ("一、幼有所育", "二、学有所教", "三、病有所医")


def read(*body: str, name: str = NAME) -> Reading:
    """The reading of a Word document, every character accounted for."""
    content = docx(*body)
    reading = read_bytes(content, name)
    missing, invented = unaccounted(take_apart(content, name), reading)
    assert not missing
    assert not invented
    return reading


def codes(reading: Reading) -> list[str]:
    return [remark.code for remark in reading.remarks if remark.code not in ("heading", "title")]


def cells(row: Row) -> list[str]:
    """The cells after the goal."""
    return [str(row.number), row.beneficiary, row.service, row.content, "、".join(row.departments)]


def with_bands() -> str:
    """Each goal on a row of its own that spans the table."""
    made = []
    for goal in GOALS:
        made.append(tr(tc(goal, span=5)))
        made += [tr(*cells(row)) for row in ROWS if row.goal in goal]
    return tbl(tr(*HEADING[1:]), *made)


def by_goal() -> list[str]:
    """A table a goal, its name in a paragraph above."""
    made = []
    for goal in GOALS:
        made += [p(goal), tbl(tr(*HEADING[1:]), *(tr(*cells(row)) for row in ROWS if row.goal in goal))]
    return made


def in_two_lines(upper: Sequence[str], lower: Sequence[str]) -> str:
    """Headings on two rows: 服务信息 over three columns, 责任部门 over two."""
    made = [
        tr(row.goal, *cells(row)[:-1], row.departments[0], "、".join(row.departments[1:])) for row in ROWS
    ]
    return tbl(tr(*upper), tr(*lower), *made)


MERGED_HEAD = (
    [
        tc("目标", merge="restart"),
        tc("序号", merge="restart"),
        tc("服务信息", span=3),
        tc("责任部门", span=2),
    ],
    [tc(merge="continue"), tc(merge="continue"), *HEADING[2:5], "牵头单位", "配合单位"],
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            [tbl(HEAD, *LISTED[:3], HEAD, *LISTED[3:])], ["repeated-heading"], id="heading-repeated"
        ),
        pytest.param(
            [tbl(HEAD, *LISTED[:3]), p("12"), tbl(HEAD, *LISTED[3:])],
            ["several-tables", "page-number", "repeated-heading"],
            id="table-a-page",
        ),
        pytest.param(
            [tbl(HEAD, *LISTED[:2]), p(), tbl(*LISTED[2:])], ["several-tables"], id="goes-on-unheaded"
        ),
        pytest.param([with_bands()], ["goal-row"] * 3, id="goals-on-rows-of-their-own"),
        pytest.param(
            [p("清单"), *by_goal()],
            ["goal-paragraph", "several-tables", *["goal-paragraph", "repeated-heading"] * 2],
            id="goals-above-their-tables",
        ),
        pytest.param([in_two_lines(*MERGED_HEAD)], ["several-body-columns"], id="headings-on-two-rows"),
        pytest.param(
            [tbl(HEAD, *LISTED[:2], tr("", "", "", "- 13 -", "", ""), tr("13", *[""] * 5), *LISTED[2:])],
            ["page-number", "page-number"],
            id="page-numbers",
        ),
        pytest.param(
            [
                tbl(
                    HEAD,
                    *LISTED,
                    tr(tc("注：本清单自印发之日起施行。", span=6)),
                    tr("填表人：张三", *[""] * 4, "日期：1日"),
                )
            ],
            ["note", "note"],
            id="notes",
        ),
        pytest.param(
            [tbl(tr(tc("某省清单（2025年版）", span=6)), HEAD, *LISTED)], [], id="title-within-the-table"
        ),
        pytest.param(
            [tbl(tr("填报单位", "省民政厅")), list_table(), tbl(tr("审核", "张三"))],
            ["other-table", "other-table"],
            id="other-tables",
        ),
        pytest.param(
            [list_table(), p("上一版"), list_table()],
            ["paragraph", "repeated-table", "other-table"],
            id="the-same-table-again",
        ),
        pytest.param(
            [
                tbl(
                    tr("序 号", "项目名称", "保障对象", "牵头单位", "服务标准", "类别"),
                    *(
                        tr(
                            str(row.number),
                            row.service,
                            row.beneficiary,
                            "、".join(row.departments),
                            row.content,
                            row.goal,
                        )
                        for row in ROWS
                    ),
                )
            ],
            [],
            id="synonyms-in-another-order",
        ),
        pytest.param(
            [
                tbl(
                    tr("goal", "number", "beneficiary", "service", "content", "departments"),
                    *(tr(row.goal, *cells(row)) for row in ROWS),
                )
            ],
            [],
            id="english-headings",
        ),
        pytest.param(
            [
                tbl(
                    tr(*HEADING, "备注"),
                    *(tr(row.goal, *cells(row), "新增" if row.number == 2 else "") for row in ROWS),
                )
            ],
            ["extra-column"],
            id="a-column-that-the-list-has-not",
        ),
        pytest.param(
            [
                tbl(
                    HEAD,
                    tr(
                        tc("一、", "幼", "有所育", merge="restart"),
                        "1.",
                        tc("0 - 6岁流动", "儿童"),
                        *cells(ROWS[0])[2:],
                    ),
                    *LISTED[1:],
                )
            ],
            [],
            id="enumerators-and-wrapped-text",
        ),
    ],
)
def test_layouts_that_editors_use(body: list[str], expected: list[str]) -> None:
    reading = read(*body)
    assert reading.table() == ROWS
    # What is filled down at the head of a page has its own test.
    assert [code for code in codes(reading) if code != "filled-down"] == expected


@pytest.mark.parametrize(
    ("rows", "joined"),
    [
        pytest.param(
            [
                tr(tc(merge="continue"), "2", "3-6岁流动", "学前教育", "就近", "省教育厅"),
                HEAD,
                tr("", "", "儿童", "服务", "入园", ""),
            ],
            "儿童\t服务\t入园",
            id="after-a-repeated-heading",
        ),
        pytest.param(
            [
                tr(tc(merge="continue"), "2", "3-6岁流动儿童", "学前教育服务", "就近", "省教育厅"),
                tr(tc(merge="continue"), "", "", "", "入园", ""),
            ],
            "入园",
            id="content-alone",
        ),
        pytest.param(
            [
                tr(
                    *(tc(merge="continue"), tc("2", merge="restart"), tc("3-6岁流动儿童", merge="restart")),
                    *(tc("学前教育服务", merge="restart"), "就近", tc("省教育厅", merge="restart")),
                ),
                tr(*(tc(merge="continue") for _ in range(4)), "入园", tc(merge="continue")),
            ],
            "入园",
            id="number-merged",
        ),
    ],
)
def test_halves_of_a_row_are_joined_and_that_is_said(rows: list[str], joined: str) -> None:
    reading = read(tbl(HEAD, LISTED[0], *rows, *LISTED[2:]))
    assert reading.table() == ROWS
    [remark] = [each for each in reading.remarks if each.code == "joined-row"]
    assert (remark.found, remark.kind) == (joined, RemarkKind.DOUBTFUL)


def test_a_whole_row_without_a_number_is_a_row() -> None:
    new = tr("学有所教", "", "新对象", "新服务", "新内容", "省教育厅")
    reading = read(tbl(HEAD, *LISTED[:2], new, *LISTED[2:]))
    assert [row.number for row in reading.rows] == [1, 2, None, 3, 4, 5]
    assert reading.table() == ROWS


def test_an_empty_cell_among_merged_ones_stays_empty() -> None:
    first = tr(tc(merge="continue"), "2", "", "学前教育服务", "就近入园", "省教育厅")
    reading = read(tbl(HEAD, LISTED[0], first, *LISTED[2:]))
    assert reading.rows[1].text(Column.BENEFICIARY) == ""


def test_the_group_is_filled_down_at_the_head_of_a_page_and_that_is_said() -> None:
    reading = read(tbl(HEAD, *LISTED[:3], HEAD, *LISTED[3:]))
    filled = [(each.found, each.place.heading) for each in reading.remarks if each.code == "filled-down"]
    assert filled == [("学有所教", Column.GOAL), ("流动儿童", Column.BENEFICIARY)]


def test_a_reading_crosses_processes() -> None:
    reading = read(list_table())
    assert pickle.loads(pickle.dumps(reading)) == reading


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("服 务 对 象", Column.BENEFICIARY),
        ("责任部门（单位）", Column.DEPARTMENTS),
        ("省级牵头责任单位", Column.DEPARTMENTS),
        ("牵头责任处室", Column.DEPARTMENTS),
        ("服务\n内容", Column.CONTENT),
        ("服务项目 Service", Column.SERVICE),
        ("No.", Column.NUMBER),
        ("联系电话", None),
        ("服务方式", None),
        ("备注", None),
        ("提供家庭医生签约服务、基本医疗服务、基本公共卫生服务", None),
    ],
)
def test_headings(heading: str, column: Column | None) -> None:
    meaning = meaning_of(heading)
    assert (meaning and meaning.column) == column


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("省教育厅、省民政厅", ("省教育厅", "省民政厅")),
        ("省教育厅,省民政厅；省残联", ("省教育厅", "省民政厅", "省残联")),
        ("省法院、\n省检察院", ("省法院", "省检察院")),
        ("省教育厅\n省民政厅", ("省教育厅", "省民政厅")),
        ("省教育厅 省民政厅", ("省教育厅", "省民政厅")),
        ("省卫\n健委", ("省卫健委",)),
        ("省委\n宣传部", ("省委宣传部",)),
        ("省住房和城乡建设厅", ("省住房和城乡建设厅",)),
        ("牵头单位：省民政厅；配合单位：省教育厅", ("省民政厅", "省教育厅")),
        ("省民政厅（牵头）、省教育厅", ("省民政厅", "省教育厅")),
        ("、", ()),
        ("", ()),
    ],
)
def test_bodies_are_taken_apart(written: str, names: tuple[str, ...]) -> None:
    assert split_bodies(written).names == names


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0 - 6岁流动\n儿童", "0-6岁流动儿童"),
        ("义务教育阶段 流动儿童", "义务教育阶段流动儿童"),
        ("　使用　Wi-Fi \n 6 上网", "使用Wi-Fi 6上网"),
        ("Level A (first)", "Level A (first)"),
        ("共 12 年", "共12年"),
        ("健\u200b康\u00ad", "健康"),
        ("", ""),
    ],
)
def test_white_space_of_typesetting_goes(written: str, expected: str) -> None:
    assert plain(written) == expected
    assert plain(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、幼有所育", ("一、", "幼有所育")),
        ("（三）病有所医", ("（三）", "病有所医")),
        ("2.学有所教", ("2.", "学有所教")),
        ("一老一小", ("", "一老一小")),
        ("3岁以下", ("", "3岁以下")),
        ("一、", ("", "一、")),
    ],
)
def test_enumerators(text: str, expected: tuple[str, str]) -> None:
    assert split_enumerator(text) == expected


def test_the_headings_that_are_missing_are_named() -> None:
    with pytest.raises(NoTableError) as raised:
        read_bytes(docx(tbl(tr("序号", "服务对象", "服务项目"), tr("1", "儿童", "服务"))), NAME)
    assert [text.zh for text in raised.value.missing] == ["服务内容", "责任部门"]
    assert raised.value.nearest == "序号 服务对象 服务项目"


TEXT = st.sampled_from(
    [
        "",
        "1",
        "2",
        "13",
        "流动儿童",
        "服务对象",
        "责任部门",
        "一、目标",
        "注：",
        "省教育厅、",
        "a b\n c",
        "。",
    ]
)
CELL = st.builds(tc, TEXT, span=st.integers(1, 4), merge=st.sampled_from([None, "restart", "continue"]))
TABLE = st.lists(st.lists(CELL, max_size=7).map(lambda made: tr(*made)), max_size=8).map(
    lambda rows: tbl(HEAD, *rows)
)


@given(st.lists(st.one_of(TABLE, TEXT.map(p), st.just(list_table())), min_size=1, max_size=4))
@settings(max_examples=100 if not os.environ.get("KG_LONG") else 5_000, deadline=None)
def test_no_character_is_lost_whatever_the_table(body: list[str]) -> None:
    try:
        read(*body)
    except KgServiceError:
        return
