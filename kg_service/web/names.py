"""``/sparql/names``: what terms and things are called, for those who write queries by name.

Not here: how an editor offers them (``editor/``), where names come from (``queries/pages/names.rq``).
"""

import json
from collections import defaultdict

from flask import Blueprint, Response, request

from kg_service.model import LANGS, Literal
from kg_service.vocabulary import PREFIXES, RDFS, SKOS, compact
from kg_service.web.asking import Pages
from kg_service.web.caching import cached, tag_of, unchanged
from kg_service.web.labels import Labels
from kg_service.web.questions import PLAIN_JSON

MOST = 5_000
"""Things that are named; of a larger dataset those whose IRIs come first."""
_NOTES = {str(SKOS.definition), str(RDFS.comment)}


def names_blueprint(pages: Pages, labels: Labels) -> Blueprint:
    """The route over all graphs."""
    bp = Blueprint("names", __name__)

    @bp.get("/sparql/names")
    def names() -> Response:
        """Prefixes with their namespaces; terms and things with their names in zh and en."""
        tag = tag_of(pages.snapshot, request.path)
        if (held := unchanged(request, tag)) is not None:
            return held
        content = {"prefixes": PREFIXES, "names": named_things(pages, labels)}
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
        return cached(Response(body, content_type=PLAIN_JSON.media_type), tag)

    return bp


def named_things(pages: Pages, labels: Labels) -> list[dict[str, object]]:
    """Each thing once: IRI, short form where a query may write it, kind, names."""
    kinds: dict[str, str] = {}
    others: dict[str, set[str]] = defaultdict(set)
    notes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in pages.rows("names"):
        iri, name = str(row["this"]), row["name"]
        if iri not in kinds and len(kinds) == MOST:
            break
        kinds.setdefault(iri, str(row["kind"]))
        if str(row["property"]) in _NOTES and isinstance(name, Literal) and name.lang in LANGS:
            notes[iri].setdefault(str(name.lang), name.value)
        elif str(row["property"]) not in _NOTES:
            others[iri].add(str(name))
    called = {iri: {lang: labels.of(iri, lang) for lang in LANGS} for iri in kinds}
    return [
        {
            "iri": iri,
            "curie": _short(iri),
            "kind": {lang: labels.of(kind, lang) for lang in LANGS},
            "zh": called[iri]["zh"],
            "en": called[iri]["en"],
            "also": sorted(others[iri] - set(called[iri].values())),
            "note": notes.get(iri),
        }
        for iri, kind in kinds.items()
    ]


def _short(iri: str) -> str | None:
    """The prefixed name of *iri*, where it is one without escapes."""
    found = compact(iri)
    return found if found and found.partition(":")[2].replace("-", "a").replace("_", "a").isalnum() else None
