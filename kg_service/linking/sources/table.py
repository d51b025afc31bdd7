"""A table (CSV or TSV) of the other side's things: one row each, its columns named by the person.

Not here: which characters the bytes are (``editions.reading.encoding``).
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kg_service.editions.reading.encoding import decode
from kg_service.errors import BadValueError, SyntaxProblemError
from kg_service.linking.other import Batch, OtherName, OtherThing, Role
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.regular import bytes_of

ENDINGS = (".csv", ".tsv", ".tab")
MAX_BYTES = 200_000_000
BATCH = 500
WITHIN = "|;；"
"""What parts several names in one cell."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; each is a heading of the table."""

    id: str
    label: str = ""
    """Of Chinese labels, or of labels in any language."""
    label_en: str = ""
    alt: tuple[str, ...] = ()
    type: str = ""
    above: str = ""
    """The id of the row above, or its name."""


class TableSource:
    """The rows of a table as things. It implements ``other.Source``."""

    def __init__(self, path: Path, columns: Columns, base: str = "") -> None:
        """Read it.

        Args:
            path: A file in one of ``ENDINGS``, in UTF-8, UTF-16 or GB18030.
            columns: Which column holds what.
            base: What an id that is no IRI is put behind.

        Raises:
            UnreadableFileError, DocumentTooLargeError, UnreadableDocumentError: It can't be read.
            BadValueError: It has no such column.
            SyntaxProblemError: A row is broken, or its id is no IRI and *base* is empty.
        """
        content = bytes_of(path, MAX_BYTES)
        self._name, self._columns, self._base = str(path), columns, base
        text = decode(content, self._name).text
        first = text.partition("\n")[0]
        separator = max("\t,;", key=first.count)
        self._rows = list(self._read(csv.DictReader(io.StringIO(text), delimiter=separator, strict=True)))
        self._by_id = {row[columns.id].strip(): row for _, row in self._rows}
        about = f"{columns}{base}".encode()
        self.fingerprint = hashlib.sha256(content + about).hexdigest()

    def batches(self, after: str = "", seen: int = 0) -> Iterator[Batch]:
        """The things; see ``other.Source``."""
        for start in range(int(after or 0), len(self._rows), BATCH):
            part = self._rows[start : start + BATCH]
            things = tuple(thing for row in part if (thing := self._thing(*row)) is not None)
            end = start + len(part)
            yield Batch(things, str(end), end, len(self._rows))

    def _read(self, reader: "csv.DictReader[str]") -> Iterator[tuple[int, Mapping[str, str]]]:
        headings = [heading.strip() for heading in reader.fieldnames or ()]
        reader.fieldnames = headings
        asked = {"--id": self._columns.id, "--label": self._columns.label, "--type": self._columns.type}
        asked |= {"--label-en": self._columns.label_en, "--above": self._columns.above}
        for option, column in (*asked.items(), *(("--alt", each) for each in self._columns.alt)):
            if column and column not in headings:
                near = nearest(column, headings) or headings
                expected = Text(
                    f"表中的一列，如 {'、'.join(near)}", f"a column of it, such as {', '.join(near)},"
                )
                raise BadValueError(option, column, expected)
        try:
            for row in reader:
                yield reader.line_num, {name: value or "" for name, value in row.items() if name}
        except csv.Error as error:
            said = Text(f"表格有误：{error}。", f"The table is broken: {error}.")
            raise SyntaxProblemError(self._name, reader.line_num, None, said) from error

    def _thing(self, line: int, row: Mapping[str, str]) -> OtherThing | None:
        columns = self._columns
        id_ = row[columns.id].strip()
        names = [
            OtherName(text, lang)
            for column, lang in (
                (columns.label, "" if not columns.label_en else "zh"),
                (columns.label_en, "en"),
            )
            if column and (text := row[column].strip())
        ]
        for column in columns.alt:
            names += [OtherName(text, "", Role.OTHER) for text in _parts(row[column])]
        if not id_ or not names:
            return None
        if not _is_iri(id_):
            names.append(OtherName(id_, "", Role.CODE))
        above = row[columns.above].strip() if columns.above else ""
        types = tuple(_parts(row[columns.type])) if columns.type else ()
        return OtherThing(self._iri(id_, line), tuple(names), types, types, self._above(above))

    def _above(self, given: str) -> tuple[str, ...]:
        if (row := self._by_id.get(given)) is None:
            return (given,) if given else ()
        found = (row[column].strip() for column in (self._columns.label, self._columns.label_en) if column)
        return tuple(name for name in found if name)

    def _iri(self, id_: str, line: int) -> str:
        if _is_iri(id_):
            return id_
        if not self._base:
            expected = Text(
                f"标识“{id_}”不是 IRI；请用 --base 给出它前面的部分。",
                f"The id “{id_}” is no IRI; say by --base what stands before it.",
            )
            raise SyntaxProblemError(self._name, line, None, expected)
        return self._base + quote(id_)


def _is_iri(id_: str) -> bool:
    return "://" in id_ or id_.startswith("urn:")


def _parts(cell: str) -> Iterator[str]:
    for mark in WITHIN[1:]:
        cell = cell.replace(mark, WITHIN[0])
    yield from filter(None, map(str.strip, cell.split(WITHIN[0])))
