"""Office files, pages and texts that reach out, run something, or are not what they seem."""

from __future__ import annotations

from collections.abc import Iterator

import pdfs
import sheets
from attacks_archives import locked
from documents import REL, docx, list_table, p, r
from hostile_files import (
    DAMAGED,
    LARGE,
    NO_TABLE,
    READ,
    SYNTAX,
    TRAP,
    TURTLE,
    UNSUPPORTED,
    Attack,
    changed,
    delimited,
    html_list,
    json_rows,
    rezipped,
    xlsx_list,
)


def _related(kind: str, mode: str = ' TargetMode="External"', target: str = TRAP) -> bytes:
    """A Word document that points outside."""
    link = f'<Relationship Id="x" Type="{REL}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(docx(list_table()), "word/_rels/document.xml.rels", "</Relationships>", link)


def active_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO '
        "c:\\\\windows\\\\system32\\\\cmd.exe "
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
        lambda: docx(list_table(), more={"word/embeddings/oleObject1.bin": locked()}),
        (READ,),
    )
    yield Attack(
        "docm",
        "a.docm",
        lambda: docx(
            list_table(),
            content_type="application/vnd.ms-word.document.macroEnabled.main+xml",
            more={"word/vbaProject.bin": locked()},
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
            f'<html><head><base href="{TRAP}"><link rel="import" href="{TRAP}">'
            f'<meta http-equiv="refresh" content="0;url={TRAP}"></head><body><img src="{TRAP}">'
            f'<iframe src="{TRAP}"></iframe><object data="{TRAP}">x</object>'
            f'<script src="{TRAP}">x</script>{html_list()}</body></html>'
        ).encode(),
        (READ,),
    )
    yield Attack(
        "csv-formulas",
        "a.csv",
        lambda: delimited(5) + '目标,6,对象,"=HYPERLINK(""http://x"")",内容,部门\n'.encode(),
        (READ,),
    )


def text_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
