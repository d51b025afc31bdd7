"""Texts without what a person may write either way: width, case, traditional forms, kinds of dash and quote.

Folding maps a character to one character, so that a place in the folded text is the same place in the text.
"""

import unicodedata

from kg_service.folding.traditional import SIMPLIFIED, TRADITIONAL

_ALIKE = {
    **dict.fromkeys("‐‑‒–—―−～〜∼", "-"),
    **dict.fromkeys("“”„‟「」『』", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)),
}


class _Table(dict[int, str]):
    """Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character.isspace() or unicodedata.category(character) == "Cc":
        return " "
    narrow = unicodedata.normalize("NFKC", character)
    one = narrow if len(narrow) == 1 else character
    lower = one.lower() if len(one.lower()) == 1 else one
    return _ALIKE.get(lower, lower)


_TABLE = _Table()


def fold(text: str) -> str:
    """*text* folded, as long as it was."""
    return text.translate(_TABLE)
