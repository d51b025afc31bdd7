"""What the home knows: concepts, bodies, places, norms, continuing services, and the editions that it holds.

A name is looked up as it is printed, and else as it would be printed with characters of plain width.

Not here: what is proposed for a name that nobody knows (``proposals``), publishing a home (``publish``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg_service.editions.drafting.facts import Facts, read_facts
from kg_service.editions.drafting.localities import Localities
from kg_service.editions.interpretation import Lexicon
from kg_service.editions.wider import above
from kg_service.model import Literal
from kg_service.vocabulary import (
    BASE,
    CARE,
    CPSV,
    CV,
    DCAT,
    DCTERMS,
    ELI,
    SKOS,
    edition_iri,
    scheme_iri,
)  # fmt: skip

ID = BASE + "id/"
_NAMES = (SKOS.prefLabel, SKOS.altLabel, DCTERMS.title)


def plain(text: str) -> str:
    """*text* without white space, in characters of plain width, every dash between numbers the same."""
    folded = unicodedata.normalize("NFKC", "".join(text.split()))
    return "".join("-" if character in "–—―～~〜‐‑" else character for character in folded)


@dataclass(frozen=True)
class Known:
    """The reference data of a home, and its editions apart."""

    facts: Facts
    """Reference data only."""
    editions: dict[str, Facts]
    """``heilongjiang/2024`` to what its file states."""
    paths: dict[str, Path]
    """``heilongjiang/2024`` to its file."""

    def concepts(self, scheme: str) -> dict[str, str]:
        """Chinese label of each concept of a scheme to its IRI."""
        return self._concepts.get(scheme_iri(scheme), {})

    def concept(self, scheme: str, label: str) -> str | None:
        """The concept of a scheme that is called so."""
        return _find(self.concepts(scheme), label)

    def bodies(self, place: str) -> dict[str, str]:
        """Every name of each body of a place to its IRI, printed short names first."""
        if place in self._bodies:
            return self._bodies[place]
        found = self._bodies.setdefault(place, {})
        of_place = [b for b in self.facts.of_type(str(CV.PublicOrganisation)) if self._is_of(b, place)]
        for name in _NAMES:
            for body in of_place:
                for text in self._chinese(body, str(name)):
                    found.setdefault(text, body)
        return found

    def short_names(self, place: str) -> dict[str, str]:
        """Every name of each body of a place to the one that is printed."""
        names = self.bodies(place)
        return {
            name: self.facts.text(body, str(SKOS.prefLabel), "zh") or name for name, body in names.items()
        }

    def body(self, place: str, name: str) -> str | None:
        """The body of a place that is called so."""
        return _find(self.bodies(place), name)

    def services_of(self, series: str) -> set[str]:
        """The continuing services that editions of a series (``heilongjiang``) have."""
        return self._services.get(series, set())

    def current(self, series: str, *, but: str = "") -> str | None:
        """The edition of a series (``heilongjiang``) that no other but *but* names as the one before."""
        of_series = {
            name: facts
            for name, facts in self.editions.items()
            if name.startswith(series + "/") and name != but
        }
        older = {
            facts.iri(edition_iri(*name.split("/")), str(DCAT.previousVersion))
            for name, facts in of_series.items()
        }
        current = [name for name in of_series if edition_iri(*name.split("/")) not in older]
        return sorted(current)[-1] if current else None

    def wider(self, concept: str) -> set[str]:
        """A concept and everything that is wider."""
        return {concept, *above(concept, lambda one: self.facts.iris(one, str(SKOS.broader)))}

    def english(self, chinese: str) -> str | None:
        """How the same words were translated before, in the reference data or in an edition."""
        return self._memory.get(chinese)

    @cached_property
    def localities(self) -> Localities:
        """The places that a list can be of."""
        return Localities(self.facts)

    @cached_property
    def _bodies(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _services(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, facts in self.editions.items():
            for service in facts.of_type(str(CPSV.PublicService)):
                identities = facts.iris(service, str(DCTERMS.isVersionOf))
                found.setdefault(name.partition("/")[0], set()).update(identities)
        return found

    @cached_property
    def lexicon(self) -> Lexicon:
        """What a measure may name."""
        names = {
            text: norm
            for norm in self.facts.of_type(str(ELI.LegalResource))
            for text in self._chinese(norm, str(DCTERMS.title))
        }
        for scheme in ("programmes", "venues"):
            for label, iri in self.concepts(scheme).items():
                names[label] = short(iri)
        return Lexicon(names)

    @cached_property
    def _concepts(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for subject in self.facts.subjects():
            for scheme in self.facts.iris(subject, str(SKOS.inScheme)):
                for label in self._chinese(subject, str(SKOS.prefLabel)):
                    found.setdefault(scheme, {})[label] = subject
        return found

    @cached_property
    def _memory(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for facts in (*self.editions.values(), self.facts):
            for subject in facts.subjects():
                for name in (SKOS.prefLabel, DCTERMS.title):
                    chinese = facts.text(subject, str(name), "zh")
                    english = facts.text(subject, str(name), "en")
                    if chinese and english:
                        found.setdefault(chinese, english)
        return found

    def _chinese(self, subject: str, predicate: str) -> Iterator[str]:
        for value in self.facts.values(subject, predicate):
            if isinstance(value, Literal) and value.lang == "zh":
                yield value.value

    def _is_of(self, body: str, place: str) -> bool:
        return place in self.facts.iris(body, str(DCTERMS.spatial))


def short(iri: str) -> str:
    """``programmes/x`` for a concept of ours."""
    return iri.removeprefix(f"{ID}scheme/")


def concept(name: str) -> str:
    """IRI of ``programmes/x``; an IRI stays what it is."""
    return name if "://" in name else f"{ID}scheme/{name}"


def load_known(home: Path) -> Known:
    """Read the reference data and the editions of a home.

    Raises:
        UnreadableFileError, SyntaxProblemError: A file can't be read.
    """
    reference, editions, paths_of = Facts(), dict[str, Facts](), dict[str, Path]()
    paths = [home / "ontology" / "schemes.ttl", *sorted(home.glob("data/*.ttl"))]
    for path in [*paths, *sorted(home.glob("data/editions/*.ttl"))]:
        triples = read_facts(path, path.relative_to(home).as_posix())
        facts = Facts()
        facts.add_all(triples)
        found = facts.of_type(str(CARE.ChecklistEdition))
        if found:
            name = found[0].removeprefix(f"{ID}edition/")
            editions[name], paths_of[name] = facts, path
        else:
            reference.add_all(triples)
    return Known(reference, editions, paths_of)


def _find(names: dict[str, str], wanted: str) -> str | None:
    if wanted in names:
        return names[wanted]
    folded = plain(wanted)
    return next((iri for name, iri in names.items() if plain(name) == folded), None) if folded else None
