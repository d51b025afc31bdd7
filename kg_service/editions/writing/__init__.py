"""An edition as a file for people: Word, Excel, a page to print, text; all read back as they were written.

Not here: JSON, CSV and where the rows come from (``export``), the graph (``store``).
"""

from __future__ import annotations

from collections.abc import Sequence

from kg_service import formats
from kg_service.editions.export import to_csv, to_json
from kg_service.formats import Format
from kg_service.model import Row


def write_edition(rows: Sequence[Row], title: str, format: Format) -> bytes:
    """The table of an edition as a file.

    Args:
        rows: By number.
        title: Printed above the table where the format has a place for it; may be empty.
        format: One of ``formats.EDITION_FORMATS``.

    Returns:
        The same bytes for the same rows; text in UTF-8.

    Raises:
        CellTooLongError: A text is longer than the format takes.
    """
    # Imported where they are needed: each brings a library of its own.
    if format == formats.DOCX:
        from kg_service.editions.writing.docx import write as write_docx

        return write_docx(rows, title)
    if format == formats.XLSX:
        from kg_service.editions.writing.xlsx import write as write_xlsx

        return write_xlsx(rows, title)
    if format == formats.HTML:
        from kg_service.editions.writing.html import write as write_html

        return write_html(rows, title)
    if format == formats.TEXT:
        from kg_service.editions.writing.txt import write as write_txt

        return write_txt(rows, title)
    if format == formats.JSON:
        return to_json(rows).encode("utf-8")
    return to_csv(rows, "\t" if format == formats.TSV else ",").encode("utf-8")
