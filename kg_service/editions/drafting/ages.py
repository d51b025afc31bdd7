"""Ages as they are printed, read into completed years, both ends included.

3岁以下 and 不满3岁 leave 3 out, 3岁及以下 and 3岁以上 do not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST = 30
"""Years; a greater number is no age of a child."""

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBER = r"(?:[0-9０-９]{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_UNIT = r"(?:周?岁)"
_INCLUDED = r"(?:及|（含）|\(含\)|（含本数）)"
_DASH = r"(?:[-－–—―～~〜至到]{1,2})"
_AGE = re.compile(
    rf"(?P<from>{_NUMBER}){_UNIT}?{_DASH}(?P<to>{_NUMBER}){_UNIT}"
    rf"|(?P<below>[不未]满)(?P<limit>{_NUMBER}){_UNIT}"
    rf"|(?P<reached>[年已]满)?(?P<number>{_NUMBER}){_UNIT}(?P<included>{_INCLUDED})?(?P<side>以下|以上|以内)"
    rf"|(?P<full>[年已]满)(?P<least>{_NUMBER}){_UNIT}"
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age or a range of ages."""

    printed: str
    start: int
    """Where it begins in the text, from 0."""
    min_age: int | None
    max_age: int | None

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.start + len(self.printed)


def ages_in(text: str) -> tuple[Age, ...]:
    """The ages that a text prints, in its order; 12年免费教育 and other numbers are none."""
    found = []
    for match in _AGE.finditer(text):
        low, high = _limits(match)
        if all(limit is None or 0 <= limit <= MOST for limit in (low, high)) and not (
            low is not None and high is not None and low > high
        ):
            found.append(Age(match[0], match.start(), low, high))
    return tuple(found)


def _limits(match: re.Match[str]) -> tuple[int | None, int | None]:
    if match["from"]:
        return _number(match["from"]), _number(match["to"])
    if match["below"]:
        return None, _number(match["limit"]) - 1
    if match["full"]:
        return _number(match["least"]), None
    number = _number(match["number"])
    if match["side"] == "以上":
        return number, None
    return None, number if match["included"] or match["side"] == "以内" else number - 1


def _number(written: str) -> int:
    plain = unicodedata.normalize("NFKC", written)
    if plain.isdecimal():
        return int(plain)
    tens, ten, units = plain.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[digit]) for digit in plain))
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
