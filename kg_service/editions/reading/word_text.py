"""The text of a Word paragraph as it prints once all tracked changes are accepted.

What does not print that way is kept apart: deleted, hidden and phonetic text, prompts of empty fields.

Source: ECMA-376 Part 1, 17.3 (runs), 17.13.5 (tracked changes), 17.16 (fields), 17.3.3.25 (ruby).

Not here: numbers in front of paragraphs (``word_numbering``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg_service.editions.reading.word_xml import alternative, child, flag, name, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARACTERS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_DRAWN = frozenset({"w:drawing", "w:pict", "w:object"})
_THROUGH = frozenset(
    {
        "w:hyperlink",
        "w:smartTag",
        "w:customXml",
        "w:sdtContent",
        "w:fldSimple",
        "w:dir",
        "w:bdo",
        "w:rubyBase",
    }
)
_MATHS = frozenset({"m:oMath", "m:oMathPara"})
_NOTES = {"w:footnoteReference": "footnote", "w:endnoteReference": "endnote", "w:commentReference": "comment"}
_SYMBOLS = {
    "symbol": {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB0: "°", 0xAE: "→"},
    "wingdings": {
        0x6C: "●",
        0x6E: "■",
        0x6F: "□",
        0x71: "❑",
        0x75: "◆",
        0xA7: "▪",
        0xA8: "□",
        0xD8: "➢",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x50: "✓", 0x52: "☑", 0xA3: "□"},
}
_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Words:
    """What the runs of a stretch of the document came to."""

    inserted: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    """Text that prints with a line through it."""
    phonetic: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    """Prompts of content controls that nobody filled in."""
    boxes: list[_Element] = field(default_factory=list)
    """The contents of text boxes."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the notes and comments that are referred to."""
    pictures: int = 0
    objects: int = 0
    unknown: list[str] = field(default_factory=list)
    """Symbols of fonts that have no characters: code and font."""


