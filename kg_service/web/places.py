"""The places as a tree, with the lists that hold in each.

Not here: what an address is (``links``).
"""

from collections import defaultdict
from dataclasses import dataclass

from kg_service.vocabulary import scheme_iri
from kg_service.web.asking import Pages

PLACES = scheme_iri("places")


@dataclass(frozen=True, slots=True)
class PlaceNode:
    """One place and its parts, by code."""

    iri: str
    code: str
    editions: tuple[str, ...]
    parts: tuple["PlaceNode", ...]

    @property
    def is_busy(self) -> bool:
        """Whether a list holds for it or for a part of it."""
        return bool(self.editions) or any(part.is_busy for part in self.parts)


def place_tree(pages: Pages) -> tuple[PlaceNode, ...]:
    """The places that are a part of none, with all below."""
    codes: dict[str, str] = {}
    editions: defaultdict[str, list[str]] = defaultdict(list)
    below: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in pages.rows("places"):
        place, over = str(row["place"]), str(row.get("over", ""))
        codes[place] = str(row["code"])
        below[over][place] = None
        if "edition" in row:
            editions[place].append(str(row["edition"]))

    def node(place: str, above: frozenset[str]) -> PlaceNode:
        parts = tuple(node(part, above | {place}) for part in below[place] if part not in above)
        return PlaceNode(place, codes[place], tuple(editions[place]), parts)

    return tuple(node(place, frozenset({place})) for place in below[""])
