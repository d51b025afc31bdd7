"""What the sheets of a workbook share: their names, the texts and the number formats that cells refer to.

Source: ECMA-376 Part 1, 18 (SpreadsheetML); strict and transitional files alike.

Not here: cells (``xlsx``), what stands beside them (``sheet_around``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg_service.editions.reading.package import Package
from kg_service.editions.reading.shown import format_code
from kg_service.editions.reading.text import whole
from kg_service.errors import UnreadableDocumentError
from kg_service.model import Text

if TYPE_CHECKING:
    from lxml.etree import _Element

Position: TypeAlias = tuple[int, int]
"""Row and column, from 1."""

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook."""

    name: str
    part: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """What all sheets refer to."""

    sheets: tuple[Sheet, ...]
    """In the order of their tabs, hidden ones included, charts left out."""
    strings: Sequence[str]
    codes: Sequence[str]
    """Number format of each cell style."""
    is_1904: bool
    """Whether days are counted from 1904."""


def open_workbook(package: Package) -> Workbook:
    """Read what the sheets share.

    Raises:
        UnreadableDocumentError: The package holds no workbook.
    """
    main = package.main_part()
    root = package.xml(main) if main is not None else None
    if main is None or root is None or local(root) != "workbook":
        raise UnreadableDocumentError(
            package.document,
            Text(
                "文件里没有 Excel 工作簿，请检查文件名的后缀。",
                "There is no Excel workbook in the file. Check the ending of its name.",
            ),
        )
    pointers = package.relationships(main)
    sheets = []
    for element in root.iterfind("{*}sheets/{*}sheet"):
        ids = [value for key, value in element.attrib.items() if str(key).endswith("}id")]
        pointer = pointers.get(str(ids[0])) if ids else None
        if pointer is not None and pointer.kind == "worksheet" and not pointer.is_external:
            is_hidden = element.get("state", "visible") != "visible"
            sheets.append(Sheet(element.get("name", ""), pointer.target, is_hidden))
    parts = {each.kind: each.target for each in pointers.values() if not each.is_external}
    strings = _strings(package, parts.get("sharedStrings"))
    date_system = root.find("{*}workbookPr")
    is_1904 = date_system is not None and date_system.get("date1904") in ("1", "true")
    return Workbook(tuple(sheets), strings, _codes(package, parts.get("styles")), is_1904)


def local(element: _Element) -> str:
    """Name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: _Element) -> str:
    """The text of a string item, rich or plain; a phonetic guide above the characters is left out."""
    words = []
    for child in element:
        if local(child) == "t":
            words.append(child.text or "")
        elif local(child) == "r":
            words.extend(each.text or "" for each in child.iterfind("{*}t"))
    return unescaped("".join(words))


def unescaped(text: str) -> str:
    """*text* without the escapes of SpreadsheetML: ``_x000D_`` and the like."""
    # Two escapes may stand for one character; half of one stands for none.
    text = whole(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _strings(package: Package, part: str | None) -> Sequence[str]:
    if part is None or not package.holds(part):
        return ()
    return [text_of(item) for item in package.xml(part).iterfind("{*}si")]


def _codes(package: Package, part: str | None) -> Sequence[str]:
    if part is None or not package.holds(part):
        return ()
    root = package.xml(part)
    custom = dict(_custom(root))
    return [
        format_code(number(style.get("numFmtId")) or 0, custom) for style in root.iterfind("{*}cellXfs/{*}xf")
    ]


def _custom(root: _Element) -> Iterator[tuple[int, str]]:
    for element in root.iterfind("{*}numFmts/{*}numFmt"):
        if (id_ := number(element.get("numFmtId"))) is not None:
            yield id_, element.get("formatCode", "General")


def number(text: str | None) -> int | None:
    """A count or an index as the file writes it; None where it is none."""
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def position(reference: str | None) -> Position | None:
    """Row and column of ``B3``; None where it is no cell."""
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