class Runs:
    """Reads paragraphs, one by one."""

    def __init__(self, styles: _Element | None) -> None:
        self._vanishing = _vanishing_styles(styles)
        self._fields: list[bool] = []
        """Of each field that is open, whether its result has begun."""

    def text(self, paragraph: _Element, words: Words) -> str:
        """The text of one paragraph; what does not print goes to *words*."""
        # A field that runs over paragraphs holds no text before its result; one without an end hides nothing.
        self._fields.clear()
        properties = child(paragraph, "w:pPr")
        is_hidden = value(child(properties, "w:pStyle")) in self._vanishing
        text = "".join(self._inline(paragraph, words, is_hidden=is_hidden))
        if text and any(_is_prompt(each) for each in paragraph.iterancestors() if name(each) == "w:sdt"):
            words.prompts.append(text)
            return ""
        return text

    def _inline(
        self, parent: _Element, words: Words, *, is_hidden: bool = False, is_new: bool = False
    ) -> Iterable[str]:
        for element in parent:
            kind = name(element)
            if kind == "w:r":
                text = "".join(self._run(element, words, is_hidden))
                if is_new and text:
                    words.inserted.append(text)
                yield text
            elif kind in ("w:ins", "w:moveTo"):
                yield from self._inline(element, words, is_hidden=is_hidden, is_new=True)
            elif kind in ("w:del", "w:moveFrom"):
                words.deleted.append(all_text(element))
            elif kind == "w:sdt":
                yield from self._control(element, words, is_hidden, is_new)
            elif kind in _THROUGH:
                yield from self._inline(element, words, is_hidden=is_hidden, is_new=is_new)
            elif kind == "mc:AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    yield from self._inline(chosen, words, is_hidden=is_hidden, is_new=is_new)
            elif kind in _MATHS:
                yield "".join(e.text or "" for e in element.iter() if name(e) in ("m:t", "w:t"))

    def _control(self, element: _Element, words: Words, is_hidden: bool, is_new: bool) -> Iterable[str]:
        content = child(element, "w:sdtContent")
        if content is None:
            return
        text = "".join(self._inline(content, words, is_hidden=is_hidden, is_new=is_new))
        if _is_prompt(element):
            words.prompts.append(text)
        else:
            yield text

    def _run(self, run: _Element, words: Words, is_hidden: bool) -> Iterable[str]:
        properties = child(run, "w:rPr")
        styled = value(child(properties, "w:rStyle")) in self._vanishing
        own = flag(properties, "w:vanish")
        vanishes = own if own is not None else styled or is_hidden
        text = "".join(self._characters(run, words))
        if vanishes and text.strip():
            words.hidden.append(text)
        elif not vanishes:
            if flag(properties, "w:strike") or flag(properties, "w:dstrike"):
                words.struck.append(text)
            yield text

    def _characters(self, run: _Element, words: Words) -> Iterable[str]:
        for element in run:
            kind = name(element)
            if kind == "w:fldChar":
                self._field(value(element, "fldCharType") or "")
            elif self._fields and not all(self._fields):
                continue
            elif kind == "w:t":
                yield element.text or ""
            elif kind in _CHARACTERS:
                yield _CHARACTERS[kind]
            elif kind == "w:sym":
                yield _symbol(element, words)
            elif kind == "w:ruby":
                yield from self._ruby(element, words)
            elif kind in _DRAWN:
                self._drawn(element, words)
            elif kind == "mc:AlternateContent":
                chosen = alternative(element)
                if chosen is not None:
                    yield from self._characters(chosen, words)
            elif kind in _NOTES:
                words.notes.append((_NOTES[kind], value(element, "id") or ""))
            elif kind == "w:delText":
                words.deleted.append(element.text or "")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _ruby(self, element: _Element, words: Words) -> Iterable[str]:
        base = child(element, "w:rubyBase")
        guide = child(element, "w:rt")
        if guide is not None:
            words.phonetic.append("".join(self._inline(guide, Words())))
        if base is not None:
            yield from self._inline(base, words)

    def _drawn(self, element: _Element, words: Words) -> None:
        """Text boxes and pictures; of the two forms of a text box only one."""
        for each in element:
            kind = name(each)
            if kind == "w:txbxContent":
                words.boxes.append(each)
            elif kind == "mc:AlternateContent":
                chosen = alternative(each)
                if chosen is not None:
                    self._drawn(chosen, words)
            else:
                words.pictures += kind in ("a:blip", "v:imagedata")
                words.objects += kind in ("o:OLEObject", "?:relIds", "?:chart")
                self._drawn(each, words)


def _is_prompt(control: _Element) -> bool:
    return bool(flag(child(control, "w:sdtPr"), "w:showingPlcHdr"))


def is_mark_deleted(paragraph: _Element) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on with it."""
    marks = child(paragraph, "w:pPr", "w:rPr")
    return child(marks, "w:del") is not None or child(marks, "w:moveFrom") is not None


def all_text(element: _Element) -> str:
    """All the words in an element, deleted ones too."""
    return "".join(e.text or "" for e in element.iter() if name(e) in ("w:delText", "w:t"))


def _symbol(element: _Element, words: Words) -> str:
    font = (value(element, "font") or "").strip()
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    if code in _PRIVATE:
        code -= _PRIVATE.start
    known = _SYMBOLS.get(font.lower(), {}).get(code)
    if known is None:
        words.unknown.append(f"{code:02X} {font}".strip())
    return known or "\N{REPLACEMENT CHARACTER}"


def _vanishing_styles(styles: _Element | None) -> frozenset[str]:
    """Ids of the styles that hide their text, also by the style that they are based on."""
    own: dict[str, bool | None] = {}
    based: dict[str, str | None] = {}
    for element in styles if styles is not None else ():
        if name(element) == "w:style":
            key = value(element, "styleId") or ""
            own[key] = flag(child(element, "w:rPr"), "w:vanish")
            based[key] = value(child(element, "w:basedOn"))
    found = set()
    for key in own:
        at: str | None = key
        for _ in range(20):
            if at is None or own.get(at) is not None:
                break
            at = based.get(at)
        if at is not None and own.get(at):
            found.add(key)
    return frozenset(found)
