"""Findings into the editor's own file, where its kind has room for them.

Not here: how it is done for each kind (``annotated_docx``, ``annotated_xlsx``).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kg_service.editions.reading.kinds import kind_of
from kg_service.errors import NotAnnotatableError
from kg_service.model import Lang, Text
from kg_service.validation.outputs.anchors import by_anchor
from kg_service.validation.report import ValidationReport

_KINDS = ("docx", "xlsx")


def annotated(report: ValidationReport, lang: Lang, at: dt.datetime, content: bytes | None = None) -> bytes:
    """The document of a report with its findings at the cells.

    Args:
        report: On one document.
        lang: Language of what is written into it.
        at: Date of the comments.
        content: The document; it is read from its path where None.

    Returns:
        The whole file: .docx with comments, .xlsx with notes and colours.

    Raises:
        NotAnnotatableError: The report is on several files, or on one of another kind.
    """
    if len(report.documents) != 1:
        names = "、".join(report.documents)
        raise NotAnnotatableError(names, Text("请一次给出一个文件。", "Give one file at a time."))
    document = report.documents[0]
    reading = report.readings.get(document)
    content = Path(document).read_bytes() if content is None else content
    kind = kind_of(content, document).name if reading is not None else "rdf"
    if reading is None or kind not in _KINDS:
        raise NotAnnotatableError(
            document,
            Text(
                "只有 .docx 和 .xlsx 能加批注。请用 --format html 得到带表格的页面，或用 --format json。",
                "Only .docx and .xlsx have room for notes. Use --format html for a page with the table, "
                "or --format json.",
            ),
        )
    notes = by_anchor(
        [f for f in report.findings if f.place is None or f.place.document == document], reading
    )
    # Each is loaded when it is needed.
    if kind == "docx":
        from kg_service.validation.outputs.annotated_docx import annotate_docx

        return annotate_docx(content, document, notes, lang, at)
    from kg_service.validation.outputs.annotated_xlsx import annotate_xlsx

    return annotate_xlsx(content, document, notes, lang)
