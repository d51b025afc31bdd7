"""``/services``, ``/search`` and ``/for-child``, as pages and as JSON."""

import json

from flask import Blueprint, Response, render_template, request

from kg_service.errors import BadValueError, UnknownParameterError, UnknownValueError
from kg_service.formats import HTML, Format
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.find import marks
from kg_service.web.find.child import NAMED, OPEN, read_child
from kg_service.web.find.child_queries import child_query
from kg_service.web.find.facet_queries import count_query, list_query
from kg_service.web.find.facts import OLDEST
from kg_service.web.find.finder import Finder, Json
from kg_service.web.find.text_queries import search_query
from kg_service.web.find.texts import KINDS
from kg_service.web.find.words import read_words
from kg_service.web.language import known_language
from kg_service.web.protocol import read_form
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.things import chosen_format

OFFERED = (PLAIN_JSON, HTML)
SHOWN = 100
"""Services on one page."""
FEW, MANY = 10, 300
"""Things of a kind that a search shows at first, and when the kind is asked for."""
TEXTS_SHOWN = 3
"""Texts of one thing in which a search shows its hits."""
SEARCH_FIELDS = ("q", "kind", "lang", "format")


def find_blueprint(pages: Pages, finder: Finder, settings: Settings) -> Blueprint:
    """Routes over the default graph."""
    bp = Blueprint("find", __name__)
    labels = finder.labels

    def tag(chosen: Format) -> str | None:
        lang = known_language(request, settings.lang)
        if request.method == "POST":
            return None
        return tag_of(pages.snapshot, request.full_path, chosen.name, lang)

    @bp.get("/services")
    def services() -> Response:
        """The services that a selection of facets leaves."""
        chosen = chosen_format(OFFERED)
        selection = finder.facets.read(request.args.items(multi=True))
        if (held := unchanged(request, tag(chosen))) is not None:
            return held
        found, lang = finder.facets.find(selection), known_language(request, settings.lang)
        page = _page_number(len(found.services))
        if chosen is not HTML:
            sparql = {"services": list_query(selection, lang)}
            sparql |= {f.name: count_query(selection, f.name) for f in finder.facets.shown()}
            return answered({**finder.services_json(selection, found), "sparql": sparql}, tag(chosen))
        context = {"finder": finder, "selection": selection, "found": found, "page": page, "shown": SHOWN}
        queries = {"list_query": list_query, "count_query": count_query}
        return shown("services.html", tag(chosen), **context, **queries)

    @bp.get("/search")
    def search() -> Response:
        """The things whose texts hold all the words."""
        chosen, (written, kind) = chosen_format(OFFERED), _search_fields()
        if (held := unchanged(request, tag(chosen))) is not None:
            return held
        words = read_words(written, finder.texts.names)
        found = {k: all_ for k, all_ in finder.texts.find(words).items() if kind in ("", k)}
        queries = {k: search_query(words, finder.texts.alphabet, k) for k in found}
        queries["all"] = search_query(words, finder.texts.alphabet, kind or None)
        if chosen is not HTML:
            sparql = queries if words else {}
            return answered({**finder.search_json(written, words, found), "sparql": sparql}, tag(chosen))
        context = {"written": written, "words_": words, "found": found, "kind": kind, "queries": queries}
        limits = {"limit": MANY if kind else FEW, "texts_shown": TEXTS_SHOWN}
        more = {"kinds": KINDS, "marks": marks}
        return shown("search.html", tag(chosen), **context, **limits, **more)

    @bp.route("/for-child", methods=["GET", "POST"])
    def for_child() -> Response:
        """What one child may have; a form that is posted keeps the child out of addresses and logs."""
        chosen = chosen_format(OFFERED)
        child = read_child(read_form(request), finder.facts, labels)
        if (held := unchanged(request, tag(chosen))) is not None:
            return held
        answer, lang = finder.answer_for(child), known_language(request, settings.lang)
        sparql = child_query(child, finder.facts, lang)
        if chosen is not HTML:
            return answered({**finder.child_json(child, answer), "sparql": sparql}, tag(chosen))
        context = {"finder": finder, "child": child, "result": answer, "sparql": sparql, "oldest": OLDEST}
        return shown("for_child.html", tag(chosen), vague=(OPEN, NAMED), **context)

    def answered(content: Json, tag: str | None) -> Response:
        body = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        return cached(Response(body, content_type=PLAIN_JSON.media_type), tag)

    def shown(template: str, tag: str | None, **context: object) -> Response:
        return cached(Response(render_template(template, **context), content_type=content_type(HTML)), tag)

    return bp


def _page_number(services: int) -> int:
    pages = max(1, -(-services // SHOWN))
    written = request.args.get("page", "") or "1"
    if not (written.isdecimal() and len(written) < 10 and 1 <= int(written) <= pages):
        raise BadValueError("page", written[:40], Text(f"从 1 到 {pages}", f"1 to {pages}"))
    return int(written)


def _search_fields() -> tuple[str, str]:
    for name in request.args:
        if name not in SEARCH_FIELDS:
            raise UnknownParameterError("search", name, nearest(name, SEARCH_FIELDS) or SEARCH_FIELDS[:2])
    kind = request.args.get("kind", "")
    if kind and kind not in KINDS:
        raise UnknownValueError("kind", kind, nearest(kind, KINDS), tuple(KINDS))
    return request.args.get("q", ""), kind
