"""Encodings of text, and CSV and TSV as tables."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kg_service.editions.reading.delimited import read
from kg_service.editions.reading.encoding import decode
from kg_service.errors import DocumentTooLargeError, UnreadableDocumentError
from kg_service.model import Place


def cells(content: bytes, name: str = "a.csv") -> list[list[str]]:
    return [[cell.written for cell in row.cells] for row in read(content, name).grids[0].rows]


@pytest.fixture(scope="module")
def source(home: Path) -> str:
    return (home / "data/sources/heilongjiang-2024.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"", "UTF-8"),
        ("utf-8", codecs.BOM_UTF8, "UTF-8"),
        ("gb18030", b"", "GB18030"),
        ("gbk", b"", "GB18030"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16 LE"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16 BE"),
        ("utf-16-le", b"", "UTF-16 LE"),
        ("utf-16-be", b"", "UTF-16 BE"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32 LE"),
    ],
)
def test_an_encoding_is_told(source: str, codec: str, mark: bytes, name: str) -> None:
    decoded = decode(mark + source.encode(codec), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.has_mark) == (source, name, bool(mark))
    assert [remark.code for remark in decoded.remarks("a.txt")] == ([] if name == "UTF-8" else ["encoding"])


def test_a_short_chinese_text_is_told() -> None:
    assert decode("省卫健委".encode("gbk"), "a").text == "省卫健委"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("為兒童提供醫療服務，設籍於本市".encode("big5"), "UTF-16", id="big5"),
        pytest.param("café, été".encode("latin-1"), "UTF-16", id="latin"),
        pytest.param("一二三\n四五六\n".encode() * 20 + b"\xff\n", "41", id="damaged-utf-8"),
        pytest.param("一二三".encode() * 20 + b"\xe4\xb8", "1", id="cut-off"),
        pytest.param(b"MZ\0\0\1\2\0\0\0\0" * 9, "zero bytes", id="program"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8", "UTF-16", id="half-a-pair"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=words):
        decode(content, "a.txt")


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        pytest.param('a,b\r\n1,"x\r\ny"\r\n', "csv", [["a", "b"], ["1", "x\ny"]], id="line-end-in-a-cell"),
        pytest.param('a,b\n1,"x""y"\n', "csv", [["a", "b"], ["1", 'x"y']], id="quotation-mark"),
        pytest.param("a;b\n1;x,y,z\n2;u\n", "csv", [["a", "b"], ["1", "x,y,z"], ["2", "u"]], id="semicolon"),
        pytest.param("a\tb\n1\t2\n", "tsv", [["a", "b"], ["1", "2"]], id="tab"),
        pytest.param("a|b\n1|2\n", "csv", [["a", "b"], ["1", "2"]], id="bar"),
        pytest.param("序号，项目\n1，甲\n", "csv", [["序号", "项目"], ["1", "甲"]], id="full-width-comma"),
        pytest.param("a,b\n甲，乙,丙，丁\n", "csv", [["a", "b"], ["甲，乙", "丙，丁"]], id="prose"),
        pytest.param("标题\na,b\n1\n", "csv", [["标题"], ["a", "b"], ["1"]], id="ragged"),
        pytest.param("sep=;\na;b\n1;2\n", "csv", [["a", "b"], ["1", "2"]], id="excel-line"),
        pytest.param("a,b\r1,2\r", "csv", [["a", "b"], ["1", "2"]], id="old-line-ends"),
        pytest.param("a,b\n =1+1 ,'2\n", "csv", [["a", "b"], [" =1+1 ", "'2"]], id="unaltered"),
    ],
)
def test_cells_are_found(text: str, kind: str, expected: list[list[str]]) -> None:
    raw = read(text.encode(), "a.csv")
    assert raw.format == kind
    assert [[cell.written for cell in row.cells] for row in raw.grids[0].rows] == expected


def test_places_count_as_a_spreadsheet_does() -> None:
    rows = read(b'a,b\n\n1,"x\ny"\n2,z\n', "a.csv").grids[0].rows
    assert [row.place.row for row in rows] == [1, 3, 4]
    assert rows[2].cells[1].place == Place("a.csv", row=4, cell=2)
    assert rows[2].cells[1].place.cell_name == "B4"


def test_what_is_unusual_is_remarked() -> None:
    codes = {
        name: [remark.code for remark in read(text.encode("gb18030"), "a.csv").remarks]
        for name, text in {"sep": "sep=;\n甲;乙\n", "wide": "甲，乙\n丙，丁\n"}.items()
    }
    assert codes == {"sep": ["encoding", "separator-line"], "wide": ["encoding", "separator"]}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,"x\n2,y\n3,z\n', 2),
        ('a,b\n1,2\n"x"y,3\n', 3),
        ('序号,内容\n1,"甲，乙\n2,丙，丁\n3,戊，己\n', 2),
        ('sep=;\na;b\n1;"x\n', 3),
    ],
)
def test_an_open_quotation_mark_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(UnreadableDocumentError, match=f"line {line} "):
        read(text.encode(), "a.csv")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a\n" * 100_001, id="rows"),
        pytest.param(b"," * 1_001, id="columns"),
        pytest.param(b"a," + b"x" * 100_001, id="characters"),
        pytest.param(b'a,"' + b"x" * 200_000 + b'"', id="quoted-characters"),
        pytest.param((b"x," * 900 + b"\n") * 300, id="cells"),
    ],
)
def test_what_is_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentTooLargeError):
        read(content, "a.csv")


def test_tsv_prefers_tabs() -> None:
    assert cells(b"a,b\tc\nd,e\tf\n", "a.tsv") == [["a,b", "c"], ["d,e", "f"]]
    assert cells(b"a,b\tc\nd,e\tf\n", "a.csv") == [["a", "b\tc"], ["d", "e\tf"]]
