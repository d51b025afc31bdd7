"""What a thing is called on a page.

A snapshot never changes, so a name that was looked up once is kept.
"""

import re
from functools import lru_cache

from kg_service.model import Iri, Lang, Literal, Text
from kg_service.vocabulary import BASE, compact
from kg_service.web.asking import Pages
from kg_service.web.indexes import INDEXES
from kg_service.web.wording import COLUMNS, FRAGMENTS, WORDS

KEPT = 50_000
"""Names that are kept in memory, the least used ones go first."""

_CELL = re.compile(r"cell=(\d+),(\d+)$")


class Labels:
    """Names of IRIs, from the graph wherever it has one."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._found = lru_cache(maxsize=KEPT)(self._look_up)
        self._made = lru_cache(maxsize=KEPT)(self._make)

    def literal(self, iri: str, lang: Lang) -> Literal | None:
        """The best name that the graph holds, in *lang* if it can be; None where it has none."""
        found = self._found(iri)
        wanted = (lang, None, "zh" if lang == "en" else "en")
        return next(
            (text for tag in wanted for text in found if text.lang == tag), found[0] if found else None
        )

    def of(self, iri: str, lang: Lang) -> str:
        """What to show for *iri*: its name, else what it is a part of, else the shortest form of the IRI."""
        found = self.literal(iri, lang)
        if found is not None:
            return found.value
        made = self._made(iri)
        return made.of(lang) if made is not None else compact(iri) or iri

    def _look_up(self, iri: str) -> tuple[Literal, ...]:
        rows = self._pages.rows("labels", this=Iri(iri))
        return tuple(label for row in rows if isinstance(label := row.get("label"), Literal))

    def _make(self, iri: str) -> Text | None:
        """A name for what is only a part of something or of a known pattern."""
        if not iri.startswith(BASE):
            return None
        document, _, fragment = iri.partition("#")
        if cell := _CELL.match(fragment):
            return _cell_text(int(cell[1]), int(cell[2]))
        for index in INDEXES:
            if iri == index.iri:
                return WORDS[index.title]
        if fragment in FRAGMENTS:
            return FRAGMENTS[fragment]
        if document.startswith(BASE + "id/graph/"):
            name = document.removeprefix(BASE + "id/graph/")
            return Text(WORDS["graph"].zh + " " + name, WORDS["graph"].en + " " + name)
        kind = next((str(row["type"]) for row in self._pages.rows("types", this=Iri(iri))), None)
        tail = fragment or document.rstrip("/").rpartition("/")[2]
        if kind is None or self.literal(kind, "zh") is None or tail == "":
            return None
        return Text(f"{self.of(kind, 'zh')} {tail}", f"{self.of(kind, 'en')} {tail}")


def _cell_text(row: int, column: int) -> Text:
    name = COLUMNS[column - 1] if 0 < column <= len(COLUMNS) else Text(str(column), str(column))
    if row == 1:
        return Text(f"表头“{name.zh}”", f"heading “{name.en}”")
    return Text(f"第 {row - 1} 行“{name.zh}”", f"row {row - 1}, “{name.en}”")
