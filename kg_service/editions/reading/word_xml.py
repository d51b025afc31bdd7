"""Names in the XML of a Word document, the strict and the transitional variant alike.

Source: ECMA-376 Part 1, 17; ISO/IEC 29500 strict.

Not here: what the elements say (``word_text``, ``word_table``, ``word_numbering``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PREFIXES = {
    _W: "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
}
_OFF = frozenset({"0", "false", "off", "none"})

TRANSPARENT = frozenset({"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"})
"""Elements that stand around blocks and add nothing to them."""


@lru_cache(maxsize=4096)
def _named(tag: str) -> str:
    namespace, _, local = tag.removeprefix("{").rpartition("}")
    return f"{_PREFIXES.get(namespace, '?')}:{local}"


def name(element: _Element) -> str:
    """``w:p``, whatever the variant; ``?:local`` of a foreign namespace; empty where it is no element."""
    return _named(element.tag) if isinstance(element.tag, str) else ""


def child(element: _Element | None, *path: str) -> _Element | None:
    """The first child of that name, and its child of the next name, and so on."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if name(each) == step), None)
    return element


def value(element: _Element | None, key: str = "val") -> str | None:
    """A ``w:`` attribute; None where it or the element is not there."""
    if element is None:
        return None
    found = element.get(f"{{{_W}}}{key}")
    if found is None:
        found = next((v for k, v in element.attrib.items() if _named(k) == f"w:{key}"), None)
    return None if found is None else str(found)


def number(element: _Element | None, key: str = "val") -> int | None:
    """A ``w:`` attribute that is a whole number; None where it is none."""
    found = value(element, key)
    try:
        return None if found is None else int(found[:12])
    except ValueError:
        return None


def flag(properties: _Element | None, key: str) -> bool | None:
    """A switch such as ``w:vanish``; None where nothing is said."""
    found = child(properties, key)
    return None if found is None else (value(found) or "1").lower() not in _OFF


def alternative(element: _Element) -> _Element | None:
    """The one of several contents (``mc:AlternateContent``) that a reader of today shows."""
    return (
        child(element, "mc:Choice")
        if child(element, "mc:Choice") is not None
        else child(element, "mc:Fallback")
    )


def blocks(container: _Element) -> Iterator[_Element]:
    """The paragraphs, tables and embedded files of a body, cell, box or note, in order."""
    for element in container:
        kind = name(element)
        if kind in ("w:p", "w:tbl", "w:altChunk"):
            yield element
        elif kind in TRANSPARENT:
            yield from blocks(element)
        elif kind == "mc:AlternateContent":
            chosen = alternative(element)
            if chosen is not None:
                yield from blocks(chosen)
