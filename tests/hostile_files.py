"""What hostile files are made of: the small list in every form, archives with parts exchanged, the trap.

Not here: the attacks (``attacks`` and the modules that it gathers).
"""

from __future__ import annotations

import io
import json
import socket
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import sheets
from documents import HEADING, ROWS, docx, list_table

HOME = Path(__file__).resolve().parent.parent


LISTENER = socket.create_server(("127.0.0.1", 0))
"""Nobody may come here; connections wait until they are looked for."""


TRAP = f"http://127.0.0.1:{LISTENER.getsockname()[1]}/trap"
"""The address that hostile files name."""


READ = "read"
"""The file is harmless as it is read."""


Make = Callable[[], bytes]


DAMAGED, LARGE, LOCKED, NO_TABLE = (
    "unreadable-document",
    "document-too-large",
    "encrypted-document",
    "no-table",
)


SYNTAX, UNSUPPORTED = "syntax", "unsupported-document"


@dataclass(frozen=True, slots=True)
class Attack:
    """One hostile file."""

    name: str
    file: str
    make: Make
    ends: tuple[str, ...]
    """Codes of the errors that may answer it; ``READ`` where it may be read."""

    @property
    def is_heavy(self) -> bool:
        """Whether to answer it takes seconds, or ends at a bound of the process."""
        return (
            self.name in HEAVY
            or any(each.startswith("document-t") for each in self.ends)
            or ("document-memory" in self.ends)
        )


def docx_with(parts: Mapping[str, bytes | str], *body: str) -> bytes:
    """The small list as a Word document with parts put in or in place of others."""
    return rezipped(docx(*(body or (list_table(),))), parts)


def xlsx_list(rows: int = 5) -> bytes:
    """The small list as a workbook, its rows over and over."""

    def fill(_book: object, sheet: object) -> None:
        for column, heading in enumerate(HEADING):
            sheet.write(0, column, heading)  # type: ignore[attr-defined]
        for index in range(rows):
            row = ROWS[index % len(ROWS)]
            cells = (
                row.goal,
                index + 1,
                row.beneficiary,
                row.service,
                row.content,
                "、".join(row.departments),
            )
            for column, cell in enumerate(cells):
                sheet.write(index + 1, column, cell)  # type: ignore[attr-defined]

    return sheets.sheet(fill)


def rezipped(
    content: bytes, parts: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A copy of an archive with parts put in or in place of others; ``{}`` in a part is what was there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """A copy of an archive with words of one part replaced; they must be there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(name).decode()
    assert old in text, (name, old)
    return rezipped(content, {name: text.replace(old, new, 1)})


def html_list(rows: int = 5) -> str:
    """The small list as a table of a web page."""
    lines = ["<tr>" + "".join(f"<th>{each}</th>" for each in HEADING) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>" for cells in plain_rows(rows)]
    return f"<table>{''.join(lines)}</table>"


def plain_rows(rows: int = 5) -> Iterator[tuple[str, ...]]:
    """The cells of the small list, over and over, with numbers that go on."""
    for index in range(rows):
        row = ROWS[index % len(ROWS)]
        departments = "、".join(row.departments)
        yield row.goal, str(index + 1), row.beneficiary, row.service, row.content, departments


def delimited(rows: int, separator: str = ",") -> bytes:
    """The same as CSV."""
    return "".join(separator.join(cells) + "\n" for cells in (HEADING, *plain_rows(rows))).encode()


def flat(rows: int) -> bytes:
    """The same as a text of one cell a line."""
    return "".join("\n".join(cells) + "\n" for cells in (HEADING, *plain_rows(rows))).encode()


def json_rows(rows: int) -> bytes:
    """The same as our JSON."""
    keys = ("goal", "number", "beneficiary", "service", "content", "departments")
    return json.dumps([dict(zip(keys, cells, strict=True)) for cells in plain_rows(rows)]).encode()


def turtle_rows(rows: int) -> bytes:
    """Services of one edition in Turtle."""
    lines = ["@prefix cpsv: <http://purl.org/vocab/cpsv#> . @prefix d: <http://purl.org/dc/terms/> ."]
    lines += [f'<urn:s{n}> a cpsv:PublicService ; d:isPartOf <urn:e> ; d:title "x"@zh .' for n in range(rows)]
    return "\n".join(lines).encode()


RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">'
)


TURTLE = (HOME / "data/checklist.ttl").read_text("utf-8")


HEAVY = frozenset(
    {
        *("docx-full-rows", "xlsx-rows", "txt-tab-rows", "json-rows", "pdf-rows", "html-rows", "turtle-rows"),
        *("pdf-kids", "pdf-stack", "pdf-flate", "docx-shared", "xlsx-shared", "html-spans", "txt-line"),
        *("docx-cell", "xlsx-cell", "html-cell", "json-cell", "csv-line", "xlsx-merges"),
    }
)
"""Those that take seconds, for the long run."""
