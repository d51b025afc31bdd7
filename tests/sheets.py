"""Workbooks made for tests: those that a library writes, and parts of them put in other words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """A workbook that *fill* has filled."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    fill(made)
    made.close()
    return buffer.getvalue()


def sheet(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    """A workbook of one sheet that *fill* has filled."""
    return book(lambda made: fill(made, made.add_worksheet("表")) and None)


def with_parts(content: bytes, change: Callable[[str, str], str], **added: str) -> bytes:
    """A copy with each XML part as *change* returns it, and with parts added by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name.endswith((".xml", ".rels")):
                data = change(name, data.decode()).encode()
            copy.writestr(name, data)
        for name, text in added.items():
            copy.writestr(name, text)
    return out.getvalue()


def with_sheet_xml(content: bytes, words: Mapping[str, str]) -> bytes:
    """A copy with words of its first sheet's XML replaced; each must be there."""

    def change(name: str, text: str) -> str:
        if name == "xl/worksheets/sheet1.xml":
            for old, new in words.items():
                assert old in text
                text = text.replace(old, new)
        return text

    return with_parts(content, change)
