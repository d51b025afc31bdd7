"""Two editions of the dataset compared: as a page, and in every form that ``kg compare`` writes.

Not here: which changes are shown (``comparing``), drafts of people (``check``).
"""

import datetime as dt

from flask import Blueprint, Response, render_template, request

from kg_service.editions import outputs
from kg_service.editions.saying import KINDS
from kg_service.editions.statements import statements_of
from kg_service.editions.telling import tell
from kg_service.errors import MissingParameterError
from kg_service.formats import CSV, HTML, TURTLE, Format
from kg_service.model import Change, Comparison, Lang
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import content_type
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.comparing import Editions, chosen_changes
from kg_service.web.language import language_of
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.saving import save_as
from kg_service.web.things import chosen_format
from kg_service.web.wording import COMPARED_AS

MARKDOWN = Format("markdown", "text/markdown", "md", "table")
PATCH = Format("patch", "application/rdf-patch", "rdfp", "table")
REPORT = Format("report", "text/html", "html", "table")
"""A page that stands alone; asked for by name only, since ``text/html`` means the page of this site."""
OFFERED = (PLAIN_JSON, MARKDOWN, CSV, TURTLE, PATCH, HTML, REPORT)
FILTERS = ("kind", "goal", "body")
DOWNLOADS = (REPORT, PLAIN_JSON, MARKDOWN, CSV, TURTLE, PATCH)


def compare_blueprint(store: Store, settings: Settings, editions: Editions) -> Blueprint:
    """The route of comparing."""
    bp = Blueprint("compare", __name__)

    @bp.get("/compare")
    def compare() -> Response:
        """What changed from ``old`` to ``new``; without them the form."""
        chosen, lang = chosen_format(OFFERED), language_of(request, settings.lang)
        old, new = (request.args.get(name, "").strip().strip("/") for name in ("old", "new"))
        tag = tag_of(store.snapshot, request.full_path, chosen.name, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        if not (old and new):
            return cached(introduced(chosen, old, new), tag)
        comparison = editions.compare(old, new)
        changes = chosen_changes(comparison, request.args)
        if chosen is HTML:
            return cached(Response(page(comparison, changes), content_type=content_type(HTML)), tag)
        return cached(_download(written(chosen, comparison, changes, lang), chosen, old, new), tag)

    def introduced(chosen: Format, old: str, new: str) -> Response:
        if chosen is not HTML:
            given = {"old": old, "new": new}
            raise MissingParameterError("compare", [name for name, value in given.items() if not value])
        latest = editions.latest_two() or ("", "")
        body = render_template(
            "compare.html", names=editions.names(), old=old or latest[0], new=new or latest[1], told=None
        )
        return Response(body, content_type=content_type(HTML))

    def page(comparison: Comparison, changes: tuple[Change, ...]) -> str:
        whole = request.args.get("show") == "all"
        return render_template(
            "compare.html",
            names=editions.names(),
            old=comparison.old.name,
            new=comparison.new.name,
            told=tell(comparison, changes, whole=whole),
            kinds=KINDS,
            whole=whole,
            filters={name: list(filter(None, request.args.getlist(name))) for name in FILTERS},
            downloads=DOWNLOADS,
            titles=COMPARED_AS,
        )

    def written(chosen: Format, comparison: Comparison, changes: tuple[Change, ...], lang: Lang) -> str:
        match chosen.name:
            case "json":
                return outputs.to_json(comparison, changes)
            case "markdown":
                return outputs.to_markdown(comparison, changes, lang)
            case "csv":
                return outputs.to_csv(changes)
            case "turtle":
                return outputs.to_turtle(comparison, changes, dt.datetime.now(dt.UTC))
            case "patch":
                sides = (comparison.old.name, comparison.new.name)
                return outputs.to_patch(*(statements_of(name, store, settings.home) for name in sides))
        return outputs.to_html(comparison, changes, lang)

    return bp


def _download(text: str, chosen: Format, old: str, new: str) -> Response:
    response = Response(text, content_type=content_type(chosen))
    if request.args.get("format"):
        save_as(response, f"{old}-{new}.{chosen.extension}".replace("/", "-"))
    return response
