"""Places against a number: one small map for each of what else tells the rows apart, a square a province.

Each map has a scale of its own: what differs is where there is more of one thing. The number stands in the
square, so that a shade only repeats it.
"""

from collections import defaultdict
from dataclasses import dataclass

from kg_service.web.charts.matrix import SHADES
from kg_service.web.charts.provinces import COLUMNS, PROVINCES, ROWS, Province
from kg_service.web.charts.reading import Figure, Figures, Key, written
from kg_service.web.charts.text import fitted

MOST = 12
"""Maps that are drawn beside each other."""
STEP, SIDE = 38, 36
"""In SVG units: from square to square, and the side of one."""

_OF = {name: province for province in PROVINCES for name in (province.iri, province.code)}
"""Provinces by what an answer calls them: IRI or code of GB/T 2260."""


@dataclass(frozen=True, slots=True)
class Square:
    """A province on a map."""

    province: Province
    x: int
    y: int
    figure: Figure | None
    """Its row of the answer; None where it has none."""
    number: str = ""
    value: str = ""
    """As much of the number as fits."""
    shade: int = 0
    """1 to ``SHADES``, darker for more; 0 for nothing."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One map."""

    title: str
    """What it is of; empty where there is one map only."""
    squares: tuple[Square, ...]
    legend: tuple[tuple[int, str], ...]
    """Shade and the numbers that have it."""


@dataclass(frozen=True, slots=True)
class Map:
    """The whole drawing."""

    panels: tuple[Panel, ...]
    elsewhere: int
    """Rows of other places, which have no square."""
    width: int = COLUMNS * STEP
    height: int = ROWS * STEP
    side: int = SIDE


def draw_map(figures: Figures) -> Map | None:
    """Maps of *figures*; None where no column is of provinces, one has two numbers, or maps are too many."""
    columns = range(len(figures.rows[0].keys))
    at = next((n for n in columns if any(_province(row.keys[n]) for row in figures.rows)), None)
    if at is None:
        return None
    panels: dict[str, dict[Province, Figure]] = defaultdict(dict)
    elsewhere = 0
    for row in figures.rows:
        province = _province(row.keys[at])
        title = " · ".join(key.text for n, key in enumerate(row.keys) if n != at and key.text)
        if province is None:
            elsewhere += 1
        elif province in panels[title]:
            return None
        else:
            panels[title][province] = row
    if len(panels) > MOST:
        return None
    return Map(tuple(_panel(title, rows) for title, rows in panels.items()), elsewhere)


def _province(key: Key) -> Province | None:
    return _OF.get(key.iri or key.text)


def _panel(title: str, rows: dict[Province, Figure]) -> Panel:
    some = [row.value for row in rows.values() if row.value]
    least, most = (min(some), max(some)) if some else (0.0, 0.0)
    shaded: dict[int, list[float]] = defaultdict(list)

    def square(province: Province) -> Square:
        x, y = province.column * STEP + 1, province.row * STEP + 1
        if (row := rows.get(province)) is None:
            return Square(province, x, y, None)
        shade = _shade(row.value, least, most)
        shaded[shade].append(row.value)
        number = written(row.value)
        return Square(province, x, y, row, number, fitted(number, SIDE - 2), shade)

    squares = tuple(map(square, PROVINCES))
    legend = ((shade, _range(min(found), max(found))) for shade, found in sorted(shaded.items()))
    return Panel(title, squares, tuple(legend))


def _shade(value: float, least: float, most: float) -> int:
    """Equal steps from the least number to the most; nothing has no shade."""
    if not value:
        return 0
    return SHADES if most == least else 1 + min(SHADES - 1, int(SHADES * (value - least) / (most - least)))


def _range(least: float, most: float) -> str:
    return written(least) if least == most else f"{written(least)}–{written(most)}"
