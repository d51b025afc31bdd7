"""A table in a document: its columns, its cells, where each stands, and what was made of it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg_service.model.terms import Text

_NUMBER = re.compile(r"第?\(?(\d{1,9})(?:\.0)?[).、]?项?")

_ENCLOSED = re.compile("[\u2460-\u249b\uff00-\uff5e]")
"""Numbers in circles and brackets, and full-width forms."""


class Column(StrEnum):
    """The columns of the table, in printed order; the values are keys of ``kg export``."""

    NUMBER = "number"
    GOAL = "goal"
    BENEFICIARY = "beneficiary"
    SERVICE = "service"
    CONTENT = "content"
    DEPARTMENTS = "departments"

    @property
    def label(self) -> Text:
        """The heading as the list prints it, and in English."""
        return _LABELS[self]

    @property
    def position(self) -> int:
        """From 1; the column of the published CSV."""
        return tuple(Column).index(self) + 1


_LABELS = {
    Column.NUMBER: Text("序号", "number"),
    Column.GOAL: Text("目标", "goal"),
    Column.BENEFICIARY: Text("服务对象", "beneficiaries"),
    Column.SERVICE: Text("服务项目", "service"),
    Column.CONTENT: Text("服务内容", "content"),
    Column.DEPARTMENTS: Text("责任部门", "responsible bodies"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read, so that it can be cited and corrected. None is what a file has not."""

    document: str
    """File name or path as the person gave it; ``<query>`` for a query text."""
    line: int | None = None
    """From 1; of a text file, RFC 5147."""
    column: int | None = None
    """Character in the line, from 1."""
    page: int | None = None
    """From 1; of a PDF file."""
    sheet: str | None = None
    """Name of the sheet of a workbook."""
    table: int | None = None
    """Table of the document, from 1."""
    paragraph: int | None = None
    """Paragraph outside of tables, from 1."""
    row: int | None = None
    """Row of the table, sheet or CSV file, from 1, headings counted."""
    cell: int | None = None
    """Column of the table's grid, of the sheet or of the CSV file, from 1."""
    heading: Column | None = None
    """What the column holds."""
    slot: str | None = None
    """Name of the column of a file of links: ``object_id``."""

    def __str__(self) -> str:
        parts = [self.document, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts) + (f" {self.slot}" if self.slot else "")

    @property
    def cell_name(self) -> str | None:
        """The cell as spreadsheets name it, ``E5``; None without row and column."""
        if self.row is None or self.cell is None:
            return None
        return f"{_letters(self.cell)}{self.row}"

    @property
    def words(self) -> Text:
        """The place as a person says it, without the document."""
        zh, en = [], []
        if self.page is not None:
            zh.append(f"第{self.page}页")
            en.append(f"page {self.page}")
        if self.sheet is not None:
            zh.append(f"工作表“{self.sheet}”{self.cell_name or ''}")
            en.append(f"sheet {self.sheet}{' ' + self.cell_name if self.cell_name else ''}")
            if self.cell_name is None and self.row is not None:
                zh[-1] += f"第{self.row}行"
                en[-1] += f", row {self.row}"
            elif self.cell_name is None and self.cell is not None:
                zh[-1] += f"{_letters(self.cell)}列"
                en[-1] += f", column {_letters(self.cell)}"
        else:
            if self.table is not None:
                zh.append(f"第{self.table}个表格")
                en.append(f"table {self.table}")
            if self.row is not None:
                zh.append(f"第{self.row}行")
                en.append(f"row {self.row}")
        if self.paragraph is not None:
            zh.append(f"第{self.paragraph}段")
            en.append(f"paragraph {self.paragraph}")
        if self.line is not None:
            zh.append(f"第{self.line}行" + (f"第{self.column}个字符" if self.column else ""))
            en.append(f"line {self.line}" + (f", character {self.column}" if self.column else ""))
        if self.heading is not None:
            zh.append(f"“{self.heading.label.zh}”列")
            en.append(f"column {self.heading.label.en} ({self.heading.label.zh})")
        if self.slot is not None:
            zh.append(f"“{self.slot}”列")
            en.append(f"column {self.slot}")
        return Text("，".join(zh), ", ".join(en))


def _letters(column: int) -> str:
    """A column as spreadsheets name it: ``E`` for 5."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the printed table, cell by cell, as in the graph."""

    number: int
    """序号, from 1; it belongs to one edition and identifies nothing beyond it."""
    goal: str
    """幼有所育 and so on: the goal that the row stands under."""
    beneficiary: str
    """服务对象."""
    service: str
    """服务项目."""
    content: str
    """服务内容."""
    departments: tuple[str, ...]
    """责任部门: short names in printed order."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was read."""

    text: str
    """As the graph has it: white space removed, since Chinese typesetting wraps lines."""
    written: str
    """As it stands in the document, paragraphs parted by newlines; of a goal its name, without ``一、``."""
    place: Place
    """The cell itself, also where its value comes from another."""
    origin: Place | None = None
    """The merged or upper cell that the value was taken from; None where it is the cell's own."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a draft as it was read, right or wrong."""

    cells: Mapping[Column, Cell]
    """Every column of the table; a cell that is empty or missing has an empty text."""
    bodies: tuple[str, ...]
    """The cell 责任部门 taken apart, in printed order."""

    @property
    def number(self) -> int | None:
        """序号, also where it is written as ⑥, （6） or 6.; None where the cell is no positive number."""
        text = self.cells[Column.NUMBER].text
        found = _NUMBER.fullmatch(_ENCLOSED.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text))
        return int(found[1]) or None if found else None

    def text(self, column: Column) -> str:
        """What the cell says."""
        return self.cells[column].text

    def as_row(self, number: int) -> Row:
        """The row as a value of the graph, under a number."""
        return Row(
            number,
            self.text(Column.GOAL),
            self.text(Column.BENEFICIARY),
            self.text(Column.SERVICE),
            self.text(Column.CONTENT),
            self.bodies,
        )


class RemarkKind(StrEnum):
    """What became of something that is no cell of a row."""

    FURNITURE = "furniture"
    """Set aside: a title, a repeated heading, a page number, a note."""
    DOUBTFUL = "doubtful"
    """Taken, but a person should look: a hidden row, a tracked change, a value filled down."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that reading set aside or had to decide."""

    kind: RemarkKind
    code: str
    """A stable name: ``title``, ``repeated-heading``, ``page-number``, ``tracked-change`` …"""
    text: Text
    """What was decided, and what a person should look at."""
    found: str
    """The words of the document; empty where there are none."""
    place: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document holds: the table, and everything else that stands in it."""

    document: str
    """As the person gave it."""
    format: str
    """``docx``, ``doc``, ``xlsx``, ``csv``, ``tsv``, ``txt``, ``pdf``, ``html``, ``rdf``, ``json``."""
    title: str | None
    """The title above the table, white space removed; None where none was found."""
    rows: tuple[ReadRow, ...]
    """In the document's order."""
    remarks: tuple[Remark, ...]
    """In the document's order."""
    headings: Mapping[Column, Place]
    """Where the heading of each column stands; columns without a heading (序号, 目标) may be missing."""

    def table(self) -> tuple[Row, ...]:
        """The rows that have a number, as values of the graph."""
        return tuple(row.as_row(number) for row in self.rows if (number := row.number) is not None)
