"""Text that stands in the wrong column.

Not here: empty cells (``presence``), names that are unknown (``names``).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg_service.model import Column, Finding, Reading, ReadRow, Severity, Text
from kg_service.validation.cells.giving import gives_something
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, printed_cells
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
RULES = (WRONG_COLUMN,)

_LONG = 12
"""Characters from which a text that gives something is a content, not a name."""
_BODY_ENDS = ("厅", "局", "委", "会", "院", "部", "办", "中心", "集团")
"""Of the name of a body, however long."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on every printed cell."""
    for printed in printed_cells(reading):
        belongs = is_out_of_place(printed.row, printed.column, reference)
        if belongs is not None:
            label = belongs.label
            yield WRONG_COLUMN.finding(
                printed.place,
                Text(
                    f"“{_short(printed.text)}”属于“{label.zh}”一栏。请移过去。",
                    f"“{_short(printed.text)}” belongs to the column {label.en} ({label.zh}). Move it there.",
                ),
                value=printed.text,
            )


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
    if column is Column.CONTENT and not row.text(Column.DEPARTMENTS) and _ends_in_bodies(text, reference):
        return Column.DEPARTMENTS
    if column in (Column.GOAL, Column.DEPARTMENTS, Column.NUMBER) and _is_content(text, column, reference):
        return Column.CONTENT
    return None


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


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else text[:most] + "…"
