"""Every IRI of the graph as a page and as RDF, at its own path.

Source: https://www.w3.org/TR/cooluris/ (hash IRIs: a fragment is served with its document)
"""

from flask import Blueprint, Response, render_template, request

from kg_service.formats import (
    GRAPH_FORMATS,
    HTML,
    JSONLD,
    NTRIPLES,
    RDFXML,
    TURTLE,
    Format,
    format_named,
    negotiate,
)
from kg_service.settings import Settings
from kg_service.vocabulary import CARE, CPSV, CSVW, DCAT, FOAF
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.checklist import Tables, service_parts
from kg_service.web.language import language_of
from kg_service.web.links import href
from kg_service.web.pages import page_of
from kg_service.web.resources import Resource, Resources

OFFERED = (HTML, *GRAPH_FORMATS)
ALTERNATES = (TURTLE, NTRIPLES, RDFXML, JSONLD)
"""Formats that a page links to."""

TEMPLATES = {
    str(CARE.ChecklistEdition): "edition.html",
    str(CPSV.PublicService): "service.html",
    str(CSVW.Table): "table.html",
    str(DCAT.Distribution): "download.html",
    str(FOAF.Document): "source.html",
}
"""Pages of their own, by class, the first that fits; everything else has the general one."""


class Things:
    """Represents any IRI of the dataset in any format."""

    def __init__(self, settings: Settings, pages: Pages, tables: Tables) -> None:
        self._settings, self._pages, self._tables = settings, pages, tables
        self._resources = Resources(pages)

    def find(self, path: str) -> tuple[Resource, Format | None]:
        """See ``Resources.find``."""
        return self._resources.find(path)

    def knows(self, path: str) -> bool:
        """Does the dataset speak of the IRI of *path*?"""
        return self._resources.knows(path)

    def represent(self, resource: Resource, chosen: Format) -> Response:
        """*resource* in one of ``OFFERED``, unless the client holds it already."""
        lang = language_of(request, self._settings.lang) if chosen is HTML else ""
        tag = tag_of(self._pages.snapshot, request.full_path, chosen.name, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        if chosen is HTML:
            response = Response(self._page(resource), content_type=content_type(HTML))
        else:
            body = self._resources.answer(resource).serialize(chosen)
            response = Response(body, content_type=content_type(chosen))
        response.headers["Link"] = ", ".join(_links(resource.iri))
        return cached(response, tag)

    def _page(self, resource: Resource) -> str:
        page = page_of(resource, self._resources, self._pages)
        template = next((name for kind, name in TEMPLATES.items() if kind in page.kinds), "thing.html")
        if resource.graph:
            template = "vocabulary.html" if resource.ontology else "graph.html"
        parts = service_parts(page.iri, page.statements, self._pages) if template == "service.html" else None
        return render_template(template, page=page, tables=self._tables, parts=parts, alternates=ALTERNATES)


def things_blueprint(things: Things) -> Blueprint:
    """The route of everything that has an IRI and no route of its own."""
    bp = Blueprint("things", __name__)

    @bp.get("/<path:path>")
    def thing(path: str) -> Response:
        """One IRI as HTML or RDF."""
        resource, by_suffix = things.find(path)
        return things.represent(resource, by_suffix or chosen_format(OFFERED))

    return bp


def chosen_format(offered: tuple[Format, ...]) -> Format:
    """The format of ``?format=``, else of Accept.

    Raises:
        UnknownFormatError: No offered format has that name.
        NotAcceptableError: None is acceptable.
    """
    name = request.args.get("format")
    return format_named(name, offered) if name else negotiate(request.headers.get("Accept"), offered)


def _links(iri: str) -> list[str]:
    path = href(iri, request.script_root)
    alternates = [
        f'<{path}.{f.extension}>; rel="alternate"; type="{f.media_type}"' for f in (HTML, *ALTERNATES)
    ]
    return [f'<{iri}>; rel="canonical"', *alternates]
