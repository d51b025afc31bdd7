"""The documents of an edition: its table as CSV and JSON, and what was received.

Not here: the pages about them (``things``).
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request

from kg_service.editions.export import rows, to_csv, to_json
from kg_service.editions.packaging import write_package
from kg_service.errors import UnreadableFileError
from kg_service.formats import CSV, PACKAGE, Format
from kg_service.model import Iri, Text
from kg_service.store import Store
from kg_service.vocabulary import edition_iri
from kg_service.web.answers import content_type
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.things import OFFERED, Things, chosen_format

TABLE_JSON = Format("json", "application/json", "json", "solutions")

EDITION = "/id/edition/<series>/<version>"


def documents_blueprint(store: Store, home: Path, pages: Pages, things: Things) -> Blueprint:
    """Routes over the editions of *store* and over the documents under ``data/sources/`` of *home*."""
    bp = Blueprint("documents", __name__)
    packed = lru_cache(maxsize=4)(lambda series, version: write_package(store, series, version, home=home))
    received = lru_cache(maxsize=1)(lambda: _by_checksum(home / "data" / "sources"))

    @bp.get(EDITION + "/table.csv")
    def table_csv(series: str, version: str) -> Response:
        """The table as CSV; its page and its description for those who ask."""
        chosen = chosen_format((CSV, *OFFERED))
        if chosen is not CSV:
            return things.represent(things.find(request.path.removeprefix("/"))[0], chosen)
        return _document(
            to_csv(rows(store, series, version, home=home)), content_type(CSV), f"{series}-{version}.csv"
        )

    @bp.get(EDITION + "/table.json")
    def table_json(series: str, version: str) -> Response:
        """The table as JSON; its page and its description for those who ask."""
        chosen = chosen_format((TABLE_JSON, *OFFERED))
        if chosen is not TABLE_JSON:
            return things.represent(things.find(request.path.removeprefix("/"))[0], chosen)
        return _document(
            to_json(rows(store, series, version, home=home)), "application/json", f"{series}-{version}.json"
        )

    @bp.get(EDITION + "/source.txt")
    def source(series: str, version: str) -> Response:
        """The document as received."""
        rows(store, series, version, home=home)  # says which edition was meant, where there is none
        found = pages.rows("checksum", edition=Iri(edition_iri(series, version)))
        file = next((received()[sum_] for row in found if (sum_ := str(row["checksum"])) in received()), None)
        if file is None:
            raise UnreadableFileError(
                request.path, Text("没有收到的文件", "no received document has its checksum")
            )
        return _document(file.read_bytes(), "text/plain; charset=utf-8", file.name)

    @bp.get(EDITION + "/package.zip")
    def package(series: str, version: str) -> Response:
        """Everything of the edition in one file."""
        chosen_format((PACKAGE,))
        tag = tag_of(store.snapshot, request.path)
        if (held := unchanged(request, tag)) is not None:
            return held
        response = Response(packed(series, version), content_type=PACKAGE.media_type)
        response.headers.set("Content-Disposition", "attachment", filename=f"{series}-{version}.zip")
        return cached(response, tag)

    def _document(content: str | bytes, media_type: str, name: str) -> Response:
        tag = tag_of(store.snapshot, request.full_path, media_type)
        if (held := unchanged(request, tag)) is not None:
            return held
        response = Response(content, content_type=media_type)
        response.headers.set("Content-Disposition", "inline", filename=name)
        return cached(response, tag)

    return bp


def _by_checksum(folder: Path) -> dict[str, Path]:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return {hashlib.sha256(file.read_bytes()).hexdigest(): file for file in files}
