"""What an answer rests on: the cells of the published tables, the words in them, the editions.

Not here: the answers (``tools``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from kg_service.model import Column, Iri, Lang
from kg_service.vocabulary import BASE
from kg_service.web.asking import Pages

MOST_THINGS = 40
"""Things of one answer whose sources are looked up."""
KEPT = 20_000
_TELLING = (Column.SERVICE.position, Column.CONTENT.position)

_CELL = re.compile(re.escape(BASE) + r"id/edition/([^/#]+/[^/#]+)/table\.csv#cell=(\d+),(\d+)")
_EDITION = re.compile(re.escape(BASE) + r"id/edition/([^/#]+/[^/#]+)")


class Sources:
    """Looks sources up; a dataset does not change, so that what was found is kept."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._found = lru_cache(maxsize=KEPT)(self._look_up)

    def of(self, iris: Iterable[str], lang: Lang, *, whole: bool = False) -> list[dict[str, Any]]:
        """Sources of things of a list, by thing, row and column.

        Args:
            iris: Any; what is no part of an edition has none of its own.
            lang: Of the headings of columns.
            whole: Whether all cells of a row are told; else name and content are enough.
        """
        found: list[dict[str, Any]] = []
        things = [iri for iri in dict.fromkeys(iris) if iri.startswith(BASE)]
        for iri in things[:MOST_THINGS]:
            quoted = [_source(iri, *each, lang) for each in self._found(iri)]
            found += (
                quoted
                if whole or len(quoted) < len(Column)
                else [source for source in quoted if source.get("number") in _TELLING]
            )
        return sorted(found, key=lambda s: (s["thing"], s.get("row", 0), s.get("number", 0)))

    def _look_up(self, iri: str) -> tuple[tuple[str, str, bool], ...]:
        rows = self._pages.rows("quoted-from", this=Iri(iri))
        return tuple(
            (str(row["cell"]), str(row.get("words", "")), str(row.get("isPart")) == "true") for row in rows
        )


def edition_of(iri: str) -> str | None:
    """``heilongjiang/2024`` of the IRI of an edition or a part of one."""
    found = _EDITION.match(iri)
    return found[1] if found else None


def _source(thing: str, cell: str, words: str, is_part: bool, lang: Lang) -> dict[str, Any]:
    source: dict[str, Any] = {"thing": thing}
    if place := _CELL.fullmatch(cell):
        number = int(place[3])
        columns = tuple(Column)
        label = columns[number - 1].label.of(lang) if 0 < number <= len(columns) else str(number)
        # The first row of the CSV is the heading.
        source |= {"edition": place[1], "row": int(place[2]) - 1, "column": label, "number": number}
    return source | {"cell": cell, "words": words, "quotes": "part" if is_part else "cell"}
