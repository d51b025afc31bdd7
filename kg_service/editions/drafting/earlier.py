"""What an edition of the home says of its services: the words of each, and what was read into them.

Not here: which of it holds for a new edition (``carrying``).
"""

from __future__ import annotations

from dataclasses import dataclass

from kg_service.editions.drafting.facts import Facts
from kg_service.editions.drafting.known import short
from kg_service.editions.drafting.values import PROPOSED, ReadCondition, ReadMeasure, RowReading, Span
from kg_service.model import Column
from kg_service.vocabulary import CARE, CPSV, CV, DCTERMS, OA, PROV

_COLUMNS = {f",{column.position}": column for column in Column}


@dataclass(frozen=True, slots=True)
class EarlierService:
    """A service of an edition that the home holds."""

    iri: str
    number: int
    title: str
    content: str
    group: str | None
    """IRI."""
    identity: str | None
    """IRI of the continuing service."""
    english: str | None
    translation: str
    reading: RowReading


def earlier_services(facts: Facts, group_name: dict[str, str]) -> dict[int, EarlierService]:
    """The services of an edition by number.

    Args:
        facts: What the file of the edition states.
        group_name: IRI of each group to its Chinese name, by which a condition in it is placed.
    """
    found = {}
    for service in facts.of_type(str(CPSV.PublicService)):
        number = facts.number(service, str(CARE.rowNumber))
        if number is not None:
            found[number] = _service(facts, service, number, group_name)
    return dict(sorted(found.items()))


def _service(facts: Facts, service: str, number: int, group_name: dict[str, str]) -> EarlierService:
    title = facts.text(service, str(DCTERMS.title), "zh") or ""
    content = facts.text(service, str(DCTERMS.description), "zh") or ""
    group = facts.iri(service, str(DCTERMS.audience))
    cells = {
        Column.SERVICE: title,
        Column.CONTENT: content,
        Column.BENEFICIARY: group_name.get(group or "", ""),
    }
    measures = sorted(
        facts.iris(service, str(CPSV.produces)), key=lambda iri: facts.number(iri, str(CARE.position)) or 0
    )
    held = facts.iris(service, str(CV.holdsRequirement))
    needed = [c for measure in measures for c in facts.iris(measure, str(CARE.conditionedOn))]
    conditions = tuple(dict.fromkeys((*held, *needed)))
    return EarlierService(
        service,
        number,
        title,
        content,
        group,
        facts.iri(service, str(DCTERMS.isVersionOf)),
        facts.text(service, str(DCTERMS.title), "en"),
        _status(facts, service, str(CARE.translationStatus)),
        RowReading(
            tuple(_measure(facts, iri, conditions, measures, cells) for iri in measures),
            tuple(_condition(facts, iri, cells) for iri in conditions),
        ),
    )


def _measure(
    facts: Facts, iri: str, conditions: tuple[str, ...], measures: list[str], cells: dict[Column, str]
) -> ReadMeasure:
    words = facts.text(iri, str(DCTERMS.title), "zh") or ""
    return ReadMeasure(
        words,
        _span(facts, iri, words, cells),
        _concepts(facts, iri, str(DCTERMS.type)),
        _concepts(facts, iri, str(CARE.recipient)),
        next(iter(_concepts(facts, iri, str(CARE.commitment))), ""),
        tuple(conditions.index(c) for c in facts.iris(iri, str(CARE.conditionedOn))),
        tuple(measures.index(m) + 1 for m in facts.iris(iri, str(CARE.alternativeTo)) if m in measures),
        _concepts(facts, iri, str(CARE.educationStage)),
        _concepts(facts, iri, str(CARE.situation)),
        next(iter(_concepts(facts, iri, str(CARE.rulesOf))), None),
        facts.iris(iri, str(DCTERMS.conformsTo)),
        _concepts(facts, iri, str(DCTERMS.references)),
        facts.text(iri, str(DCTERMS.title), "en"),
        _status(facts, iri, str(CARE.reviewStatus)),
        _status(facts, iri, str(CARE.translationStatus)),
        iri,
    )


def _condition(facts: Facts, iri: str, cells: dict[Column, str]) -> ReadCondition:
    words = facts.text(iri, str(DCTERMS.title), "zh") or ""
    return ReadCondition(
        words,
        _span(facts, iri, words, cells),
        _concepts(facts, iri, str(CARE.metBy)),
        next(iter(_concepts(facts, iri, str(CARE.explicitness))), ""),
        _concepts(facts, iri, str(CARE.situation)),
        next(iter(_concepts(facts, iri, str(CARE.rulesOf))), None),
        facts.number(iri, str(CARE.minAge)),
        facts.number(iri, str(CARE.maxAge)),
        facts.text(iri, str(CARE.agePrinted)),
        facts.text(iri, str(DCTERMS.title), "en"),
        _status(facts, iri, str(CARE.reviewStatus)),
        _status(facts, iri, str(CARE.translationStatus)),
        iri,
    )


def _span(facts: Facts, iri: str, words: str, cells: dict[Column, str]) -> Span:
    """Where the words stand, by their quotation."""
    quotation = facts.iri(iri, str(PROV.wasQuotedFrom)) or ""
    source = facts.iri(quotation, str(OA.hasSource)) or ""
    selector = facts.iri(quotation, str(OA.hasSelector)) or ""
    prefix = facts.text(selector, str(OA.prefix)) or ""
    suffix = facts.text(selector, str(OA.suffix)) or ""
    column = next((col for end, col in _COLUMNS.items() if source.endswith(end)), Column.CONTENT)
    text = cells.get(column, "")
    start = text.find(prefix + words + suffix)
    start = start + len(prefix) if start >= 0 else max(text.find(words), 0)
    return Span(column, start, start + len(words))


def _concepts(facts: Facts, iri: str, predicate: str) -> tuple[str, ...]:
    return tuple(short(value) for value in facts.iris(iri, predicate))


def _status(facts: Facts, iri: str, predicate: str) -> str:
    return next(iter(_concepts(facts, iri, predicate)), PROPOSED)
