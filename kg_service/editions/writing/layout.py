"""The printed table: which cells are merged down, what stands in each, how wide the columns are.

Not here: how a file kind says it (``docx``, ``xlsx``, ``html``, ``txt``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from kg_service.model import Column, Row

COLUMNS = (
    Column.GOAL, Column.NUMBER, Column.BENEFICIARY, Column.SERVICE, Column.CONTENT, Column.DEPARTMENTS
)  # fmt: skip
"""As the list prints them: the goal stands before the number."""

HEADINGS = tuple(column.label.zh for column in COLUMNS)

WIDTHS_MM = (23, 12, 40, 40, 107, 35)
"""Of the columns, on a landscape A4 page with margins of 20 mm."""

# Source: https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One row of the table as it is laid out."""

    row: Row
    deep: tuple[int, ...]
    """For each of ``COLUMNS`` how many rows its cell spans; 0 where a cell above covers it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in each of ``COLUMNS``, cells covered included."""
        row = self.row
        bodies = "、".join(row.departments)
        return (row.goal, str(row.number), row.beneficiary, row.service, row.content, bodies)


def lay_out(rows: Sequence[Row]) -> tuple[tuple[Printed, ...], ...]:
    """The rows of each goal; neighbours of one goal, and of one group within it, merged unless empty."""
    return tuple(_of_goal(list(run)) for _, run in groupby(rows, key=lambda row: row.goal))


def xml_text(text: str) -> str:
    """*text* with U+FFFD for the control characters that no XML file may hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _of_goal(rows: Sequence[Row]) -> tuple[Printed, ...]:
    goals = [len(rows), *[0] * (len(rows) - 1)] if rows[0].goal else [1] * len(rows)
    groups: list[int] = []
    for group, run in groupby(rows, key=lambda row: row.beneficiary):
        count = len(list(run))
        groups += [count, *[0] * (count - 1)] if group else [1] * count
    return tuple(
        Printed(row, (goal, 1, group, 1, 1, 1)) for row, goal, group in zip(rows, goals, groups, strict=True)
    )
