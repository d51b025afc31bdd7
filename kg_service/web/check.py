"""Checking a draft: for people a page with a form and the findings at their cells, for programs an API.

A draft is read and checked in a sealed process, is written nowhere, and is gone with the answer.

Not here: the draft in the request (``uploads``), the check (``validation.sealed``).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from kg_service.editions.saying import KINDS
from kg_service.errors import UnknownEditionError
from kg_service.formats import CSV, DOCX, HTML, TURTLE, XLSX, Format, format_named, negotiate
from kg_service.model import NO_EDITION, Edition, Lang, RemarkKind, is_no_edition
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.web.answers import content_type
from kg_service.web.caching import cached
from kg_service.web.compare import REPORT
from kg_service.web.comparing import Editions
from kg_service.web.errors import ChecksBusyError
from kg_service.web.language import language_of
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.saving import save_as
from kg_service.web.things import chosen_format
from kg_service.web.uploads import Upload, read_upload
from kg_service.web.wording import CHECKED_AS

if TYPE_CHECKING:
    from kg_service.validation.drafts import Checked

SARIF = Format("sarif", "application/sarif+json", "sarif", "table")
JUNIT = Format("junit", "application/xml", "xml", "table", ("text/xml",))
ANNOTATED = Format("annotated", "application/octet-stream", "", "table")
"""The draft itself with notes; what it is depends on the draft."""
CHANGES = Format("changes", "text/html", "html", "table")
CHANGES_MARKDOWN = Format("changes-markdown", "text/markdown", "md", "table")
CHANGES_CSV = Format("changes-csv", "text/csv", "csv", "table")
CHANGES_TURTLE = Format("changes-turtle", "text/turtle", "ttl", "table")
NEGOTIATED = (PLAIN_JSON, SARIF, JUNIT, TURTLE, CSV, HTML)
"""What Accept may ask for; the rest is asked for by name."""
OFFERED = (
    HTML, REPORT, ANNOTATED, PLAIN_JSON, CSV, SARIF, JUNIT, TURTLE,
    CHANGES, CHANGES_MARKDOWN, CHANGES_CSV, CHANGES_TURTLE,
)  # fmt: skip

SHOWN_FINDINGS, SHOWN_ROWS, SHOWN_CHARACTERS = 1_000, 1_000, 1_000_000
"""What a page shows; the downloads hold all."""


def check_blueprint(settings: Settings, editions: Editions) -> Blueprint:
    """The route of checking."""
    bp = Blueprint("check", __name__)
    places = BoundedSemaphore(settings.check_processes)

    @bp.get("/check")
    def form() -> Response:
        """The form."""
        chosen_format((HTML,))
        return _page(editions, settings, None, None)

    @bp.post("/check")
    def check() -> Response:
        """The findings on a draft, as a page or a file."""
        upload, lang = read_upload(request, settings.upload_mb), language_of(request, settings.lang)
        accept = request.headers.get("Accept")
        chosen = format_named(upload.format, OFFERED) if upload.format else negotiate(accept, NEGOTIATED)
        with _a_place(places, settings.check_processes):
            checked = _checked(upload, chosen, lang, settings, editions)
        if chosen is HTML:
            return _page(editions, settings, upload, checked)
        return _file(upload, chosen, checked)

    return bp


@contextmanager
def _a_place(places: BoundedSemaphore, limit: int) -> Iterator[None]:
    """Nobody waits: a thread that waits is one that serves no page."""
    if not places.acquire(blocking=False):
        raise ChecksBusyError(limit)
    try:
        yield
    finally:
        places.release()


def _checked(upload: Upload, chosen: Format, lang: Lang, settings: Settings, editions: Editions) -> "Checked":
    # What checks takes a second to import; a server that is asked for pages only never needs it.
    from kg_service.validation.drafts import PAGE, Asked
    from kg_service.validation.sealed import check_sealed

    asked = Asked(
        name=upload.name,
        content=upload.content,
        wanted=PAGE if chosen is HTML else chosen.name,
        lang=lang,
        at=dt.datetime.now(dt.UTC),
        before=_before(upload.against, editions),
        current=editions.current() if not upload.against else None,
    )
    return check_sealed(
        asked, settings.home, seconds=settings.check_seconds, memory_mb=settings.check_memory_mb
    )


def _before(against: str, editions: Editions) -> Edition | None:
    if not against or is_no_edition(against):
        return None
    if against not in (names := editions.names()):
        raise UnknownEditionError(against, nearest(against, names) or names)
    return editions.load(against)


def _file(upload: Upload, chosen: Format, checked: "Checked") -> Response:
    stem = upload.name.rpartition(".")[0] or upload.name
    ending, media_type = chosen.extension, content_type(chosen)
    if chosen is ANNOTATED:
        form = DOCX if (checked.file or b"").find(b"word/") >= 0 else XLSX
        ending, media_type = form.extension, form.media_type
    response = Response(checked.file or b"", content_type=media_type)
    if upload.format:
        save_as(response, f"{stem}-{chosen.name}.{ending}")
    return cached(response, None)


def _page(
    editions: Editions, settings: Settings, upload: Upload | None, checked: "Checked | None"
) -> Response:
    context: dict[str, object] = {
        "names": editions.names(),
        "offered": OFFERED,
        "titles": CHECKED_AS,
        "upload": upload,
        "no_edition": NO_EDITION,
        "upload_mb": settings.upload_mb,
        "checked": checked,
    }
    if checked is not None:
        context |= _shown(checked, language_of(request, settings.lang))
    return cached(Response(render_template("check.html", **context), content_type=content_type(HTML)), None)


def _shown(checked: "Checked", lang: Lang) -> dict[str, object]:
    """The report as far as a page holds it; the words of the draft are escaped where it is written."""
    from kg_service.validation.outputs.html import body_of
    from kg_service.validation.outputs.wording import summary

    report, told = checked.report, checked.told
    assert report is not None
    found, size, rows = [], 0, 0
    for finding in report.findings[:SHOWN_FINDINGS]:
        size += len(finding.text.of(lang)) + len(finding.value or "") + len(finding.detail)
        if size > SHOWN_CHARACTERS:
            break
        found.append(finding)
    for reading in report.readings.values():
        rows += len(reading.rows)
        size += sum(len(cell.text) for row in reading.rows for cell in row.cells.values())
    whole = rows <= SHOWN_ROWS and size <= SHOWN_CHARACTERS
    body = body_of(replace(report, findings=tuple(found)), lang, with_table=whole)
    changed = (
        sum(len(piece.text) for pair in told.pairs for c in pair.cells for piece in c.pieces) if told else 0
    )
    return {
        "summary": summary(report).of(lang),
        "body": Markup("\n".join(body)),
        "cut": len(report.findings) - len(found),
        "has_table": whole,
        "remarks": {
            kind.value: [r for r in checked.remarks if r.kind is kind][:SHOWN_FINDINGS] for kind in RemarkKind
        },
        "told": told if changed <= SHOWN_CHARACTERS else None,
        "too_long": changed > SHOWN_CHARACTERS,
        "kinds": KINDS,
    }
