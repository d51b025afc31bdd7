"""What is proposed for a name that the home does not know: a goal, group, body, place, series or service.

Nothing is proposed in silence: each is said to the editor and marked ``proposed`` in the graph. Its IRI ends
in eight digits of the hash of its name, so that it is the same in every draft, whatever the numbers.

Not here: whether a name is known (``known``), which service continues which (``identity``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from kg_service.editions.drafting.conditions import group_of
from kg_service.editions.drafting.known import ID, Known, concept, plain
from kg_service.editions.drafting.layout import Block, a, integer, iris, texts
from kg_service.editions.drafting.rules import Rules
from kg_service.editions.drafting.values import PROPOSED, ReadGroup
from kg_service.model import Literal, Place
from kg_service.nearest import nearest
from kg_service.vocabulary import CARE, CV, DCAT, DCTERMS, FOAF, ORG, SKOS, concept_iri, scheme_iri

UNTRANSLATED = "Not yet translated: "
"""What an English text begins with that stands in for one that a person has to write."""
PUBLISHER = f"{ID}agent/care-checklist"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
ROOT_GROUP = concept_iri("groups", "migrant-children")

_YEAR = re.compile(r"[（(]\s*\d{4}\s*年[版]?[^（）()]*[)）]$")
_LEVEL = re.compile("^(?:省|市|自治区|自治州|特别行政区|区|县)")
_LEAGUE = re.compile("^团(?:省|市|区|县)委$")
_OFFICE = re.compile("[厅局]$")
_BODY = str(CV.PublicOrganisation)
_PLACE = re.compile("^[^省市区县州盟旗]{1,8}(?:省|自治区|自治州|特别行政区|市|区|县|州|盟|旗)")
_KINDS = (
    ("judicial", re.compile("法院$")),
    ("procuratorial", re.compile("检察院$")),
    ("peoples-organization", re.compile("(?:联|联合会|工会|协会|团[^，]*委|关工委|红十字会)$")),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that the draft had to make up."""

    kind: str
    """``goal``, ``group``, ``body``, ``place``, ``series``, ``service``."""
    label: str
    """As printed."""
    iri: str
    nearest: str | None
    """The known name that is most like it."""
    place: Place | None
    """Where it is printed first."""


