"""A row as descriptions of resources: the service, its measures, conditions, bodies, quotations and cells.

Not here: what is read into a row (``interpretation``), how it is laid out as Turtle (``layout``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg_service.editions.drafting.known import concept
from kg_service.editions.drafting.layout import Block, a, integer, iris, texts
from kg_service.editions.drafting.proposals import LANGUAGE, UNTRANSLATED
from kg_service.editions.drafting.values import PROPOSED, ReadCondition, ReadMeasure, RowReading, Span
from kg_service.model import Column, Literal, Term
from kg_service.vocabulary import (
    CARE,
    CPSV,
    CSVW,
    CV,
    DCTERMS,
    OA,
    PROV,
    cell_iri,
    concept_iri,
    edition_iri,
    service_iri,
)  # fmt: skip

CONTEXT = 8
"""Characters before and after a quotation."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a row prints it."""

    iri: str
    name: str
    """As printed."""
    english: str


@dataclass(frozen=True, slots=True)
class DescribedRow:
    """Everything that is said of one row."""

    series: str
    version: str
    number: int
    cells: dict[Column, str]
    """As printed."""
    bodies: tuple[Body, ...]
    goal: str | None
    group: str | None
    identity: str | None
    spatial: str
    reading: RowReading
    english: str | None
    translation: str = PROPOSED
    groups_name: str = ""
    """The group's label, which may be printed otherwise."""

    @property
    def service(self) -> str:
        """IRI."""
        return service_iri(self.series, self.version, self.number)

    def part(self, kind: str, position: int) -> str:
        """IRI of a measure, condition or participation."""
        return f"{self.service}/{kind}/{position}"

    def cell(self, column: Column) -> str:
        """IRI of a cell of the published table."""
        return cell_iri(self.series, self.version, self.number + 1, column.position)

    def identifier(self, iri: str) -> Literal:
        """What identifies the service or a part of it: ``heilongjiang/2025/3/measure/1``."""
        path = iri.removeprefix(self.service)
        return Literal(f"{self.series}/{self.version}/{self.number}{path}")


def service_blocks(row: DescribedRow) -> list[Block]:
    """The service, then its measures, conditions and participations, each with its quotation."""
    blocks = [_service(row)]
    for position, measure in enumerate(row.reading.measures, 1):
        blocks += _measure(row, position, measure)
    for position, condition in enumerate(row.reading.conditions, 1):
        blocks += _condition(row, position, condition)
    start = 0
    for position, body in enumerate(row.bodies, 1):
        printed = row.cells[Column.DEPARTMENTS]
        begin = max(printed.find(body.name, start), 0)
        start = begin + len(body.name)
        blocks += _participation(row, position, body, Span(Column.DEPARTMENTS, begin, start))
    return blocks


def cell_blocks(row: DescribedRow) -> list[Block]:
    """The six cells of the row in the published table."""
    table = f"{edition_iri(row.series, row.version)}/table.csv"
    return [
        Block(row.cell(column), [a(CSVW.Cell, PROV.Entity)], is_line=True)
        .add(DCTERMS.isPartOf, *iris(table))
        .add(PROV.value, Literal(row.cells[column]))
        for column in Column
    ]


def _service(row: DescribedRow) -> Block:
    reading, title = row.reading, row.cells[Column.SERVICE]
    held = (n for n, condition in enumerate(reading.conditions, 1) if condition.is_of_service)
    norms = dict.fromkeys(norm for measure in reading.measures for norm in measure.norms)
    english = row.english or f"{UNTRANSLATED}service {row.number}"
    return (
        Block(row.service, [a(CPSV.PublicService)])
        .add(CARE.rowNumber, integer(row.number))
        .add(DCTERMS.identifier, row.identifier(row.service))
        .add(DCTERMS.title, *texts(title, english if title else None))
        .add(DCTERMS.description, *texts(row.cells[Column.CONTENT]))
        .add(DCTERMS.isPartOf, *iris(edition_iri(row.series, row.version)))
        .add(DCTERMS.isVersionOf, *iris(row.identity))
        .add(CV.thematicArea, *iris(row.goal))
        .add(DCTERMS.audience, *iris(row.group))
        .add(CV.hasCompetentAuthority, *iris(*dict.fromkeys(body.iri for body in row.bodies)))
        .add(CV.hasParticipation, *iris(*_parts(row, "participation", range(1, len(row.bodies) + 1))))
        .add(CPSV.produces, *iris(*_parts(row, "measure", range(1, len(reading.measures) + 1))))
        .add(CV.holdsRequirement, *iris(*_parts(row, "condition", held)))
        .add(CV.hasLegalResource, *iris(*norms))
        .add(DCTERMS.spatial, *iris(row.spatial))
        .add(DCTERMS.language, *iris(LANGUAGE))
        .add(PROV.wasQuotedFrom, *iris(*(row.cell(column) for column in Column)))
        .add(CARE.translationStatus, *iris(concept(row.translation)))
    )


