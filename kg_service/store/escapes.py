r"""Queries for an engine whose parser is not ours: no escape that could be read in two ways.

By the letter of SPARQL ``\u0022`` is a quotation mark before anything is parsed, so that it ends a string;
most engines, ours among them, take it for a character of the string. What was found harmless here must not
become another query there.

Source: https://www.w3.org/TR/sparql11-query/#codepointEscape
"""

import re

_ESCAPE = re.compile(r"(\\+)(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_SHORT = {
    '"': '\\"',
    "'": "\\'",
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}


def unambiguous(text: str) -> str:
    r"""The query with the characters that its ``\uXXXX`` stand for.

    Args:
        text: A query that our engine parses: what would end a string or an IRI is escaped in strings only.
    """
    return _ESCAPE.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    backslashes, short, long = match.groups()
    digits = short or long
    if len(backslashes) % 2 == 0:
        # The text “\u0022”, not an escape; with its u escaped it is that for everybody.
        return f"{backslashes}\\u00{'75' if short else '55'}{digits}"
    point = int(digits, 16)
    if point > 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        return match.group()
    return backslashes[1:] + _SHORT.get(chr(point), chr(point))