@dataclass(slots=True)
class Proposals:
    """Everything that was proposed for one draft, in the order in which it was needed."""

    known: Known
    rules: Rules
    series: str
    version: str
    made: list[Proposal] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    _iris: dict[tuple[str, str], str] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    def goal(self, label: str, place: Place) -> str:
        """A goal that is not in the scheme."""
        return self._concept("goal", "goals", label, place, concept_iri("goals", self._slug(label)), None)

    def group(self, label: str, place: Place) -> str:
        """A group that is not in the scheme: under the narrowest known group that its ages lie in."""
        iri = concept_iri("groups", self._slug(label))
        return self._concept("group", "groups", label, place, iri, group_of(label, self.rules))

    def service(self, label: str, place: Place, replaces: tuple[str, ...] = ()) -> str:
        """A continuing service: one that is new, or that came of others."""
        key = ("service", label)
        if key in self._iris:
            return self._iris[key]
        iri = f"{ID}service/{self._slug(label)}"
        scheme = scheme_iri("services")
        taken = self.known.concepts("services")
        mark = f"{self.place_names()[0]}{self.version}" if label in taken else ""
        english = self.known.english(label) or f"{UNTRANSLATED}service {_digest(label)}"
        self._record("service", label, iri, place, nearest(label, taken, 1))
        self.blocks.append(
            Block(iri, [a(CARE.ContinuingService, SKOS.Concept)])
            .add(
                SKOS.prefLabel,
                *texts(
                    f"{label}（{mark}）" if mark else label,
                    f"{english} ({self.place_names()[1]} {self.version})" if mark else english,
                ),
            )
            .add(SKOS.inScheme, *iris(scheme))
            .add(SKOS.topConceptOf, *iris(scheme))
            .add(DCTERMS.replaces, *iris(*replaces))
            .add(CARE.reviewStatus, *iris(concept(PROPOSED)))
            .add(CARE.translationStatus, *iris(concept(PROPOSED)))
        )
        self.blocks.append(Block(scheme).add(SKOS.hasTopConcept, *iris(iri)))
        return iri

    def body(self, name: str, of: str, place: Place) -> str:
        """A body: after the one of the same name elsewhere, or of the same field at another level."""
        key = ("body", name)
        if key in self._iris:
            return self._iris[key]
        facts = self.known.facts
        bodies = {b: facts.text(b, str(SKOS.prefLabel), "zh") or "" for b in facts.of_type(_BODY)}
        alike = next((b for b, known in bodies.items() if known == name), None)
        # One of the same place would be taken for it, where the name is only miswritten.
        model = alike or next(
            (
                b
                for b, known in bodies.items()
                if _field(known) == _field(name) and of not in facts.iris(b, str(DCTERMS.spatial))
            ),
            None,
        )
        place_slug = of.removeprefix(f"{ID}place/")
        zh, en = self.place_names()
        title, english = _full_title(name, zh), f"{UNTRANSLATED}body {_digest(name)} of {en}"
        if alike is not None:
            old = facts.iri(alike, str(DCTERMS.spatial)) or ""
            old_zh, old_en = (facts.text(old, str(SKOS.prefLabel), lang) or "\0" for lang in ("zh", "en"))
            title = (facts.text(alike, str(DCTERMS.title), "zh") or name).replace(old_zh, zh)
            english = (facts.text(alike, str(SKOS.prefLabel), "en") or name).replace(old_en, en)
        if model is not None:
            slug, kind = model.rpartition("/")[2], facts.iri(model, str(ORG.classification))
            counterpart = facts.iri(model, str(CARE.nationalCounterpart))
        else:
            found = next((kind for kind, pattern in _KINDS if pattern.search(name)), "administrative")
            slug, kind, counterpart = f"new-{_digest(name)}", concept_iri("body-kinds", found), None
        iri = f"{ID}body/{place_slug}/{slug}"
        self._record("body", name, iri, place, nearest(name, self.known.bodies(of), 1))
        self.blocks.append(
            Block(iri, [a(CV.PublicOrganisation, ORG.Organization, FOAF.Agent)])
            .add(SKOS.prefLabel, *texts(name, english))
            .add(DCTERMS.title, *texts(title, english))
            .add(DCTERMS.identifier, Literal(f"{place_slug}/{slug}"))
            .add(DCTERMS.spatial, *iris(of))
            .add(ORG.classification, *iris(kind))
            .add(CARE.nationalCounterpart, *iris(counterpart))
            .add(CARE.nameEvidence, *iris(concept_iri("name-evidence", "pattern")))
            .add(CARE.reviewStatus, *iris(concept(PROPOSED)))
            .add(CARE.translationStatus, *iris(concept(PROPOSED)))
        )
        self._labels[iri] = english
        return iri

    def english_of_body(self, iri: str) -> str:
        """The English label of a body, known or proposed."""
        return self._labels.get(iri) or self.known.facts.text(iri, str(SKOS.prefLabel), "en") or UNTRANSLATED

    def series_and_place(self, title: str, place: Place) -> tuple[str, str]:
        """IRIs of the series and of its place, proposed where the home has none."""
        facts, iri = self.known.facts, f"{ID}series/{self.series}"
        known = facts.iri(iri, str(DCTERMS.spatial))
        if known:
            return iri, known
        where = self._place_iri()
        self._find_place_names(title)
        zh, en = self.place_names()
        name = _YEAR.sub("", title) or f"{zh}流动儿童关爱服务清单"
        self._record("series", name, iri, place, ())
        self.blocks.append(
            Block(iri, [a(DCAT.DatasetSeries, DCAT.Dataset)])
            .add(DCTERMS.title, *texts(name, f"{UNTRANSLATED}list of services of {en}"))
            .add(DCTERMS.description, *texts("清单的各个版次。", "The editions of the list."))
            .add(DCTERMS.identifier, Literal(self.series))
            .add(DCTERMS.publisher, *iris(PUBLISHER))
            .add(DCTERMS.spatial, *iris(where))
            .add(DCTERMS.language, *iris(LANGUAGE))
            .add(DCTERMS.license, *iris(LICENSE))
            .add(CARE.translationStatus, *iris(concept(PROPOSED)))
        )
        if not facts.values(where, str(SKOS.prefLabel)):
            self._record("place", zh, where, place, ())
            self.blocks.append(self._place(where, zh, en))
        return iri, where

    def place_names(self) -> tuple[str, str]:
        """Chinese and English name of the place of the series."""
        known = self.known.facts
        where = known.iri(f"{ID}series/{self.series}", str(DCTERMS.spatial)) or self._place_iri()
        zh, en = (known.text(where, str(SKOS.prefLabel), lang) for lang in ("zh", "en"))
        return (zh, en) if zh and en else (self._labels.get(where, self.series), self.series.title())

    def _place_iri(self) -> str:
        return self.known.localities.place(self.series) or f"{ID}place/{self.series}"

    def _find_place_names(self, title: str) -> None:
        match = _PLACE.match(title)
        if match:
            self._labels[f"{ID}place/{self.series}"] = match[0]

    def _place(self, iri: str, zh: str, en: str) -> Block:
        """A place that nobody knows; its code is for a person to add."""
        return (
            Block(iri, [a(DCTERMS.Location, SKOS.Concept)])
            .add(SKOS.prefLabel, *texts(zh, en))
            .add(DCTERMS.title, *texts(zh, en))
            .add(DCTERMS.identifier, Literal(f"place/{self.series}"))
            .add(CARE.reviewStatus, *iris(concept(PROPOSED)))
        )

    def _concept(
        self, kind: str, scheme: str, label: str, place: Place, iri: str, group: ReadGroup | None
    ) -> str:
        key = (kind, plain(label))
        if key in self._iris:
            return self._iris[key]
        self._record(kind, label, iri, place, nearest(label, self.known.concepts(scheme), 1))
        self._iris[key] = iri
        english = self.known.english(label) or f"{UNTRANSLATED}{kind} {_digest(label)}"
        kinds = [CARE.BeneficiaryGroup] if group else []
        block = (
            Block(iri, [a(*kinds, SKOS.Concept)])
            .add(SKOS.prefLabel, *texts(label, english))
            .add(SKOS.inScheme, *iris(scheme_iri(scheme)))
        )
        if group is None:
            block.add(SKOS.topConceptOf, *iris(scheme_iri(scheme)))
            self.blocks.append(Block(scheme_iri(scheme)).add(SKOS.hasTopConcept, *iris(iri)))
        else:
            block.add(SKOS.broader, *iris(self._wider(group)))
            block.add(CARE.minAge, integer(group.min_age)).add(CARE.maxAge, integer(group.max_age))
            block.add(CARE.agePrinted, *texts(group.age_printed))
            block.add(CARE.educationStage, *iris(*map(concept, group.stages)))
            block.add(CARE.situation, *iris(*map(concept, group.situations)))
            block.add(CARE.reviewStatus, *iris(concept(PROPOSED)))
        block.add(CARE.translationStatus, *iris(concept(PROPOSED)))
        self.blocks.append(block)
        return iri

    def _wider(self, group: ReadGroup) -> str:
        facts = self.known.facts
        found = []
        for iri in self.known.concepts("groups").values():
            low, high = facts.number(iri, str(CARE.minAge)), facts.number(iri, str(CARE.maxAge))
            if None in (low, high, group.min_age, group.max_age):
                continue
            assert low is not None
            assert high is not None
            if low <= (group.min_age or 0) and (group.max_age or 0) <= high:
                found.append((high - low, iri))
        return min(found)[1] if found else ROOT_GROUP

    def _record(self, kind: str, label: str, iri: str, place: Place, near: tuple[str, ...]) -> None:
        self._iris[kind, label] = iri
        self.made.append(Proposal(kind, label, iri, next(iter(near), None), place))

    def _slug(self, label: str) -> str:
        return f"{self.series}-{_digest(label)}"


def _field(name: str) -> str:
    """What a body does, whatever its level: 教育 of 省教育厅 and of 市教育局."""
    return _OFFICE.sub("", _LEVEL.sub("", _LEAGUE.sub("团委", name)))


def _full_title(name: str, place: str) -> str:
    return name if place in name else place + _LEVEL.sub("", name)


def _digest(label: str) -> str:
    return hashlib.sha256(plain(label).encode("utf-8", "replace")).hexdigest()[:8]
