"""Numbers that Word writes by itself in front of paragraphs: no text of the file holds them.

Source: ECMA-376 Part 1, 17.9.

Not here: bullets, which number nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg_service.editions.reading.word_xml import child, flag, name, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_DEEPEST = 20
"""Steps of ``basedOn`` that are followed."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = "%1."
    is_legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _Num:
    abstract: str
    starts: Mapping[int, int]
    levels: Mapping[int, Level]


@dataclass(slots=True)
class Numbering:
    """The numbered lists of a document; ask for its paragraphs in order."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    nums: dict[str, _Num] = field(default_factory=dict)
    styles: dict[str, tuple[str | None, int | None, str | None]] = field(default_factory=dict)
    """Of a paragraph style: its list, its level, and the style that it is based on."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, numbering: _Element | None, styles: _Element | None) -> Numbering:
        """Read the parts ``numbering`` and ``styles``; either may be missing."""
        self = cls()
        for element in styles if styles is not None else ():
            if name(element) == "w:style":
                properties = child(element, "w:pPr", "w:numPr")
                self.styles[value(element, "styleId") or ""] = (
                    value(child(properties, "w:numId")),
                    number(child(properties, "w:ilvl")),
                    value(child(element, "w:basedOn")),
                )
        links = {}
        for element in numbering if numbering is not None else ():
            if name(element) == "w:abstractNum":
                key = value(element, "abstractNumId") or ""
                self.abstracts[key] = dict(map(_level, (e for e in element if name(e) == "w:lvl")))
                links[key] = value(child(element, "w:numStyleLink"))
            elif name(element) == "w:num":
                self.nums[value(element, "numId") or ""] = _num(element)
        for key, style in links.items():
            linked = self.nums.get(self.styles.get(style or "", (None, None, None))[0] or "")
            if style and linked:
                self.abstracts[key] = self.abstracts.get(linked.abstract, {})
        return self

    def next(self, paragraph: _Element) -> str | None:
        """The number in front of the paragraph, ``3.``; None where it has none; empty for a bullet."""
        found = self._list_of(paragraph)
        if found is None:
            return None
        num, at = self.nums[found[0]], min(max(found[1], 0), _LEVELS - 1)
        levels = {**self.abstracts.get(num.abstract, {}), **num.levels}
        level = levels.get(at, Level(text=f"%{at + 1}."))
        counts = self._counts.setdefault(num.abstract, {})
        if at in num.starts and (found[0], at) not in self._started:
            counts[at] = num.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else level.start
        self._started.add((found[0], at))
        for deeper in [each for each in counts if each > at]:
            del counts[deeper]
        if level.format == "bullet":
            return ""
        return _rendered(level, levels, counts)

    def _list_of(self, paragraph: _Element) -> tuple[str, int] | None:
        properties = child(paragraph, "w:pPr")
        own = child(properties, "w:numPr")
        num, at = value(child(own, "w:numId")), number(child(own, "w:ilvl"))
        style = value(child(properties, "w:pStyle"))
        for _ in range(_DEEPEST):
            if num is not None or style is None:
                break
            num, styled, based_on = self.styles.get(style, (None, None, None))
            if num is not None and at is None:
                at = styled if styled is not None else self._level_of_style(num, style)
            style = based_on
        return (num, at or 0) if num is not None and num in self.nums else None

    def _level_of_style(self, num: str, style: str) -> int | None:
        known = self.nums.get(num)
        levels = self.abstracts.get(known.abstract, {}) if known else {}
        return next((at for at, level in levels.items() if level.style == style), None)


def _level(element: _Element) -> tuple[int, Level]:
    at = number(element, "ilvl") or 0
    start = number(child(element, "w:start"))
    return at, Level(
        1 if start is None else start,
        value(child(element, "w:numFmt")) or "decimal",
        value(child(element, "w:lvlText")) or "",
        bool(flag(element, "w:isLgl")),
        value(child(element, "w:pStyle")),
    )


def _num(element: _Element) -> _Num:
    starts, levels = {}, {}
    for override in element:
        if name(override) == "w:lvlOverride":
            at = number(override, "ilvl") or 0
            start = number(child(override, "w:startOverride"))
            if start is not None:
                starts[at] = start
            own = child(override, "w:lvl")
            if own is not None:
                levels[at] = _level(own)[1]
    return _Num(value(child(element, "w:abstractNumId")) or "", starts, levels)


def _rendered(level: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def one(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        upper = levels.get(at, Level())
        return formatted(counts.get(at, upper.start), "decimal" if level.is_legal else upper.format)

    return re.sub(r"%([1-9])", one, level.text)


def formatted(count: int, style: str) -> str:
    """A number as Word writes it in one of its formats; in ASCII digits where the format is unknown."""
    if count < 0:
        return str(count)
    return _FORMATS.get(style, str)(count)


def _chinese(count: int) -> str:
    if count >= 10_000:
        return str(count)
    digits, units = "零一二三四五六七八九", ("", "十", "百", "千")
    said = ""
    for place, digit in enumerate(reversed(str(count))):
        said = (digits[int(digit)] + units[place] if digit != "0" else "零") + said
    said = re.sub("零+", "零", said)
    return (
        "零"
        if said == "零"
        else said.strip("零").removeprefix("一")
        if 10 <= count < 20
        else said.rstrip("零")
    )


def _roman(count: int) -> str:
    if not 0 < count < 4_000:
        return str(count)
    said = ""
    for worth, letters in (
        *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
        *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
    ):
        said += letters * (count // worth)
        count %= worth
    return said


def _letter(count: int) -> str:
    return chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 1_000 else str(count)


def _full_width(count: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(count))


def _circled(count: int) -> str:
    return chr(0x245F + count) if 1 <= count <= 20 else str(count)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda count: _letter(count).lower(),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographTraditional": lambda count: (
        "甲乙丙丁戊己庚辛壬癸"[count - 1] if 1 <= count <= 10 else str(count)
    ),
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"),
        _chinese,
    ),
    "taiwaneseCounting": _chinese,
    "ideographDigital": lambda count: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(count)),
}
