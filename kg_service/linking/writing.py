"""Writing a mapping set: SSSOM/TSV with its metadata in comment lines on top.

Not here: reading it (``sssom``), replacing a file by it (``review``).

Source: https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from kg_service.linking.sssom import BUILT_IN, FOUND_BY
from kg_service.model import Mapping as Link
from kg_service.model import ReviewState
from kg_service.vocabulary import BASE, CARE

COLUMNS = (
    "subject_id", "subject_label", "subject_category", "predicate_id", "predicate_modifier", "object_id",
    "object_label", "object_category", "mapping_justification", "confidence", "subject_match_field",
    "object_match_field", "match_string", "similarity_score", "similarity_measure", "mapping_tool",
    "author_id", "mapping_date", "reviewer_id", "reviewer_label", "review_date", "review_state", "comment",
    "comment_zh", "other",
)  # fmt: skip
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_PREFIXES = {"care": str(CARE._NS), "kg": BASE + "id/", "orcid": "https://orcid.org/"}
_LOCAL = re.compile(r"[^\s/#][^\s]*")
_NAME = re.compile(r"[^a-z0-9]+")


def header_of(old: str, rows: Iterable[Link], name: str, source: str) -> str:
    """The metadata of a file, line by line.

    Args:
        old: The file as it was, whose own metadata stay; empty for a new one.
        rows: What it will hold; the prefixes for their objects are added.
        name: Of a new file.
        source: Where candidates were looked for.
    """
    lines = [line for line in old.split("\n") if line.startswith("#")] if old else _new(name, source)
    known = prefixes_of("\n".join(lines))
    namespaces = dict.fromkeys(namespace_of(row.object_id) for row in rows)
    stem = _NAME.sub("", name.lower()) or "other"
    at = next(number for number, line in enumerate(lines) if line.startswith("#curie_map")) + 1
    for namespace in namespaces:
        if namespace and namespace not in known.values():
            free = next(p for n in range(1, 10_000) if (p := stem if n == 1 else f"{stem}{n}") not in known)
            known[free] = namespace
            lines.insert(at, f"#  {free}: {json.dumps(namespace)}")
    return "\n".join(lines)


def text_of(header: str, rows: Sequence[Link]) -> str:
    """The whole file: *header*, the names of the columns, a line a row."""
    prefixes = {**BUILT_IN, **prefixes_of(header)}
    lines = [header, "\t".join(COLUMNS)]
    for row in rows:
        cells = _cells(row, prefixes)
        lines.append("\t".join(_cell(cells.get(column, "")) for column in COLUMNS))
    return "\n".join(lines) + "\n"


def prefixes_of(header: str) -> dict[str, str]:
    """The table of prefixes in the metadata."""
    read = yaml.safe_load("\n".join(line[1:] for line in header.split("\n")))
    return {str(prefix): str(namespace) for prefix, namespace in read["curie_map"].items()}


def namespace_of(iri: str) -> str:
    """*iri* up to its last part."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _new(name: str, source: str) -> list[str]:
    texts = {
        "mapping_set_id": f"{BASE}id/links/{name}",
        "mapping_set_title": name,
        "mapping_set_description": f"Candidates for links, found by kg link in {source}; to be reviewed.",
        "license": LICENSE,
    }
    return [
        '#sssom_version: "1.1"',
        "#curie_map:",
        *(f"#  {prefix}: {namespace}" for prefix, namespace in _PREFIXES.items()),
        *(f"#{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in texts.items()),
        "#creator_id:",
        "#  - kg:agent/care-checklist",
        "#subject_source: kg:dataset",
        "#extension_definitions:",
        "#  - slot_name: review_state",
        "#    property: care:reviewStatus",
        "#    type_hint: xsd:string",
        "#  - slot_name: comment_zh",
        "#    property: rdfs:comment",
        "#    type_hint: xsd:string",
    ]


def _cells(row: Link, prefixes: Mapping[str, str]) -> dict[str, str]:
    return {
        **{name: value for name, value in row.more.items() if name in FOUND_BY},
        **{
            name: short(value, prefixes)
            for name in ("subject_match_field", "object_match_field")
            if (value := row.more.get(name))
        },
        "subject_id": short(row.subject_id, prefixes),
        "subject_label": row.subject_label,
        "predicate_id": short(row.predicate_id, prefixes),
        "predicate_modifier": "Not" if row.review_state is ReviewState.REJECTED else "",
        "object_id": short(row.object_id, prefixes),
        "object_label": row.object_label,
        "mapping_justification": short(row.mapping_justification, prefixes),
        "confidence": f"{row.confidence:g}",
        "author_id": short(row.author_id, prefixes),
        "mapping_date": row.mapping_date,
        "reviewer_id": short(row.reviewer_id or "", prefixes),
        "review_date": row.review_date or "",
        "review_state": row.review_state.value,
        "comment": row.comment.en,
        "comment_zh": row.comment.zh,
    }


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """*iri* with the longest of the prefixes that fit; whole where none does."""
    fitting = [(namespace, prefix) for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    for namespace, prefix in sorted(fitting, key=lambda pair: -len(pair[0])):
        if _LOCAL.fullmatch(local := iri.removeprefix(namespace)):
            return f"{prefix}:{local}"
    return iri


def _cell(text: str) -> str:
    text = " ".join(text.split())
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text
