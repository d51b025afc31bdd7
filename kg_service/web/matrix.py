"""Responsible bodies against goals, laid out to be drawn: where each label and each cell stands.

Widths are shares of the drawing and heights pixels: it fits a desk and a phone with letters of one size.

Not here: how it looks (``templates/_matrix.html``), the rows themselves (``checklist``).
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from kg_service.web.checklist import TableRow

LINE, ROW, GAP = 17, 34, 10
"""Pixels: a line of a label, the least height of a row, the space under the headings."""
LEVELS = 4
"""Steps of shading."""
_LABELS = {False: 26.0, True: 40.0}
"""Share of the labels of the bodies in percent, by whether names are long."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name and the lines that it is written in."""

    iri: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """The services of one body under one goal."""

    goal: Label
    numbers: tuple[int, ...]
    level: int
    """Shade, from 1; 0 for none."""
    x: float
    """Left edge in percent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One body."""

    body: Label
    cells: tuple[Cell, ...]
    total: int
    y: int
    """Top edge in pixels."""
    height: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole drawing."""

    goals: tuple[Label, ...]
    rows: tuple[Row, ...]
    cell: float
    """Width of a cell in percent."""
    head: int
    """Height of the headings in pixels."""
    height: int
    long: bool
    """Are names so long that a narrow window has to scroll it?"""

    def centre(self, column: int) -> float:
        """Middle of a column in percent, the sums behind the last one."""
        return _LABELS[self.long] + (column + 0.5) * self.cell


def matrix_of(rows: Sequence[TableRow], name: Callable[[str], str]) -> Matrix:
    """The matrix of the rows of one edition.

    Args:
        rows: In printed order; goals stand in that order, bodies by how many services they have.
        name: What a goal or a body is called.
    """
    goals = tuple(dict.fromkeys(row.goal for row in rows))
    of: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        for body in row.bodies:
            of.setdefault(body, {}).setdefault(row.goal, []).append(row.number)
    long = any(len(name(body)) > 14 for body in of)
    most = max((len(numbers) for by_goal in of.values() for numbers in by_goal.values()), default=1)
    width = (100 - _LABELS[long]) / (len(goals) + 1)
    heads = tuple(Label(goal, _lines(name(goal), 12 if long else 2)) for goal in goals)
    head = max((len(label.lines) for label in heads), default=1) * LINE + GAP
    y, made = head, []
    for body in sorted(of, key=lambda body: -sum(map(len, of[body].values()))):
        label = Label(body, _lines(name(body), 42 if long else 8))
        cells = tuple(
            Cell(goal, numbers, ceil(LEVELS * len(numbers) / most), _LABELS[long] + at * width)
            for at, goal in enumerate(heads)
            for numbers in [tuple(of[body].get(goal.iri, ()))]
        )
        height = max(ROW, len(label.lines) * LINE + GAP)
        made.append(Row(label, cells, sum(len(cell.numbers) for cell in cells), y, height))
        y += height
    return Matrix(heads, tuple(made), width, head, y, long)


def _lines(text: str, width: int) -> tuple[str, ...]:
    """*text* in at most three lines: at spaces where it has any, else every *width* characters."""
    if " " in text:
        cut = textwrap.wrap(text, width, break_long_words=False)
    else:
        cut = [text[at : at + width] for at in range(0, len(text), width)]
    return tuple(cut[:3]) if len(cut) <= 3 else (*cut[:2], cut[2] + "…")
