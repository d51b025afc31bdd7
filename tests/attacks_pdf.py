"""PDF files that loop, unpack to too much, run something, or hold more than anybody draws."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pdfs
from documents import HEADING
from hostile_files import DAMAGED, LARGE, LOCKED, NO_TABLE, READ, TRAP, Attack, plain_rows


def pdf_attacks() -> Iterator[Attack]:
    """Those of this kind."""
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
            (
                f"/Type/Page/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({TRAP})>>>>"
                "<</Subtype/FileAttachment/Rect[0 0 9 9]/FS(/etc/passwd)>>]/"
            ).encode(),
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
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 18>>\n"
        b"stream\n/X Do /X Do /X Do \nendstream"
    )
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
