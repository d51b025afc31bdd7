"""``/reconcile``, in the language of the request, and ``/reconcile/zh`` and ``/reconcile/en`` in their own.

Not here: how a request is read (``requests``), what is answered (``answering``, ``manifest``).
"""

import json
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import MethodNotAllowed

from kg_service.errors import BadValueError, MissingParameterError, UnknownParameterError
from kg_service.formats import HTML
from kg_service.linking.entities import KINDS, PROPERTIES, Entity
from kg_service.model import Lang, Text
from kg_service.nearest import nearest
from kg_service.settings import Settings
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.errors import UnknownThingError, UnsupportedMediaTypeError
from kg_service.web.language import language_of
from kg_service.web.protocol import read_form
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.reconcile.answering import Answering, properties, property_of, type_of, types
from kg_service.web.reconcile.manifest import manifest
from kg_service.web.reconcile.requests import (
    read_batch,
    read_callback,
    read_extension,
    read_json,
    read_kind,
    read_limit,
    read_matches,
)

SCRIPT = "text/javascript"
ASKED = ("queries", "extend")
FIELDS = (*ASKED, "callback", "lang", "_")
MATCH = ("OPTIONS", "POST")
PREFIXES = ("/reconcile", "/reconcile/<any(zh, en):lang>")
FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors *"
)
"""Policy of a preview: made to be shown inside of other pages."""


