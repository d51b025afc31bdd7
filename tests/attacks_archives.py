"""Archives that unpack to too much or lie about it, and XML whose entities do."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from documents import docx, list_table, p
from hostile_files import (
    DAMAGED,
    LARGE,
    LOCKED,
    NO_TABLE,
    READ,
    SYNTAX,
    TRAP,
    Attack,
    Make,
    changed,
    html_list,
    rezipped,
    xlsx_list,
)


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


def _STYLED():
    return docx(
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


def xml_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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


def zip_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
    yield Attack("docx-locked", "a.docx", locked, (LOCKED,))
    yield Attack("xlsx-locked", "a.xlsx", locked, (LOCKED,))
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


def locked() -> bytes:
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
