"""Two kinds of things against each other, a number where they meet."""

from dataclasses import dataclass

from kg_service.web.charts.reading import Figures, Key, written
from kg_service.web.charts.text import fitted, width

MOST = 40
"""Lines and columns that are drawn."""
SHADES = 4
SIDE, ROW, MOST_LABEL, MOST_HEAD = 46, 30, 260, 170
"""In SVG units: width and height of a cell, room for names of lines and of columns."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number where a line and a column meet."""

    keys: tuple[Key, Key]
    """In the order of the answer's columns."""
    value: str
    shade: int
    """1 to ``SHADES``, darker for more."""
    x: int
    y: int
    row: int


@dataclass(frozen=True, slots=True)
class Name:
    """A heading."""

    key: Key
    label: str
    at: int
    """Middle of its line or column."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole drawing."""

    lines: tuple[Name, ...]
    columns: tuple[Name, ...]
    cells: tuple[Cell, ...]
    left: int
    top: int
    width: int
    height: int
    side: int = SIDE
    row: int = ROW


def draw_matrix(figures: Figures) -> Matrix | None:
    """A matrix of *figures* with the longer side downwards; None where rows are not those of two things."""
    if any(len(figure.keys) != 2 for figure in figures.rows):
        return None
    first = list(dict.fromkeys(figure.keys[0] for figure in figures.rows))
    second = list(dict.fromkeys(figure.keys[1] for figure in figures.rows))
    turned = len(second) > len(first)
    down, across = (second, first) if turned else (first, second)
    most = max(figure.value for figure in figures.rows)
    if max(len(down), len(across)) > MOST or most <= 0:
        return None
    left = min(MOST_LABEL, max(width(key.text) for key in down)) + 10
    labels = [fitted(key.text, MOST_HEAD) for key in across]
    # Names of columns rise at 45 degrees.
    top = round(max(map(width, labels)) * 0.71) + 24
    beyond = round(width(labels[-1]) * 0.71)
    cells = []
    for figure in figures.rows:
        one, other = figure.keys
        line, column = (other, one) if turned else (one, other)
        cells.append(
            Cell(
                (one, other),
                written(figure.value),
                max(1, round(SHADES * figure.value / most)),
                left + across.index(column) * SIDE,
                top + down.index(line) * ROW,
                figure.row,
            )
        )
    return Matrix(
        tuple(Name(k, fitted(k.text, MOST_LABEL), top + n * ROW + ROW // 2) for n, k in enumerate(down)),
        tuple(
            Name(key, label, left + n * SIDE + SIDE // 2)
            for n, (key, label) in enumerate(zip(across, labels, strict=True))
        ),
        tuple(cells),
        left,
        top,
        left + len(across) * SIDE + max(20, beyond),
        top + len(down) * ROW + 4,
    )
