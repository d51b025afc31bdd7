"""A content has to give something: a verb of giving, and not a condition alone.

Not here: which measures a content holds (``editions``).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg_service.model import Column, Finding, Reading, Severity, Text
from kg_service.validation.cells.columns import is_out_of_place
from kg_service.validation.cells.giving import gives_something
from kg_service.validation.cells.pages import without_page_number
from kg_service.validation.cells.presence import is_placeholder
from kg_service.validation.cells.reference import Reference
from kg_service.validation.cells.rules import Rule, printed_cells, shortened

NOTHING = Rule(
    "content-promises-nothing",
    Severity.WARNING,
    Text("服务内容没有写明给予什么", "Content that promises nothing"),
    Text(
        "服务内容要写明给予什么：提供、保障、免除、发放、办理、开展……只有条件、依据或名称，读者不知道能得到什么。请补上。",
        "A content says what is given: 提供, 保障, 免除, 发放, 办理, 开展 and the like. With a "
        "condition, a reference or a name alone nobody knows what to expect. Add it.",
    ),
)
RULES = (NOTHING,)

_SHOWN = 30
"""Characters of a text that a finding quotes."""


def check(reading: Reading, reference: Reference) -> Iterator[Finding]:
    """Findings on the column 服务内容."""
    for printed in printed_cells(reading, Column.CONTENT):
        text = without_page_number(printed.cell.written)
        if not text or is_placeholder(text) or is_out_of_place(printed.row, Column.CONTENT, reference):
            continue
        if not gives_something(text):
            shown = shortened(text, _SHOWN)
            yield NOTHING.finding(
                printed.place,
                Text(
                    f"“{shown}”没有写明给予什么。请补上，如“提供……”“发放……”。",
                    f"“{shown}” does not say what is given. Add it, as in 提供…, 发放….",
                ),
                value=text,
            )
