"""The same work as the commands, for notebooks and programs: read, validate, compare; and tables of it.

    from kg_service import compare, read_edition, to_pandas, validate

Not here: the work itself (``editions``, ``validation``), the command line (``cli``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg_service import editions, validation
from kg_service.editions.decisions import find_decisions
from kg_service.editions.export import HEADING
from kg_service.editions.reading.printed import records
from kg_service.model import Change, Comparison, Finding, Lang, Reading
from kg_service.settings import Settings, find_home
from kg_service.validation import ValidationReport

if TYPE_CHECKING:
    import pandas as pd

FINDINGS = (
    "severity", "rule", "message", "found", "expected", "nearest", "document", "place", "row", "cell",
    "heading", "line", "column", "focus", "path", "detail",
)  # fmt: skip
"""Columns of the table of findings."""
CHANGES = ("kind", "old", "new", "service", "heading", "before", "after", "text", "verdict")
"""Columns of the table of changes."""


def read_edition(path: Path | str) -> Reading:
    """Read the list out of a document of any form; see ``editions.read_edition``."""
    return editions.read_edition(Path(path))


def validate(
    *paths: Path | str,
    against: str | None = None,
    base: Sequence[str] = (),
    decisions: Path | str | None = None,
    home: Path | None = None,
) -> ValidationReport:
    """Check documents or RDF files, as ``kg validate`` does.

    Args:
        paths: At least one.
        against: Edition (``heilongjiang/2024``) or file that the drafts follow; ``none`` for none. Where
            None, documents are held against the current edition of their series.
        base: Editions or files that set the least.
        decisions: File of what people decided about which service continues which.
        home: Folder with ``ontology/``, ``data/`` and ``shapes/``; this installation's where None.

    Raises:
        KgServiceError: See ``validation.validate``.
    """
    home = home or find_home()
    files = [Path(path) for path in paths]
    said = None if decisions is None else Path(decisions)
    return validation.validate(files, home, against=against, base=base, decisions=said)


def compare(
    old: Path | str, new: Path | str, *, decisions: Path | str | None = None, home: Path | None = None
) -> Comparison:
    """Say what changed from one edition to another, as ``kg compare`` does.

    Args:
        old, new: Editions (``heilongjiang/2024``) or files of any form.
        decisions, home: See ``validate``.

    Raises:
        UnknownEditionError: There is no such edition and no such file.
        KgServiceError: A file can't be read.
    """
    from kg_service.editions.opening import compare_named
    from kg_service.publish import build_store

    home = home or find_home()
    said = find_decisions(home, None if decisions is None else str(decisions))
    return compare_named(str(old), str(new), build_store(Settings(home=home)), home, said)


def to_pandas(
    what: Reading | ValidationReport | Comparison | Iterable[Finding] | Iterable[Change], lang: Lang = "zh"
) -> pd.DataFrame:
    """A table of rows, of findings or of changes.

    Args:
        what: What one of the functions above returned, or a choice of its findings or changes.
        lang: Of the sentences.

    Returns:
        One line a row, finding or change, in their order; numbers that are missing are ``pandas.NA``. Its
        columns are the keys of ``kg export``, ``FINDINGS`` or ``CHANGES``.

    Raises:
        ModuleNotFoundError: pandas is not installed; ``pip install "care-checklist-kg[pandas]"``.
    """
    import pandas as pd

    if isinstance(what, Reading):
        return _typed(pd.DataFrame(list(records(what)), columns=HEADING), "number")
    values: list[Finding | Change]
    if isinstance(what, ValidationReport):
        values = list(what.findings)
    elif isinstance(what, Comparison):
        values = list(what.changes)
    else:
        values = list(what)
    if isinstance(what, Comparison) or (values and isinstance(values[0], Change)):
        table = pd.DataFrame([_change(v, lang) for v in values if isinstance(v, Change)], columns=CHANGES)
        return _typed(table, "old", "new")
    table = pd.DataFrame([_finding(v, lang) for v in values if isinstance(v, Finding)], columns=FINDINGS)
    return _typed(table, "row", "line", "column")


def _typed(table: pd.DataFrame, *numbers: str) -> pd.DataFrame:
    return table.astype(dict.fromkeys(numbers, "Int64"))


def _change(change: Change, lang: Lang) -> tuple[Any, ...]:
    return (
        change.kind.value,
        change.old,
        change.new,
        change.service,
        change.column.label.of(lang) if change.column else None,
        change.before,
        change.after,
        change.text.of(lang),
        change.verdict.value,
    )


def _finding(finding: Finding, lang: Lang) -> tuple[Any, ...]:
    place = finding.place
    return (
        finding.severity.value,
        validation.shape_name(finding.rule),
        finding.text.of(lang),
        finding.value,
        finding.expected.of(lang) if finding.expected else None,
        finding.nearest,
        place.document if place else None,
        place.words.of(lang) if place else None,
        place.row if place else None,
        place.cell_name if place else None,
        place.heading.label.of(lang) if place and place.heading else None,
        place.line if place else None,
        place.column if place else None,
        finding.focus or None,
        finding.path,
        finding.detail or None,
    )
