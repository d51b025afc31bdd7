"""The editor's own workbook with a note and a colour at each cell that has findings.

Notes that are in the workbook stay. Only the sheets concerned, their notes and the table of styles are
written anew; charts, pictures, formulas and everything else are kept byte for byte.

Source: ECMA-376 Part 1, 18.7 (comments), 18.8 (styles); Part 4, 19 (VML, in which notes are drawn).

Not here: which findings there are, and in which words (``wording``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from kg_service.editions.reading.workbook import open_workbook
from kg_service.model import Finding, Lang, Place, Severity
from kg_service.validation.outputs.anchors import Anchor
from kg_service.validation.outputs.notes import Notes
from kg_service.validation.outputs.package import PackageEditor
from kg_service.validation.outputs.wording import note, worst

if TYPE_CHECKING:
    from lxml.etree import _Element

FILLS = {Severity.VIOLATION: "FFF8CBCB", Severity.WARNING: "FFFFE699", Severity.INFO: "FFD6E6F5"}
"""Colour of a cell by the gravest of its findings, as ARGB; dark text stays readable on each."""
_LONGEST = 32_000
"""Characters of a note; Excel takes 32,767."""


def annotate_xlsx(
    content: bytes, document: str, notes: Mapping[Anchor, Sequence[Finding]], lang: Lang
) -> bytes:
    """Write findings into a workbook as notes and colours.

    Args:
        content: The file.
        document: What to call it in messages.
        notes: Findings by the cell that they are about.
        lang: Language of the notes.

    Raises:
        UnreadableDocumentError: There is no workbook in it.
    """
    editor = PackageEditor(content, document)
    sheets = open_workbook(editor.package).sheets
    parts = {sheet.name: sheet.part for sheet in sheets}
    first = next((sheet.part for sheet in sheets if not sheet.is_hidden), sheets[0].part if sheets else None)
    styles = _Styles(editor)
    by_sheet: dict[str, list[tuple[Anchor, Sequence[Finding]]]] = {}
    for anchor, findings in notes.items():
        part = parts.get(anchor.sheet or "", first)
        if part is not None:
            by_sheet.setdefault(part, []).append((anchor, findings))
    for part, here in by_sheet.items():
        root = editor.xml(part)
        drawn = Notes(editor, part, root)
        for anchor, findings in here:
            row, column = anchor.row or 1, anchor.cell or 1
            cell = _cell(root, row, column)
            cell.set("s", str(styles.filled(int(cell.get("s", "0")), worst(list(findings)))))
            text = "\n\n".join(note(finding, lang) for finding in findings)
            drawn.add(row, column, text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")
        drawn.finish()
    return editor.save()


def _cell(root: _Element, row: int, column: int) -> _Element:
    """The element of a cell, made in its place where the sheet leaves it out."""
    from lxml import etree

    space = str(root.tag).partition("}")[0] + "}"
    data = root.find(f"{space}sheetData")
    if data is None:
        data = etree.SubElement(root, f"{space}sheetData")
    line = _nth(data, f"{space}row", row, lambda element: int(element.get("r", "0")))
    if line.get("r") != str(row):
        line.set("r", str(row))
    name = Place("", row=row, cell=column).cell_name or ""
    cell = _nth(line, f"{space}c", column, lambda element: column_of(element.get("r", "")))
    if cell.get("r") != name:
        cell.set("r", name)
    return cell


def _nth(holder: _Element, tag: str, wanted: int, position: Callable[[_Element], int]) -> _Element:
    from lxml import etree

    at = 0
    for index, element in enumerate(holder):
        # A writer may leave references out; elements are counted then.
        at = position(element) or at + 1
        if at == wanted:
            return element
        if at > wanted:
            made = etree.Element(tag)
            holder.insert(index, made)
            return made
    return etree.SubElement(holder, tag)


def column_of(reference: str) -> int:
    """Column of a cell's name: 5 of ``E12``; 0 where there is none."""
    number = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Styles:
    """The styles of a workbook, with a filled twin of each one that is asked for."""

    def __init__(self, editor: PackageEditor) -> None:
        self._editor = editor
        self._made: dict[tuple[int, Severity], int] = {}
        self._fills: dict[Severity, int] = {}
        main = editor.package.main_part() or ""
        pointers = editor.package.relationships(main).values()
        self._part = next((p.target for p in pointers if p.kind == "styles" and not p.is_external), None)

    def filled(self, style: int, severity: Severity) -> int:
        """Index of a style that is *style* on the colour of a severity; the same where there are no "
        "styles."""
        if self._part is None:
            return style
        if (style, severity) not in self._made:
            self._made[style, severity] = self._make(style, severity)
        return self._made[style, severity]

    def _make(self, style: int, severity: Severity) -> int:
        from lxml import etree

        root = self._editor.xml(self._part or "")
        space = str(root.tag).partition("}")[0] + "}"
        formats, fills = root.find(f"{space}cellXfs"), root.find(f"{space}fills")
        if formats is None or fills is None or not len(formats):
            return style
        if severity not in self._fills:
            pattern = etree.SubElement(
                etree.SubElement(fills, f"{space}fill"), f"{space}patternFill", patternType="solid"
            )
            etree.SubElement(pattern, f"{space}fgColor", rgb=FILLS[severity])
            etree.SubElement(pattern, f"{space}bgColor", indexed="64")
            self._fills[severity] = len(fills) - 1
            fills.set("count", str(len(fills)))
        twin = deepcopy(formats[style if style < len(formats) else 0])
        twin.set("fillId", str(self._fills[severity]))
        twin.set("applyFill", "1")
        formats.append(twin)
        formats.set("count", str(len(formats)))
        return len(formats) - 1
