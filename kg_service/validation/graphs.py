"""RDF files held against the edition before and against base lists, beside what the shapes say of them.

Not here: documents (``documents``), the shapes (``validate_files``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import RDF, URIRef

from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import Decisions
from kg_service.editions.matching import match_editions
from kg_service.model import Column, Edition, Finding, Place, Severity
from kg_service.store import Store
from kg_service.validation import validate_files
from kg_service.validation.earlier import NO_EDITION, open_earlier
from kg_service.validation.reading import GivenFile, read_file
from kg_service.validation.report import ValidationReport
from kg_service.validation.rules import texts_of
from kg_service.validation.shapes import Shapes
from kg_service.validation.succession import check_succession
from kg_service.vocabulary import CARE, SHAPE

_SUCCESSION = str(SHAPE["Succession"])


def validate_graphs(
    paths: Sequence[Path],
    home: Path,
    against: str | None,
    base: Sequence[str],
    decisions: Decisions,
    *,
    shapes: Shapes,
    store: Store,
) -> ValidationReport:
    """Check RDF files against the shapes, and those that describe an edition against earlier lists.

    Raises:
        KgServiceError: What ``validate_files`` and reading the earlier lists raise.
    """
    report = validate_files(paths, home, shapes=shapes)
    lost: list[Finding] = []
    held: dict[str, str] = {}
    for path in paths:
        file = read_file(path)
        if (None, RDF.type, CARE.ChecklistEdition) not in file.graph:
            # A file of reference data continues no edition.
            continue
        new = open_earlier(str(path), store, home, decisions)
        names = []
        if against is not None and against not in NO_EDITION:
            names.append(against)
            lost.extend(
                _lost(open_earlier(against, store, home, decisions), new, file, decisions, is_base=False)
            )
        for what in base:
            names.append(what)
            lost.extend(_lost(open_earlier(what, store, home, decisions), new, file, decisions, is_base=True))
        if names:
            held[str(path)] = ", ".join(names)
    kept = [f for f in report.findings if not (held and against and f.rule.startswith(_SUCCESSION))]
    findings = (*kept, *lost)
    return replace(
        report,
        conforms=all(found.severity is not Severity.VIOLATION for found in findings),
        findings=findings,
        rules=texts_of(findings, report.rules),
        against=held,
    )


def _lost(
    old: Edition, new: Edition, file: GivenFile, decisions: Decisions, *, is_base: bool
) -> tuple[Finding, ...]:
    iri = str(next(file.graph.subjects(RDF.type, CARE.ChecklistEdition)))

    def locate(number: int | None, column: Column) -> Place:
        node = f"{iri}/service/{number}" if number is not None else iri
        at = file.places.of_subject(URIRef(node)) if file.places else None
        return Place(file.document, *at) if at else Place(file.document)

    comparison = compare_editions(old, new, match_editions(old, new, decisions))
    return check_succession(comparison, locate, decisions, is_base=is_base)
