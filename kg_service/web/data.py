"""The page about the data as a whole: what can be taken away, where, in which forms, and how to cite it.

Not here: the files (``downloads``), the examples (``usage``), what programs read (``selfdescription``).
"""

from flask import Blueprint, Response, render_template, request

from kg_service.formats import GRAPH_FORMATS, HTML, SOLUTION_FORMATS
from kg_service.publish.dumps import DumpFolder
from kg_service.settings import Settings
from kg_service.store import Store
from kg_service.vocabulary import PREFIXES
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.downloads import downloads_of
from kg_service.web.language import language_of
from kg_service.web.things import chosen_format
from kg_service.web.usage import BIBTEX, CITATION, ENDPOINTS, samples

MAIN = ("dataset", "default")
"""Stems of the files that the page shows; the others are at ``/dumps/``."""


def data_blueprint(store: Store, settings: Settings, pages: Pages, dumps: DumpFolder | None) -> Blueprint:
    """The page over *store* and its files."""
    bp = Blueprint("data", __name__)

    @bp.get("/data")
    def data() -> Response:
        """Downloads, endpoints, formats, examples, prefixes, licence, citation."""
        chosen_format((HTML,))
        tag = tag_of(store.snapshot, request.full_path, request.url_root, language_of(request, settings.lang))
        if (held := unchanged(request, tag)) is not None:
            return held
        listed = downloads_of(store, dumps)
        page = render_template(
            "data.html",
            downloads=[item for item in listed if item.name.partition(".")[0] in MAIN],
            count=len(listed),
            endpoints=ENDPOINTS,
            formats=(*SOLUTION_FORMATS, *GRAPH_FORMATS),
            samples=samples(request.url_root.rstrip("/")),
            prefixes=sorted(PREFIXES.items()),
            citation=CITATION,
            bibtex=BIBTEX,
            snapshot=pages.snapshot,
        )
        return cached(Response(page, content_type=content_type(HTML)), tag)

    return bp