def _measure(row: DescribedRow, position: int, measure: ReadMeasure) -> list[Block]:
    iri = row.part("measure", position)
    english = measure.english or f"{UNTRANSLATED}measure {position} of service {row.number}"
    block = (
        Block(iri, [a(CARE.ServiceMeasure, CV.Output)])
        .add(DCTERMS.identifier, row.identifier(iri))
        .add(DCTERMS.title, *texts(measure.words, english))
        .add(CARE.position, integer(position))
        .add(DCTERMS.type, *_concepts(measure.kinds))
        .add(CARE.recipient, *_concepts(measure.recipients))
        .add(CARE.commitment, *_concepts((measure.commitment,)))
        .add(CARE.conditionedOn, *iris(*_parts(row, "condition", (n + 1 for n in measure.conditions))))
        .add(CARE.alternativeTo, *iris(*_parts(row, "measure", measure.alternatives)))
        .add(CARE.educationStage, *_concepts(measure.stages))
        .add(CARE.situation, *_concepts(measure.situations))
        .add(CARE.rulesOf, *_concepts((measure.rules_of,)))
        .add(DCTERMS.conformsTo, *iris(*measure.norms))
        .add(DCTERMS.references, *_concepts(measure.references))
        .add(DCTERMS.language, *iris(LANGUAGE))
    )
    return _quoted(row, block, measure.span, measure.source, measure.review, measure.translation)


def _condition(row: DescribedRow, position: int, condition: ReadCondition) -> list[Block]:
    iri = row.part("condition", position)
    english = condition.english or f"{UNTRANSLATED}condition {position} of service {row.number}"
    block = (
        Block(iri, [a(CARE.EligibilityCondition, CV.Criterion, CV.Requirement)])
        .add(DCTERMS.identifier, row.identifier(iri))
        .add(DCTERMS.title, *texts(condition.words, english))
        .add(CARE.metBy, *_concepts(condition.met_by))
        .add(CARE.explicitness, *_concepts((condition.explicitness,)))
        .add(CARE.rulesOf, *_concepts((condition.rules_of,)))
        .add(CARE.situation, *_concepts(condition.situations))
        .add(CARE.minAge, integer(condition.min_age))
        .add(CARE.maxAge, integer(condition.max_age))
        .add(CARE.agePrinted, *texts(condition.age_printed))
    )
    return _quoted(row, block, condition.span, condition.source, condition.review, condition.translation)


def _participation(row: DescribedRow, position: int, body: Body, span: Span) -> list[Block]:
    iri = row.part("participation", position)
    block = (
        Block(iri, [a(CV.Participation)])
        .add(DCTERMS.identifier, row.identifier(iri))
        .add(DCTERMS.description, *texts(f"责任部门：{body.name}", f"Responsible body: {body.english}"))
        .add(CV.role, *iris(concept_iri("roles", "responsible-body")))
        .add(CV.hasParticipant, *iris(body.iri))
        .add(CARE.position, integer(position))
    )
    return _quoted(row, block, span, None, None, None)


def _quoted(
    row: DescribedRow,
    block: Block,
    span: Span,
    source: str | None,
    review: str | None,
    translation: str | None,
) -> list[Block]:
    iri = block.subject
    block.add(PROV.wasQuotedFrom, *iris(f"{iri}#quotation"))
    block.add(PROV.wasDerivedFrom, *iris(source))
    block.add(CARE.reviewStatus, *_concepts((review,)))
    block.add(CARE.translationStatus, *_concepts((translation,)))
    text = row.groups_name if span.column is Column.BENEFICIARY else row.cells[span.column]
    prefix, suffix = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    quotation = (
        Block(f"{iri}#quotation", [a(OA.SpecificResource, PROV.Entity)])
        .add(OA.hasSource, *iris(row.cell(span.column)))
        .add(OA.hasSelector, *iris(f"{iri}#selector"))
    )
    selector = (
        Block(f"{iri}#selector", [a(OA.TextQuoteSelector)])
        .add(OA.exact, Literal(span.of(text)))
        .add(OA.prefix, Literal(prefix) if prefix else None)
        .add(OA.suffix, Literal(suffix) if suffix else None)
    )
    return [block, quotation, selector]


def _parts(row: DescribedRow, kind: str, positions: Iterable[int]) -> list[str]:
    return [row.part(kind, position) for position in positions]


def _concepts(names: Iterable[str | None]) -> tuple[Term, ...]:
    return iris(*(concept(name) for name in names if name))
