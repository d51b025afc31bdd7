"""The tables of a page, by the rules that are drawn on it.

A cell that goes on over the page is often left open there: no rule closes it. The outer edges of a table are
therefore added where they are missing. A dotted or dashed rule is drawn as many marks in a row.

Not here: text (``pdf_text``), tables that go on over pages (``pdf``), tables without rules (``pdf_spaces``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in points from the upper left corner of the page."""
Edge: TypeAlias = dict[str, Any]
"""A rule as pdfplumber gives it; lengths in points from the upper left corner of the page."""

_THIN = 4.0
"""Points; a filled area that is not thinner is the background of something and no rule."""
_DRAWN = ("rect", "curve", "line")
_DOT, _DASH, _DASH_GAP = 2.0, 8.0, 6.0
"""Points: how thick and how long a dash of a rule is, and how far the next one is."""
_SAME_RULE = 0.6
"""Points that two dashes of one rule may be out of line."""
_MARKS = 5
"""Dashes that make a rule."""
NEAR = 4.0
"""Points; rules that are nearer to each other are one, and a shorter one is none."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table, and where it goes on over the page."""

    box: Box
    cells: tuple[Box, ...]
    is_open: tuple[bool, ...]
    """For each of ``cells`` whether it reaches the end of the table and no rule closes it there."""
    is_ruled: bool = True
    """Whether rules make its cells, and not areas or white space."""


def tables_on(page: Page) -> list[RuledTable]:
    """The tables of a page from top to bottom, by their rules; where there is none, by edges of areas."""
    ruled, edges = rules_of(page)
    closed = _closed(ruled, edges)
    tables = [each for each in closed or _by_areas(page) if len(each.cells) > 1]
    found = (replace(ruled_table(each, edges), is_ruled=bool(closed)) for each in tables)
    return sorted(found, key=lambda each: each.box[1])


def rules_of(page: Page) -> tuple[Page, list[Edge]]:
    """The page without backgrounds and marks, and the rules on it, dotted and dashed ones made whole."""
    marks = [each for kind in _DRAWN for each in page.objects.get(kind, ()) if _is_mark(each)]
    strung = [*_strung(marks, "x"), *_strung(marks, "y")]
    ruled = page.filter(lambda item: _is_no_background(item) and not (strung and _is_mark(item)))
    return ruled, [*ruled.edges, *strung]


def ruled_table(table: Table, edges: Sequence[Edge]) -> RuledTable:
    """A table as pdfplumber finds it, and which of its cells no rule closes."""
    cells: tuple[Box, ...] = tuple(sorted(set(table.cells)))
    end = float(table.bbox[3])
    ends = [each for each in edges if each["orientation"] == "h" and abs(each["top"] - end) <= NEAR]
    is_open = (
        abs(y1 - end) <= NEAR and not any(each["x0"] <= (x0 + x1) / 2 <= each["x1"] for each in ends)
        for x0, _, x1, y1 in cells
    )
    return RuledTable(table.bbox, cells, tuple(is_open))


def _closed(ruled: Page, edges: Sequence[Edge]) -> list[Table]:
    frames = [line for region in _regions(edges) for line in _frame(region)]
    if not frames:
        return []
    # Those that were strung together are none of the page's own.
    drawn = [*frames, *(each for each in edges if each.get("strung"))]
    return ruled.find_tables(
        {
            "explicit_horizontal_lines": [each for each in drawn if each["top"] == each["bottom"]],
            "explicit_vertical_lines": [each for each in drawn if each["x0"] == each["x1"]],
        }
    )


def _by_areas(page: Page) -> list[Table]:
    """Tables whose cells are areas; none where text is beside them, as where every other row is shaded."""
    tables = [each for each in page.find_tables() if len(each.cells) > 1]
    if not tables:
        return []
    boxes = [cell for each in tables for cell in each.cells]
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)

    def is_beside(char: dict[str, Any]) -> bool:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        is_amid = left <= x <= right and top <= y <= bottom and bool(char["text"].strip())
        return bool(is_amid and not any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes))

    return [] if any(is_beside(char) for char in page.chars) else tables


def _is_mark(item: dict[str, Any]) -> bool:
    """Whether an object is so small that it can only be a dot or a dash of a rule."""
    if item.get("object_type") not in _DRAWN:
        return False
    sides = item["x1"] - item["x0"], item["bottom"] - item["top"]
    return bool(max(sides) <= _DASH and min(sides) <= _DOT)


def _strung(marks: Sequence[dict[str, Any]], along: str) -> Iterator[Edge]:
    """The rules that marks make in one direction: many in a row, close to each other."""
    start, end, low, high = ("x0", "x1", "top", "bottom") if along == "x" else ("top", "bottom", "x0", "x1")

    def across(mark: dict[str, Any]) -> float:
        return float(mark[low] + mark[high]) / 2

    rows = _parted(sorted(marks, key=across), lambda one, other: across(other) - across(one) > _SAME_RULE)
    for row in rows:
        ordered = sorted(row, key=lambda mark: float(mark[start]))
        for run in _parted(ordered, lambda one, other: other[start] - one[end] > _DASH_GAP):
            first, last, at = run[0][start], run[-1][end], sum(map(across, run)) / len(run)
            if len(run) >= _MARKS and last - first > 2 * NEAR:
                ends = (first, at, last, at) if along == "x" else (at, first, at, last)
                yield {**line(*ends), "orientation": "h" if along == "x" else "v", "strung": True}


def _parted(
    items: Sequence[dict[str, Any]], is_apart: Callable[[dict[str, Any], dict[str, Any]], bool]
) -> Iterator[list[dict[str, Any]]]:
    """Neighbours together, cut where two are apart."""
    run: list[dict[str, Any]] = []
    for item in items:
        if run and is_apart(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _is_no_background(item: dict[str, Any]) -> bool:
    if item.get("object_type") != "rect" or item.get("stroke"):
        return True
    return min(float(item["width"]), float(item["height"])) < _THIN


def _regions(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """Rules that follow each other down the page without a gap, together."""
    region: list[Edge] = []
    bottom = float("-inf")
    for edge in sorted(edges, key=lambda each: float(each["top"])):
        if region and edge["top"] > bottom + NEAR:
            yield region
            region, bottom = [], float("-inf")
        region.append(edge)
        bottom = max(bottom, float(edge["bottom"]))
    if region:
        yield region


def _frame(region: Sequence[Edge]) -> Iterator[Edge]:
    """The four sides of a table; nothing where rules run one way only, as a line under a header does."""
    upright = [each for each in region if each["orientation"] == "v" and each["bottom"] - each["top"] > NEAR]
    lying = [each for each in region if each["orientation"] == "h" and each["x1"] - each["x0"] > NEAR]
    if len(upright) < 2 or not lying:
        return
    left, right = min(each["x0"] for each in region), max(each["x1"] for each in region)
    top, bottom = min(each["top"] for each in region), max(each["bottom"] for each in region)
    for y in (top, bottom):
        yield line(left, y, right, y)
    for x in (left, right):
        yield line(x, top, x, bottom)


def line(x0: float, top: float, x1: float, bottom: float) -> Edge:
    """A rule that is drawn nowhere."""
    size = {"width": x1 - x0, "height": bottom - top}
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, **size}
