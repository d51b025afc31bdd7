"""Whether other words of a measure promise less: a number that fell, a weaker word, words that are gone.

Only what can be told from the words is told; a measure in quite other words says nothing here.

Not here: which measure is which (``pairing``), conditions (``conditions``), what the rules make of it
(``validation``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg_service.editions.differences import Mark, Piece, differences
from kg_service.editions.quantities import Quantity, quantities


class Cut(StrEnum):
    """In what way it is less."""

    NUMBER = "number"
    STRENGTH = "strength"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Less:
    """One way in which a measure promises less than before."""

    cut: Cut
    before: str
    after: str | None
    """What stands there now; None where nothing does. *before* is empty where it only came."""


@dataclass(frozen=True, slots=True)
class _Scale:
    words: tuple[str, ...]
    """Regular expressions, from the strongest; those of one step in one."""
    counts_when_gone: bool = False
    """Whether the loss of the strongest is less although no weaker word came for it."""


_SCALES = (
    # 免除学杂费, 免费提供教科书 (3, 5, 6 and 13 of the list of 2024).
    _Scale(("全额免除|免除|全免|免收|免征", "减免|减收|减征|减半|优惠")),
    _Scale(("免费|无偿|免除|免收|不收|全免", "低偿|低收费|优惠|减免|收费"), True),
    # 保障流动儿童接受义务教育 (3), 支持…倡导… (20); 应当 and 可以 as laws have them.
    _Scale(("必须|应当|应予|保障|确保|保证", "可以|可予|酌情|视情|支持|倡导|鼓励|争取|力争|尽量|探索")),
    # 符合条件的在居住地参加中考 (3), 在居住地普通高中就读 (5).
    _Scale(("居住地|流入地", "户籍地|户籍所在地|原籍")),
    # 应保尽保 and the like.
    _Scale(("全部|全额|全程|全员|所有|一律|应.尽.", "部分|差额|适当|逐步|一定"), True),
    # 流动儿童父母 (17, 23).
    _Scale(("父母", "父亲|母亲")),
    # “一对一”结对帮扶 (4).
    _Scale(("[“\"]?一对一[”\"]?", "一对多|集中|集体"), True),
    _Scale(
        (
            "每[日天]", "每周|每星期", "每半月", "每月|每个月|按月", "每季度?|按季", "每半年|每学期",
            "每年|按年", "每[两二三2-9]年", "定期", "不定期",
        )
    ),
)  # fmt: skip
"""Words that promise, each scale from the strongest; kept small: words that this list and its like use."""

_LIMITING = re.compile(
    "暂[不缓]|不(?!断|仅|只|少于|低于|得收取|收|限|满|足)|可以?(?=提供|给予|发放|免|享|申|参|为|向|在|按|予)|酌情|视情|视财力|"
    "(?<=.)(?:鼓励|倡导|探索)|试行|截[至止]|\\d{4}年[^，；。]{0,8}?(?:前|止)|省内|市内|县域内|试点|"
    "原则上|部分|适当|尽量|力争|(?:条件|财力)(?:允许|许可)|(?<!不)仅限?|只限|最多|至多|不超过"
)
"""Words that, put into a measure, take something from it."""

_FILLING = re.compile("[的地得对为给向在予以和及与或并等、，,。；;：:“”\"'‘’（）()《》\\s]")
_JOINING = re.compile("[的地得和及与或并等、，,。；;：:“”\"'‘’（）()《》\\s]")
_JOINTS = "、，；。和及与或"
_NO_LOSS = re.compile(
    "有条件的地方|符合[^，；。]*条件的?|当地|本地|辖区|按照?规定|按程序|酌情|视情|适当|逐步|部分|一定|可以?|支持|倡导|鼓励|探索|"
    "积极|切实|认真|及时|依法|主动|统一|统筹|扎实|进一步|不断|相关|有关|各类|各种|广大|其|并|相应|必要|特别|流动|儿童|工作"
)
"""Words without which a measure promises as much, or more."""


def less_promised(before: str, after: str, content: str = "") -> tuple[Less, ...]:
    """What of a measure is less than it was.

    Args:
        before, after: The measure in the two editions.
        content: All that the services which the measure belongs to say now: what stands there is not gone.

    Returns:
        Numbers, then weaker words; else, where the measure is the same but for what is gone, those words.
    """
    if before == after:
        return ()
    # A word may stand on two scales.
    found = dict.fromkeys(
        [*_numbers(before, after), *_weaker(before, after, content)] or _limited(before, after)
    )
    is_stronger = any(_limited(after, before)) or any(
        less.after is not None for less in _weaker(after, before, content)
    )
    return tuple(found) or (() if is_stronger else tuple(_gone(before, after, content)))


def _numbers(before: str, after: str) -> Iterator[Less]:
    old, new = quantities(before), quantities(after)
    for unit in dict.fromkeys(each.unit for each in old):
        lost, gained = _difference([q for q in old if q.unit == unit], [q for q in new if q.unit == unit])
        if len(lost) != len(gained):
            continue
        for one, other in zip(lost, gained, strict=True):
            if one.is_more_than(other):
                yield Less(Cut.NUMBER, one.printed, other.printed)


def _difference(old: Sequence[Quantity], new: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """Those of one side that the other has not, in printed order."""
    lost, gained = Counter(q.values for q in old), Counter(q.values for q in new)
    only_old, only_new = lost - gained, gained - lost
    return (
        [q for q in old if only_old[q.values] > 0],
        [q for q in new if only_new[q.values] > 0],
    )


def _weaker(before: str, after: str, content: str) -> Iterator[Less]:
    for scale in _SCALES:
        steps = re.compile("|".join(f"({words})" for words in scale.words))
        old, new = _steps(steps, before), _steps(steps, after)
        lost, gained = [s for s in old if s not in new], [s for s in new if s not in old]
        for step, words in lost:
            weaker = next((other for at, other in gained if at > step), None)
            if any(at <= step for at, _ in gained) or any(at == step for at, _ in new):
                continue
            if weaker is not None:
                yield Less(Cut.STRENGTH, words, weaker)
            elif step == 0 and scale.counts_when_gone and words not in content:
                yield Less(Cut.STRENGTH, words, None)


def _limited(before: str, after: str) -> Iterator[Less]:
    """Words that came into a measure and take from it."""
    came = Counter(_LIMITING.findall(after)) - Counter(_LIMITING.findall(before))
    for words in came:
        yield Less(Cut.STRENGTH, "", words)


def _steps(steps: re.Pattern[str], text: str) -> list[tuple[int, str]]:
    """Step and words of everything in *text* that a scale has."""
    return [((match.lastindex or 1) - 1, match[0]) for match in steps.finditer(text)]


def _gone(before: str, after: str, content: str) -> Iterator[Less]:
    """Words that went from a measure which is the same without them."""
    if not _is_within(_JOINING.sub("", after), _JOINING.sub("", before)):
        return
    pieces = differences(before, after)
    for index, piece in enumerate(pieces):
        words = _FILLING.sub("", _NO_LOSS.sub("", piece.text))
        following = pieces[index + 1] if index + 1 < len(pieces) else Piece(Mark.SAME, "")
        if piece.mark is not Mark.REMOVED or not words or _is_condition(piece.text, following.text):
            continue
        if words not in _FILLING.sub("", content):
            now = following.text if following.mark is Mark.ADDED else ""
            yield Less(Cut.WORDS, piece.text.strip(_JOINTS), now.strip(_JOINTS) or None)


def _is_within(text: str, whole: str) -> bool:
    """Whether *text* is left when characters are taken from *whole*."""
    characters = iter(whole)
    return all(character in characters for character in text)


def _is_condition(words: str, following: str) -> bool:
    """Whether the words only said for whom: without them it is for more."""
    return words.endswith("的") or following.startswith("的") or words.endswith(("困难", "患有"))
