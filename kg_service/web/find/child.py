"""What one child may have, by age, stage and situations; and what the list, or the asker, leaves unsaid.

The rules are those of the ready-made question ``services-for-child``, for any number of situations: a test
holds that the measures are the same. Nothing is guessed: what is not given meets no demand.

Not here: the same in SPARQL (``child_queries``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kg_service.errors import BadValueError, UnknownParameterError, UnknownValueError
from kg_service.model import LANGS, Text
from kg_service.nearest import nearest
from kg_service.vocabulary import CARE, CV, DCTERMS, concept_iri, scheme_iri
from kg_service.web.find.facts import OLDEST, Facts
from kg_service.web.labels import Labels

FIELDS = ("age", "stage", "situation")
OPEN, NAMED = (concept_iri("explicitness", name) for name in ("open", "named"))


@dataclass(frozen=True, slots=True)
class Child:
    """What is said of a child."""

    age: int | None = None
    """Completed years."""
    stage: str | None = None
    situations: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.age is not None or self.stage is not None or bool(self.situations)


@dataclass(frozen=True, slots=True)
class Entitled:
    """A service that applies, with the measures that do."""

    service: str
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    """Each with the conditions that remain to be met."""
    says_age: bool
    """Does the list state an age for it, by its group or a condition?"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What applies, and what might."""

    services: tuple[Entitled, ...]
    missing: tuple[tuple[str, tuple[str, ...]], ...]
    """Field by which more might apply, with the services."""
    open: int
    """Measures with a condition that the list leaves open or names without saying what it is."""
    ageless: int
    """Services for which the list states no age."""

    @property
    def measures(self) -> int:
        """How many measures apply."""
        return sum(len(entitled.measures) for entitled in self.services)


def read_child(fields: Iterable[tuple[str, str]], facts: Facts, labels: Labels) -> Child:
    """The child that a form speaks of; empty values are none.

    Raises:
        UnknownParameterError: There is no such field.
        BadValueError: The age is no number in its range, or there are two ages or stages.
        UnknownValueError: There is no such stage or situation.
    """
    given: dict[str, list[str]] = {name: [] for name in FIELDS}
    for name, written in fields:
        if name in given and written.strip():
            given[name].append(written.strip())
        elif name not in (*FIELDS, "lang", "format"):
            raise UnknownParameterError("for-child", name, nearest(name, FIELDS) or FIELDS)
    for name in ("age", "stage"):
        if len(given[name]) > 1:
            raise BadValueError(name, " ".join(given[name]), Text("一个值", "one value"))
    stages = [_choose(facts, labels, "stages", "stage", text) for text in given["stage"]]
    situations = {_choose(facts, labels, "situations", "situation", text) for text in given["situation"]}
    ages = [_age(text) for text in given["age"]]
    return Child(next(iter(ages), None), next(iter(stages), None), tuple(sorted(situations)))


def _age(written: str) -> int:
    if not (written.isdecimal() and len(written) < 4 and int(written) <= OLDEST):
        expected = Text(f"整数，从 0 到 {OLDEST}", f"a whole number from 0 to {OLDEST}")
        raise BadValueError("age", written[:40], expected)
    return int(written)


def _choose(facts: Facts, labels: Labels, scheme: str, name: str, written: str) -> str:
    slugs = {iri.removeprefix(scheme_iri(scheme) + "/"): iri for iri in facts.members(scheme)}
    names = slugs | {labels.of(iri, lang): iri for iri in slugs.values() for lang in LANGS}
    found = written if written in slugs.values() else names.get(written)
    if found is None:
        raise UnknownValueError(name, written, nearest(written, names), tuple(slugs))
    return found


def answer_for(child: Child, facts: Facts) -> Answer:
    """What *child* may have."""
    services = tuple(e for s in facts.services if (e := _entitled(child, s, facts)).measures)
    applied = {entitled.service for entitled in services}
    conditions = [cs for entitled in services for _, cs in entitled.measures]
    vague = [any({OPEN, NAMED} & set(facts.all(c, CARE.explicitness)) for c in cs) for cs in conditions]
    missing = (
        (field, tuple(s for s in facts.services if s not in applied and _lacks(child, s, field, facts)))
        for field in FIELDS
    )
    return Answer(
        services,
        tuple((field, found) for field, found in missing if found),
        sum(vague),
        sum(not entitled.says_age for entitled in services),
    )


def _entitled(child: Child, service: str, facts: Facts) -> Entitled:
    measures = [m for m in facts.measures(service) if _applies(child, service, m, facts)]
    limited = [*facts.groups(service), *(c for m in measures for c in facts.conditions(service, m))]
    return Entitled(
        service,
        tuple((m, _remaining(service, m, facts)) for m in measures),
        bool(facts.ages(limited)),
    )


def _applies(child: Child, service: str, measure: str, facts: Facts) -> bool:
    met = any(not _unmet(child, group, measure, facts) for group in facts.all(service, DCTERMS.audience))
    return met and not _ruled_out(child, service, measure, facts)


def _unmet(child: Child, group: str, measure: str, facts: Facts) -> tuple[str, ...]:
    """Fields by which the demands of a group are not met."""
    above = facts.broader(group)
    limits = facts.ages(above)
    stages = {stage for up in above for stage in facts.all(up, CARE.educationStage)}
    asked = {situation for up in above for situation in facts.all(up, CARE.situation)}
    own_stages = facts.all(measure, CARE.educationStage)
    named = asked | set(facts.all(measure, CARE.situation))
    stage = child.stage
    age_met = (
        not limits
        or (child.age is not None and limits.admit(child.age))
        or (child.age is None and stage is not None and facts.near(own_stages, stage))
    )
    met = {
        "age": age_met,
        "stage": not stages or (stage is not None and facts.near(stages, stage)),
        "situation": not asked or any(facts.near(named, given) for given in child.situations),
    }
    return tuple(field for field in FIELDS if not met[field])


def _ruled_out(child: Child, service: str, measure: str, facts: Facts) -> bool:
    limits = facts.ages(facts.conditions(service, measure))
    own = facts.all(measure, CARE.educationStage)
    too_old_or_young = child.age is not None and not limits.admit(child.age)
    return too_old_or_young or bool(own and child.stage is not None and not facts.near(own, child.stage))


def _lacks(child: Child, service: str, field: str, facts: Facts) -> bool:
    """Would *service* perhaps apply if *field* were given, which it is not?"""
    if _given(child, field):
        return False
    return any(
        field in (unmet := _unmet(child, group, m, facts))
        and all(f == field or not _given(child, f) for f in unmet)
        and not _ruled_out(child, service, m, facts)
        for group in facts.all(service, DCTERMS.audience)
        for m in facts.measures(service)
    )


def _given(child: Child, field: str) -> bool:
    return {"age": child.age is not None, "stage": child.stage is not None}.get(field, bool(child.situations))


def _remaining(service: str, measure: str, facts: Facts) -> tuple[str, ...]:
    """The conditions; where a measure names situations itself, those of the service give way."""
    own = facts.all(measure, CARE.situation)
    whole = set(facts.all(service, CV.holdsRequirement))
    return tuple(
        condition
        for condition in facts.conditions(service, measure)
        if not (own and condition in whole and facts.all(condition, CARE.situation))
    )
