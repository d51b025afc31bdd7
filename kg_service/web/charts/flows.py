"""A Sankey diagram: columns of things, bands between them as wide as what they stand for.

Columns are those of the answer, so that only the order within a column is to be found: each thing goes to the
middle of what it hangs together with, column after column (the barycentre method).

Source: Sugiyama, Tagawa, Toda 1981, https://doi.org/10.1109/TSMC.1981.4308636
"""

from collections import defaultdict
from dataclasses import dataclass

from kg_service.web.charts.reading import Figures, Key, written
from kg_service.web.charts.text import SIZE, fitted, width

MOST = 150
"""Things that are drawn."""
BAR, GAP, TALL, MOST_LABEL, REACH = 12, 8, 640, 230, 130
"""In SVG units: width of a node, gap below it, height of all bands, room for names, between columns."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing, as tall as all that flows through it."""

    key: Key
    label: str
    room: int
    """Width of the label: bands that cross beneath it are veiled, however many there are."""
    value: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """What flows between two things."""

    source: Key
    target: Key
    value: str
    path: str
    """Of the middle of the band, for ``d``."""
    thickness: float


@dataclass(frozen=True, slots=True)
class Flows:
    """The whole drawing."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    width: int
    height: int
    bar: int = BAR


def draw_flows(figures: Figures) -> Flows | None:
    """Flows through the keys of *figures*, from left to right; None where there is one column or too much."""
    columns = len(figures.rows[0].keys)
    through: list[dict[Key, float]] = [defaultdict(float) for _ in range(columns)]
    between: list[dict[tuple[Key, Key], float]] = [defaultdict(float) for _ in range(columns - 1)]
    for figure in figures.rows:
        for at, key in enumerate(figure.keys):
            through[at][key] += figure.value
        for at, pair in enumerate(zip(figure.keys, figure.keys[1:], strict=False)):
            between[at][pair] += figure.value
    total = sum(figure.value for figure in figures.rows)
    if columns < 2 or sum(map(len, through)) > MOST or total <= 0:
        return None
    order = [list(through[0])]
    for links, found in zip(between, through[1:], strict=True):
        order.append(_ordered(list(found), order[-1], links))
    # A thing is never lower than its name.
    scale = max(TALL, max(map(len, order)) * SIZE * 1.2) / total
    height = max(sum(through[n][key] * scale + GAP for key in keys) for n, keys in enumerate(order))
    rooms = [min(MOST_LABEL, max(width(key.text) for key in keys)) + 14 for keys in order]
    left, places = [0], []
    for n in range(columns - 1):
        left.append(left[-1] + BAR + rooms[n] + REACH)
    for n, keys in enumerate(order):
        free = height - sum(through[n][key] * scale for key in keys)
        y, place = 0.0, {}
        for key in keys:
            place[key] = y
            y += through[n][key] * scale + free / len(keys)
        places.append(place)
    nodes = tuple(
        Node(
            key,
            label,
            width(label),
            written(through[n][key]),
            left[n],
            round(places[n][key], 1),
            round(through[n][key] * scale, 1),
        )
        for n, keys in enumerate(order)
        for key in keys
        for label in [fitted(key.text, MOST_LABEL)]
    )
    bands = [
        band
        for n, links in enumerate(between)
        for band in _bands(links, places[n], places[n + 1], left[n] + BAR, left[n + 1], scale, order[n + 1])
    ]
    return Flows(nodes, tuple(bands), left[-1] + BAR + rooms[-1], round(height) + 2)


def _ordered(keys: list[Key], before: list[Key], links: dict[tuple[Key, Key], float]) -> list[Key]:
    place = {key: n for n, key in enumerate(before)}

    def middle(key: Key) -> float:
        into = [(place[source], value) for (source, target), value in links.items() if target == key]
        weight = sum(value for _, value in into)
        return sum(at * value for at, value in into) / weight if weight else 0.0

    return sorted(keys, key=middle)


def _bands(
    links: dict[tuple[Key, Key], float],
    sources: dict[Key, float],
    targets: dict[Key, float],
    begin: int,
    end: int,
    scale: float,
    order: list[Key],
) -> list[Band]:
    leaving, arriving = dict(sources), dict(targets)
    bands, middle = [], (begin + end) / 2
    where = {key: n for n, key in enumerate(order)}
    from_top = sorted(links.items(), key=lambda link: (sources[link[0][0]], where[link[0][1]]))
    for (source, target), value in from_top:
        thick = value * scale
        y, z = leaving[source] + thick / 2, arriving[target] + thick / 2
        leaving[source] += thick
        arriving[target] += thick
        path = f"M{begin} {y:.1f}C{middle:g} {y:.1f} {middle:g} {z:.1f} {end} {z:.1f}"
        bands.append(Band(source, target, written(value), path, round(thick, 1)))
    return bands
