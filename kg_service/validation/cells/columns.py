"""Text that stands in the wrong column.

Not here: empty cells (``presence``), names that are unknown (``names``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.giving import gives_something
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import (
    Printed,
    Rule,
    heading_place,
    printed_cells,
    same,
    shortened,
)
from kg_service.validation.cells.separators import parts, together
from kg_service.validation.cells.spelling import visible

WRONG_COLUMN = Rule(
    "cell-wrong-column",
    Severity.VIOLATION,
    Text("内容填错了栏", "Text in the wrong column"),
    Text(
        "这一格的文字属于另一栏。请移到它的栏里；粘贴时整行错位的，请逐格核对。",
        "The text of this cell belongs to another column. Move it there; where a paste has shifted a "
        "whole row, check each of its cells.",
    ),
)
MISPLACED = Rule(
    "column-misplaced",
    Severity.VIOLATION,
    Text("整栏填错了位置", "Column under the wrong heading"),
    Text(
        "这一栏里几乎全是另一栏的内容。请核对标题，把整栏移到它的标题下。",
        "Nearly all of this column is what belongs to another one. Check the headings, and move the whole "
        "column to where it belongs.",
    ),
)
RULES = (WRONG_COLUMN, MISPLACED)

_MOST = 0.6
"""Share of a column's cells that belong to one other column, from which the whole column does."""
_FEW = 3
"""Cells of a column below which each is spoken of by itself."""
_LONG = 12
"""Characters from which a text that gives something is a content, not a name."""
_BODY_ENDS = ("厅", "局", "委", "会", "院", "部", "办", "中心", "集团")
"""Of the name of a body, however long."""
_NAME_AND_CONTENT = {Column.SERVICE: Column.CONTENT, Column.CONTENT: Column.SERVICE}
_STOPS = re.compile("[，；。]")
_GIVING = re.compile("[对为给向在按将]|提供|保障|免除|发放|开展|组织|支持|资助|符合|允许|做好")
"""How a content begins."""
_LONG_NAME = 25
"""Characters from which what gives something is no name."""
_SHOWN = 24
"""Characters of a text that a finding quotes."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on whole columns, then on every other printed cell."""
    cells = [
        (printed, is_out_of_place(printed.row, printed.column, reference))
        for printed in printed_cells(reading)
        if printed.text
    ]
    whole = _misplaced(cells)
    for column, belongs in whole.items():
        own, other = column.label, belongs.label
        yield MISPLACED.finding(
            heading_place(reading, column),
            Text(
                f"“{own.zh}”一栏里填的是“{other.zh}”。请核对标题，把整栏移过去。",
                f"The column {own.en} ({own.zh}) holds what belongs to {other.en} ({other.zh}). Check the "
                "headings, and move the whole column.",
            ),
            expected=own,
        )
    for printed, belonging in cells:
        if belonging is not None and printed.column not in whole:
            label, shown = belonging.label, shortened(printed.text, _SHOWN)
            usual = reference.usual(printed.row, printed.column)
            yield WRONG_COLUMN.finding(
                printed.place,
                Text(
                    f"“{shown}”属于“{label.zh}”一栏。请移过去。",
                    f"“{shown}” belongs to the column {label.en} ({label.zh}). Move it there.",
                ),
                value=printed.text,
                expected=same(usual) if usual else None,
                nearest=usual,
            )


def _misplaced(cells: Sequence[tuple[Printed, Column | None]]) -> dict[Column, Column]:
    """Columns nearly all of whose cells belong to one other column, with that column."""
    found = {}
    for column in Column:
        belonging = [belongs for printed, belongs in cells if printed.column is column]
        counted = Counter(belongs for belongs in belonging if belongs is not None)
        for belongs, count in counted.most_common(1):
            if count > _FEW and count >= _MOST * len(belonging):
                found[column] = belongs
    return found


def is_out_of_place(row: ReadRow, column: Column, reference: Reference) -> Column | None:
    """The column that a cell's text belongs to, where it is another one."""
    text = visible(row.text(column))
    if not text:
        return None
    if column is not Column.GOAL and text in reference.goals:
        return Column.GOAL
    if column is not Column.BENEFICIARY and text in reference.groups:
        return Column.BENEFICIARY
    if column is not Column.DEPARTMENTS and _is_bodies(text, reference):
        return Column.DEPARTMENTS
    if column is not Column.NUMBER and text.isdecimal() and row.number is None:
        return Column.NUMBER
    if column in (Column.GOAL, Column.BENEFICIARY) and text not in reference.known(column):
        # The name that is due here stands there: the two have changed places.
        for other in _NAME_AND_CONTENT:
            if visible(row.text(other)) in reference.known(column):
                return other
    if column in _NAME_AND_CONTENT and _are_swapped(row):
        return _NAME_AND_CONTENT[column]
    if column is Column.CONTENT and not row.text(Column.DEPARTMENTS) and _ends_in_bodies(text, reference):
        return Column.DEPARTMENTS
    if column in (Column.GOAL, Column.DEPARTMENTS, Column.NUMBER) and _is_content(text, column, reference):
        return Column.CONTENT
    return None


def _are_swapped(row: ReadRow) -> bool:
    """Whether the name of a service stands where its content belongs, and the other way round."""
    name, content = (visible(row.text(column)) for column in _NAME_AND_CONTENT)
    if not content or len(content) >= len(name) or _STOPS.search(content):
        return False
    is_content = _STOPS.search(name) or _GIVING.match(name) or len(name) >= _LONG_NAME
    return bool(is_content) and gives_something(name) and not _GIVING.match(content)


def _is_bodies(text: str, reference: Reference) -> bool:
    known = {*reference.bodies, *reference.other_names}
    return all(part in known or together(part, reference) for part in parts(text)) and bool(parts(text))


def _is_content(text: str, column: Column, reference: Reference) -> bool:
    if any(name in text for name in reference.known(column)):
        return False
    longest = max(parts(text), key=len, default="")
    return len(longest) >= _LONG and not longest.endswith(_BODY_ENDS) and gives_something(longest)


def _ends_in_bodies(text: str, reference: Reference) -> bool:
    return any(text.endswith(name) for name in reference.bodies)
