"""Finding words in the texts of the current lists, character by character, once folded.

All texts are read once. Official short names find what bears the full one, and the other way.

Not here: which characters are alike (``folding``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg_service.folding import fold
from kg_service.model import Literal
from kg_service.web.asking import Pages
from kg_service.web.links import natural

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of one thing."""

    thing: str
    kind: str
    text: str
    lang: str
    folded: str
    is_name: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing in which the words are."""

    thing: str
    kind: str
    text: str
    """The text in which the first of the words is; its name where that is one."""
    lang: str


class Texts:
    """The texts of one dataset."""

    def __init__(self, pages: Pages) -> None:
        rows = [
            {name: term for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for answer in [pages.answer("texts", ())]
            for row in answer.rows()
        ]
        self._by_thing: dict[str, list[Entry]] = {}
        for row in rows:
            text = row["text"]
            lang = text.lang or "" if isinstance(text, Literal) else ""
            entry = Entry(
                str(row["thing"]), str(row["kind"]), str(text), lang, _key(str(text)),
                str(row["isName"]) == "true",
            )  # fmt: skip
            self._by_thing.setdefault(entry.thing, []).append(entry)
        self._names = _names(pages)

    def find(self, query: str, kind: str | None = None) -> list[Hit]:
        """Things in whose texts all words of *query* are; names before contents, then by IRI.

        Args:
            query: Words, parted by white space.
            kind: ``service``, ``measure`` …; any where None.
        """
        words = [self._variants(word) for word in query.split()[:MOST_WORDS]]
        words = [variants for variants in words if any(variants)]
        if not words:
            return []
        found: list[tuple[bool, list[tuple[bool, int, str]], Hit]] = []
        for thing, entries in self._by_thing.items():
            if kind is not None and entries[0].kind != kind:
                continue
            at = [next((e for e in _ordered(entries) if _has(e, word)), None) for word in words]
            if any(entry is None for entry in at):
                continue
            first = next(entry for entry in at if entry is not None)
            hit = Hit(thing, first.kind, first.text, first.lang)
            found.append((not first.is_name, natural(thing), hit))
        return [hit for _, _, hit in sorted(found, key=lambda item: item[:2])]

    def synonyms(self, query: str) -> list[str]:
        """Names that were looked for besides the words as written."""
        words = query.split()[:MOST_WORDS]
        return [name for word in words for name in self._names.get(_key(word), ()) if name != word]

    def _variants(self, word: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys([_key(word), *map(_key, self._names.get(_key(word), ()))]))


def _names(pages: Pages) -> Mapping[str, Sequence[str]]:
    """Every name of what has several to all of them."""
    by_thing: dict[str, list[str]] = {}
    answer = pages.answer("other-names", ())
    for thing, name in answer.rows():
        by_thing.setdefault(str(thing), []).append(str(name))
    return {_key(name): names for names in by_thing.values() for name in names}


def _ordered(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (not entry.is_name, entry.lang != "zh"))


def _has(entry: Entry, variants: Sequence[str]) -> bool:
    return any(variant and variant in entry.folded for variant in variants)


def _key(text: str) -> str:
    return "".join(fold(text).split())
