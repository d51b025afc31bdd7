"""The SPARQL of a search: the same things by the same words.

A word is compared in all spellings that the texts of this snapshot have, so that the query needs no folding.

Not here: the answer that pages show (``texts``); a test holds that they are the same.
"""

import re
from collections.abc import Mapping, Sequence

from kg_service.web.find.sparql import HEADER, string
from kg_service.web.find.texts import KINDS
from kg_service.web.find.words import Word

_PATH = (
    "dct:title|dct:description|skos:prefLabel|skos:altLabel|skos:note|skos:scopeNote|skos:definition|"
    "care:agePrinted|(cv:thematicArea|dct:audience|cv:hasCompetentAuthority)/skos:prefLabel"
)


def search_query(words: Sequence[Word], alphabet: Mapping[str, str], kind: str | None) -> str:
    """One solution a thing, of one kind or of all."""
    names = list(KINDS)
    wanted, before = ([kind], names[: names.index(kind)]) if kind else (names, [])
    classes, others = ([f"<{KINDS[name][0]}>" for name in some] for some in (wanted, before))
    body = f"  VALUES ?class {{ {' '.join(classes)} }}\n  ?thing a ?class .\n"
    body += "  FILTER NOT EXISTS { ?thing a care:ContinuingService }\n"
    for other in others if kind == "concepts" else ():
        body += f"  FILTER NOT EXISTS {{ ?thing a {other} }}\n"
    for word in words:
        tests = " || ".join(_test(way, alphabet) for way in word.ways)
        body += f"  FILTER EXISTS {{\n    ?thing {_PATH} ?text .\n    FILTER({tests})\n  }}\n"
    return f"{HEADER}\nSELECT DISTINCT ?thing\nWHERE {{\n{body}}}\nORDER BY ?thing\n"


def _test(way: str, alphabet: Mapping[str, str]) -> str:
    spellings = [alphabet.get(character, character) for character in way]
    if all(set(all_) <= {c, c.upper()} for c, all_ in zip(way, spellings, strict=True)):
        return f"CONTAINS(LCASE(STR(?text)), {string(way)})"
    classes = "".join(re.escape(a) if len(a) == 1 else f"[{''.join(map(_inside, a))}]" for a in spellings)
    return f"REGEX(STR(?text), {string(classes)})"


def _inside(character: str) -> str:
    return "\\" + character if character in "\\]^-[" else character
