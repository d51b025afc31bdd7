"""Check a document: its cells, the graph that it makes, and what it loses against the edition before.

The story in one function. A rule on cells and a shape that say the same of one cell are one finding: the rule
on cells speaks, since it knows the cell; the SHACL report keeps what the engine said.

Not here: reading a document and making its graph (``editions``), laying findings out (``outputs``, ``cli``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from kg_service.editions.decisions import NONE, Decisions
from kg_service.editions.graph import Draft, draft_of
from kg_service.editions.opening import open_edition
from kg_service.editions.reading.files import read_bytes, read_document
from kg_service.errors import NothingCheckedError
from kg_service.model import (
    Column,
    Edition,
    Finding,
    Place,
    Reading,
    ReadRow,
    Row,
    Severity,
    is_no_edition,
)
from kg_service.store import Store
from kg_service.store.rdf_files import GivenFile
from kg_service.validation import succession
from kg_service.validation.cell_results import with_cell_results
from kg_service.validation.cells import check_cells, load_reference, series_of_title
from kg_service.validation.cells.rules import Line, cell_place, heading_place, line_of
from kg_service.validation.context import assemble
from kg_service.validation.earlier import current_edition, store_of
from kg_service.validation.report import ValidationReport
from kg_service.validation.rules import RULES, texts_of
from kg_service.validation.shapes import Shapes
from kg_service.validation.spoken import Spoken
from kg_service.validation.succession_rules import BASE, ON_GRAPHS
from kg_service.validation.visible import VISIBLE

_YEAR = re.compile(r"(20\d\d)\s*年?")


def validate_document(
    path: Path,
    home: Path,
    against: str | None = None,
    base: Sequence[str] = (),
    decisions: Decisions = NONE,
    *,
    shapes: Shapes | None = None,
    store: Store | None = None,
    content: bytes | None = None,
    reading: Reading | None = None,
) -> ValidationReport:
    """Check a draft of the list.

    Args:
        path: A document of any form that is read.
        home: Folder with ``ontology/``, ``data/`` and ``shapes/``.
        against: Edition (``heilongjiang/2024``) or file that the draft follows; where None, the current one
            of the series that its title names, or of the only series; ``none`` for none.
        base: Editions or files that set the least.
        decisions: What people decided about the two editions.
        shapes: What to check against; those of *home* where None.
        store: Where editions are looked up; the files of *home* where None.
        content: The file, where it has been read already; *path* is its name then.
        reading: What the file holds, where that is known already.

    Returns:
        The findings by row and column.

    Raises:
        UnreadableFileError, UnreadableDocumentError: Nothing can be made of the file.
        UnknownEditionError: *against* or *base* is no edition and no file.
        NothingCheckedError: There is no row in it.
        NotCheckedError: The engine could not run a shape.
    """
    if reading is None:
        reading = read_document(path) if content is None else read_bytes(content, str(path))
    store = store or store_of(home)
    series = series_of_title(home, reading.title)
    before = _before(against, series, store, home, decisions) if reading.rows else None
    return check_reading(reading, home, before, base, decisions, shapes=shapes, store=store, content=content)[
        0
    ]


def check_reading(
    reading: Reading,
    home: Path,
    before: Edition | None,
    base: Sequence[str],
    decisions: Decisions,
    *,
    shapes: Shapes | None = None,
    store: Store,
    content: bytes | None = None,
) -> tuple[ValidationReport, Draft]:
    """Check what a document holds.

    Args:
        reading: What it holds.
        before: The edition that it follows; None for none.
        home, base, decisions, shapes, store, content: See ``validate_document``.

    Returns:
        The findings by row and column, and the draft that was made for them.

    Raises:
        KgServiceError: See ``validate_document``.
    """
    if not reading.rows:
        raise NothingCheckedError([reading.document])
    series = series_of_title(home, reading.title)
    draft = draft_of(reading, _draft_name(reading, series, before), before, home, decisions, source=content)
    reference = replace(load_reference(home, series), before=_continued(draft, before))
    on_cells = check_cells(reading, reference)
    lost = _lost(reading, draft, before, base, store, home, decisions)
    # ``lost`` says what the shapes of succession say, and more.
    unasked = (ON_GRAPHS,) if before is not None else ()
    graph = _check_graph(reading, draft, home, shapes or Shapes.load(home), unasked)
    spoken = Spoken.of(on_cells)
    of_shapes = _visible(graph.findings, draft, has_before=before is not None)
    findings = [*on_cells, *(f for f in (*lost, *of_shapes) if not spoken.covers(f))]
    names = [edition.name for edition in (before,) if edition is not None] + list(base)
    report = replace(
        graph,
        conforms=all(found.severity is not Severity.VIOLATION for found in findings),
        findings=tuple(sorted(findings, key=_order)),
        labels={},
        documents=(reading.document,),
        shacl=with_cell_results(
            graph.shacl, [f for f in findings if f.rule in RULES and f not in of_shapes], _focus_of(draft)
        ),
        rules=texts_of(findings, graph.rules),
        readings={reading.document: reading},
        against={reading.document: ", ".join(names)} if names else {},
    )
    return report, draft


def _before(
    against: str | None, series: str | None, store: Store, home: Path, decisions: Decisions
) -> Edition | None:
    if against is not None:
        return None if is_no_edition(against) else open_edition(against, store, home, decisions=decisions)
    name = current_edition(store, series) if series else None
    return open_edition(name, store, home, decisions=decisions) if name else None


def _draft_name(reading: Reading, series: str | None, before: Edition | None) -> str:
    """What the draft is called while it is checked: an edition of its own, later than the one before."""
    found = _YEAR.search(reading.title or "")
    version = before.name.rpartition("/")[2] if before is not None else ""
    year = int(found.group(1)) if found else 0
    if version.isdecimal() and year <= int(version):
        year = int(version) + 1
    return f"{series or 'draft'}/{year or 'draft'}"


def _continued(draft: Draft, before: Edition | None) -> dict[Line, Row]:
    """Each row of the document to the row that it surely continues."""
    found: dict[Line, Row] = {}
    for pair in draft.matching.pairs if draft.matching is not None else ():
        row = before.row(pair.old) if before is not None else None
        if row is not None and pair.new in draft.rows:
            found[line_of(draft.rows[pair.new].cells[Column.NUMBER].place)] = row
    return found


def _lost(
    reading: Reading,
    draft: Draft,
    before: Edition | None,
    base: Sequence[str],
    store: Store,
    home: Path,
    decisions: Decisions,
) -> list[Finding]:
    def locate(number: int | None, column: Column) -> Place | None:
        row = draft.rows.get(number) if number is not None else None
        if row is not None:
            return cell_place(row.cells[column], column)
        return heading_place(reading, column)

    found: list[Finding] = []
    if before is not None:
        found.extend(succession.lost(before, draft.edition, locate, decisions, matching=draft.matching))
    for what in base:
        least = open_edition(what, store, home, decisions=decisions)
        found.extend(succession.lost(least, draft.edition, locate, decisions, family=BASE))
    return found


def _check_graph(
    reading: Reading, draft: Draft, home: Path, shapes: Shapes, unasked: Collection[str]
) -> ValidationReport:
    from kg_service.validation import check

    given = [GivenFile(reading.document, draft.graph, None)]
    return check(given, assemble(given, home), shapes, unasked)


def _visible(findings: Sequence[Finding], draft: Draft, *, has_before: bool) -> list[Finding]:
    """What shapes say of cells, each at its cell and in the words of a person who sees a table."""
    shown = []
    for finding in findings:
        if has_before and finding.rule.startswith(ON_GRAPHS):
            continue
        column = VISIBLE.get(finding.rule)
        place = draft.place(finding.focus, finding.path) or draft.cells.get(finding.value or "")
        row = _row_at(place, draft) if column is not None else None
        if column is None or row is None:
            continue
        place = cell_place(row.cells[column], column)
        value = row.text(column)
        shown.append(replace(finding, focus="", path=None, value=value, detail="", place=place))
    return list(dict.fromkeys(shown))


def _focus_of(draft: Draft) -> Callable[[Place | None], str]:
    """A cell to its IRI in the published table; anything else to the edition."""
    by_place: dict[Place, str] = {}
    for number, described in draft.described.items():
        for column in Column:
            place = cell_place(draft.rows[number].cells[column], column)
            # Of a merged cell, the first row that it holds for.
            by_place.setdefault(place, described.cell(column))
    return lambda place: by_place.get(place, draft.iri) if place is not None else draft.iri


def _row_at(place: Place | None, draft: Draft) -> ReadRow | None:
    if place is None:
        return None
    line = line_of(place)
    return next(
        (row for row in draft.rows.values() if any(line_of(c.place) == line for c in row.cells.values())),
        None,
    )


def _order(finding: Finding) -> tuple[object, ...]:
    place = finding.place or Place("")
    column = place.heading.position if place.heading else place.cell or 0
    return (
        place.page or 0, place.sheet or "", place.table or 0, place.row or 0, place.line or 0, column,
        tuple(Severity).index(finding.severity), finding.rule, finding.value or "",
    )  # fmt: skip
