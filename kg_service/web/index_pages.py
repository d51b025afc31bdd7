"""``/bodies`` and ``/norms``: everything of one class, on the page above it.

Not here: what is on them (``indexes``), how it looks (``templates/index.html``).
"""

from flask import Blueprint, Response, render_template, request

from kg_service.formats import HTML
from kg_service.settings import Settings
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.indexes import INDEXES, Index, sections
from kg_service.web.language import language_of
from kg_service.web.things import chosen_format


def indexes_blueprint(settings: Settings, pages: Pages) -> Blueprint:
    """A route for each index."""
    bp = Blueprint("indexes", __name__)

    def shown(index: Index) -> Response:
        chosen_format((HTML,))
        lang = language_of(request, settings.lang)
        tag = tag_of(pages.snapshot, request.full_path, request.script_root, lang)
        if (held := unchanged(request, tag)) is not None:
            return held
        page = render_template("index.html", index=index, sections=sections(index, pages))
        return cached(Response(page, content_type=content_type(HTML)), tag)

    for index in INDEXES:
        bp.add_url_rule(f"/{index.name}", index.name, shown, defaults={"index": index})
    return bp
