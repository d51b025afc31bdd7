"""``/sitemap.xml`` and ``/robots.txt``: what search engines may read, in which languages.

The number of pages is bounded by ``queries/pages/sitemap.rq``: with one address a language it stays below the
50,000 that a sitemap may have.

Source: https://www.sitemaps.org/protocol.html, RFC 9309 (robots.txt),
https://developers.google.com/search/docs/specialty/international/localized-versions (languages)
"""

from flask import Blueprint, Response, render_template, request

from kg_service.formats import Format
from kg_service.queries import Catalogue
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.find.child import FIELDS
from kg_service.web.find.facets import FACETS
from kg_service.web.links import local_path, natural
from kg_service.web.things import chosen_format
from kg_service.web.view import LANGUAGE_TAGS

SITEMAP = Format("xml", "application/xml", "xml", "solutions", ("text/xml",))
ROBOTS = Format("txt", "text/plain", "txt", "solutions")

FIXED = (
    "/", "/services", "/for-child", "/bodies", "/norms", "/queries", "/data", "/ontology", "/shapes", "/api",
)  # fmt: skip
REFUSED = (
    "/sparql", "/graph-store", "/dumps/", "/reconcile", "/search", "/check", "/compare", "/*format=",
    *(f"/services?*{facet.name}=" for facet in FACETS),
    *(f"/for-child?*{name}=" for name in FIELDS),
)  # fmt: skip
"""What would have a robot ask the same again and again, or take files that are not pages."""


def crawling_blueprint(pages: Pages, catalogue: Catalogue) -> Blueprint:
    """Routes over the default graph."""
    bp = Blueprint("crawling", __name__)

    def sent(made: Format, template: str, **context: object) -> Response:
        body = render_template(template, root=request.url_root.rstrip("/"), **context)
        tag = tag_of(pages.snapshot, request.full_path, request.url_root)
        return cached(Response(body, content_type=f"{made.media_type}; charset=utf-8"), tag)

    @bp.get("/sitemap.xml")
    def sitemap() -> Response:
        """The pages, each in every language."""
        chosen_format((SITEMAP,))
        if held := unchanged(request, tag_of(pages.snapshot, request.full_path, request.url_root)):
            return held
        found = sorted((str(page) for (page,) in pages.answer("sitemap", ()).rows()), key=natural)
        questions = [f"/queries/{query.name}" for query in catalogue]
        paths = [*FIXED, *questions, *filter(None, map(local_path, found))]
        return sent(SITEMAP, "sitemap.xml", paths=paths, languages=LANGUAGE_TAGS)

    @bp.get("/robots.txt")
    def robots() -> Response:
        """What robots are asked to leave alone."""
        chosen_format((ROBOTS,))
        return sent(ROBOTS, "robots.txt", refused=REFUSED)

    return bp
