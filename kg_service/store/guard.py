"""What a query may not do: leave this dataset.

Oxigraph would fetch for SERVICE, and says neither beforehand nor afterwards whether a query has one. Its own
parser decides here, so that no second reading of the grammar can be played against it
(``FILTER(?a<?b)SERVICE#>``, ``trueSERVICE:x``): each run of the letters “service” is replaced by a word that
occurs nowhere in the text. Inside a string, an IRI, a comment, a variable or a prefixed name any word does;
in place of the keyword none parses.
"""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urljoin

from kg_service.errors import KgServiceError, RefusedQueryError
from kg_service.model import Text
from kg_service.store.diagnosis import diagnose, furthest, parses
from kg_service.store.tokens import decode_escapes, tokens
from kg_service.vocabulary import BASE

_SERVICE = re.compile("service", re.IGNORECASE)
_LIKE_SERVICE = re.compile(r"(?<![?$:/#\w-])service\b", re.IGNORECASE)
_NO_CLAUSE = re.compile(r"<https?://[A-Za-z0-9/._~:%#-]*>|[?$][A-Za-z][A-Za-z0-9_]*")
"""An IRI or a variable, or a part of a string or a comment, and never anything else: “//” is nothing else in
SPARQL, after the “?” of a path comes an object and no keyword; no quotation mark and no line end is in it."""
_GAP = r"(?:\s|#[^\n\r]*[\n\r])*"
_PLAUSIBLE = re.compile(
    rf"service{_GAP}(?:silent{_GAP})?(?:[{{<?$]|[^\s{{}}<>\"'()]{{0,1000}}:|[^\s{{}}<>\"'()]{{1000}})",
    re.IGNORECASE,
)
"""What a clause can't do without, once IRIs and variables are gone: behind the keyword a prefix, or the brace
behind an IRI that is gone. Prose about a service is not so, and saves a second parsing."""
_CLAUSE = re.compile(r"service(\s*silent)?", re.IGNORECASE)

REASON = Text(
    "本服务不访问其他端点，除非 KG_SERVICE_ALLOW 列出它。请只查询本图谱。",
    "no other endpoint is asked from here unless KG_SERVICE_ALLOW lists it. Query this graph only.",
)


def without_service(text: str) -> str:
    """The text with a harmless word in place of each “service”; all places stay the same."""
    if not _SERVICE.search(text):
        return text
    fresh, lower = (
        ("".join(letters) for letters in itertools.product("qxzjkvw", repeat=len("service"))),
        text.lower(),
    )
    word = next(word for word in fresh if word not in lower)
    return _SERVICE.sub(lambda match: _in_case_of(match.group(), word), text)


def _in_case_of(spelling: str, word: str) -> str:
    """*word* in the capitals of *spelling*: ?service and ?SERVICE are two variables and stay two."""
    pairs = zip(spelling, word, strict=True)
    return "".join(letter.upper() if model.isupper() else letter for model, letter in pairs)


def may_have_service(text: str) -> bool:
    """Whether a text could have a SERVICE clause; no variable and no IRI is taken for one."""
    return _LIKE_SERVICE.search(decode_escapes(text)) is not None


def misread(text: str) -> KgServiceError | None:
    """What is wrong with a query whose SERVICE clauses may stand; None where it parses.

    GRAPH takes the same things behind it, and stands in for them, so that all places stay the same.
    """
    stood_in, silent = text, False
    for word in tokens(text):
        keyword = word.text.upper() if word.kind == "word" else ""
        if keyword == "SERVICE" or (silent and keyword == "SILENT"):
            new = "GRAPH" if keyword == "SERVICE" else ""
            stood_in = stood_in[: word.start] + new.ljust(len(word.text)) + stood_in[word.end :]
        silent = keyword == "SERVICE"
    stood_in = without_service(stood_in)
    return None if parses(stood_in) else diagnose(text, stood_in)


def refusal(text: str) -> KgServiceError | None:
    """Why a query that has the word “service” in it is not handed to the engine.

    Args:
        text: A query whose codepoint escapes are decoded.

    Returns:
        None where it may be evaluated, which is always so without that word. ``RefusedQueryError`` for a
        SERVICE clause wherever in the query, another error where it does not parse anyhow.

    Source: https://www.w3.org/TR/sparql11-federated-query/
    """
    small = text.lower()
    if small.count("service") == small.count("?service") + small.count("$service"):
        return None  # what cannot be told apart any faster: every one is a variable
    if not _PLAUSIBLE.search(_NO_CLAUSE.sub("", text)) or _is_harmless(text):
        return None
    harmless = without_service(text)
    return RefusedQueryError("SERVICE", REASON) if _is_clause(text, harmless) else diagnose(text, harmless)


@lru_cache(maxsize=256)
def _is_harmless(text: str) -> bool:
    harmless = without_service(text)
    return harmless == text or parses(harmless)


def _is_clause(text: str, harmless: str) -> bool:
    """Whether it is a missing SERVICE that the engine stumbles over, or a plain mistake.

    GRAPH takes the same things behind it: with it in place of SERVICE the engine reads on.
    """
    at = furthest(harmless)
    before = [match for match in _CLAUSE.finditer(text) if match.start() <= at]
    if not before:
        return False
    start, end = before[-1].span()
    return furthest(harmless[:start] + "GRAPH " + harmless[end:]) > at


def graphs_of(text: str) -> Iterator[str]:
    """IRIs of the FROM and FROM NAMED clauses of a query that parses."""
    return (name for _, name in dataset_of(text))


def dataset_of(text: str) -> Iterator[tuple[bool, str]]:
    """The FROM and FROM NAMED clauses of a query that parses: whether it is NAMED, and its IRI.

    Source: https://www.w3.org/TR/sparql11-query/#specifyingDataset
    """
    if "from" not in text.lower():
        return
    words = tokens(text)
    prefixes: dict[str, str] = {}
    base = BASE
    for index, word in enumerate(words):
        keyword = word.text.upper() if word.kind == "word" else ""
        following = [w.text for w in words[index + 1 : index + 3]]
        if word.text == "{":
            return
        if keyword == "BASE" and following:
            base = urljoin(base, following[0][1:-1])
        elif keyword == "PREFIX" and len(following) == 2:
            prefixes[following[0].rstrip(":")] = urljoin(base, following[1][1:-1])
        elif keyword == "FROM" and following:
            is_named = following[0].upper() == "NAMED"
            name = following[-1] if is_named else following[0]
            if name.startswith("<"):
                yield is_named, urljoin(base, name[1:-1])
            else:
                prefix, _, local = name.partition(":")
                yield is_named, prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
