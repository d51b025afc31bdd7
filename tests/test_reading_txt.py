"""Flattened text: the 2024 list as received, and the other forms that text takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import HEADING, ROWS, unaccounted

from kg_service.editions import rows as edition_rows
from kg_service.editions.reading.files import read_bytes, take_apart
from kg_service.errors import NoTableError
from kg_service.model import Column, Place, Reading, Row
from kg_service.store import EmbeddedStore

NAME = "draft.txt"
TITLE = "某省清单（2025年版）"
SOURCE = "data/sources/heilongjiang-2024.txt"
CHARACTERS = 1788
"""Of the 2024 list as received, white space not counted."""


def printed(rows: tuple[Row, ...] = ROWS) -> list[list[str]]:
    """The cells in printed order; a covered one is empty."""
    made = []
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        same_goal = before is not None and before.goal == row.goal
        same_group = same_goal and before is not None and before.beneficiary == row.beneficiary
        goal, group = "" if same_goal else row.goal, "" if same_group else row.beneficiary
        made.append([goal, str(row.number), group, row.service, row.content, "、".join(row.departments)])
    return made


def tika(heading: tuple[str, ...] = ("", *HEADING[2:])) -> str:
    """As Apache Tika writes it: a tab opens a cell, a blank line ends a row."""
    blocks = [TITLE + "\n", *("\n".join(f"\t{cell}" for cell in row) for row in (heading, *printed()))]
    return "\n\n".join(blocks) + "\n"


def tabbed(heading: tuple[str, ...] = HEADING) -> str:
    """As Word's clipboard has it: a tab between cells, a line a row."""
    return "\n".join([TITLE, *("\t".join(row) for row in (heading, *printed()))])


def read(text: str | bytes) -> Reading:
    """The reading, every character of the text accounted for."""
    content = text.encode("utf-8") if isinstance(text, str) else text
    reading = read_bytes(content, NAME)
    missing, invented = unaccounted(take_apart(content, NAME), reading)
    assert not missing
    assert not invented
    return reading


def test_the_list_as_received_gives_the_rows_of_the_graph(home: Path, store: EmbeddedStore) -> None:
    reading = read((home / SOURCE).read_bytes())
    assert reading.table() == edition_rows(store, "heilongjiang", "2024")
    assert reading.title == "黑龙江省流动儿童在居住地享有关爱服务清单（2024年版）"


def test_every_character_as_received_is_in_a_cell_or_in_furniture(home: Path) -> None:
    content = (home / SOURCE).read_bytes()
    raw = take_apart(content, NAME)
    cells = [
        cell.written for grid in raw.grids for row in grid.rows for cell in row.cells if cell.origin is None
    ]
    held = re.sub(r"\s", "", "".join([*cells, *(each.written for each in raw.around)]))
    assert sorted(held) == sorted(re.sub(r"\s", "", content.decode("utf-8")))
    assert len(held) == CHARACTERS
    said = {(remark.code, remark.found) for remark in read(content).remarks}
    assert {
        ("paragraph", "附件"),
        ("bookmark", "[bookmark: _GoBack]"),
        ("page-number", "13"),
        ("heading", "服务对象\t服务项目\t服务内容\t责任部门"),
    } < said
    assert ("lost-row-boundary", "弱有所扶") in said


