"""RDF files held against the edition before and against base lists, beside what the shapes say of them.

Not here: documents (``documents``), the shapes (``check``), the rules of succession (``succession``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import RDF, URIRef

from kg_service.editions.decisions import Decisions
from kg_service.editions.opening import REFERENCE_FILES, open_edition
from kg_service.model import Column, Edition, Finding, Place, Severity, is_no_edition
from kg_service.regular import bytes_of
from kg_service.store import Store
from kg_service.store.rdf_files import MAX_BYTES, SYNTAXES, GivenFile
from kg_service.store.turtle import read_turtle
from kg_service.validation import check, succession
from kg_service.validation.bounded import validate_bounded
from kg_service.validation.context import assemble
from kg_service.validation.mappings import read_checked
from kg_service.validation.report import ValidationReport
from kg_service.validation.rules import texts_of
from kg_service.validation.shapes import Shapes
from kg_service.validation.succession_rules import BASE, BEFORE, ON_GRAPHS, Family
from kg_service.vocabulary import CARE


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
        KgServiceError: What ``validate_files`` raises, and reading the earlier lists.
    """
    report = validate_bounded(paths, home, engine=shapes.engine)
    given = [read_checked(path) for path in paths]
    # A file of reference data continues no edition.
    drafts = [file for file in given if _edition_in(file) is not None]
    wanted = [(against, BEFORE)] if against is not None and not is_no_edition(against) else []
    wanted += [(what, BASE) for what in base]
    earlier = [
        (open_edition(what, store, home, decisions=decisions), family)
        for what, family in (wanted if drafts else ())
    ]
    reference = _reference_in(paths) if earlier else {}
    lost: list[Finding] = []
    held: dict[str, str] = {}
    spoken: set[str] = set()
    for file in drafts:
        new = open_edition(file.document, store, home, decisions=decisions, reference=reference)
        for old, family in earlier:
            lost.extend(lost_in(old, new, file, decisions, family))
            if family is BEFORE:
                spoken.add(str(_edition_in(file)))
        if wanted:
            held[file.document] = ", ".join(what for what, _ in wanted)
    return with_lost(report, lost, held, spoken)


def validate_given(
    file: GivenFile, home: Path, before: Edition | None, new: Edition | None, decisions: Decisions
) -> ValidationReport:
    """The same for one file that has been read, which may describe an edition (*new*) that follows *before*.

    Raises:
        KgServiceError: What ``check`` raises.
    """
    report = check([file], assemble([file], home), Shapes.load(home))
    if before is None or new is None:
        return report
    lost = lost_in(before, new, file, decisions)
    return with_lost(report, lost, {file.document: before.name}, [str(_edition_in(file))])


def lost_in(
    old: Edition, new: Edition, file: GivenFile, decisions: Decisions, family: Family = BEFORE
) -> tuple[Finding, ...]:
    """What has been lost from one edition to another, each finding at the service in the file of the new one.

    Args:
        old, new, decisions, family: See ``succession.check_succession``.
        file: Describes the new edition.
    """
    iri = _edition_in(file)

    def locate(number: int | None, column: Column) -> Place:
        node = f"{iri}/service/{number}" if number is not None else iri
        at = file.places.of_subject(URIRef(str(node))) if file.places else None
        return Place(file.document, *at) if at else Place(file.document)

    return succession.lost(old, new, locate, decisions, family=family)


def with_lost(
    report: ValidationReport, lost: Sequence[Finding], held: Mapping[str, str], spoken: Collection[str]
) -> ValidationReport:
    """A report on graphs, and what they have lost.

    Args:
        report: By the shapes.
        lost: See ``lost_in``.
        held: Document to the edition that it was held against.
        spoken: IRIs of the editions of which *lost* says all that the shapes of succession say, and more.
    """
    kept = [f for f in report.findings if not (f.rule.startswith(ON_GRAPHS) and f.focus in spoken)]
    findings = (*kept, *lost)
    return replace(
        report,
        conforms=all(found.severity is not Severity.VIOLATION for found in findings),
        findings=findings,
        rules=texts_of(findings, report.rules),
        against=dict(held),
    )


def _edition_in(file: GivenFile) -> URIRef | None:
    found = file.graph.value(None, RDF.type, CARE.ChecklistEdition)
    return found if isinstance(found, URIRef) else None


def _reference_in(paths: Sequence[Path]) -> dict[str, tuple[bytes, ...]]:
    """Reference data among files, each by the name of its graph, which is that of the file."""
    return {
        path.stem: read_turtle(
            bytes_of(path, MAX_BYTES), str(path), format=SYNTAXES[path.suffix.lower()], is_given=True
        )
        for path in paths
        if path.stem in REFERENCE_FILES
    }
