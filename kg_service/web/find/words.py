"""What a person types into the search, as words that must all occur; each may be said in several ways."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg_service.errors import BadValueError
from kg_service.folding import fold
from kg_service.model import Text

MOST_CHARACTERS = 200
MOST_WORDS = 10
MOST_WAYS = 12
"""Ways in which one word is looked for."""

_WORD = re.compile(r'(?:(?<=\s)|^)"(.+?)(?:"(?=\s|$)|$)|(\S+)')


@dataclass(frozen=True, slots=True)
class Word:
    """A word or quoted phrase, folded."""

    text: str
    ways: tuple[str, ...]
    """Itself first, then with official names in the place of others."""


def read_words(written: str, names: Sequence[Sequence[str]]) -> tuple[Word, ...]:
    """The words of *written*; what is between quotation marks is one.

    Args:
        written: As typed.
        names: Folded names of one thing each, all of which mean the same.

    Raises:
        BadValueError: It is too long.
    """
    if len(written) > MOST_CHARACTERS:
        expected = Text(f"不超过 {MOST_CHARACTERS} 个字符", f"a text of at most {MOST_CHARACTERS} characters")
        raise BadValueError("q", f"{written[:40]}…", expected)
    texts = [" ".join((phrase or word).split()) for phrase, word in _WORD.findall(fold(written))]
    words = tuple(dict.fromkeys(text for text in texts if text.strip('"')))
    if len(words) > MOST_WORDS:
        expected = Text(f"至多 {MOST_WORDS} 个词", f"at most {MOST_WORDS} words")
        raise BadValueError("q", f"{written[:40]}…", expected)
    return tuple(Word(word, tuple(_ways(word, names))[:MOST_WAYS]) for word in words)


def _ways(word: str, names: Sequence[Sequence[str]]) -> Iterable[str]:
    ways = {word: None}
    inside = [(name, same) for same in names for name in same if len(name) > 1 and name in word]
    longest = [
        (name, same)
        for name, same in inside
        if not any(name != other and name in other for other, _ in inside)
    ]
    for name, same in longest:
        for way in tuple(ways):
            ways |= {way.replace(name, other): None for other in same if other != name}
    return ways
