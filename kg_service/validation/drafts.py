"""A draft from its bytes alone: read, checked, held against an edition, and laid out as a file or as values.

This is what runs in a sealed process, so that all that it needs is imported before the process is sealed, and
it reads no file but those of the home.

Not here: the process and its bounds (``sealed``), pages (``web``).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from rdflib import RDF

from kg_service.editions import outputs as changes_as
from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import Decisions, find_decisions
from kg_service.editions.matching import match_editions
from kg_service.editions.opening import open_edition
from kg_service.editions.reading.files import read_bytes, read_converted
from kg_service.editions.reading.kinds import kind_of
from kg_service.editions.telling import VALUES as TOLD_VALUES
from kg_service.editions.telling import Told, tell
from kg_service.errors import NothingComparedError, UnreadableDocumentError
from kg_service.model import Comparison, Edition, Lang, Reading, Remark, Text
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import SYNTAXES, read_content
from kg_service.validation.cells import series_of_title
from kg_service.validation.documents import check_reading
from kg_service.validation.graphs import validate_given
from kg_service.validation.outputs.annotating import annotated
from kg_service.validation.outputs.html import to_html
from kg_service.validation.outputs.junit import to_junit
from kg_service.validation.outputs.sarif import to_sarif
from kg_service.validation.outputs.table import to_csv
from kg_service.validation.report import RuleText, ValidationReport
from kg_service.vocabulary import CARE

PAGE = "page"
"""What is wanted by who wants values, and no file."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done with a draft."""

    name: str
    """Of the file."""
    content: bytes
    wanted: str
    """``page``, or a key of ``REPORTS`` or ``CHANGES``, or ``annotated``."""
    lang: Lang
    at: dt.datetime
    """Time of what is written; with a time zone."""
    before: Edition | None = None
    """What it is held against."""
    current: tuple[Edition, ...] | None = None
    """Where given, *before* is the one of these whose series the title names."""
    is_converted: bool = False
    """Whether *content* is a .docx that was made of an old Word document."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What it came to."""

    conforms: bool
    against: str | None
    """Name of the edition that it was held against."""
    file: bytes | None = None
    """The file that was wanted; the rest is empty then."""
    report: ValidationReport | None = None
    remarks: tuple[Remark, ...] = ()
    """What reading set aside or had to decide."""
    told: Told | None = None


VALUES = (Checked, ValidationReport, RuleText, *TOLD_VALUES)
"""Classes that the answer is made of, besides those of the model."""

REPORTS: Mapping[str, Callable[[ValidationReport, Lang], str]] = {
    "report": to_html,
    "sarif": to_sarif,
    "junit": to_junit,
    "turtle": lambda report, _: report.shacl,
    # Spreadsheets take UTF-8 for what it is by its mark only.
    "csv": lambda report, _: "\ufeff" + to_csv(report),
}
"""A report as a file, by name."""
CHANGES: Mapping[str, Callable[[Comparison, Asked], str]] = {
    "changes": lambda found, asked: changes_as.to_html(found, found.changes, asked.lang),
    "changes-markdown": lambda found, asked: changes_as.to_markdown(found, found.changes, asked.lang),
    "changes-csv": lambda found, _: "\ufeff" + changes_as.to_csv(found.changes),
    "changes-turtle": lambda found, asked: changes_as.to_turtle(found, found.changes, asked.at),
}
"""The changes as a file, by name."""


def check_draft(asked: Asked, home: Path) -> Checked:
    """Check a draft.

    Args:
        asked: The draft and what is wanted.
        home: Folder with ``ontology/``, ``data/``, ``shapes/`` and ``queries/``.

    Raises:
        UnreadableDocumentError, SyntaxProblemError: Nothing can be made of the file.
        NothingCheckedError: There is no row in it, and nothing that a shape speaks of.
        NotAnnotatableError: Notes are wanted in a file of a kind that has none.
        NothingComparedError: Changes are wanted, and it was held against nothing.
    """
    decisions = find_decisions(home, None)
    reading = _read(asked)
    before = asked.before if asked.current is None else _current(reading, asked.current, home)
    if reading is None or reading.format == "rdf":
        report, new = _graph(asked, before, home, decisions)
    else:
        report, draft = check_reading(
            reading, home, before, (), decisions, store=_nothing(), content=asked.content
        )
        new = draft.edition
    against = before.name if before and new else None
    comparison = None
    if before is not None and new is not None:
        new = replace(new, name=asked.name)
        comparison = compare_editions(before, new, match_editions(before, new, decisions))
    remarks = reading.remarks if reading is not None else ()
    if asked.wanted != PAGE:
        return Checked(report.conforms, against, _file(asked, report, remarks, comparison))
    return Checked(
        report.conforms, against, None, report, remarks, tell(comparison) if comparison is not None else None
    )


def _read(asked: Asked) -> Reading | None:
    if asked.is_converted:
        return read_converted(asked.content, asked.name)
    try:
        return read_bytes(asked.content, asked.name)
    except UnreadableDocumentError:
        if kind_of(asked.content, asked.name).name == "rdf":
            return None  # reference data are no edition, and can be checked all the same
        raise


def _current(reading: Reading | None, current: tuple[Edition, ...], home: Path) -> Edition | None:
    series = series_of_title(home, reading.title if reading is not None else None)
    return next((edition for edition in current if edition.name.partition("/")[0] == series), None)


def _graph(
    asked: Asked, before: Edition | None, home: Path, decisions: Decisions
) -> tuple[ValidationReport, Edition | None]:
    syntax = SYNTAXES.get(PurePath(asked.name).suffix.lower(), SYNTAXES[".ttl"])
    file = read_content(asked.content, asked.name, syntax, "urn:x-draft:")
    new = None
    if (None, RDF.type, CARE.ChecklistEdition) in file.graph:
        new = open_edition(asked.name, _nothing(), home, decisions=decisions, content=asked.content)
    return validate_given(file, home, before, new, decisions), new


def _nothing() -> EmbeddedStore:
    """Editions come as values; none is looked up."""
    return EmbeddedStore(b"", "0" * 64)


def _file(
    asked: Asked, report: ValidationReport, remarks: tuple[Remark, ...], comparison: Comparison | None
) -> bytes:
    if asked.wanted == "annotated":
        return annotated(report, asked.lang, asked.at, asked.content)
    if asked.wanted == "json":
        return _json(report, remarks, comparison).encode()
    if asked.wanted in REPORTS:
        return REPORTS[asked.wanted](report, asked.lang).encode()
    if comparison is None:
        raise NothingComparedError(asked.name)
    return CHANGES[asked.wanted](comparison, asked).encode()


def _json(report: ValidationReport, remarks: tuple[Remark, ...], comparison: Comparison | None) -> str:
    """The report with what reading set aside (``remarks``) and what changed (``comparison``, or null)."""
    found = json.loads(report.to_json())
    found["remarks"] = [
        {
            "kind": remark.kind.value,
            "code": remark.code,
            "message": _both(remark.text),
            "found": remark.found,
            "where": _both(remark.place.words),
        }
        for remark in remarks
    ]
    found["comparison"] = (
        json.loads(changes_as.to_json(comparison, comparison.changes)) if comparison is not None else None
    )
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
