"""Finding the list in a document: headings, layouts, halves of rows, what is no row."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest
from documents import HEADING, ROWS, docx, list_rows, list_table, p, tbl, tc, tr, unaccounted
from hypothesis import given, settings
from hypothesis import strategies as st
from long_run import IS_LONG

from kg_service.editions.reading.bodies import split_bodies
from kg_service.editions.reading.files import read_bytes, take_apart
from kg_service.editions.reading.goals import split_goal
from kg_service.editions.reading.headings import meaning_of
from kg_service.editions.reading.text import number_text, plain
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


def with_bands(after: str = "", between: Sequence[str] = ()) -> str:
    """Each goal on a row of its own that spans the table."""
    made = []
    for goal in GOALS:
        made += [tr(tc(goal + after, span=5)), *between]
        made += [tr(*cells(row)) for row in ROWS if row.goal in goal]
    return tbl(tr(*HEADING[1:]), *made)


def by_goal(after: str = "", *between: str) -> list[str]:
    """A table a goal, its name in a paragraph above."""
    made = []
    for goal in GOALS:
        rows = (tr(*cells(row)) for row in ROWS if row.goal in goal)
        made += [p(goal + after), *between, tbl(tr(*HEADING[1:]), *rows)]
    return made


def by_goal_within() -> list[str]:
    """A table a goal, its name on a row above the heading."""
    return [tbl(tr(tc(goal, span=5)), HEAD_BARE, *of_goal(goal)[1:]) for goal in GOALS]


def in_two_lines(upper: Sequence[str], lower: Sequence[str]) -> str:
    """Headings on two rows: 服务信息 over three columns, 责任部门 over two."""
    made = [
        tr(row.goal, *cells(row)[:-1], row.departments[0], "、".join(row.departments[1:])) for row in ROWS
    ]
    return tbl(tr(*upper), tr(*lower), *made)


HEAD_BARE = tr(*HEADING[1:])


def of_goal(goal: str) -> list[str]:
    """A goal on a row of its own, and its rows."""
    return [tr(tc(goal, span=5)), *(tr(*cells(row)) for row in ROWS if row.goal in goal)]


def numbered(numbers: str) -> str:
    """The list with its numbers written in another way."""
    written = zip(ROWS, numbers, strict=True)
    return tbl(HEAD, *(tr(row.goal, number, *cells(row)[1:]) for row, number in written))


def two_bodies(first: str, second: str) -> str:
    """The list with the bodies in two columns."""
    made = (
        tr(row.goal, *cells(row)[:-1], row.departments[0], "、".join(row.departments[1:])) for row in ROWS
    )
    return tbl(tr(*HEADING[:-1], first, second), *made)


def bodies_said(first: str, other: str) -> str:
    """The list with words around its bodies."""
    made = [
        first.format(row.departments[0]) + "".join(other.format(name) for name in row.departments[1:])
        for row in ROWS
    ]
    return tbl(HEAD, *(tr(row.goal, *cells(row)[:-1], said) for row, said in zip(ROWS, made, strict=True)))


def under_one(first: str, second: str) -> tuple[list[str], list[str]]:
    """Headings on two rows, the upper one of which says 责任单位 over two columns."""
    upper = [*(tc(each, merge="restart") for each in HEADING[:-1]), tc("责任单位", span=2)]
    return upper, [*(tc(merge="continue") for _ in HEADING[:-1]), first, second]


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
            [with_bands(between=[tr(tc("（一）基本服务", span=5))])],
            ["goal-row", "two-levels", "lower-heading", *["goal-row", "lower-heading"] * 2],
            id="goals-in-two-levels",
        ),
        pytest.param(
            [
                tbl(
                    *(HEAD_BARE, tr(tc(GOALS[0], span=5)), tr(*cells(ROWS[0])), tr(tc("接下页", span=5))),
                    *(HEAD_BARE, tr(tc(GOALS[0] + "（续）", span=5)), tr(*cells(ROWS[1]))),
                    *(each for goal in GOALS[1:] for each in of_goal(goal)),
                )
            ],
            ["goal-row", "note", "repeated-heading", *["goal-row"] * 3],
            id="a-goal-repeated-after-the-page",
        ),
        pytest.param(
            [p("清单"), *by_goal_within()],
            ["several-tables", "goal-row", *["goal-row", "repeated-heading"] * 2],
            id="goals-above-the-headings-of-their-tables",
        ),
        pytest.param([tbl(HEAD, tr(*"123456"), *LISTED)], ["column-numbers"], id="columns-counted"),
        pytest.param([tbl(HEAD, tr(*"甲乙丙丁戊己"), *LISTED)], ["column-numbers"], id="columns-lettered"),
        pytest.param([tbl(HEAD, *LISTED, tr("合计", "5项", *[""] * 4))], ["note"], id="sum"),
        pytest.param([numbered("１２３４５")], [], id="numbers-of-full-width"),
        pytest.param(
            [two_bodies("牵头单位", "配合单位")], ["several-body-columns"], id="leading-and-other-bodies"
        ),
        pytest.param(
            [two_bodies("省级责任部门", "市县责任部门")], ["several-body-columns"], id="bodies-of-two-levels"
        ),
        pytest.param(
            [in_two_lines(*under_one("牵头", "配合"))], ["several-body-columns"], id="one-heading-over-roles"
        ),
        pytest.param(
            [in_two_lines(*under_one("省级", "市县级"))],
            ["several-body-columns"],
            id="one-heading-over-levels",
        ),
        pytest.param(
            [
                tbl(
                    tr(*HEADING, "服务标准"),
                    *(tr(row.goal, *cells(row), "按国家标准" if row.number == 1 else "") for row in ROWS),
                )
            ],
            ["second-column", "extra-column"],
            id="two-columns-of-content",
        ),
        pytest.param(
            [tbl(tr("目标", "序号", "服务对象*", "服务项目①", "服务内容【注1】", "责任部门2"), *LISTED)],
            [],
            id="headings-with-notes",
        ),
        pytest.param([bodies_said("{}牵头", "，{}配合")], ["body-role"] * 7, id="roles-behind-bodies"),
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
            ["goal-enumerator"],
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
                tr(tc(merge="continue"), "2", "3-6岁流动", "学前教育", "就近", "省教"),
                HEAD,
                tr("", "", "儿童", "服务", "入园", "育厅"),
            ],
            "儿童\t服务\t入园\t育厅",
            id="every-cell-parted",
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
        ("服务内容及标准", Column.CONTENT),
        ("服务措施", Column.CONTENT),
        ("支持政策", Column.CONTENT),
        ("受益对象", Column.BENEFICIARY),
        ("服务对象及条件", Column.BENEFICIARY),
        ("清单事项", Column.SERVICE),
        ("责任主体", Column.DEPARTMENTS),
        ("部门分工", Column.DEPARTMENTS),
        ("服务类别", Column.GOAL),
        ("一级指标", Column.GOAL),
        ("项次", Column.NUMBER),
        ("支出责任", None),
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
        ("省民政厅牵头负责，省教育厅、省残联配合", ("省民政厅", "省教育厅", "省残联")),
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
        ("一、幼有所育", ("一、", "幼有所育", "")),
        ("（三）病有所医", ("（三）", "病有所医", "")),
        ("2.学有所教", ("2.", "学有所教", "")),
        ("第一、幼有所育：", ("第一、", "幼有所育", "：")),
        ("第一　幼有所育", ("第一", "幼有所育", "")),
        ("第二类：学有所教", ("第二类：", "学有所教", "")),
        ("1 幼有所育", ("1", "幼有所育", "")),
        ("㈠幼有所育", ("㈠", "幼有所育", "")),
        ("II. 学有所教", ("II.", "学有所教", "")),
        ("目标一：幼有所育", ("目标一：", "幼有所育", "")),
        ("一、幼有所育（5项）", ("一、", "幼有所育", "（5项）")),
        ("幼有所育（共 5 项服务）", ("", "幼有所育", "（共 5 项服务）")),
        ("一、\n幼 有\n所 育 (5项)", ("一、", "幼 有\n所 育 ", "(5项)")),
        ("一老一小", ("", "一老一小", "")),
        ("一 老 一 小", ("", "一 老 一 小", "")),
        ("3岁以下", ("", "3岁以下", "")),
        ("幼有所育（3岁以下）", ("", "幼有所育（3岁以下）", "")),
        ("一、", ("", "一、", "")),
        ("：", ("", "：", "")),
    ],
)
def test_a_goal_is_told_from_its_enumerator(text: str, expected: tuple[str, str, str]) -> None:
    goal = split_goal(text)
    assert (goal.before, goal.name, goal.after) == expected


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param([with_bands("（5项）")], ("goal-row", "一、幼有所育（5项）"), id="row"),
        pytest.param([*by_goal("（5项）")], ("goal-paragraph", "一、幼有所育（5项）"), id="paragraph"),
        pytest.param(
            [*by_goal("（5项）", p("本部分所列服务由居住地提供。"))],
            ("goal-paragraph", "一、幼有所育（5项）"),
            id="a-sentence-between",
        ),
        pytest.param(
            [tbl(HEAD, tr("一、幼有所育（5项）", *cells(ROWS[0])), *LISTED[2:])],
            ("goal-enumerator", "一、\t（5项）"),
            id="cell",
        ),
    ],
)
def test_the_name_of_a_goal_is_taken_and_what_is_printed_is_kept(
    body: list[str], found: tuple[str, str]
) -> None:
    reading = read(*body)
    cell = reading.rows[0].cells[Column.GOAL]
    assert (cell.text, cell.written) == ("幼有所育", "幼有所育")
    assert [row.goal for row in reading.table()][-1] == "病有所医"
    assert found in [(remark.code, remark.found) for remark in reading.remarks]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1", "1"),
        ("（2）", "2"),
        ("3、", "3"),
        ("第4项", "4"),
        ('="12"', "12"),
        ("'13", "13"),
        ("14.0", "14"),
        ("九", "九"),
        ("1.5", "1.5"),
        ("", ""),
    ],
)
def test_numbers_in_many_forms(written: str, number: str) -> None:
    assert number_text(written) == number


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
@settings(max_examples=100 if not IS_LONG else 5_000, deadline=None)
def test_no_character_is_lost_whatever_the_table(body: list[str]) -> None:
    try:
        read(*body)
    except KgServiceError:
        return
