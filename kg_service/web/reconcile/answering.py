"""Answers as the specification has them: candidates, suggestions, properties, all as plain JSON.

Not here: the manifest (``manifest``), requests (``requests``, ``views``).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from kg_service.linking.entities import KINDS, PROPERTIES, Entity
from kg_service.linking.reconciling import Candidate, Query, Reconciler
from kg_service.linking.similarity import plain
from kg_service.model import Iri, Lang, Literal, Text
from kg_service.vocabulary import XSD
from kg_service.web.asking import Pages
from kg_service.web.reconcile.reading import read_entities
from kg_service.web.reconcile.requests import Extension

SHOWN = 20
"""Suggestions at once."""

Json = dict[str, Any]
_INTEGERS = {str(XSD[name]) for name in ("integer", "nonNegativeInteger", "positiveInteger", "int")}
_NAME = Text("名称相同的程度", "Likeness of the name")


class Answering:
    """Over the things of one snapshot, which are read at the first question."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    @cached_property
    def reconciler(self) -> Reconciler:
        """All that can be reconciled with."""
        return Reconciler(read_entities(self._pages))

    # Candidates

    def candidates(self, query: Query, lang: Lang) -> list[Json]:
        """The candidates for one query."""
        return [self._candidate(found, lang) for found in self.reconciler.find(query)]

    def _candidate(self, found: Candidate, lang: Lang) -> Json:
        agreement = [(PROPERTIES[name].title, name, agrees) for name, agrees in found.agreement.items()]
        features = [("name", _NAME, round(found.named, 2))]
        features += [(f"property-{name}", title, 1 if agrees else 0) for title, name, agrees in agreement]
        return {
            **self.named(found.entity, lang),
            "type": [type_of(found.entity.kind, lang)],
            "score": round(found.score, 2),
            "match": found.match,
            "features": [
                {"id": id_, "name": title.of(lang), "value": value} for id_, title, value in features
            ],
        }

    def named(self, entity: Entity, lang: Lang) -> Json:
        """Identifier, name and what tells it from its namesakes."""
        about = self.about(entity, lang)
        return {
            "id": entity.id,
            "name": entity.label.of(lang),
            **({"description": about} if about else {}),
        }

    def about(self, entity: Entity, lang: Lang) -> str:
        """One line on a thing: its full name, what it is part of, its code."""
        label = entity.label.of(lang)
        full = self._texts(entity, "name", lang)
        parts = self._texts(entity, "goal" if entity.kind == "service" else "broader", lang)
        found = [*full, *parts, *(str(code) for code in entity.of("code"))]
        return " · ".join(dict.fromkeys(text for text in found if text != label))

    def _texts(self, entity: Entity, property_: str, lang: Lang) -> list[str]:
        values = in_language(entity.of(property_), lang)
        return [self._named(value, lang) for value in values]

    def _named(self, value: Iri | Literal, lang: Lang) -> str:
        known = self.reconciler.get(value.value) if isinstance(value, Iri) else None
        return known.label.of(lang) if known else value.value

    # Suggestions

    def suggest(self, prefix: str, lang: Lang, kind: str | None, cursor: int) -> list[Json]:
        """Things whose name or identifier begins with *prefix*, then those that are alike."""
        wanted, typed = plain(prefix), prefix.strip()
        begun = [
            entity
            for entity in self.reconciler.entities
            if kind in (None, entity.kind)
            and (
                any(plain(name.text).startswith(wanted) for name in entity.names)
                or entity.id.startswith(typed)
                or entity.iri == typed
            )
        ]
        found = begun
        if typed:
            query = Query(typed, (kind,) if kind else (), limit=len(self.reconciler.entities))
            alike = [candidate.entity for candidate in self.reconciler.find(query)]
            same = [entity for entity in alike if any(plain(n.text) == wanted for n in entity.names)]
            found = list({entity.iri: entity for entity in (*same, *begun, *alike)}.values())
        return [
            {**self.named(entity, lang), "notable": [type_of(entity.kind, lang)]}
            for entity in found[cursor : cursor + SHOWN]
        ]

    # Properties

    def extended(self, asked: Extension, lang: Lang) -> Json:
        """Properties of things, with what they are called."""
        return {
            "meta": [property_of(name, lang, with_type=True) for name, _ in asked.properties],
            "rows": {id_: self._row(id_, asked.properties, lang) for id_ in asked.ids},
        }

    def _row(self, id_: str, properties: Sequence[tuple[str, Mapping[str, Any]]], lang: Lang) -> Json:
        entity = self.reconciler.get(id_)
        return {
            name: self._cells(entity, name, settings, lang) if entity else [] for name, settings in properties
        }

    def _cells(self, entity: Entity, name: str, settings: Mapping[str, Any], lang: Lang) -> list[Json]:
        wanted = settings.get("lang") or lang
        values = entity.of(name) if wanted == "all" else in_language(entity.of(name), wanted)
        limit = str(settings.get("limit") or "")
        cells = [self._cell(value, lang) for value in values]
        return cells[: int(limit)] if limit.isdecimal() and int(limit) else cells

    def _cell(self, value: Iri | Literal, lang: Lang) -> Json:
        if isinstance(value, Iri):
            known = self.reconciler.get(value.value)
            return {"id": known.id, "name": known.label.of(lang)} if known else {"str": value.value}
        if value.datatype in _INTEGERS:
            return {"int": int(value.value)}
        return {"str": value.value}


def in_language(values: Iterable[Iri | Literal], lang: str) -> list[Iri | Literal]:
    """Texts in one language, or in any where there is none in it; all else as it is."""
    all_ = list(values)
    spoken = {value.lang for value in all_ if isinstance(value, Literal) and value.lang}
    return [
        value
        for value in all_
        if not isinstance(value, Literal) or value.lang is None or value.lang == lang or lang not in spoken
    ]


def type_of(kind: str, lang: Lang) -> Json:
    """A kind of things."""
    return {"id": kind, "name": KINDS[kind].of(lang)}


def property_of(name: str, lang: Lang, *, with_type: bool = False) -> Json:
    """A property; with the kind of its values where *with_type*."""
    property_ = PROPERTIES[name]
    about = {"id": name, "name": property_.title.of(lang)}
    return about | ({"type": type_of(property_.target, lang)} if with_type and property_.target else {})


def types(prefix: str, lang: Lang) -> list[Json]:
    """Kinds whose name begins with *prefix*."""
    return [type_of(kind, lang) for kind, title in KINDS.items() if _begins(kind, title, prefix)]


def properties(prefix: str, lang: Lang, kind: str | None) -> list[Json]:
    """Properties of things of one kind, or of any, whose name begins with *prefix*."""
    return [
        property_of(name, lang)
        for name, property_ in PROPERTIES.items()
        if kind in (None, *property_.kinds) and _begins(name, property_.title, prefix)
    ]


def _begins(name: str, title: Text, prefix: str) -> bool:
    return any(plain(each).startswith(plain(prefix)) for each in (name, title.zh, title.en))