def reconcile_blueprint(pages: Pages, settings: Settings) -> Blueprint:
    """Routes over the default graph; registered under each of ``PREFIXES``."""
    bp = Blueprint("reconcile", __name__)
    answering = Answering(pages)

    def of(lang: Lang | None) -> Lang:
        return lang or language_of(request, settings.lang)

    def answered(content: object, lang: Lang) -> Response:
        """JSON, or a call of the function that the client names."""
        kept = request.method == "GET"
        tag = tag_of(pages.snapshot, request.full_path, request.url_root, lang) if kept else None
        if (held := unchanged(request, tag)) is not None:
            return held
        if "callback" not in request.args:
            body = json.dumps(content, ensure_ascii=False) + "\n"
            return cached(Response(body, content_type=PLAIN_JSON.media_type), tag)
        # What stands before the name keeps a browser from taking the answer for another kind of file.
        body = f"/**/{read_callback(request.args['callback'])}({json.dumps(content)});\n"
        return cached(Response(body, content_type=f"{SCRIPT}; charset=utf-8"), tag)

    def entity() -> Entity:
        id_ = _required("id")
        if (found := answering.reconciler.get(id_)) is None:
            raise UnknownThingError(id_, nearest(id_, [e.id for e in answering.reconciler.entities]))
        return found

    @bp.route("", methods=["GET", "POST"])
    def service(lang: Lang | None = None) -> Response:
        """The manifest; the answer to a batch of queries; properties of things."""
        fields = _fields()
        if "queries" in fields:
            batch = read_batch(read_json("queries", fields["queries"]))
            found = {key: {"result": answering.candidates(q, of(lang))} for key, q in batch.items()}
            return answered(found, of(lang))
        if "extend" in fields:
            asked = read_extension(read_json("extend", fields["extend"]))
            return answered(answering.extended(asked, of(lang)), of(lang))
        if request.method == "POST":
            raise MissingParameterError("reconcile", ASKED[:1])
        root = request.url_root.rstrip("/")
        return answered(manifest(root, f"{root}{request.path.rstrip('/')}", of(lang)), of(lang))

    @bp.route("/match", methods=["GET", *MATCH], provide_automatic_options=False)
    def match(lang: Lang | None = None) -> Response:
        """A batch of queries as the draft of version 1.0 writes it."""
        # Without these two the route of all IRIs, which takes GET, would speak for this address.
        if request.method == "OPTIONS":
            return Response(headers={"Allow": ", ".join(MATCH)})
        if request.method != "POST":
            raise MethodNotAllowed(MATCH)
        if request.mimetype != PLAIN_JSON.media_type:
            raise UnsupportedMediaTypeError(request.headers.get("Content-Type", ""), (PLAIN_JSON.media_type,))
        batch = read_matches(read_json("body", request.get_data(as_text=True)))
        return answered(
            {"results": [{"candidates": answering.candidates(query, of(lang))} for query in batch]}, of(lang)
        )

    @bp.get("/suggest/entity")
    def suggest_entity(lang: Lang | None = None) -> Response:
        """Things whose name begins as typed."""
        kind = read_kind("type", request.args.get("type", ""))
        found = answering.suggest(request.args.get("prefix", "")[:100], of(lang), kind, _cursor())
        return answered({"result": found}, of(lang))

    @bp.get("/suggest/property")
    def suggest_property(lang: Lang | None = None) -> Response:
        """Properties whose name begins as typed."""
        kind = read_kind("type", request.args.get("type", ""))
        found = properties(request.args.get("prefix", "")[:100], of(lang), kind)
        return answered({"result": found[_cursor() :]}, of(lang))

    @bp.get("/suggest/type")
    def suggest_type(lang: Lang | None = None) -> Response:
        """Kinds of things whose name begins as typed."""
        return answered(
            {"result": types(request.args.get("prefix", "")[:100], of(lang))[_cursor() :]}, of(lang)
        )

    @bp.get("/flyout/<any(entity, property, type):what>")
    def flyout(what: str, lang: Lang | None = None) -> Response:
        """A few words on what is suggested, as HTML in JSON."""
        if what == "entity":
            html = render_template("reconcile_entity.html", **shown(entity(), of(lang)))
        else:
            known: dict[str, Any] = dict(PROPERTIES) if what == "property" else dict(KINDS)
            id_ = _required("id")
            if id_ not in known:
                raise UnknownThingError(id_, nearest(id_, known))
            about = property_of(id_, of(lang)) if what == "property" else type_of(id_, of(lang))
            html = render_template("reconcile_word.html", about=about)
        return answered({"id": _required("id"), "html": html}, of(lang))

    @bp.get("/properties")
    def propose(lang: Lang | None = None) -> Response:
        """What can be asked for of things of one kind."""
        kind = read_kind("type", request.args.get("type", ""))
        limit = read_limit("limit", request.args.get("limit"), default=len(PROPERTIES))
        about = {"limit": limit} if request.args.get("limit") else {}
        found = properties("", of(lang), kind)[:limit]
        return answered({"type": kind or "", "properties": found, **about}, of(lang))

    @bp.get("/preview")
    def preview(lang: Lang | None = None) -> Response:
        """One thing on a small page that others show inside of theirs."""
        page = render_template("reconcile_preview.html", lang=of(lang), **shown(entity(), of(lang)))
        response = Response(page, content_type=content_type(HTML))
        response.headers["Content-Security-Policy"] = FRAMED
        return cached(response, tag_of(pages.snapshot, request.full_path, request.url_root, of(lang)))

    def shown(entity: Entity, lang: Lang) -> dict[str, object]:
        about = answering.named(entity, lang)
        names = [name.text for name in entity.names if name.text != about["name"]]
        definition = [str(text) for text in entity.of("definition")]
        link = f"{request.url_root}{lang}/id/{entity.id}"
        kind = type_of(entity.kind, lang)["name"]
        return {"about": about, "names": names, "definition": definition, "link": link, "kind": kind}

    return bp


def _fields() -> dict[str, str]:
    """What is asked. Clients send fields of their own beside it; without it, another field may be a slip."""
    fields = dict(read_form(request))
    if any(name in fields for name in ASKED):
        return fields
    for name in fields:
        if name not in FIELDS:
            raise UnknownParameterError("reconcile", name, nearest(name, ASKED) or ASKED)
    return fields


def _required(name: str) -> str:
    if not (value := request.args.get(name, "")):
        raise MissingParameterError("reconcile", [name])
    return value


def _cursor() -> int:
    written = request.args.get("cursor", "") or "0"
    if not (written.isdecimal() and len(written) < 10):
        raise BadValueError("cursor", written[:40], Text("整数，从 0 起", "a whole number from 0"))
    return int(written)
