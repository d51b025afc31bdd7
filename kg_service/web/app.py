"""The application: routes over a store, with settings and catalogue handed in. Nothing here is global."""

from flask import Flask, Response, request

from kg_service.publish.dumps import DumpFolder
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.web.api import api_blueprint
from kg_service.web.asking import Pages
from kg_service.web.check import check_blueprint
from kg_service.web.checklist import Tables
from kg_service.web.compare import compare_blueprint
from kg_service.web.comparing import Editions
from kg_service.web.crawling import crawling_blueprint
from kg_service.web.data import data_blueprint
from kg_service.web.documents import documents_blueprint
from kg_service.web.downloads import downloads_blueprint
from kg_service.web.drawing import chart_of, draw, mark_href
from kg_service.web.find.conditions import conditions_blueprint
from kg_service.web.find.finder import Finder
from kg_service.web.find.views import find_blueprint
from kg_service.web.graphstore import graphstore_blueprint
from kg_service.web.home import home_blueprint
from kg_service.web.index_pages import indexes_blueprint
from kg_service.web.labels import Labels
from kg_service.web.language import LanguagePaths, chosen_language, language_of
from kg_service.web.names import names_blueprint
from kg_service.web.problems import problems_blueprint, register_problems
from kg_service.web.questions import questions_blueprint
from kg_service.web.reconcile.views import PREFIXES, reconcile_blueprint
from kg_service.web.review.views import review_blueprint
from kg_service.web.selfdescription import selfdescription_blueprint
from kg_service.web.sparql import sparql_blueprint
from kg_service.web.things import Things, things_blueprint
from kg_service.web.view import register_view

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Language, Content-Range, "
    "ETag, Link, Repr-Digest",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""On every response. Everything is public and read-only, so any page may read it. One page has a script."""

EDITOR = "/sparql"
EDITOR_POLICY = HEADERS["Content-Security-Policy"] + "; script-src 'self'; connect-src 'self'"
"""Of the page with the query editor, which is the one script, and asks this server for names."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


def create_app(
    store: Store, settings: Settings, catalogue: Catalogue, dumps: DumpFolder | None = None
) -> Flask:
    """The WSGI application.

    Args:
        store: The dataset that is served; it does not change.
        settings: Limits, the default language, and where page queries and received documents are.
        catalogue: The named queries that are offered.
        dumps: Files of the dataset; where there are none, *store* writes what is downloaded.
    """
    app = Flask(__name__)
    app.wsgi_app = LanguagePaths(app.wsgi_app)  # type: ignore[method-assign]
    app.config["MAX_CONTENT_LENGTH"] = (
        3 * settings.max_query_bytes + 65_536
    )  # each byte may be written as %XX
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    pages = Pages(store, settings.home)
    tables = Tables(pages)
    things = Things(settings, pages, tables)
    labels = Labels(pages)
    finder = Finder(pages, labels)
    register_view(app, labels, settings.lang)
    app.jinja_env.globals.update(draw=draw, chart_of=chart_of, mark_href=mark_href)
    register_problems(app, settings.max_query_bytes, settings.lang)
    app.register_blueprint(home_blueprint(store, settings, catalogue, pages, tables, labels))
    app.register_blueprint(sparql_blueprint(store, settings, catalogue, pages))
    app.register_blueprint(questions_blueprint(store, settings, catalogue))
    app.register_blueprint(api_blueprint(store, settings, catalogue))
    app.register_blueprint(graphstore_blueprint(store, dumps))
    app.register_blueprint(data_blueprint(store, settings, pages, dumps))
    app.register_blueprint(downloads_blueprint(store, settings, things, dumps))
    app.register_blueprint(selfdescription_blueprint(store, settings, pages, tables, things, dumps))
    editions = Editions(store, settings, tables)
    app.register_blueprint(compare_blueprint(store, settings, editions))
    app.register_blueprint(check_blueprint(settings, editions))
    app.register_blueprint(find_blueprint(pages, finder, settings))
    app.register_blueprint(conditions_blueprint(store, finder, settings))
    app.register_blueprint(names_blueprint(pages, labels))
    app.register_blueprint(crawling_blueprint(pages, catalogue))
    app.register_blueprint(indexes_blueprint(settings, pages))
    reconcile = reconcile_blueprint(pages, settings)
    for number, prefix in enumerate(PREFIXES):
        app.register_blueprint(reconcile, url_prefix=prefix, name=f"reconcile-{number}")
    if settings.review_folder and settings.review_token:
        app.register_blueprint(review_blueprint(pages, settings))
    app.register_blueprint(problems_blueprint())
    app.register_blueprint(documents_blueprint(store, settings.home, pages, things))
    app.register_blueprint(things_blueprint(things))

    @app.after_request
    def _with_headers(response: Response) -> Response:
        if request.path == EDITOR and response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = EDITOR_POLICY
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
        if response.mimetype == "text/html":
            response.headers["Content-Language"] = language_of(request, settings.lang)
        if chosen_language(request) is not None:
            response.vary.discard("accept-language")  # Werkzeug finds it in small letters only
        return response

    return app
