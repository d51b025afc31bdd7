"""Numbers with their units as a list promises them, and which of two is more.

Not here: ages on their own (``drafting.ages``), which measure they stand in (``strength``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg_service.editions.drafting.ages import ages_in

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(
    r"(?P<number>\d+(?:[,，]\d{3})+(?!\d)|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+|半)(?P<large>[万亿]?)"
    r"(?P<unit>个百分点|个月|个工作日|工作日|学年|年|月|周|日|天|小时|分钟|元|%|课时|学时|节|人次|人|名|次|倍|折|种|类|项|套|平方米|岁)"
    r"(?P<within>之?内|以内)?"
)
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|[一二三四五六七八九]年级")
_COST = re.compile("(?:收费|缴纳|交纳|自付|自费|自负|负担|起付|门槛)[^，；。]{0,6}$")
_EVERY = re.compile("每$")
_LARGE = {"": 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit."""

    printed: str
    unit: str
    """The unit; those that are paid, waited for or come round in that time are units of their own."""
    values: tuple[float, ...]
    """The number; of an age lowest and highest."""
    is_burden: bool = False
    """Whether the greater number gives less: costs, times of waiting, how seldom it comes."""

    def is_more_than(self, other: Quantity) -> bool:
        """Whether *other*, of the same unit, gives less."""
        if self.unit == "岁":
            (low, high), (lower, higher) = self.values, other.values
            return (lower > low or higher < high) and lower >= low and higher <= high
        return other.values > self.values if self.is_burden else other.values < self.values


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers with units of a text, in its order; dates and school years are none."""
    text = unicodedata.normalize("NFKC", text)
    ages = ages_in(text)
    found = [(age.start, Quantity(age.printed, "岁", (age.min_age or 0, _top(age.max_age)))) for age in ages]
    taken = [(age.start, age.end) for age in ages] + [match.span() for match in _DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        if match["unit"] == "岁":
            continue
        value = value_of(match["number"]) * _LARGE[match["large"]]
        before = text[: match.start()]
        role = (
            "cost" if _COST.search(before)
            else "within" if match["within"]
            else "every" if _EVERY.search(before)
            else "折" if match["unit"] == "折"
            else ""
        )  # fmt: skip
        unit = f"{role} {match['unit']}".strip()
        found.append((match.start(), Quantity(match[0], unit, (value,), bool(role))))
    return tuple(quantity for _, quantity in sorted(found, key=lambda each: each[0]))


def value_of(written: str) -> float:
    """A number in digits or in Chinese characters: 12, 1,500, 十二, 一百二十, 半."""
    if written == "半":
        return 0.5
    if written[0].isdecimal() and written.isascii():
        return float(written.replace(",", ""))
    if not set(written) & set(_TENS):
        return float("".join(str(_DIGITS[digit]) for digit in written))
    total, digit = 0, 1
    for at, character in enumerate(written):
        if character in _TENS:
            total += (digit if at else 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return float(total + (digit if written[-1] not in _TENS else 0))


def _top(age: int | None) -> float:
    return float("inf") if age is None else age
