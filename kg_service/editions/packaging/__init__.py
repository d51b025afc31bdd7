"""An edition as one zip file that others can take: a Frictionless data package and an RO-Crate at once.

In it are the table as printed, the reading of it as tables, the graph, the document as received, two
descriptions of all that, and checksums. The same edition gives the same bytes.

Not here: single files (``writing``), the whole dataset (``publish.dumps``).
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from kg_service.editions.export import rows, to_csv
from kg_service.editions.packaging.crate import crate
from kg_service.editions.packaging.datapackage import datapackage
from kg_service.editions.packaging.parts import About, Part
from kg_service.editions.packaging.tables import TABLES, as_csv
from kg_service.formats import TURTLE
from kg_service.model import Iri
from kg_service.settings import find_home
from kg_service.store import Store
from kg_service.vocabulary import edition_graph_iri, edition_iri, graph_iri

NAME = "package.zip"
_QUERIES = Path("queries", "packages")
_SOURCES = Path("data", "sources")
_EVERYTHING = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_REFERENCE = ("schemes", "organizations", "services")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_package(store: Store, series: str, version: str, *, home: Path | None = None) -> bytes:
    """The package of one edition.

    Args:
        store: The dataset.
        series, version: ``heilongjiang`` and ``2024``.
        home: Folder with ``queries/`` and ``data/sources/``; the one of this installation where None.

    Raises:
        UnknownEditionError: The dataset has no such edition.

    Source: https://specs.frictionlessdata.io/data-package/, https://w3id.org/ro/crate/1.1
    """
    home = home or find_home()
    printed = to_csv(rows(store, series, version, home=home))
    edition, graph = edition_iri(series, version), edition_graph_iri(edition_iri(series, version))
    graphs = (graph, *(name for name in map(graph_iri, _REFERENCE) if name in store.graphs()))

    def ask(name: str) -> list[tuple[str, ...]]:
        text = (home / _QUERIES / f"{name}.rq").read_text(encoding="utf-8")
        answer = store.query(text, bindings={"edition": Iri(edition)}, default_graphs=graphs)
        return [tuple("" if term is None else str(term) for term in row) for row in answer.rows()]

    title_zh, title_en, number, checksum, issued = (ask("about") or [("",) * 5])[0]
    about = About(edition, f"{series}-{version}", title_zh, title_en, number, issued)
    parts = [Part("table.csv", printed.encode(), "text/csv")]
    parts += [Part(f"{t.name}.csv", as_csv(t, ask(t.name)), "text/csv") for t in TABLES if t.is_asked]
    content = store.query(_EVERYTHING, default_graphs=(graph,)).serialize(TURTLE)
    parts.append(Part("edition.ttl", content, "text/turtle"))
    if (source := _received(home, checksum)) is not None:
        parts.append(Part(f"source/{source.name}", source.read_bytes(), "application/octet-stream"))
    return _zip(about, parts)


def _received(home: Path, checksum: str) -> Path | None:
    """The document that has the checksum which the graph states."""
    files = (file for file in sorted((home / _SOURCES).rglob("*")) if file.is_file())
    return next((f for f in files if hashlib.sha256(f.read_bytes()).hexdigest() == checksum), None)


def _zip(about: About, parts: list[Part]) -> bytes:
    files: dict[str, bytes] = {part.name: part.content for part in parts}
    files["datapackage.json"] = datapackage(about, parts)
    files["ro-crate-metadata.json"] = crate(about, parts)
    files["SHA256SUMS"] = _sums(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def _sums(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum --check`` reads them."""
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()
