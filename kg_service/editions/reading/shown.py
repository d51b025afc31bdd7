"""What a spreadsheet shows of a number: 1 and not 1.0, 2025/3/1 and not 45717, 12.5% and not 0.125.

Only the number formats that a list meets: digits, separators, percent, words around, dates and times. Any
other one shows the number itself.

Source: ECMA-376 Part 1, 18.8.30 and 18.8.31 (number formats)
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_PART = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[(?P<elapsed>h+|m+|s+)\]|\[[^\]]*\]'
    r"|_.|\*.|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})(?:(?<=s)\.0+)?"
    r"|(?P<digits>[0#?][0#?,]*(?:\.[0#?]*)?|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE_SHORT_DATE = "yyyy/m/d"
_LOCAL_DATES = {14: _CHINESE_SHORT_DATE, 22: "yyyy/m/d h:mm"}
"""Formats whose looks are those of the reader's country."""
_WEEKDAYS = "一二三四五六日"
_MOST_DIGITS = 15
"""That a spreadsheet keeps of a number."""


def format_code(number_format: int, custom: dict[int, str]) -> str:
    """The code of a number format by its id; ``General`` for one that nobody declares."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    if number_format in _LOCAL_DATES and number_format not in custom:
        return _LOCAL_DATES[number_format]
    return custom.get(number_format) or str(BUILTIN_FORMATS.get(number_format, "General"))


def shown(value: str, code: str, *, is_1904: bool = False) -> str:
    """What the cell shows.

    Args:
        value: The number as the file writes it.
        code: Its number format, e.g. ``0.0%`` or ``yyyy"年"m"月"``.
        is_1904: Whether days are counted from 1904.

    Returns:
        The text; *value* itself where it is no number.
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return value
    section, is_negative_section = _section(code, number)
    if re.search(r"[0#?]E[+-]", section):
        return plain(number)
    parts = list(_PART.finditer(section))
    if any(part["date"] or part["elapsed"] for part in parts) and not _is_general(section):
        return _date(number, parts, is_1904) or plain(number)
    if _is_general(section) or sum(1 for part in parts if part["digits"]) != 1:
        words = [part["words"] for part in parts if part["words"]]
        has_only_words = words and not any(part["digits"] or part["other"] for part in parts)
        return "".join(words) if has_only_words else plain(number)
    return _digits(abs(number) if is_negative_section else number, parts)


def plain(number: Decimal) -> str:
    """The number without a format: no trailing zeros, no exponent that a person would not write."""
    rounded = number.normalize() if number else Decimal(0)
    if len(rounded.as_tuple().digits) > _MOST_DIGITS:
        rounded = Decimal(f"{number:.{_MOST_DIGITS - 1}e}").normalize()
    return f"{rounded:f}" if -10 < rounded.adjusted() < 21 else str(rounded)


def _section(code: str, number: Decimal) -> tuple[str, bool]:
    """The part of the format that speaks of this number, and whether its sign is left to the format."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _is_general(section: str) -> bool:
    return re.sub(r"\[[^\]]*\]", "", section).strip().lower() in ("general", "@", "", "g/通用格式")


def _digits(number: Decimal, parts: list[re.Match[str]]) -> str:
    percent = sum(1 for part in parts if part["other"] == "%")
    number = number.scaleb(2 * percent)
    written = []
    for part in parts:
        if part["digits"]:
            written.append(_placed(number, part["digits"]))
        else:
            written.append(part["words"] or part["escaped"] or part["currency"] or part["other"] or "")
    return "".join(written).strip()


def _placed(number: Decimal, digits: str) -> str:
    whole, point, fraction = digits.partition(".")
    thousands = len(whole) - len(whole.rstrip(","))
    number = number.scaleb(-3 * thousands)
    number = number.quantize(Decimal(1).scaleb(-len(fraction)), rounding=ROUND_HALF_UP)
    comma = "," if "," in whole.rstrip(",") else ""
    text = f"{abs(number):{comma}f}"
    before, _, after = text.partition(".")
    before = before.rjust(whole.count("0"), "0") if before != "0" or "0" in whole else ""
    least = len(fraction.rstrip("#?"))
    after = after[:least] + after[least:].rstrip("0")
    sign = "-" if number < 0 else ""
    return f"{sign}{before}{point if after or (point and not fraction) else ''}{after}"


def _date(number: Decimal, parts: list[re.Match[str]], is_1904: bool) -> str | None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        moment = from_excel(float(number), CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return None
    if not isinstance(moment, datetime):
        # Less than a day: a time.
        moment = datetime.combine(datetime(1899, 12, 30).date(), moment)
    has_half = any(part["half"] for part in parts)
    written, last = [], ""
    for at, part in enumerate(parts):
        token = (part["date"] or part["elapsed"] or "").lower()
        if token.startswith("m") and (last.startswith("h") or _next(parts, at).startswith("s")):
            token = "n" * len(token)
        last = token or last
        if token:
            written.append(_token(moment, token, has_half))
        elif part["half"]:
            written.append("下午" if moment.hour >= 12 else "上午")
        else:
            written.append(part["words"] or part["escaped"] or part["other"] or part["digits"] or "")
    return "".join(written).strip(" @;")


def _next(parts: list[re.Match[str]], at: int) -> str:
    return next((part["date"].lower() for part in parts[at + 1 :] if part["date"]), "")


def _token(moment: datetime, token: str, has_half: bool) -> str:
    hour = moment.hour % 12 or 12 if has_half else moment.hour
    value = {"y": moment.year, "e": moment.year, "m": moment.month, "d": moment.day, "h": hour}
    value |= {"n": moment.minute, "s": moment.second}
    letter = token[0]
    if letter == "a" or (letter == "d" and len(token) > 2):
        return ("星期" if len(token) == 4 else "周") + _WEEKDAYS[moment.weekday()]
    if letter == "y" and len(token) < 3:
        return f"{moment.year % 100:02}"
    if letter == "m" and len(token) > 2:
        return f"{moment.month}月"
    return f"{value[letter]:0{min(len(token), 2)}}"
