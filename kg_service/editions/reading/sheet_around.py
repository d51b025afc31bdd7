"""What stands on a sheet beside its cells: notes, text boxes, headers and footers, pictures.

Not here: the cells (``xlsx``).

Source: ECMA-376 Part 1, 18.3.1.46 (codes in headers), 18.7 (comments), 20.5 (drawings)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kg_service.editions.reading.grid import Around
from kg_service.editions.reading.package import Package
from kg_service.editions.reading.workbook import Sheet, local, number, position, text_of
from kg_service.model import Place, Remark, RemarkKind, Text

if TYPE_CHECKING:
    from lxml.etree import _Element

Shape: TypeAlias = "tuple[int | None, int | None, _Element]"
"""Row and column of an anchor, and what is there."""

_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[0-9]{1,3}|[A-Za-z])')
_PICTURE = Text(
    "图片里的文字不会读取；若其中有清单的内容，请写进单元格。",
    "Text inside a picture is not read; if it belongs to the list, write it into the cells.",
)


def around_sheet(package: Package, sheet: Sheet, root: _Element) -> Iterator[Around]:
    """Headers, footers and notes.

    Args:
        package: The workbook.
        sheet, root: The sheet and its XML.
    """
    place = Place(package.document, sheet=sheet.name)
    for element in root.iterfind("{*}headerFooter/*"):
        kind = "header" if local(element).endswith("Header") else "footer"
        words = _CODES.sub(" ", (element.text or "").replace("&&", "＆")).replace("＆", "&").strip()
        # A page number is no text: its code alone says nothing.
        if re.search(r"\w", words):
            yield Around(kind, words, place, is_before_table=kind == "header")
    pointers = [each for each in package.relationships(sheet.part).values() if not each.is_external]
    # A thread repeats itself as a note, for programs that do not know threads.
    threads = {str(each.place.cell_name): each for each in _threads(package, sheet)}
    for pointer in pointers:
        if pointer.kind == "comments" and package.holds(pointer.target):
            for comment in package.xml(pointer.target).iter("{*}comment"):
                at = comment.get("ref", "")
                note = next(comment.iterfind("{*}text"), None)
                if note is not None and at not in threads and text_of(note).strip():
                    yield Around("comment", text_of(note).strip(), _place(place, at), is_before_table=False)
    yield from threads.values()


def text_boxes(shapes: Iterable[Shape], sheet: Place, first_row: int) -> Iterator[Around]:
    """The text boxes on a sheet.

    Args:
        shapes: What is drawn on it.
        sheet: Its place.
        first_row: First row that holds anything; a text box above or beside it stands before the table.
    """
    for row, _, shape in shapes:
        for body in shape.iterfind(".//{*}txBody"):
            words = "\n".join(_paragraph(each) for each in body.iterfind("{*}p")).strip()
            if words:
                place = replace(sheet, row=row)
                yield Around("text-box", words, place, is_before_table=row is None or row <= first_row)


def pictures(shapes: Iterable[Shape], sheet: Place) -> Iterator[Remark]:
    """A remark for each picture on a sheet; see ``text_boxes``."""
    for row, column, shape in shapes:
        for picture in shape.iter("{*}pic"):
            about = next(picture.iter("{*}cNvPr"), None)
            name = "" if about is None else about.get("descr") or about.get("name") or ""
            yield Remark(
                RemarkKind.FURNITURE, "picture", _PICTURE, name, replace(sheet, row=row, cell=column)
            )


def _threads(package: Package, sheet: Sheet) -> Iterator[Around]:
    place = Place(package.document, sheet=sheet.name)
    words: dict[str, list[str]] = {}
    for pointer in package.relationships(sheet.part).values():
        if pointer.kind == "threadedComment" and package.holds(pointer.target):
            for comment in package.xml(pointer.target).iter("{*}threadedComment"):
                text = "".join(each.text or "" for each in comment.iterfind("{*}text")).strip()
                words.setdefault(comment.get("ref", ""), []).append(text)
    for at, texts in words.items():
        yield Around("comment", "\n".join(texts), _place(place, at), is_before_table=False)


def shapes_of(package: Package, sheet: Sheet) -> Iterator[Shape]:
    """What is drawn on a sheet; what is meant for old programs only is left out."""
    for pointer in package.relationships(sheet.part).values():
        if pointer.kind != "drawing" or pointer.is_external or not package.holds(pointer.target):
            continue
        root = package.xml(pointer.target)
        for fallback in list(root.iter("{*}Fallback")):
            parent = fallback.getparent()
            if parent is not None:
                parent.remove(fallback)
        for anchor in root:
            row = number(anchor.findtext("{*}from/{*}row"))
            column = number(anchor.findtext("{*}from/{*}col"))
            yield None if row is None else row + 1, None if column is None else column + 1, anchor


def _paragraph(element: _Element) -> str:
    """Runs and fields of one paragraph, a line break as a newline."""
    words = []
    for child in element.iter("{*}t", "{*}br"):
        words.append("\n" if local(child) == "br" else child.text or "")
    return "".join(words)


def _place(sheet: Place, reference: str) -> Place:
    at = position(reference)
    return sheet if at is None else Place(sheet.document, sheet=sheet.sheet, row=at[0], cell=at[1])
