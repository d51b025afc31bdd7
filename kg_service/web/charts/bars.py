"""One bar a row, in the order of the table."""

from dataclasses import dataclass

from kg_service.web.charts.reading import Figures, Key, written
from kg_service.web.charts.text import fitted, width

MOST = 60
"""Bars that are drawn; a longer answer is read as a table."""
LINE, THICK, LONGEST, MOST_LABEL = 26, 16, 420, 300
"""In SVG units: height of a line and of a bar, length of the longest bar, room for names."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name and number."""

    key: Key
    title: str
    label: str
    """As much of the title as fits."""
    value: str
    y: int
    length: float
    row: int


@dataclass(frozen=True, slots=True)
class Bars:
    """The whole drawing."""

    bars: tuple[Bar, ...]
    left: int
    """Where bars begin."""
    width: int
    height: int


def draw_bars(figures: Figures) -> Bars | None:
    """Bars of *figures*; None where they are too many or all zero."""
    most = max(figure.value for figure in figures.rows)
    if len(figures.rows) > MOST or most <= 0:
        return None
    titles = [" · ".join(key.text for key in figure.keys if key.text) for figure in figures.rows]
    left = min(MOST_LABEL, max(map(width, titles))) + 10
    bars = tuple(
        Bar(
            next((key for key in figure.keys if key.iri), figure.keys[0]),
            title,
            fitted(title, MOST_LABEL),
            written(figure.value),
            at * LINE + (LINE - THICK) // 2,
            round(LONGEST * figure.value / most, 1),
            figure.row,
        )
        for at, (figure, title) in enumerate(zip(figures.rows, titles, strict=True))
    )
    return Bars(bars, left, left + LONGEST + 60, len(bars) * LINE)
