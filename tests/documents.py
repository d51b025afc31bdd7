"""Word documents for tests, written part by part, and an account of every character that is read.

Not here: workbooks and other sheets (``sheets``).
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kg_service.editions.reading.grid import RawDocument
from kg_service.model import Column, Reading, RemarkKind, Row

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEADING = ("目标", "序号", "服务对象", "服务项目", "服务内容", "责任部门")

ROWS = (
    Row(
        1, "幼有所育", "0-6岁流动儿童", "健康服务", "提供健康管理服务；提供接种服务", ("省卫健委", "省疾控局")
    ),
    Row(2, "幼有所育", "3-6岁流动儿童", "学前教育服务", "就近入园", ("省教育厅",)),
    Row(3, "学有所教", "流动儿童", "义务教育服务", "免除学杂费", ("省教育厅",)),
    Row(4, "学有所教", "流动儿童", "教育帮扶服务", "提供“一对一”帮扶", ("省教育厅", "省民政厅")),
    Row(5, "病有所医", "流动儿童", "卫生健康服务", "提供基本医疗服务", ("省卫健委",)),
)
"""A small list; rows 1 and 2 share a goal, 3 and 4 a goal and a group."""


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; what does not begin with ``<`` is a run."""
    runs = "".join(each if each.startswith("<") else r(each) for each in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def tc(*content: str, span: int = 1, merge: str | None = None, properties: str = "") -> str:
    """A cell; what does not begin with ``<`` is a paragraph. *merge* is ``restart`` or ``continue``."""
    blocks = "".join(each if each.startswith("<") else p(each) for each in content) or p()
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f"<w:tc><w:tcPr>{across}{down}{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; what does not begin with ``<`` is a cell."""
    inside = "".join(each if each.startswith("<") else tc(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str, widths: Sequence[int] = ()) -> str:
    """A table; *widths* in twentieths of a point."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def list_rows(rows: Sequence[Row] = ROWS, *, merged: bool = True) -> list[str]:
    """The rows of a list as it is printed: goal and group merged down, or empty where they repeat."""
    made = []
    for index, row in enumerate(rows):
        before = rows[index - 1] if index else None
        same_goal = before is not None and before.goal == row.goal
        same_group = same_goal and before is not None and before.beneficiary == row.beneficiary
        cells = [
            _merged(row.goal, same_goal, merged),
            tc(str(row.number)),
            _merged(row.beneficiary, same_group, merged),
            *(tc(text) for text in (row.service, row.content, "、".join(row.departments))),
        ]
        made.append(tr(*cells))
    return made


def _merged(text: str, is_covered: bool, merged: bool) -> str:
    if not merged:
        return tc("" if is_covered else text)
    return tc(merge="continue") if is_covered else tc(text, merge="restart")


def list_table(rows: Sequence[Row] = ROWS, heading: Iterable[str] = HEADING, *, merged: bool = True) -> str:
    """A whole list as a table."""
    return tbl(tr(*heading), *list_rows(rows, merged=merged))


def docx(
    *body: str,
    parts: Mapping[str, tuple[str, str]] | None = None,
    strict: bool = False,
    content_type: str = WORD,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word document.

    Args:
        body: Its blocks.
        parts: Further parts: kind (``header``, ``numbering`` …) to root element's name and content.
        strict: Whether to write the strict variant of the format.
        content_type: Of the main part.
        more: Files of the archive that nothing points at.
    """
    relations, files = [], {}
    for index, (kind, (root, content)) in enumerate((parts or {}).items()):
        kind = kind.rstrip("0123456789")
        target = f"{kind}{index}.xml"
        files[f"word/{target}"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()
        relations.append(f'<Relationship Id="rId{index}" Type="{REL}/{kind}" Target="{target}"/>')
    main = f"<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>"
    package = "http://schemas.openxmlformats.org/package/2006"
    files["word/document.xml"] = main.encode()
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{"".join(relations)}</Relationships>'.encode()
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'.encode()
    )
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'.encode()
    )
    if strict:
        files = {name: content.replace(W.encode(), STRICT.encode()) for name, content in files.items()}
    return archive({**files, **(more or {})})


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


def unaccounted(raw: RawDocument, reading: Reading) -> tuple[Counter[str], Counter[str]]:
    """Characters that the document has and the reading lacks, and the other way round; white space left out.

    A cell that a merge covers has no characters of its own; a value that was taken from another cell is not
    counted again; of the remarks, those count that say what was set aside after the document was taken apart.
    """
    held: Counter[str] = Counter()
    for grid in raw.grids:
        for row in grid.rows:
            for cell in row.cells:
                if cell.origin is None:
                    held.update(cell.written)
    for each in raw.around:
        held.update(each.written)
    said: Counter[str] = Counter()
    for read in reading.rows:
        for column in Column:
            if read.cells[column].origin is None:
                said.update(read.cells[column].written)
    readers_own = {(remark.code, remark.found) for remark in raw.remarks}
    for remark in reading.remarks:
        if remark.kind is RemarkKind.FURNITURE and (remark.code, remark.found) not in readers_own:
            said.update(remark.found)
    for counter in (held, said):
        for character in [each for each in counter if each.isspace()]:
            del counter[character]
    return held - said, said - held
