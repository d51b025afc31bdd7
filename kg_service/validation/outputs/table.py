"""Findings as CSV: one a row, with their places.

A text that a spreadsheet would take for a formula has an apostrophe before it.

Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
"""

from __future__ import annotations

import csv
import io

from kg_service.model import Finding
from kg_service.store.spreadsheet import inert
from kg_service.validation.report import ValidationReport
from kg_service.validation.shapes import shape_name

HEADING = (
    *("severity", "rule", "document", "where_zh", "where_en", "page", "sheet", "table", "row", "cell"),
    *("heading", "line", "column", "focus", "path", "value", "expected_zh", "expected_en", "nearest"),
    *("message_zh", "message_en"),
)
"""The first row."""


def to_csv(report: ValidationReport) -> str:
    """The findings of *report*, with the heading ``HEADING``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADING)
    for finding in report.findings:
        writer.writerow([_cell(value) for value in _values(finding)])
    return out.getvalue()


def _values(finding: Finding) -> tuple[object, ...]:
    place, expected = finding.place, finding.expected
    return (
        finding.severity.value,
        shape_name(finding.rule),
        place and place.document,
        place and place.words.zh,
        place and place.words.en,
        place and place.page,
        place and place.sheet,
        place and place.table,
        place and place.row,
        place and (place.cell_name or place.cell),
        place and place.heading and place.heading.value,
        place and place.line,
        place and place.column,
        finding.focus,
        finding.path,
        finding.value,
        expected and expected.zh,
        expected and expected.en,
        finding.nearest,
        finding.text.zh,
        finding.text.en,
    )


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return inert(text)
