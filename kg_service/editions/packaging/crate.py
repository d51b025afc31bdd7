"""``ro-crate-metadata.json``: the files as a research object, in JSON-LD by the terms of RO-Crate.

Source: https://w3id.org/ro/crate/1.1
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from kg_service.editions.packaging.parts import (
    FILES,
    LICENCE,
    LICENCE_NAME,
    PUBLISHER,
    PUBLISHER_IRI,
    SOURCE,
    About,
    Part,
    both,
)
from kg_service.editions.packaging.tables import TABLES

_PROFILE = "https://w3id.org/ro/crate/1.1"
_CONTEXT = [f"{_PROFILE}/context", {"sha256": "https://schema.org/sha256"}]
"""That of RO-Crate, and the term that it lacks."""
_TITLES = {f"{table.name}.csv": table.title for table in TABLES} | FILES
_YEAR = re.compile(r"(?:19|20)\d\d")


def crate(about: About, parts: Sequence[Part]) -> bytes:
    """The description of *parts*."""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title_zh,
        "alternateName": about.title_en,
        "description": both(about.description),
        "identifier": about.iri,
        "version": about.version,
        **_published(about),
        "inLanguage": ["zh", "en"],
        "license": {"@id": LICENCE},
        "publisher": {"@id": PUBLISHER_IRI},
        "author": {"@id": PUBLISHER_IRI},
        "hasPart": [{"@id": part.name} for part in parts],
    }
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }
    publisher = {
        "@id": PUBLISHER_IRI,
        "@type": "Organization",
        "name": both(PUBLISHER),
        "url": "https://w3id.org/care-checklist/",
    }
    licence = {
        "@id": LICENCE,
        "@type": "CreativeWork",
        "name": both(LICENCE_NAME),
        "description": "CC BY 4.0",
    }
    graph = [descriptor, root, *(_file(part) for part in parts), publisher, licence]
    content = {"@context": _CONTEXT, "@graph": graph}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _published(about: About) -> dict[str, str]:
    """The date that the graph states, else the year that the edition is of; nothing is guessed."""
    year = _YEAR.match(about.version)
    date = about.issued or (year[0] if year else "")
    return {"datePublished": date} if date else {}


def _file(part: Part) -> dict[str, Any]:
    return {
        "@id": part.name,
        "@type": "File",
        "name": part.name,
        "description": both(_TITLES.get(part.name, SOURCE)),
        "encodingFormat": part.media_type,
        "contentSize": str(len(part.content)),
        "sha256": part.sha256,
        "license": {"@id": LICENCE},
    }
