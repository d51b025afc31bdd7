"""An RDF file of the other side, asked by the same queries as an endpoint.

Not here: parsing (``store.rdf_files``), the queries (``sparql``).
"""

import bz2
import gzip
import hashlib
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from kg_service.errors import UnreadableFileError
from kg_service.model import Term, Text
from kg_service.regular import bytes_of, hold_length
from kg_service.store import EmbeddedStore
from kg_service.store.rdf_files import MAX_BYTES, read_content, syntax_of
from kg_service.store.rdflib_view import index_of

PACKED: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
    ".gz": lambda file: cast(IO[bytes], gzip.GzipFile(fileobj=file)),
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
"""Ending of the name of a packed file to what unpacks it."""


class DumpAsker:
    """Asks the triples of a file, those of its named graphs included."""

    def __init__(self, path: Path) -> None:
        """Read it.

        Args:
            path: A file in one of ``store.rdf_files.SYNTAXES``; it may be packed.

        Raises:
            KgServiceError: See ``store.rdf_files.read_file``.
        """
        is_packed = path.suffix.lower() in PACKED
        syntax = syntax_of(path.with_suffix("") if is_packed else path)
        content = bytes_of(path, MAX_BYTES)
        self.url = hashlib.sha256(content).hexdigest()
        if is_packed:
            content = _unpacked(content, path)
        given = read_content(content, str(path), syntax, path.resolve().as_uri(), with_places=False)
        engine = ox.Store()
        engine.bulk_extend(
            ox.Quad(triple.subject, triple.predicate, triple.object)
            for triple in index_of(given.graph).triples()
        )
        self._store = EmbeddedStore(b"", self.url, engine=engine)

    def __call__(self, query: str) -> Iterator[tuple[Term | None, ...]]:
        """The solutions of a SELECT."""
        return self._store.query(query).rows()


def _unpacked(content: bytes, path: Path) -> bytes:
    try:
        with PACKED[path.suffix.lower()](io.BytesIO(content)) as file:
            unpacked = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, lzma.LZMAError, zlib.error) as error:
        reason = Text(f"它不是完整的 {path.suffix} 文件", f"it is no whole {path.suffix} file")
        raise UnreadableFileError(str(path), reason) from error
    hold_length(unpacked, str(path), MAX_BYTES)
    return unpacked
