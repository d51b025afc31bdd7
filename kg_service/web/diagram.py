"""The classes of the model and how they hang together, laid out to be drawn: made from what the shapes say.

The service is on the left, what it points at beside it, what these point at on the right. A line starts at
the row of its property and ends at the head of a class; between classes of one column it runs on their right.

Not here: how it looks (``templates/_diagram.html``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from kg_service.vocabulary import ADMS, CARE, CPSV, DCAT, DCTERMS, ORG, PROV
from kg_service.web.asking import Pages

WIDTH, GAP, HEAD, ROW, BETWEEN = 250, 92, 44, 22, 18
"""Pixels: a box, the space between columns, the head of a box, a row of it, the space between boxes."""
LANE = 14
"""Pixels between lines that run beside each other."""

ROOT = str(CPSV.PublicService)
OMITTED = frozenset(map(str, (
    PROV.wasQuotedFrom, PROV.wasDerivedFrom, DCTERMS.language, DCTERMS.license, DCTERMS.publisher,
    DCTERMS.spatial, DCTERMS.relation, DCAT.distribution, ADMS.identifier, ORG.classification,
    CARE.nameEvidence, CARE.reviewStatus, CARE.translationStatus,
)))  # fmt: skip
"""Where a thing was read, who gives it out, how far it was reviewed: said of nearly everything, not drawn."""


@dataclass(frozen=True, slots=True)
class Link:
    """A property from a class to another or to a concept scheme."""

    owner: str
    property: str
    target: str
    is_scheme: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A class with its properties, from the top."""

    iri: str
    rows: tuple[Link, ...]
    x: int
    y: int

    @property
    def height(self) -> int:
        """In pixels."""
        return HEAD + ROW * len(self.rows) + (6 if self.rows else 0)

    def row_y(self, link: Link) -> int:
        """Middle of the row of *link*."""
        return self.y + HEAD + ROW * self.rows.index(link) + ROW // 2


@dataclass(frozen=True, slots=True)
class Diagram:
    """The whole drawing."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    """Each the ``d`` of a path, ending where its arrow points."""
    width: int
    height: int
    box: int = WIDTH
    """Width of each box."""
    head: int = HEAD
    """Height of the head of each box."""


def read_links(pages: Pages) -> tuple[Link, ...]:
    """What the shapes say of classes and their properties."""
    rows = pages.rows("class-diagram")
    links = (
        Link(str(r["class"]), str(r["property"]), str(r["target"]), str(r["isScheme"]) == "true")
        for r in rows
    )
    return tuple(link for link in links if link.property not in OMITTED)


def lay_out(links: Sequence[Link], root: str = ROOT) -> Diagram | None:
    """The drawing of what can be reached from *root*; None where nothing can."""
    of: dict[str, list[Link]] = {}
    for link in links:
        of.setdefault(link.owner, []).append(link)
    columns = _columns(of, root)
    if len(columns) < 2:
        return None
    heights = [sum(_height(of, c) for c in column) + BETWEEN * (len(column) - 1) for column in columns]
    boxes: dict[str, Box] = {}
    for at, column in enumerate(columns):
        y = (max(heights) - heights[at]) // 2
        for iri in column:
            boxes[iri] = Box(iri, tuple(of.get(iri, ())), at * (WIDTH + GAP), y)
            y += _height(of, iri) + BETWEEN
    drawn = [link for box in boxes.values() for link in box.rows if link.target in boxes]
    width = len(columns) * (WIDTH + GAP) - GAP
    return Diagram(tuple(boxes.values()), tuple(_lines(drawn, boxes)), width, max(heights))


def fitted(text: str, pixels: int) -> str:
    """*text*, cut with an ellipsis where it would be wider than *pixels* in letters of 13 pixels."""
    room = float(pixels)
    for at, letter in enumerate(text):
        room -= 13 if east_asian_width(letter) in "WF" else 7
        if room < 0:
            return text[: max(1, at - 1)] + "…"
    return text


def _height(of: Mapping[str, Sequence[Link]], iri: str) -> int:
    return Box(iri, tuple(of.get(iri, ())), 0, 0).height


def _columns(of: Mapping[str, Sequence[Link]], root: str) -> list[list[str]]:
    """Classes by their distance from the root, in the order in which they are pointed at."""
    seen, columns = {root}, [[root]]
    while columns[-1]:
        ahead = dict.fromkeys(
            link.target
            for owner in columns[-1]
            for link in of.get(owner, ())
            if not link.is_scheme and link.target not in seen
        )
        seen |= set(ahead)
        columns.append(list(ahead))
    return columns[:-1]


def _lines(links: Iterable[Link], boxes: Mapping[str, Box]) -> Iterable[str]:
    lane: dict[int, int] = {}
    ends: dict[str, int] = {}
    for link in links:
        start, end = boxes[link.owner], boxes[link.target]
        if start is end:
            continue
        x, y = start.x + WIDTH, start.row_y(link)
        below = ends[end.iri] = ends.get(end.iri, -1) + 1
        to = end.y + min(14 + 9 * below, HEAD - 6)
        if end.x > start.x:
            bend = GAP * 2 // 3
            yield f"M{x} {y}C{x + bend} {y} {end.x - bend} {to} {end.x} {to}"
        else:
            lane[x] = lane.get(x, 0) + 1
            out = x + 18 + LANE * lane[x]
            turn = 8 if to > y else -8
            yield (
                f"M{x} {y}H{out - 8}Q{out} {y} {out} {y + turn}"
                f"V{to - turn}Q{out} {to} {out - 8} {to}H{end.x + WIDTH}"
            )
