"""The words of a SPARQL text, with their places.

Enough of the grammar's terminals to find a clause, insert a group's first pattern and point at a mistake.
What a query may do is never decided on these words: see ``guard``.
"""

import re
from functools import lru_cache
from typing import NamedTuple


class Token(NamedTuple):
    """One terminal of the text."""

    kind: str
    """``iri string var lang blank pname number word punct other``."""
    text: str
    start: int
    """Offset of its first character."""

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.start + len(self.text)


# Source: https://www.w3.org/TR/sparql11-query/#rIRIREF and the terminals after it.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_VAR = _BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_NAME = _VAR + "\\-"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_TERMINALS = re.compile(
    rf"""
      (?P<space>[ \t\r\n]+ | \#[^\r\n]*)
    | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{{4}} | \\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|\\.))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"
               | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
    | (?P<var>[?$][{_VAR}]+)
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<blank>_:[{_VAR}](?:[{_NAME}.]*[{_NAME}])?)
    | (?P<pname>(?:[{_BASE}](?:[{_NAME}.]*[{_NAME}])?)?:
               (?:(?:[{_VAR}:]|{_ESCAPED})(?:(?:[{_NAME}:.]|{_ESCAPED})*(?:[{_NAME}:]|{_ESCAPED}))?)?)
    | (?P<number>(?:\d+\.\d*|\.\d+|\d+)[eE][+-]?\d+ | \d*\.\d+ | \d+)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<punct>\^\^|\|\||&&|!=|<=|>=|\{{\||\|\}}|<<\(|\)>>|<<|>>|[{{}}()\[\].,;=<>!+\-*/|^?&])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


_LONG = 10_000
"""Characters of a text whose words are not kept: they take many times its room."""


def tokens(text: str) -> tuple[Token, ...]:
    """The terminals of *text* in order, without white space and comments."""
    return _kept(text) if len(text) <= _LONG else _read(text)


@lru_cache(maxsize=64)
def _kept(text: str) -> tuple[Token, ...]:
    return _read(text)


def _read(text: str) -> tuple[Token, ...]:
    return tuple(
        Token(match.lastgroup or "other", match.group(), match.start())
        for match in _TERMINALS.finditer(text)
        if match.lastgroup != "space"
    )


def decode_escapes(text: str) -> str:
    r"""Replace ``\uXXXX`` by its character, but for strings and IRIs, where the engine does it.

    Source: https://www.w3.org/TR/sparql11-query/#codepointEscape
    """
    if not _ESCAPE.search(text):
        return text
    kept, at = [], 0
    for match in _TERMINALS.finditer(text):
        if match.lastgroup in ("string", "iri", "space"):
            kept.append(_decode(text[at : match.start()]) + match.group())
            at = match.end()
    return "".join(kept) + _decode(text[at:])


def _decode(text: str) -> str:
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    point = int(match.group(1) or match.group(2), 16)
    return match.group() if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF else chr(point)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
