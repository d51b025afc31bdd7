"""The table as a Word document like the list itself: landscape A4, merged cells, its heading on every page.

The rows are made as XML: python-docx's own way to a cell reads the whole table each time.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kg_service.editions.writing.layout import HEADINGS, WIDTHS_MM, Printed, lay_out, xml_text
from kg_service.model import Row

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.table import CT_Tbl

_BODY_FONT = "仿宋"
_HEADING_FONT = "黑体"
_TITLE_POINTS = 16
_CELL_POINTS = 10.5
_TWIPS_A_MM = 1440 / 25.4
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(rows: Sequence[Row], title: str) -> bytes:
    """The rows as a document of one table, goals and groups merged.

    Args:
        rows: By number.
        title: Printed above the table.
    """
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = docx.Document()
    _set_up(document, title)
    if title:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _font(paragraph.add_run(xml_text(title)), _HEADING_FONT, _TITLE_POINTS, is_bold=True)
    table = document.add_table(rows=0, cols=len(HEADINGS))
    table.style = "Table Grid"
    table.autofit = False
    element = table._tbl
    for column, width in zip(element.tblGrid.gridCol_lst, WIDTHS_MM, strict=True):
        column.set(_name("w:w"), str(round(width * _TWIPS_A_MM)))
    _add_heading(element)
    for goal in lay_out(rows):
        for printed in goal:
            _add_row(element, printed)
    # Word wants a paragraph after a table at the end of a document.
    document.add_paragraph()
    buffer = io.BytesIO()
    document.save(buffer)
    return _without_times(buffer.getvalue())


def _set_up(document: Document, title: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _element("w:fldSimple", {"w:instr": "PAGE"})
    field.append(_run("1", is_heading=False))
    footer._p.append(field)
    properties = document.core_properties
    # 255 characters is the most that these properties take.
    properties.title, properties.language = xml_text(title)[:255], "zh-CN"
    properties.author, properties.comments = "", ""
    properties.created = properties.modified = datetime(2000, 1, 1)


def _font(run: Any, font: str, points: float, *, is_bold: bool) -> None:
    from docx.shared import Pt

    run.font.name, run.font.size, run.bold = font, Pt(points), is_bold
    run._r.rPr.rFonts.set(_name("w:eastAsia"), font)


def _add_heading(table: CT_Tbl) -> None:
    row = _row()
    row.find(_name("w:trPr")).append(_element("w:tblHeader"))
    for heading, width in zip(HEADINGS, WIDTHS_MM, strict=True):
        row.append(_cell(heading, width, is_heading=True, is_centred=True))
    table.append(row)


def _add_row(table: CT_Tbl, printed: Printed) -> None:
    row = _row()
    for column, (text, deep) in enumerate(zip(printed.texts, printed.deep, strict=True)):
        cell = _cell(text if deep else "", WIDTHS_MM[column], is_heading=False, is_centred=column < 2)
        if deep != 1:
            merge = _element("w:vMerge", {"w:val": "restart"} if deep else {})
            cell.find(_name("w:tcPr")).insert(1, merge)
        row.append(cell)
    table.append(row)


def _row() -> Any:
    row = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    row.append(properties)
    return row


def _cell(text: str, width_mm: int, *, is_heading: bool, is_centred: bool) -> Any:
    cell, properties = _element("w:tc"), _element("w:tcPr")
    properties.append(_element("w:tcW", {"w:w": str(round(width_mm * _TWIPS_A_MM)), "w:type": "dxa"}))
    if is_heading:
        properties.append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E7EAEE"}))
    properties.append(_element("w:vAlign", {"w:val": "center"}))
    cell.append(properties)
    paragraph, looks = _element("w:p"), _element("w:pPr")
    looks.append(_element("w:spacing", {"w:before": "0", "w:after": "0"}))
    if is_centred:
        looks.append(_element("w:jc", {"w:val": "center"}))
    paragraph.append(looks)
    if text:
        paragraph.append(_run(text, is_heading=is_heading))
    cell.append(paragraph)
    return cell


def _run(text: str, *, is_heading: bool) -> Any:
    run, looks = _element("w:r"), _element("w:rPr")
    font = _HEADING_FONT if is_heading else _BODY_FONT
    looks.append(_element("w:rFonts", {f"w:{each}": font for each in ("ascii", "hAnsi", "eastAsia")}))
    looks.append(_element("w:sz", {"w:val": str(round(_CELL_POINTS * 2))}))
    run.append(looks)
    for at, line in enumerate(xml_text(text).split("\n")):
        if at:
            run.append(_element("w:br"))
        words = _element("w:t", {"xml:space": "preserve"})
        words.text = line
        run.append(words)
    return run


def _element(name: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml.parser import OxmlElement

    return OxmlElement(name, {_name(key): value for key, value in (attributes or {}).items()})


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return "{http://www.w3.org/XML/1998/namespace}space" if name == "xml:space" else str(qn(name))


def _without_times(content: bytes) -> bytes:
    """The same archive without the time of writing, which would make two equal files differ."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(info, archive.read(name))
    return out.getvalue()
