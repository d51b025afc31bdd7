"""The tables of a page, by the rules that are drawn on it.

A cell that goes on over the page is often left open there: no rule closes it. The outer edges of a table are
therefore added where they are missing.

Not here: text (``pdf_text``), tables that go on over pages (``pdf``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
NEAR = 4.0
"""Points; rules that are nearer to each other are one, and a shorter one is none."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table, and where it goes on over the page."""

    box: Box
    cells: tuple[Box, ...]
    is_open: tuple[bool, ...]
    """For each of ``cells`` whether it reaches the end of the table and no rule closes it there."""


def tables_on(page: Page) -> list[RuledTable]:
    """The tables of a page from top to bottom, by their rules; where there is none, by edges of areas."""
    ruled = page.filter(_is_no_background)
    tables = _closed(ruled) or page.find_tables()
    lying = [each for each in ruled.edges if each["orientation"] == "h"]
    found = (_ruled(each, lying) for each in tables if len(each.cells) > 1)
    return sorted(found, key=lambda each: each.box[1])


def _ruled(table: Table, lying: Sequence[Edge]) -> RuledTable:
    cells: tuple[Box, ...] = tuple(sorted(set(table.cells)))
    end = float(table.bbox[3])
    ends = [each for each in lying if abs(each["top"] - end) <= NEAR]
    is_open = (
        abs(y1 - end) <= NEAR and not any(each["x0"] <= (x0 + x1) / 2 <= each["x1"] for each in ends)
        for x0, _, x1, y1 in cells
    )
    return RuledTable(table.bbox, cells, tuple(is_open))


def _closed(page: Page) -> list[Table]:
    frames = [line for region in _regions(page.edges) for line in _frame(region)]
    if not frames:
        return []
    return page.find_tables(
        {
            "explicit_horizontal_lines": [each for each in frames if each["top"] == each["bottom"]],
            "explicit_vertical_lines": [each for each in frames if each["x0"] == each["x1"]],
        }
    )


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
        yield _line(left, y, right, y)
    for x in (left, right):
        yield _line(x, top, x, bottom)


def _line(x0: float, top: float, x1: float, bottom: float) -> Edge:
    size = {"width": x1 - x0, "height": bottom - top}
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, **size}
