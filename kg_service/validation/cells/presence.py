"""What is not there: columns, cells, and cells that say only that something is to come.

Not here: a content that is there and promises nothing (``content``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Printed, Rule, heading_place, printed_cells, same

COLUMN = Rule(
    "column-missing",
    Severity.VIOLATION,
    Text("缺少一栏", "Column missing"),
    Text(
        "清单有六栏：序号、目标、服务对象、服务项目、服务内容、责任部门。请补上缺少的一栏，或把它的标题写成通用的名称。",
        "The list has six columns: 序号, 目标, 服务对象, 服务项目, 服务内容, 责任部门. Add the one that "
        "is missing, or give it its usual heading.",
    ),
)
EMPTY = Rule(
    "cell-empty",
    Severity.VIOLATION,
    Text("单元格为空", "Empty cell"),
    Text(
        "每一行的六栏都要有内容；与上一行相同的，请合并单元格。",
        "Every row fills all six columns; where a value is that of the row above, merge the cells.",
    ),
)
PLACEHOLDER = Rule(
    "cell-placeholder",
    Severity.VIOLATION,
    Text("占位文字", "Placeholder"),
    Text(
        "“待定”“略”“同上”之类的文字不能公布。请写出内容；与上一行相同的，请合并单元格。",
        "Words such as 待定 (to be decided), 略 (left out), 同上 (as above) can't be published. Write "
        "what is meant, or merge with the cell above.",
    ),
)
RULES = (COLUMN, EMPTY, PLACEHOLDER)

_WHOLE = re.compile(
    r"[（(【\[]?(?:待定|待补充?|待完善|待确定|待明确|待填|待核实?|暂缺|暂无|空缺?|缺|略|无|同上|同前|同左|下同|如上|见上|"
    r"TBD|TBC|TODO|N/?A|XX+|xx+|×+|[*＊]+|[?？]+|[/／\\]+|[-—–－_＿]+|…+|\.{2,}|[〃″\"])[）)】\]]?[。.]?"
)
_WITHIN = re.compile(
    r"待定|待补充|待完善|待明确|[（(【]略[）)】]|TBD|TODO|X{3,}|[Xx×*＊]{2,}(?=[元年月日人次名岁%％])|×{2,}|[?？]{2,}|_{3,}|"
    r"[（(【](?:请|需|待|须)[^（）()【】]{0,8}(?:核实|核对|补充|确认|修改|明确)[）)】]|[（(][）)]|"
    r"【(?:新增|修改|删除|删去|调整|待|注)[^】]*】"
)


def is_placeholder(text: str) -> bool:
    """Whether a cell says only that something is to come."""
    return bool(text) and _WHOLE.fullmatch(text) is not None


def missing_columns(reading: Reading) -> tuple[Column, ...]:
    """Columns that have neither a heading nor any text."""
    return tuple(
        column
        for column in Column
        if column not in reading.headings and not any(row.text(column) for row in reading.rows)
    )


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on every column and cell."""
    missing = missing_columns(reading)
    for column in missing:
        yield COLUMN.finding(
            heading_place(reading, column),
            Text(
                f"没有找到“{column.label.zh}”一栏。请补上这一栏，或核对它的标题。",
                f"There is no column {column.label.en} ({column.label.zh}). Add it, or check its heading.",
            ),
            expected=column.label,
        )
    for printed in printed_cells(reading, *(c for c in Column if c not in missing)):
        if not printed.text:
            yield _empty(printed, reference.usual(printed.row, printed.column))
        elif printed.column is not Column.NUMBER and (
            is_placeholder(printed.text) or _WITHIN.search(printed.text)
        ):
            yield PLACEHOLDER.finding(
                printed.place,
                Text(
                    f"“{printed.text}”是占位文字。请写出“{printed.column.label.zh}”的内容。",
                    f"“{printed.text}” is a placeholder. Write the {printed.column.label.en}.",
                ),
                value=printed.text,
                nearest=reference.usual(printed.row, printed.column),
            )


def _empty(printed: Printed, usual: str | None) -> Finding:
    label = printed.column.label
    return EMPTY.finding(
        printed.place,
        Text(
            f"“{label.zh}”为空。请填写；与上一行相同的，请合并单元格。",
            f"The {label.en} cell is empty. Fill it in; where it is that of the row above, merge the cells.",
        ),
        value="",
        expected=same(usual) if usual else label,
        nearest=usual,
    )
