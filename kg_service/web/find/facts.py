"""What the current editions hold, as finding needs it: one row a service, measure and condition.

Not here: texts (``texts``), which rows are meant (``facets``, ``child``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kg_service.model import Iri, Lang
from kg_service.vocabulary import CARE, CPSV, CV, DCTERMS, SKOS, scheme_iri
from kg_service.web.asking import Pages
from kg_service.web.links import natural
from kg_service.web.statements import Statements

OLDEST = 20
"""Ages are asked for from 0 to this one, as in the ready-made question."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of a service with one of its conditions; without any where it has none."""

    service: str
    measure: str
    condition: str | None
    values: Mapping[str, frozenset[str]]
    """By facet: everything by which the row is found, broader concepts included."""


@dataclass(frozen=True, slots=True)
class Ages:
    """A range of completed years, both ends included; None where it is open."""

    least: int | None = None
    most: int | None = None

    def admit(self, age: int) -> bool:
        """Is *age* in it?"""
        return (self.least is None or age >= self.least) and (self.most is None or age <= self.most)

    def __bool__(self) -> bool:
        return self.least is not None or self.most is not None


class Facts:
    """The statements of ``queries/pages/find-links.rq``, asked without the store."""

    def __init__(self, statements: Statements) -> None:
        self._said = statements
        self._values: dict[str, dict[str, tuple[str, ...]]] = {
            subject: {
                property_: tuple(str(value) for value in statements.values(subject, property_))
                for property_ in statements.properties(subject)
            }
            for subject in statements.subjects()
        }
        self.broader = cache(self._broader)
        """Concept to the concept itself and all above it."""
        self.members = cache(self._members)
        """Scheme that was read (``stages``, ``situations``) to its concepts, each after what is above it."""

    def all(self, subject: str, property_: object) -> tuple[str, ...]:
        """IRIs or texts that are the values of one property."""
        return self._values.get(subject, {}).get(str(property_), ())

    def number(self, subject: str, property_: object, default: int = 1_000_000) -> int:
        """The least whole number of one property."""
        found = [int(text) for text in self.all(subject, property_) if text.removeprefix("-").isdecimal()]
        return min(found, default=default)

    def _broader(self, concept: str) -> frozenset[str]:
        seen: set[str] = set()
        todo = [concept]
        while todo:
            if (next_ := todo.pop()) not in seen:
                seen.add(next_)
                todo += self.all(next_, SKOS.broader)
        return frozenset(seen)

    def closed(self, concepts: Iterable[str]) -> frozenset[str]:
        """Concepts and all above them."""
        return frozenset(up for concept in concepts for up in self.broader(concept))

    def near(self, concepts: Iterable[str], given: str) -> bool:
        """Is *given* one of *concepts*, above or below one?"""
        return any(given in self.broader(c) or c in self.broader(given) for c in concepts)

    def groups(self, service: str) -> frozenset[str]:
        """The groups of a service and all above them."""
        return self.closed(self.all(service, DCTERMS.audience))

    def of_groups(self, service: str, property_: object) -> frozenset[str]:
        """What the groups of a service, and those above them, demand."""
        return frozenset(value for group in self.groups(service) for value in self.all(group, property_))

    def conditions(self, service: str, measure: str) -> tuple[str, ...]:
        """Of the whole service and of the measure."""
        found = (*self.all(service, CV.holdsRequirement), *self.all(measure, CARE.conditionedOn))
        return tuple(dict.fromkeys(found))

    def _of(self, condition: str | None, property_: object) -> tuple[str, ...]:
        return self.all(condition, property_) if condition else ()

    def ages(self, subjects: Iterable[str]) -> Ages:
        """The range in which all limits of *subjects* are kept."""
        all_ = tuple(subjects)
        least = [int(age) for s in all_ for age in self.all(s, CARE.minAge)]
        most = [int(age) for s in all_ for age in self.all(s, CARE.maxAge)]
        return Ages(max(least, default=None), min(most, default=None))

    def title(self, iri: str, lang: Lang) -> str:
        """The title in one language; empty where it has none."""
        found = self._said.exactly(iri, str(DCTERMS.title), lang)
        return found.value if found is not None else ""

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Services that have measures, by edition and number."""
        found = [s for s in self._values if self.all(s, CPSV.produces)]
        return tuple(sorted(found, key=lambda s: (self.all(s, DCTERMS.isPartOf), self.row_number(s), s)))

    def row_number(self, service: str) -> int:
        """The printed number."""
        return self.number(service, CARE.rowNumber)

    def measures(self, service: str) -> tuple[str, ...]:
        """The measures of a service, in printed order."""
        found = self.all(service, CPSV.produces)
        return tuple(sorted(found, key=lambda m: (self.number(m, CARE.position), natural(m))))

    def _members(self, scheme: str) -> tuple[str, ...]:
        found = (s for s in self._values if scheme_iri(scheme) in self.all(s, SKOS.inScheme))
        return tuple(sorted(found, key=lambda c: [*sorted(self.broader(c) - {c}), c]))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in printed order."""
        return tuple(
            Row(service, measure, condition, self._found_by(service, measure, condition))
            for service in self.services
            for measure in self.measures(service)
            for condition in self.conditions(service, measure) or (None,)
        )

    def _found_by(self, service: str, measure: str, condition: str | None) -> Mapping[str, frozenset[str]]:
        limits = self.ages((*self.groups(service), *self.conditions(service, measure)))
        stages = {*self.all(measure, CARE.educationStage), *self.of_groups(service, CARE.educationStage)}
        return {
            "edition": frozenset(self.all(service, DCTERMS.isPartOf)),
            "goal": frozenset(self.all(service, CV.thematicArea)),
            "group": self.groups(service),
            "body": frozenset(self.all(service, CV.hasCompetentAuthority)),
            "kind": frozenset(self.all(measure, DCTERMS.type)),
            "commitment": frozenset(self.all(measure, CARE.commitment)),
            "explicitness": frozenset(self._of(condition, CARE.explicitness)),
            "subject": frozenset(self._of(condition, CARE.metBy)),
            "rules": frozenset((*self.all(measure, CARE.rulesOf), *self._of(condition, CARE.rulesOf))),
            "age": frozenset(str(age) for age in range(OLDEST + 1) if limits.admit(age)),
            "stage": self.closed(stages),
        }


def read_facts(pages: Pages) -> Facts:
    """Read the default graph of the store."""
    rows = pages.answer("find-links", ()).rows()
    return Facts(Statements((Iri(str(s)), Iri(str(p)), o) for s, p, o in rows if s and p and o is not None))
