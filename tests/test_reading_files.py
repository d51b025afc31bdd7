"""What kind of file it is, and files that are damaged, locked, hostile or of another kind."""

from __future__ import annotations

import stat
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from documents import NAMESPACES, ROWS, archive, docx, list_table, p

from kg_service.editions import read_edition
from kg_service.editions.reading import doc, files, package
from kg_service.editions.reading.files import read_bytes
from kg_service.editions.reading.kinds import kind_of
from kg_service.editions.reading.ole import OLE_MAGIC
from kg_service.errors import (
    DocumentTooLargeError,
    EncryptedDocumentError,
    KgServiceError,
    MissingProgramError,
    NoTableError,
    UnreadableDocumentError,
    UnreadableFileError,
    UnsupportedDocumentError,
)

WORD = docx(list_table())
CSV = "\n".join(
    ["number,goal,beneficiary,service,content,departments"]
    + [
        f"{r.number},{r.goal},{r.beneficiary},{r.service},{r.content},{'、'.join(r.departments)}"
        for r in ROWS
    ]
).encode()


def ole(*streams: str, flags: int = 0) -> bytes:
    """An old office file with these streams, as far as it is looked into; *flags* of its FIB."""
    header = OLE_MAGIC + bytes(22) + (9).to_bytes(2, "little") + bytes(480)
    entries = b""
    for name in streams:
        written = name.encode("utf-16-le")
        entry = written.ljust(64, b"\0") + (len(written) + 2).to_bytes(2, "little") + bytes(50)
        entries += entry + (1).to_bytes(4, "little") + (4096).to_bytes(8, "little")
    fib = (0xA5EC).to_bytes(2, "little") + bytes(8) + flags.to_bytes(2, "little")
    return header + entries.ljust(512, b"\0") + fib.ljust(512, b"\0")


