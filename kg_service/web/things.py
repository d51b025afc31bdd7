"""Every IRI of the graph as a page and as RDF, at its own path.

Source: https://www.w3.org/TR/cooluris/ (hash IRIs: a fragment is served with its document)
"""

from functools import lru_cache
from itertools import islice

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
from kg_service.store.compacting import MOST, Context, can_compact, write_compacted
from kg_service.vocabulary import BASE, CARE, CPSV, CSVW, DCAT, FOAF
from kg_service.web.answers import content_type
from kg_service.web.around import around
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.checklist import Tables
from kg_service.web.diagram import fitted
from kg_service.web.language import chosen_language, language_of
from kg_service.web.links import href
from kg_service.web.pages import page_of
from kg_service.web.places import PLACES, place_tree
from kg_service.web.reading import reading_of
from kg_service.web.resources import Resource, Resources
from kg_service.web.structured import thing_json
from kg_service.web.vocabularies import ASIDE, Vocabularies

OFFERED = (HTML, *GRAPH_FORMATS)
ALTERNATES = (TURTLE, NTRIPLES, RDFXML, JSONLD)
"""Formats that a page links to."""

EXPANDED = "http://www.w3.org/ns/json-ld#expanded"
"""Profile by which JSON-LD is asked for without terms of ours, as the engine writes it.

Source: https://www.w3.org/TR/json-ld11/#iana-considerations
"""
KEPT = 16
"""Long pages that are kept, those of vocabularies and of statistics: they are few, and the same until the
dataset is another one."""
STATISTICS = BASE + "id/void/"

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
        self._resources, self._vocabularies = Resources(pages), Vocabularies(pages)
        self._long = lru_cache(maxsize=KEPT)(lambda resource, _asked: self._page(resource))

    def find(self, path: str) -> tuple[Resource, Format | None]:
        """See ``Resources.find``."""
        return self._resources.find(path)

    def knows(self, path: str) -> bool:
        """Does the dataset speak of the IRI of *path*?"""
        return self._resources.knows(path)

    def represent(self, resource: Resource, chosen: Format) -> Response:
        """*resource* in one of ``OFFERED``, unless the client holds it already."""
        lang = language_of(request, self._settings.lang) if chosen is HTML else ""
        form = chosen.name if EXPANDED not in request.headers.get("Accept", "") else EXPANDED
        tag = tag_of(self._pages.snapshot, request.full_path, form, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        if chosen is HTML:
            kept = (request.full_path, request.url_root, chosen_language(request), lang)
            is_long = resource.ontology or resource.iri.startswith(STATISTICS)
            page = self._long(resource, kept) if is_long else self._page(resource)
            response = Response(page, content_type=content_type(HTML))
        else:
            body = self._written(resource, chosen)
            response = Response(body, content_type=content_type(chosen))
        response.headers["Link"] = ", ".join(_links(resource.iri, is_page=chosen is HTML))
        return cached(response, tag)

    def _written(self, resource: Resource, chosen: Format) -> bytes:
        answer = self._resources.answer(resource)
        if chosen is JSONLD and EXPANDED not in request.headers.get("Accept", ""):
            triples = tuple(islice(answer.triples(), MOST + 1))
            if can_compact(triples):
                return write_compacted(triples, Context.load(self._settings.home), resource.iri)
        return answer.serialize(chosen)

    def _page(self, resource: Resource) -> str:
        page = page_of(resource, self._resources, self._pages)
        template = next((name for kind, name in TEMPLATES.items() if kind in page.kinds), "thing.html")
        if page.iri == PLACES:
            template = "places.html"
        if resource.graph:
            template = "vocabulary.html" if resource.ontology else "graph.html"
        is_service = template == "service.html"
        return render_template(
            template,
            page=page,
            tables=self._tables,
            around=around(page.this, page.statements, self._pages),
            reading=reading_of(page.iri, page.statements, self._pages) if is_service else None,
            vocabulary=self._vocabularies.of(page) if resource.ontology else None,
            aside=ASIDE,
            fitted=fitted,
            places=place_tree(self._pages) if page.iri == PLACES else (),
            thing_json=thing_json(page.this, page.kinds, page.statements),
            alternates=ALTERNATES,
        )


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


def _links(iri: str, *, is_page: bool) -> list[str]:
    path = href(iri, request.script_root)
    alternates = [
        f'<{path}.{f.extension}>; rel="alternate"; type="{f.media_type}"' for f in (HTML, *ALTERNATES)
    ]
    # What to link to and what to cite is the IRI, wherever it is served; a page, which is there in several
    # languages, says itself what it is linked as. Source: RFC 6596, RFC 8574
    canonical = [] if is_page else [f'<{iri}>; rel="canonical"']
    return [*canonical, f'<{iri}>; rel="cite-as"', *alternates]
