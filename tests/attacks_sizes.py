"""Tables with too many rows, columns or merges, cells that are too long, and what is nested too deeply."""

from __future__ import annotations

from collections.abc import Iterator

import pdfs
from documents import HEADING, ROWS, docx, list_table, p, tbl, tc, tr
from hostile_files import (
    DAMAGED,
    LARGE,
    NO_TABLE,
    RDF_XML,
    READ,
    SYNTAX,
    Attack,
    changed,
    delimited,
    flat,
    html_list,
    json_rows,
    turtle_rows,
    xlsx_list,
)


def size_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
    return changed(xlsx_list(4_000), "xl/sharedStrings.xml", "就近入园", "园" * 99_000)


def deep_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
