"""Web pages as tables and the text around them."""

from __future__ import annotations

import pytest

from kg_service.editions.reading.grid import RawDocument
from kg_service.editions.reading.html import read
from kg_service.errors import DocumentTooLargeError, UnreadableDocumentError


def cells(page: str | bytes) -> list[list[tuple[str, tuple[int | None, int | None] | None]]]:
    raw = read(page if isinstance(page, bytes) else page.encode(), "a.html")
    return [
        [(cell.written, cell.origin and (cell.origin.row, cell.origin.cell)) for cell in row.cells]
        for row in raw.grids[0].rows
    ]


def around(raw: RawDocument) -> list[tuple[str, str, int | None, bool]]:
    return [(each.kind, each.written, each.before_grid, each.is_before_table) for each in raw.around]


def test_spans_are_laid_out_as_a_browser_does() -> None:
    page = """<table><tr><th>A<th>B<th colspan=2>C
        <tr><td rowspan=2>1<td>2<td>3<td>4
        <tr><td>5<td rowspan=0>6<td>7
        <tr><td>8<td>9<td>10<td>11</table>"""
    assert cells(page) == [
        [("A", None), ("B", None), ("C", None), ("C", (1, 3))],
        [("1", None), ("2", None), ("3", None), ("4", None)],
        [("1", (2, 1)), ("5", None), ("6", None), ("7", None)],
        [("8", None), ("9", None), ("6", (3, 3)), ("10", None), ("11", None)],
    ]


def test_a_span_ends_with_its_row_group() -> None:
    page = "<table><tbody><tr><td rowspan=5>1<td>2</tbody><tbody><tr><td>3<td>4</tbody></table>"
    assert cells(page)[1] == [("3", None), ("4", None)]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        pytest.param("a &lt;b&gt; &amp;&nbsp;&#27665;", "a <b> &\xa0民", id="entities"),
        pytest.param(" a \n  b ", "a b", id="white-space"),
        pytest.param("a<br>b", "a\nb", id="line-break"),
        pytest.param("<p>a</p><p>b</p>", "a\nb", id="paragraphs"),
        pytest.param("<b>a</b>b<span>c</span>", "abc", id="inline"),
        pytest.param("a<script>b</script><style>c</style><!-- d -->", "a", id="not-shown"),
        pytest.param("<ruby>民<rp>(</rp><rt>mín</rt><rp>)</rp></ruby>", "民", id="phonetic-guide"),
        pytest.param("a<sup>2</sup>", "a2", id="raised"),
    ],
)
def test_text_of_a_cell(inside: str, text: str) -> None:
    assert cells(f"<table><tr><td>{inside}<td>x</table>")[0][0][0] == text


def test_text_around_is_kept_in_order() -> None:
    raw = read(
        "<title>名</title><h1>标题</h1><p>一<b>二</b><br>三</p><table><caption>表</caption><tr><td>x<td>y</table>"
        "<div>注</div><table><tr><td>z<td>w</table>尾".encode(),
        "a.html",
    )
    assert around(raw) == [
        ("page-title", "名", 0, True),
        ("paragraph", "标题", 0, True),
        ("paragraph", "一二", 0, True),
        ("paragraph", "三", 0, True),
        ("caption", "表", 0, True),
        ("paragraph", "注", 1, False),
        ("paragraph", "尾", None, False),
    ]


def test_a_page_title_that_is_repeated_is_told_once() -> None:
    assert around(read("<title>名</title><h1>名</h1>".encode(), "a")) == [("paragraph", "名", None, True)]


def test_what_is_not_shown_is_remarked() -> None:
    raw = read(
        b"<table><tr><td>a<del>b</del><img alt=c><i hidden>d</i><td style='display: none'>e</table>"
        b"<p style='DISPLAY:NONE'>f</p>",
        "a.html",
    )
    found = {(remark.code, remark.found) for remark in raw.remarks}
    assert found >= {("tracked-change", "b"), ("picture", "c"), ("hidden-text", "d"), ("hidden-text", "f")}


def test_tables_inside_of_tables_are_tables_of_their_own() -> None:
    raw = read(b"<table><tr><td>out<table><tr><td>1<td>2</table><td>er</table>", "a.html")
    assert [[cell.written for cell in row.cells] for grid in raw.grids for row in grid.rows] == [
        ["out", "er"],
        ["1", "2"],
    ]


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8"])
def test_a_page_may_say_its_encoding(charset: str) -> None:
    text = (
        f'<html><meta http-equiv=Content-Type content="text/html; charset={charset}"><table><tr><td>民<td>政'
    )
    assert cells(text.encode(charset))[0] == [("民", None), ("政", None)]


def test_a_page_that_says_a_wrong_encoding_is_read_all_the_same() -> None:
    assert cells("<meta charset=gb2312><table><tr><td>民政厅，省<td>x".encode())[0][0] == ("民政厅，省", None)


@pytest.mark.parametrize(
    ("page", "error"),
    [
        pytest.param("<div>" * 5_000 + "x", UnreadableDocumentError, id="deep"),
        pytest.param("<table><tr><td>" * 5_000, UnreadableDocumentError, id="deep-tables"),
        pytest.param("<table><tr>" + "<td colspan=900>x" * 2, DocumentTooLargeError, id="columns"),
        pytest.param("<table>" + "<tr><td>x" * 100_001, DocumentTooLargeError, id="rows"),
        pytest.param(
            "<table><tr><td colspan=999 rowspan=65000>x" + "<tr>" * 300, DocumentTooLargeError, id="cells"
        ),
        pytest.param("<table><tr><td>" + "x" * 100_001, DocumentTooLargeError, id="characters"),
    ],
)
def test_what_is_too_much_is_refused(page: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(page.encode(), "a.html")
