"""Changes as data: one ``care:Change`` each, with where they come from in PROV.

Services and cells are named by their IRIs where an edition is of the dataset; a document has none, so that
its services are blank nodes with number and name.

Source: https://www.w3.org/TR/prov-o/
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from kg_service.editions.saying import COMMITMENT_NAMES
from kg_service.model import (
    BlankNode,
    Change,
    Comparison,
    Edition,
    Iri,
    Literal,
    Row,
    Term,
    Text,
    Triple,
    Verdict,
)
from kg_service.vocabulary import (
    BASE,
    CARE,
    CPSV,
    DCTERMS,
    PREFIXES,
    PROV,
    RDF,
    XSD,
    cell_iri,
    concept_iri,
    edition_iri,
    service_iri,
)

_NAME = re.compile(r"[\w-]+/[\w-]+")
_AGENT = Iri(BASE + "id/agent/care-checklist")


def to_turtle(comparison: Comparison, changes: Sequence[Change], made: datetime) -> str:
    """The changes as Turtle.

    Args:
        comparison: Two editions.
        changes: Those to tell of.
        made: When the comparison was made; with a time zone.
    """
    from rdflib import Graph

    from kg_service.editions.terms import to_rdflib

    graph = Graph(bind_namespaces="none")
    for prefix in ("care", "cpsv", "dct", "prov", "xsd", "scheme"):
        graph.bind(prefix, PREFIXES[prefix])
    for subject, predicate, value in change_triples(comparison, changes, made):
        graph.add((to_rdflib(subject), to_rdflib(predicate), to_rdflib(value)))
    return graph.serialize(format="turtle")


def change_triples(comparison: Comparison, changes: Sequence[Change], made: datetime) -> Iterator[Triple]:
    """The same as triples."""
    key = hashlib.sha256(f"{comparison.old.name}\t{comparison.new.name}".encode()).hexdigest()[:12]
    whole, run = BlankNode(f"comparison{key}"), BlankNode(f"run{key}")
    sides = _Side(comparison.old, "old"), _Side(comparison.new, "new")
    yield whole, _iri(RDF.type), _iri(CARE.Comparison)
    yield whole, _iri(RDF.type), _iri(PROV.Entity)
    yield from _texts(whole, DCTERMS.title, Text(*(f"{comparison.old.name} → {comparison.new.name}",) * 2))
    yield whole, _iri(PROV.generatedAtTime), Literal(made.isoformat(timespec="seconds"), str(XSD.dateTime))
    yield whole, _iri(PROV.wasGeneratedBy), run
    yield run, _iri(RDF.type), _iri(PROV.Activity)
    yield run, _iri(PROV.wasAssociatedWith), _AGENT
    for side in sides:
        yield run, _iri(PROV.used), side.edition
        yield whole, _iri(PROV.wasDerivedFrom), side.edition
        yield from side.about_edition()
    yield from _revisions(comparison, *sides)
    told: set[Term] = set()
    for number, change in enumerate(changes, start=1):
        node = BlankNode(f"change{key}n{number}")
        yield whole, _iri(DCTERMS.hasPart), node
        yield from _change(node, change, *sides)
        for side, at in zip(sides, (change.old, change.new), strict=True):
            if at is not None and (service := side.service(at)) not in told:
                told.add(service)
                yield from side.about_service(at)


class _Side:
    """One edition and how its nodes are called."""

    def __init__(self, edition: Edition, name: str) -> None:
        self._rows = {row.number: row for row in edition.rows}
        self._edition, self._side = edition, name
        series, _, version = edition.name.partition("/")
        self._published = (series, version) if _NAME.fullmatch(edition.name) else None
        self.edition: Iri | BlankNode = (
            Iri(edition_iri(series, version)) if self._published else BlankNode(f"{name}edition")
        )

    def service(self, number: int) -> Iri | BlankNode:
        if self._published:
            return Iri(service_iri(*self._published, number))
        return BlankNode(f"{self._side}service{number}")

    def cell(self, change: Change, number: int) -> Iri | None:
        """The cell of the published table that a change shows in."""
        if not self._published or change.column is None:
            return None
        at = sorted(self._rows).index(number) + 2
        return Iri(cell_iri(*self._published, at, change.column.position))

    def about_edition(self) -> Iterator[Triple]:
        if self._published is None:
            yield self.edition, _iri(RDF.type), _iri(CARE.ChecklistEdition)
            yield self.edition, _iri(DCTERMS.identifier), Literal(self._edition.name)
            if self._edition.title:
                yield self.edition, _iri(DCTERMS.title), Literal(self._edition.title, lang="zh")

    def about_service(self, number: int) -> Iterator[Triple]:
        if self._published is None:
            row: Row = self._rows[number]
            node = self.service(number)
            yield node, _iri(RDF.type), _iri(CPSV.PublicService)
            yield node, _iri(DCTERMS.isPartOf), self.edition
            yield node, _iri(CARE.rowNumber), Literal(str(number), str(XSD.integer))
            yield node, _iri(DCTERMS.title), Literal(row.service, lang="zh")


def _revisions(comparison: Comparison, old: _Side, new: _Side) -> Iterator[Triple]:
    for pair in comparison.matching.pairs:
        # What still waits for a person is no statement.
        if pair.verdict is not Verdict.ASK:
            yield new.service(pair.new), _iri(PROV.wasRevisionOf), old.service(pair.old)


def _change(node: BlankNode, change: Change, old: _Side, new: _Side) -> Iterator[Triple]:
    yield node, _iri(RDF.type), _iri(CARE.Change)
    yield node, _iri(DCTERMS.type), Iri(concept_iri("change-kinds", change.kind.value))
    yield node, _iri(CARE.matchVerdict), Iri(concept_iri("match-verdicts", change.verdict.value))
    yield from _texts(node, DCTERMS.description, change.text)
    for side, at, property_, text_property, text in (
        (old, change.old, CARE.changedFrom, CARE.textBefore, change.before),
        (new, change.new, CARE.changedTo, CARE.textAfter, change.after),
    ):
        if at is not None:
            numbers = (
                change.parts if (side is new) == (change.kind.value == "split") and change.parts else (at,)
            )
            for number in numbers:
                yield node, _iri(property_), side.service(number)
            cell = side.cell(change, at)
            if cell is not None:
                yield node, _iri(PROV.wasDerivedFrom), cell
        if text is not None:
            words = COMMITMENT_NAMES[text].zh if text in COMMITMENT_NAMES else text
            yield node, _iri(text_property), Literal(words, lang="zh")


def _texts(node: BlankNode, property_: str, text: Text) -> Iterator[Triple]:
    yield node, _iri(property_), Literal(text.zh, lang="zh")
    yield node, _iri(property_), Literal(text.en, lang="en")


def _iri(term: str) -> Iri:
    return Iri(str(term))