def changed(content: bytes, name: str, new: bytes) -> bytes:
    """A zip archive with one part replaced."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return archive({each: packed.read(each) for each in packed.namelist()} | {name: new})


@pytest.mark.parametrize(
    ("content", "name", "kind", "misnamed"),
    [
        pytest.param(WORD, "a.docx", "docx", False, id="docx"),
        pytest.param(WORD, "a.DOCM", "docx", False, id="capitals"),
        pytest.param(WORD, "a.xlsx", "docx", True, id="docx-called-xlsx"),
        pytest.param(WORD, "a", "docx", False, id="no-ending"),
        pytest.param(CSV, "a.csv", "csv", False, id="csv"),
        pytest.param(CSV, "a.txt", "txt", False, id="csv-called-txt"),
        pytest.param(CSV, "a.docx", "txt", True, id="text-called-docx"),
        pytest.param(b"%PDF-1.7\n", "a.docx", "pdf", True, id="pdf-called-docx"),
        pytest.param(b"<!DOCTYPE html><html></html>", "a.xls", "html", True, id="page-called-xls"),
        pytest.param(b"\xef\xbb\xbf<table></table>", "a.html", "html", False, id="page"),
        pytest.param(b"@prefix a: <urn:a:> .", "a.txt", "rdf", True, id="turtle-called-txt"),
        pytest.param(b"<urn:a> <urn:b> <urn:c> .", "a.nt", "rdf", False, id="n-triples"),
        pytest.param(b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'/>", "a.xml", "rdf", False, id="rdf-xml"),
        pytest.param(ole("WordDocument"), "a.doc", "doc", False, id="doc"),
        pytest.param(ole("WordDocument"), "a.docx", "doc", True, id="doc-called-docx"),
    ],
)
def test_content_decides_and_then_the_ending(content: bytes, name: str, kind: str, misnamed: bool) -> None:
    found = kind_of(content, name)
    assert (found.name, found.is_misnamed) == (kind, misnamed)


def test_a_wrong_ending_is_said() -> None:
    reading = read_bytes(WORD, "a.csv")
    assert reading.table() == ROWS
    [remark] = [each for each in reading.remarks if each.code == "wrong-ending"]
    assert ".csv" in remark.text.zh
    assert ".docx" in remark.text.zh


DOCTYPE = b"<!DOCTYPE w:document [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
FETCHES = b"<!DOCTYPE w:document [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def with_doctype(declaration: bytes) -> bytes:
    document = f"<w:document {NAMESPACES}><w:body>{p('&a;')}</w:body></w:document>".encode()
    return changed(WORD, "word/document.xml", declaration + document)


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        pytest.param(b"", "a.docx", UnreadableDocumentError, id="empty"),
        pytest.param(WORD[: len(WORD) // 2], "a.docx", UnreadableDocumentError, id="cut-off"),
        pytest.param(WORD[:200] + b"x" + WORD[201:], "a.docx", UnreadableDocumentError, id="damaged"),
        pytest.param(
            changed(WORD, "word/document.xml", b"<w"), "a.docx", UnreadableDocumentError, id="no-xml"
        ),
        pytest.param(with_doctype(DOCTYPE), "a.docx", UnreadableDocumentError, id="entities"),
        pytest.param(with_doctype(FETCHES), "a.docx", UnreadableDocumentError, id="external-entity"),
        pytest.param(
            changed(WORD, "word/media/a.xml", b"<a>" + b" " * 30_000_000),
            "a.docx",
            DocumentTooLargeError,
            id="bomb",
        ),
        pytest.param(
            archive({f"{n}.xml": b"" for n in range(5_001)}),
            "a.docx",
            DocumentTooLargeError,
            id="too-many-parts",
        ),
        pytest.param(ole("EncryptedPackage"), "a.docx", EncryptedDocumentError, id="password"),
        pytest.param(
            ole("WordDocument", flags=0x0100), "a.doc", EncryptedDocumentError, id="password-of-doc"
        ),
        pytest.param(ole("Workbook"), "a.xls", UnsupportedDocumentError, id="xls"),
        pytest.param(ole("PowerPoint Document"), "a.ppt", UnsupportedDocumentError, id="ppt"),
        pytest.param(b"{\\rtf1}", "a.doc", UnsupportedDocumentError, id="rtf"),
        pytest.param(b"\x89PNG\r\n", "a.png", UnsupportedDocumentError, id="picture"),
        pytest.param(archive({"a.txt": b"x"}), "a.zip", UnsupportedDocumentError, id="archive"),
        pytest.param(
            archive({"mimetype": b"application/vnd.oasis.opendocument.text"}),
            "a.odt",
            UnsupportedDocumentError,
            id="odt",
        ),
        pytest.param(docx(p("没有表格")), "a.docx", NoTableError, id="no-table"),
    ],
)
def test_a_refusal_is_clear(content: bytes, name: str, error: type[KgServiceError]) -> None:
    with pytest.raises(KgServiceError) as raised:
        read_bytes(content, name)
    assert type(raised.value) is error
    assert raised.value.text.zh.startswith(f"{name}：")


def test_two_parts_of_one_name_are_refused() -> None:
    """Word and this program would read two different documents."""
    out = BytesIO(WORD)
    with zipfile.ZipFile(out, "a") as packed, pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("word/document.xml", b"<x/>")
    with pytest.raises(UnreadableDocumentError):
        package.open_package(out.getvalue(), "a.docx")


@pytest.mark.parametrize("given", ["missing.docx", "."])
def test_a_file_that_is_not_there(tmp_path: Path, given: str) -> None:
    with pytest.raises(UnreadableFileError):
        read_edition(tmp_path / given)


def test_a_file_over_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    with pytest.raises(DocumentTooLargeError):
        read_edition(path)


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone is on the path, for programs to be put into."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def program(folder: Path, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_without_libreoffice_it_is_said_what_to_do(soffice: Path) -> None:
    with pytest.raises(MissingProgramError) as raised:
        read_bytes(ole("WordDocument"), "a.doc")
    assert ".docx" in raised.value.text.zh
    assert "LibreOffice" in raised.value.text.en


def test_libreoffice_is_called_with_a_profile_of_its_own(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(WORD)
    program(
        soffice,
        f'for a in "$@"; do echo "$a" >> {tmp_path}/arguments; last=$a; done\n'
        'while [ "$1" != "--outdir" ]; do shift; done\nmkdir -p "$2"\n'
        f'cp {tmp_path}/made.docx "$2/given.docx"',
    )
    raw = doc.read(ole("WordDocument"), "a.doc")
    assert (raw.format, raw.document) == ("doc", "a.doc")
    arguments = (tmp_path / "arguments").read_text(encoding="utf-8").splitlines()
    assert arguments[0].startswith("-env:UserInstallation=file:///")
    assert {"--headless", "--convert-to"} < set(arguments)
    assert not Path(arguments[-1]).exists(), "nothing is left behind"


@pytest.mark.parametrize(
    "script", [pytest.param("exit 1", id="fails"), pytest.param("exit 0", id="makes-nothing")]
)
def test_a_conversion_that_fails_is_said(soffice: Path, script: str) -> None:
    program(soffice, script)
    with pytest.raises(UnreadableDocumentError, match="LibreOffice"):
        doc.to_docx(ole("WordDocument"), "a.doc")


def test_a_conversion_that_hangs_is_ended_with_all_that_it_started(soffice: Path, tmp_path: Path) -> None:
    program(soffice, f"sleep 60 &\necho $! > {tmp_path}/child\nwait")
    with pytest.raises(UnreadableDocumentError, match="seconds"):
        doc.to_docx(ole("WordDocument"), "a.doc", seconds=1)
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    status = Path(f"/proc/{child}/status")
    # What is killed is gone when the kernel gets to it.
    deadline = time.monotonic() + 5
    while (
        status.exists() and "State:\tR" in status.read_text(encoding="utf-8") and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    assert not status.exists() or "State:\tZ" in status.read_text(encoding="utf-8")
