"""One thing as an assistant is told of it: names, cells, measures, statements, what points at it.

Not here: its sources (``sources``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from kg_service.assistant.results import Result, cut, plain
from kg_service.errors import BadValueError, UnknownEditionError
from kg_service.model import Iri, Lang, Term, Text
from kg_service.nearest import nearest
from kg_service.vocabulary import (
    BASE,
    CARE,
    CPSV,
    CV,
    DCTERMS,
    PROV,
    RDF,
    edition_iri,
    expand,
    service_iri,
)
from kg_service.web.asking import Pages
from kg_service.web.checklist import Tables
from kg_service.web.errors import UnknownThingError
from kg_service.web.labels import Labels
from kg_service.web.resources import Resources
from kg_service.web.statements import Statements

MOST_VALUES = 40
"""Of one property."""
MOST_POINTING = 15
"""Things that point at one by one property."""

_NUMBER = re.compile(r"(?:(?P<edition>[\w-]+/[\w.-]+)/)?(?P<number>\d{1,6})")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_FACETS = (
    DCTERMS.type, CARE.recipient, CARE.commitment, CARE.educationStage, CARE.metBy, CARE.explicitness,
    CARE.rulesOf, CARE.situation, CARE.minAge, CARE.maxAge, CARE.agePrinted, CARE.reviewStatus,
)  # fmt: skip
_LEFT_OUT = {str(PROV.wasQuotedFrom), str(CV.hasParticipation)}
"""Told as sources, and as bodies."""


class Descriptions:
    """Tells of things."""

    def __init__(self, pages: Pages, labels: Labels, tables: Tables) -> None:
        self._pages, self._labels, self._tables = pages, labels, tables
        self._resources = Resources(pages)

    def iri_of(self, thing: str, edition: str | None) -> str:
        """What a person calls *thing*.

        Args:
            thing: An IRI, a prefixed name, a path, or the number of a service.
            edition: Of the number; where None, the current one, if there is only one.

        Raises:
            BadValueError: It is none of these, or there is more than one current edition.
            UnknownEditionError: There is no such edition.
            UnknownThingError: The dataset does not know it.
        """
        written = thing.strip().strip("<>").strip()
        if found := _NUMBER.fullmatch(written):
            name = self._edition(found["edition"] or edition)
            series, _, version = name.partition("/")
            iri = service_iri(series, version, int(found["number"]))
        elif written.lstrip("/").startswith("id/") or written in ("ontology", "shapes"):
            iri = BASE + written.lstrip("/")
        else:
            iri = expand(written) or written
        if not _ABSOLUTE.fullmatch(iri):
            expected = Text(
                "IRI、前缀名、id/… 路径或服务序号", "an IRI, a prefixed name, a path id/… or a number"
            )
            raise BadValueError("thing", cut(thing)[:100], expected)
        if iri.startswith(BASE):
            return self._resources.find(iri.removeprefix(BASE))[0].iri
        if not self._pages.holds("known", this=Iri(iri)):
            raise UnknownThingError(iri)
        return iri

    def _edition(self, name: str | None) -> str:
        editions = self._tables.editions()
        names = [edition.name for edition in editions]
        if name is not None:
            if name not in names:
                raise UnknownEditionError(name, nearest(name, names) or names)
            return name
        current = [edition.name for edition in editions if edition.current]
        if len(current) != 1:
            expected = Text(f"其中之一：{'、'.join(names)}", f"one of {', '.join(names)}")
            raise BadValueError("edition", "", expected)
        return current[0]

    def describe(self, iri: str, lang: Lang) -> Result:
        """All there is to say of *iri* in short."""
        own = self._pages.statements("thing", this=Iri(iri))
        kinds = [str(kind) for kind in own.values(iri, str(RDF.type))]
        result: Result = {
            "iri": iri,
            "label": self._both(iri),
            "kinds": [self._named(kind, lang) for kind in kinds],
        }
        if str(CPSV.PublicService) in kinds:
            result |= self._service(iri, own, lang)
        else:
            result["statements"] = self._statements(iri, own, lang)
        result["pointing_here"] = self._pointing(iri, lang)
        return result

    def parts(self, iri: str) -> list[str]:
        """The measures and conditions of a service."""
        return [
            s for s in self._pages.statements("parts", this=Iri(iri)).subjects() if "/participation/" not in s
        ]

    def _service(self, iri: str, own: Statements, lang: Lang) -> Result:
        edition = next((str(v) for v in own.values(iri, str(DCTERMS.isPartOf))), "")
        row = self._tables.row(edition, iri)
        parts = self._pages.statements("parts", this=Iri(iri))
        on_all = [str(value) for value in own.values(iri, str(CV.holdsRequirement))]
        measures = sorted(
            (str(value) for value in own.values(iri, str(CPSV.produces))),
            key=lambda measure: int(str(parts.first(measure, str(CARE.position)) or 1_000_000)),
        )
        other = {str(p) for p in (CPSV.produces, CV.holdsRequirement)} | _LEFT_OUT
        return {
            "number": row.number if row else None,
            "edition": edition.removeprefix(edition_iri("", "").rstrip("/") + "/"),
            "goal": self._named(row.goal, lang) if row else None,
            "group": self._named(row.group, lang) if row else None,
            "content": row.content if row else None,
            "bodies": [self._named(body, lang) for body in row.bodies] if row else [],
            "measures": [
                {
                    **self._part(measure, parts, lang),
                    "conditions": [
                        self._part(str(condition), parts, lang)
                        for condition in parts.values(measure, str(CARE.conditionedOn))
                    ],
                }
                for measure in measures
            ],
            "conditions": [self._part(condition, parts, lang) for condition in on_all],
            "statements": [s for s in self._statements(iri, own, lang) if s["iri"] not in other],
        }

    def _part(self, iri: str, parts: Statements, lang: Lang) -> Result:
        facets = {
            self._labels.of(str(name), lang): [self._value(value, lang) for value in values]
            for name in _FACETS
            if (values := parts.values(iri, str(name)))
        }
        return {"iri": iri, "label": self._both(iri), "facets": facets}

    def _statements(self, iri: str, own: Statements, lang: Lang) -> list[Result]:
        found = []
        for name in own.properties(iri):
            values = own.values(iri, name)
            if name in _LEFT_OUT or name == str(RDF.type):
                continue
            said: Result = {**self._named(name, lang), "values": self._values(values, lang)}
            found.append(said | ({"count": len(values)} if len(values) > MOST_VALUES else {}))
        return found

    def _values(self, values: Sequence[Term], lang: Lang) -> list[Any]:
        return [
            self._named(value.value, lang) if isinstance(value, Iri) else plain(value, tagged=True)
            for value in values[:MOST_VALUES]
        ]

    def _value(self, value: Term, lang: Lang) -> Any:
        return self._labels.of(value.value, lang) if isinstance(value, Iri) else plain(value)

    def _pointing(self, iri: str, lang: Lang) -> list[Result]:
        found = []
        for row in self._pages.rows("incoming", this=Iri(iri)):
            subjects = self._pages.rows("incoming-of", this=Iri(iri), property=row["property"])
            shown = [str(subject["subject"]) for subject in subjects[:MOST_POINTING]]
            found.append(
                {
                    **self._named(str(row["property"]), lang),
                    "count": int(str(row["count"])),
                    "things": [self._named(subject, lang) for subject in shown],
                }
            )
        return found

    def _named(self, iri: str, lang: Lang) -> Result:
        return {"iri": iri, "label": cut(self._labels.of(iri, lang))}

    def _both(self, iri: str) -> Result:
        return {"zh": cut(self._labels.of(iri, "zh")), "en": cut(self._labels.of(iri, "en"))}
