"""The home page, and whether the server is well."""

from flask import Blueprint, Response, jsonify, render_template, request

from kg_service.formats import HTML
from kg_service.model import Lang
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.vocabulary import graph_iri
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.checklist import Tables
from kg_service.web.find.facet_queries import list_query
from kg_service.web.labels import Labels
from kg_service.web.language import language_of
from kg_service.web.matrix import matrix_of
from kg_service.web.things import OFFERED, chosen_format
from kg_service.web.usage import one_line


def home_blueprint(
    store: Store, settings: Settings, catalogue: Catalogue, pages: Pages, tables: Tables, labels: Labels
) -> Blueprint:
    """Routes that belong to the dataset as a whole."""
    bp = Blueprint("home", __name__)

    @bp.get("/")
    def home() -> Response:
        """The current editions and what to do with them; the description of the dataset for programs."""
        chosen, lang = chosen_format(OFFERED), language_of(request, settings.lang)
        tag = tag_of(store.snapshot, request.url, chosen.name, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        if chosen is HTML:
            body: str | bytes = page(lang)
        else:
            body = pages.answer("graph", (graph_iri("dataset"),)).serialize(chosen)
        return cached(Response(body, content_type=content_type(chosen)), tag)

    def page(lang: Lang) -> str:
        current = [edition for edition in tables.editions() if edition.current]
        rows = tables.rows(current[0].iri) if current else ()
        return render_template(
            "home.html",
            tables=tables,
            current=current,
            catalogue=catalogue,
            matrix=matrix_of(rows, lambda iri: labels.of(iri, lang)),
            command=one_line(request.root_url.rstrip("/")),
            services_query=list_query((), lang),
        )

    @bp.get("/health")
    def health() -> Response:
        """Is the graph there, and which one is it?"""
        sizes = pages.rows("size")
        editions = [edition.name for edition in tables.editions()]
        triples = sum(int(str(row["triples"])) for row in sizes)
        response = jsonify(status="ok", snapshot=store.snapshot, triples=triples, editions=editions)
        response.headers["Cache-Control"] = "no-store"
        return response

    return bp
