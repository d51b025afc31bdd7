"""The API's description of itself: ``/openapi.json``, a page of it, and the address book of RFC 9727.

Not here: what it says (``openapi``).
"""

import json
from functools import lru_cache

from flask import Blueprint, Response, current_app, render_template, request

from kg_service.errors import BadValueError
from kg_service.formats import HTML
from kg_service.model import LANGS, Lang, Text
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.answers import content_type
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.language import chosen_language, language_of
from kg_service.web.manual import Manual
from kg_service.web.openapi import Object, openapi_document
from kg_service.web.questions import PLAIN_JSON
from kg_service.web.things import chosen_format

LINKSET = "application/linkset+json"
DESCRIBED = {"sparql", "questions", "graphstore", "api"}
"""Blueprints whose answers link the description of the API (RFC 8631)."""


def description_links(root: str = "") -> tuple[str, ...]:
    """Values of Link that lead to the description of the API; *root*: where the application is mounted."""
    return (
        f'<{root}/openapi.json>; rel="service-desc"; type="{PLAIN_JSON.media_type}"',
        f'<{root}/api>; rel="service-doc"; type="{HTML.media_type}"',
    )


def api_blueprint(store: Store, settings: Settings, catalogue: Catalogue) -> Blueprint:
    """Routes that describe the other routes."""
    bp = Blueprint("api", __name__)

    @lru_cache(maxsize=3)
    def document(snapshot: str, lang: Lang | None) -> Object:
        rules = [rule.rule for rule in current_app.url_map.iter_rules()]
        return openapi_document(store, settings, catalogue, rules, lang)

    @bp.get("/openapi.json")
    def openapi() -> Response:
        """The description for programs, in both languages or in that of the address."""
        chosen_format((PLAIN_JSON,))
        wanted = request.args.get("lang") or None
        if wanted not in (None, *LANGS):
            raise BadValueError("lang", str(wanted), Text("zh 或 en", "zh or en"))
        lang = chosen_language(request)
        tag = tag_of(store.snapshot, request.full_path, request.script_root, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        server = {"url": request.script_root or "/"}
        found = document(store.snapshot, lang)
        found = {**found, "servers": [{**found["servers"][0], **server}]}
        body = json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"
        return cached(Response(body, content_type=PLAIN_JSON.media_type), tag)

    @bp.get("/api")
    def page() -> Response:
        """The description for people."""
        chosen_format((HTML,))
        lang = language_of(request, settings.lang)
        tag = tag_of(store.snapshot, request.full_path, request.url_root, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        manual = Manual(document(store.snapshot, lang), request.url_root.rstrip("/"))
        return cached(
            Response(render_template("api.html", manual=manual), content_type=content_type(HTML)), tag
        )

    @bp.get("/.well-known/api-catalog")
    def catalog() -> Response:
        """Where the descriptions are. Source: https://www.rfc-editor.org/rfc/rfc9727"""
        root = request.url_root.rstrip("/")
        links = {
            "anchor": f"{root}/",
            "service-desc": [{"href": f"{root}/openapi.json", "type": PLAIN_JSON.media_type}],
            "service-doc": [{"href": f"{root}/api", "type": HTML.media_type}],
            "status": [{"href": f"{root}/health", "type": PLAIN_JSON.media_type}],
        }
        body = json.dumps({"linkset": [links]}, indent=1) + "\n"
        profile = 'profile="https://www.rfc-editor.org/info/rfc9727"'
        return cached(Response(body, content_type=f"{LINKSET}; {profile}"), tag_of(body))

    @bp.after_app_request
    def _describe(response: Response) -> Response:
        """Source: https://www.rfc-editor.org/rfc/rfc8631"""
        if request.blueprint in DESCRIBED:
            for link in description_links(request.script_root):
                response.headers.add("Link", link)
        return response

    return bp
