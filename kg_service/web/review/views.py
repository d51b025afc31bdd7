"""``/links/review``: the files of the folder, and the candidates of each with a form to decide.

Not here: who may (``access``), what is shown of a candidate (``linking.showing``).
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from kg_service.errors import BadValueError
from kg_service.formats import HTML
from kg_service.linking import ENDING, read_mappings
from kg_service.linking.entities import Entity
from kg_service.linking.review import Decision, Reviewer, decide, open_links
from kg_service.linking.showing import RELATIONS, sides_of
from kg_service.model import ReviewState, Text
from kg_service.settings import Settings
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.errors import ReviewRefusedError, UnknownThingError
from kg_service.web.language import chosen_language
from kg_service.web.protocol import read_form
from kg_service.web.reconcile.reading import read_entities
from kg_service.web.review.access import HOURS, Access

PATH = "/links/review"
COOKIE = "kg-review"
SHOWN = 20
"""Candidates of one page."""
_DECISIONS = {
    "confirm": ReviewState.CONFIRMED,
    "reject": ReviewState.REJECTED,
    "reopen": ReviewState.CANDIDATE,
}


def review_blueprint(pages: Pages, settings: Settings) -> Blueprint:
    """The routes; only to be registered where a folder and a token are set."""
    bp = Blueprint("review", __name__)
    access, folder = Access(settings.review_token), Path(settings.review_folder)

    @cache
    def entities() -> Mapping[str, Entity]:
        return {entity.iri: entity for entity in read_entities(pages)}

    def files() -> dict[str, Path]:
        return {path.name.removesuffix(ENDING): path for path in sorted(folder.glob(f"*{ENDING}"))}

    def reviewer() -> str | None:
        return access.name_of(request.cookies.get(COOKIE, ""))

    def page(template: str, status: int = 200, **context: object) -> Response:
        seal = access.seal(request.cookies.get(COOKIE, ""))
        body = render_template(template, path=PATH, seal=seal, **context)
        return Response(body, status, content_type=content_type(HTML))

    @bp.get(PATH)
    def listing() -> Response:
        """The files to review, or the form for the token."""
        if (name := reviewer()) is None:
            return page("review_enter.html", is_wrong=False)
        found = [(stem, read_mappings(path)) for stem, path in files().items()]
        rows = [(s, m.title, len(m.of_state(ReviewState.CANDIDATE)), len(m.mappings)) for s, m in found]
        return page("review_files.html", name=name, files=rows)

    @bp.post(PATH)
    def enter() -> Answer:
        """Take the token, or leave."""
        fields = dict(read_form(request))
        _same_site()
        back = redirect(_here(), 303)
        if "leave" in fields:
            back.delete_cookie(COOKIE, path="/")
            return back
        if not access.knows(fields.get("token", "")) or not fields.get("name", "").strip():
            return page("review_enter.html", 403, is_wrong=True)
        back.set_cookie(
            COOKIE,
            access.ticket(fields["name"]),
            max_age=HOURS * 3_600,
            path="/",
            secure=request.is_secure,
            httponly=True,
            samesite="Strict",
        )
        return back

    @bp.get(f"{PATH}/<name>")
    def candidates(name: str) -> Answer:
        """The candidates of a file, the surest first, and what was decided."""
        if (who := reviewer()) is None:
            return redirect(_here(), 303)
        mappings = read_mappings(_file(files(), name))
        skip = _number(request.args.get("skip", "0"))
        left = open_links(mappings)
        shown = [(m, sides_of(m, entities().get(m.subject_id))) for m in left[skip : skip + SHOWN]]
        decided = [m for m in mappings.mappings if m.review_state is not ReviewState.CANDIDATE]
        return page(
            "review.html",
            name=who,
            file=name,
            shown=shown,
            left=len(left),
            skip=skip,
            step=SHOWN,
            decided=sorted(decided, key=lambda m: m.review_date or "", reverse=True),
            relations=RELATIONS,
        )

    @bp.post(f"{PATH}/<name>")
    def decided(name: str) -> Answer:
        """Write one decision down."""
        fields, who = dict(read_form(request)), reviewer()
        _same_site()
        if who is None or not access.fits(fields.get("seal", ""), request.cookies.get(COOKIE, "")):
            raise ReviewRefusedError
        path = _file(files(), name)
        key = (fields.get("subject", ""), fields.get("predicate", ""), fields.get("object", ""))
        decide(path, key, _decision(fields), Reviewer.of(who), dt.date.today().isoformat())
        skip = _number(fields.get("skip", "0"))
        return redirect(_here(f"/{name}") + (f"{'&' if _lang() else '?'}skip={skip}" if skip else ""), 303)

    @bp.after_request
    def unkept(response: Response) -> Response:
        """Nothing of it is kept or found."""
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return bp


def _decision(fields: Mapping[str, str]) -> Decision:
    """What a form says.

    Raises:
        BadValueError: It says no decision, no relation, or gives no reason.
    """
    state = _DECISIONS.get(fields.get("decision", ""))
    if state is None:
        raise BadValueError(
            "decision", fields.get("decision", "")[:40], Text("、".join(_DECISIONS), ", ".join(_DECISIONS))
        )
    relation, reason = fields.get("relation", ""), fields.get("reason", "")
    if state is ReviewState.CONFIRMED and relation not in ("", *RELATIONS):
        raise BadValueError("relation", relation[:80], Text("SKOS 的对应关系", "a mapping property of SKOS"))
    if state is ReviewState.REJECTED and not reason.strip():
        raise BadValueError("reason", "", Text("否决的理由", "the reason of a rejection"))
    return Decision(state, relation if state is ReviewState.CONFIRMED else "", reason)


def _same_site() -> None:
    """Refuse a form of another site, where the browser tells.

    Raises:
        ReviewRefusedError: It is one.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise ReviewRefusedError


def _file(files: Mapping[str, Path], name: str) -> Path:
    if name not in files:
        raise UnknownThingError(f"{PATH}/{name}")
    return files[name]


def _number(text: str) -> int:
    return min(int(text), 1_000_000) if text.isascii() and text.isdigit() else 0


def _lang() -> str:
    return chosen_language(request) or ""


def _here(below: str = "") -> str:
    return f"{request.script_root}{PATH}{below}" + (f"?lang={_lang()}" if _lang() else "")
