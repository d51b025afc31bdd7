"""Why a query does not parse: where it stops making sense, and what could stand there.

The engine names the furthest character that it looked at, which lies up to a long keyword behind the mistake,
and of what it expected it keeps the longest keyword only. So it is asked again: with the words far apart the
mistake is the last word that begins before that character, and what could stand in its place is what makes
the engine read on. Every text that is tried is without the word “service” and meets an empty store: nothing
is evaluated over data and nothing is fetched.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import pyoxigraph as ox

from kg_service.errors import KgServiceError, SyntaxProblemError, UpdateRefusedError
from kg_service.model import Text
from kg_service.nearest import nearest
from kg_service.store import phrases
from kg_service.store.inert import complaint
from kg_service.store.tokens import Token, place, tokens
from kg_service.vocabulary import BASE, PREFIXES

QUERY_DOCUMENT = "<query>"
"""What a query text is called in messages."""

_EMPTY = ox.Store()
_APART = " " * 64
_END = "\x01" * 64
_MOST_WORDS = 2_000
"""Behind so many words it is no longer tried what would fit: each trial reads all of them."""
_AT = re.compile(r"error at (\d+):(\d+): ")
_OPEN_IRI = re.compile(r"<[A-Za-z][\w+.-]*://")
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"),
)


def diagnose(text: str, harmless: str, document: str = QUERY_DOCUMENT) -> KgServiceError:
    """The error to raise for a query that the engine does not parse.

    Args:
        text: The query.
        harmless: The same with another word in place of “service”, as ``guard`` makes it; this one is tried.
        document: What to call the text.

    Returns:
        ``SyntaxProblemError``, or ``UpdateRefusedError`` where it is an update.
    """
    words = tokens(harmless)
    at = _left_open(words, harmless, mistake(words))
    if update := _update(words, at):
        return UpdateRefusedError(update)
    original = [Token(word.kind, text[word.start : word.end], word.start) for word in words]
    said = _special(original, at, text) or _meaning(words, at)
    if said is None:
        said = _expected(words, original, at, text)
    elif at == len(words):
        # What makes no sense as a whole is a matter of its head.
        at = next((i for i, w in enumerate(words) if w.text.upper() in ("SELECT", "CONSTRUCT")), at)
    line, column = place(text, words[at].start if at < len(words) else len(text.rstrip()))
    return SyntaxProblemError(document, line, column, said)


def mistake(words: Sequence[Token]) -> int:
    """Index of the first word that can't follow those before it; ``len(words)`` where the end is early."""
    starts, padded = [], ""
    for word in words:
        starts.append(len(padded))
        padded += word.text + _APART
    offset = furthest(padded)
    return sum(start <= offset for start in [*starts, len(padded)]) - 1


def fits(words: Sequence[Token], at: int, sample: str) -> bool:
    """Whether *sample* could stand in place of the word at that index."""
    before = " ".join(word.text for word in words[:at]) + _APART
    tried = before + sample + _APART
    return furthest(tried) >= len(tried)


def furthest(text: str) -> int:
    """Offset of the furthest character that the engine looked at before it gave up.

    Args:
        text: Followed by what no query holds, so that it always gives up; without the word “service”.
    """
    found = _AT.match(_complaint(f"{text}\n{_END}"))
    if found is None:
        return len(text)
    return sum(len(line) + 1 for line in text.split("\n")[: int(found[1]) - 1]) + int(found[2]) - 1


def parses(text: str) -> bool:
    """Whether the engine reads a text; one with the word “service” in it must not come here."""
    return not complaint(text)


def _complaint(text: str) -> str:
    try:
        _EMPTY.query(text, base_iri=BASE)
    except SyntaxError as error:
        return str(error)
    except (OSError, RuntimeError, ValueError):
        pass
    return ""


def _left_open(words: Sequence[Token], text: str, at: int) -> int:
    """Index of a quotation mark or IRI that is never closed, or else *at*; the engine sees its far end."""
    for index, word in enumerate(words[: at + 1]):
        if word.text in ("'", '"') or (word.text == "<" and _OPEN_IRI.match(text, word.start)):
            return index
    return at


def _update(words: Sequence[Token], at: int) -> str | None:
    """The operation, where the text begins like an update."""
    index = 0
    while index < len(words) and words[index].text.upper() in ("PREFIX", "BASE"):
        index += 3 if words[index].text.upper() == "PREFIX" else 2
    first = words[index].text.upper() if index < len(words) else ""
    return first if at <= index and first in _UPDATES else None


def _special(words: Sequence[Token], at: int, text: str) -> Text | None:
    """Mistakes that a person recognizes sooner than a list of what could stand there."""
    if at >= len(words):
        return None
    word = words[at]
    if word.text in ("'", '"'):
        return phrases.OPEN_STRING
    if word.text == "<" and _OPEN_IRI.match(text, word.start):
        return phrases.OPEN_IRI
    if word.text[0] in phrases.FULL_WIDTH:
        return phrases.full_width(word.text[0])
    if word.kind == "word" and text[word.end : word.end + 1] in phrases.FULL_WIDTH:
        return phrases.full_width(text[word.end])
    if word.kind == "blank" and any(w.text == word.text for w in words[:at]):
        return phrases.shared_blank_node(word.text)
    if word.kind == "pname":
        prefix = word.text.partition(":")[0]
        declared = {
            w.text.partition(":")[0] for before, w in pairwise(words) if before.text.upper() == "PREFIX"
        }
        if prefix not in declared:
            return phrases.undeclared(prefix, PREFIXES.get(prefix), nearest(prefix, {*declared, *PREFIXES}))
    return None


def _meaning(words: Sequence[Token], at: int) -> Text | None:
    """What the engine says of words that are in order but make no sense together.

    It says so only where the text ends right there.
    """
    complaints = "".join(complaint(" ".join(w.text for w in words[:end])) for end in (at, at + 1))
    return next((text for theirs, text in phrases.MEANINGS.items() if theirs in complaints), None)


def _expected(words: Sequence[Token], original: Sequence[Token], at: int, text: str) -> Text:
    """What could stand in place of the mistake, tried one by one."""
    samples = phrases.SAMPLES if at <= _MOST_WORDS else ()
    fitting = [sample for sample in samples if fits(words, at, sample)]
    if at < len(words):
        return phrases.expected(original[at].text, fitting, None)
    opened = _opened(words)
    return phrases.expected("", fitting, opened and (opened.text, *place(text, opened.start)))


def _opened(words: Sequence[Token]) -> Token | None:
    """The innermost bracket that is not closed."""
    stack: list[Token] = []
    for word in words:
        if word.text in ("{", "(", "["):
            stack.append(word)
        elif word.text in ("}", ")", "]") and stack:
            stack.pop()
    return stack[-1] if stack else None