def test_a_cell_keeps_its_line_and_the_line_of_its_value(home: Path) -> None:
    reading = read_bytes((home / SOURCE).read_bytes(), NAME)
    goal = reading.rows[1].cells[Column.GOAL]
    assert (goal.place.line, goal.origin and goal.origin.line) == (21, 12)
    assert reading.rows[15].cells[Column.NUMBER].place.line == 134
    assert str(Place(NAME, line=13)) == f"{NAME}:13"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(tika(), id="tika"),
        pytest.param(tika(HEADING), id="tika-all-headings"),
        pytest.param(tika().replace("\n", "\r\n").encode("gb18030"), id="gb18030"),
        pytest.param(tika().encode("utf-16"), id="utf-16"),
        pytest.param(tika().encode("utf-8-sig"), id="byte-order-mark"),
        pytest.param(tika().replace("省民政厅\n\n\t病有", "省民政厅\n 病有"), id="lost-row-boundary"),
        pytest.param(tika().replace("厅\n\n\t学有", "厅\n\n\n\n13\n\n\n\n\t\n\n\n学有"), id="page-break"),
        pytest.param(
            tika().replace("省教育厅、省", "省教育厅、\n\n省").replace("有所", "有\n所"), id="wrapped-cells"
        ),
        pytest.param(tabbed(), id="tabs-between"),
        pytest.param(tabbed(("", *HEADING[2:])), id="tabs-between-two-headings-empty"),
        pytest.param(
            tabbed().replace("省教育厅、省", "省教育厅、\n省").replace("帮扶服务", "帮扶\n服务"),
            id="tabs-wrapped",
        ),
        pytest.param(
            tabbed().replace("\n学有", "\n\n- 13 -\n\n学有") + "\n注：另行说明。",
            id="tabs-page-number-and-note",
        ),
        pytest.param(
            "\n".join(
                "\t".join(f'"{cell}"' if "；" in cell else cell for cell in row)
                for row in [HEADING, *printed()]
            ),
            id="tabs-quoted",
        ),
        pytest.param("\n".join(",".join(row) for row in (HEADING, *printed())), id="commas"),
        pytest.param(
            "\n".join(f"| {' | '.join(row)} |" for row in (HEADING, ["---"] * 6, *printed())).replace(
                "；", "；<br>"
            ),
            id="markdown",
        ),
        pytest.param(
            "\n".join(["+---" * 6 + "+\n" + f"| {' | '.join(row)} |" for row in (HEADING, *printed())]),
            id="ruled",
        ),
        pytest.param(
            "\n".join([TITLE, *HEADING, *(cell for row in printed() for cell in row)]), id="one-a-line"
        ),
        pytest.param(
            "\n".join([TITLE, *HEADING, *(cell for row in printed() for cell in row if cell)]),
            id="one-a-line-without-blanks",
        ),
        pytest.param(
            "\n".join([TITLE, *HEADING[2:], *(cell for row in printed() for cell in row if cell)]),
            id="one-a-line-two-headings-missing",
        ),
    ],
)
def test_every_form_gives_the_rows(text: str | bytes) -> None:
    assert read(text).table() == ROWS


def test_columns_may_stand_in_any_order() -> None:
    order = (1, 5, 3, 2, 4, 0)
    lines = ["\t".join(row[at] for at in order) for row in (HEADING, *printed())]
    assert read("\n".join(lines)).table() == ROWS


def test_a_missing_number_is_left_open() -> None:
    reading = read(tika().replace("\t4\n", "\t\n"))
    assert [row.number for row in reading.rows] == [1, 2, 3, None, 5]
    assert reading.rows[3].text(Column.SERVICE) == "教育帮扶服务"


def test_a_group_missing_in_the_first_row_of_a_goal_stays_empty() -> None:
    reading = read(tika().replace("\t病有所医\n\t5\n\t流动儿童", "\t病有所医\n\t5\n\t"))
    assert reading.rows[4].text(Column.BENEFICIARY) == ""
    assert reading.rows[3].text(Column.BENEFICIARY) == "流动儿童"


def test_a_value_that_was_filled_down_is_said() -> None:
    filled = [remark.found for remark in read(tabbed()).remarks if remark.code == "filled-down"]
    assert filled == ["幼有所育", "学有所教", "流动儿童"]


@pytest.mark.parametrize("text", ["一段话，没有表格。", "服务对象\t服务内容\n流动儿童\t就近入园\n"])
def test_text_without_the_list_is_refused(text: str) -> None:
    with pytest.raises(NoTableError) as raised:
        read_bytes(text.encode(), NAME)
    assert "服务项目" in raised.value.text.zh
