"""What is asked of those who are to have a service or a measure, before and after.

Not here: what is given (``measures``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg_service.editions.assignment import assign
from kg_service.editions.audience import covers
from kg_service.editions.differences import Mark, differences
from kg_service.editions.drafting.ages import ages_in
from kg_service.editions.similarity import alike
from kg_service.model import ChangeKind, Condition

EXPLICITNESS = ("open", "named", "explicit")
"""From what leaves most to those who decide to what leaves least."""

_LEAST = 0.55
"""Least likeness of two conditions that are the same one in other words."""
_PEOPLE = re.compile("(?:流动)?(?:儿童|学生|幼儿|少年)|在校生|家庭|父母|监护人|家长|患者|孤儿|人员")
_LEAST_QUALIFIER = 2
"""Characters of a qualification; with one a word was cut."""
_PHRASE = re.compile(r"(?:[对为向给]|面向)?(?!广大|全体|所有|各类|各个|更多|每[名个])([^，；。、]{2,}的)")
_QUALIFIER = re.compile("(?!.*(?:提供|发放|免除))[^，；。、：“”为对向给在将把和及与或并其中]{2,12}?的?")
"""Words that, put before people, may narrow who they are: 残疾, 低保. A list of people adds to them."""
_PICKED = re.compile("(?:(?:流动)?(?:儿童|学生|家庭))?中的?([^，；。、：中]{2,12})")
"""Those who are picked out of more: 流动儿童中的残疾儿童."""
_NO_QUALIFIER = re.compile(
    "流动|广大|全体|所有|全部|各类|各个|每[名个位]|每一[名个位]|一切|更多|相关|有关|本地|当地|辖区内?|居住地|适龄|青少年|未成年|少年|"
    "儿童|学生|家庭|孩子|的|等|中"
)
"""Words before people that leave nobody out."""
_DOING = re.compile(
    "(?:提供|保障|帮助|帮扶|支持|关爱|关心|关注|引导|组织|服务|鼓励|协助|促进|丰富|提升|提高|增强|改善|保护|维护|面向|针对|覆盖|惠及|"
    "吸引|带领|陪伴|满足|资助|救助|开展|做好|加强|推动|落实|确保|允许|督促|培养|教育|发动|邀请|接纳|接收|照顾|优先|适合|有利于)$"
)
"""Verbs whose object the people are."""
_AT_PEOPLE = re.compile(
    f"(?:流动|家庭|经济|生活|住房|困难|残疾|义务教育阶段|普通高中|中等职业教育|在校|的)*(?:{_PEOPLE.pattern})"
)
"""People, with what else may qualify them."""
_ASKING = re.compile("符合|持有|具有|具备|居住|就业|困难|认定|取得|参加|登记|户籍|需[要求]|满[一二三0-9]")


@dataclass(frozen=True, slots=True)
class Shift:
    """One difference between two contents."""

    kind: ChangeKind
    old: int | None
    """Number of the service it was in; None for what is added."""
    new: int | None
    before: str | None
    after: str | None
    measure: str = ""
    """The measure that a condition or commitment belongs to, in its newer words."""


def condition_shifts(
    old: Sequence[Condition], new: Sequence[Condition], at: tuple[int, int], measure: str
) -> Iterator[Shift]:
    """What is asked no more, what is asked as well, and what is asked more or less strictly.

    Args:
        old, new: Conditions that hold for the same thing in the two editions.
        at: Old and new number of the service.
        measure: The measure that they hold for; empty for the whole service.
    """
    # A condition that several have to meet may come once for each.
    old, new = (list({condition.title: condition for condition in side}.values()) for side in (old, new))
    values = {
        (i, j): value
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if (value := _condition_likeness(one, other)) >= _LEAST
    }
    pairs = [(i, j) for i, j, _ in assign(values)]
    for i, one in enumerate(old):
        if i not in {i for i, _ in pairs}:
            yield Shift(ChangeKind.CONDITION_RELAXED, *at, one.title, None, measure)
    for j, other in enumerate(new):
        if j not in {j for _, j in pairs}:
            yield Shift(ChangeKind.CONDITION_TIGHTENED, *at, None, other.title, measure)
    for i, j in pairs:
        kind = _bearing(old[i], new[j])
        if kind is not None:
            yield Shift(kind, *at, old[i].title, new[j].title, measure)


def phrase_shifts(old: str, new: str, at: tuple[int, int], known: Sequence[Shift]) -> Iterator[Shift]:
    """Conditions by the words alone: a qualification that came, or went, before those who are served.

    Args:
        old, new: A measure in the two editions.
        at: Old and new number of the service.
        known: What is said already.
    """
    said = [words for shift in known for words in (shift.before, shift.after) if words]
    pieces = differences(old, new)
    for index, piece in enumerate(pieces):
        around = pieces[max(index - 1, 0) : index] + pieces[index + 1 : index + 2]
        if piece.mark is Mark.SAME or any(other.mark is not Mark.SAME for other in around):
            continue
        following = pieces[index + 1].text if index + 1 < len(pieces) else ""
        words = piece.text
        if words.startswith("的") and following.startswith("的"):
            words, following = words[1:] + "的", following[1:]
        before = pieces[index - 1].text if index else ""
        condition = _condition_in(before, words, following)
        if condition is not None and not any(each in words or condition in each for each in said):
            is_new = piece.mark is Mark.ADDED
            kind = ChangeKind.CONDITION_TIGHTENED if is_new else ChangeKind.CONDITION_RELAXED
            yield Shift(kind, *at, None if is_new else condition, condition if is_new else None, new)


def _condition_in(before: str, words: str, following: str) -> str | None:
    """The condition that words are, by themselves and by what stands around; None where they are none."""
    phrase = _PHRASE.fullmatch(words)
    if phrase is not None and (_PEOPLE.match(following) or (not before and _ASKING.search(words))):
        return phrase[1]
    picked = _PICKED.fullmatch(words)
    if picked is not None and re.search(f"(?:{_PEOPLE.pattern})$", before + words.partition("中")[0]):
        return picked[1]
    if _AT_PEOPLE.match(following) is None or _QUALIFIER.fullmatch(words) is None:
        return None
    found = _NO_QUALIFIER.sub("", words)
    return found if len(found) >= _LEAST_QUALIFIER and not _DOING.search(found) else None


def _condition_likeness(one: Condition, other: Condition) -> float:
    if _ages(one) != (None, None) and _ages(other) != (None, None) and one.met_by == other.met_by:
        return 1.0
    return alike(one.title, other.title)


def _bearing(old: Condition, new: Condition) -> ChangeKind | None:
    """Whether a condition in other words asks for more or for less."""
    before, after = _ages(old), _ages(new)
    if before != after:
        if covers(after, before):
            return ChangeKind.CONDITION_RELAXED
        if covers(before, after):
            return ChangeKind.CONDITION_TIGHTENED
    if old.title == new.title or {old.explicitness, new.explicitness} - set(EXPLICITNESS):
        return None
    one, other = EXPLICITNESS.index(old.explicitness or ""), EXPLICITNESS.index(new.explicitness or "")
    if one == other:
        return None
    return ChangeKind.CONDITION_RELAXED if other > one else ChangeKind.CONDITION_TIGHTENED


def _ages(condition: Condition) -> tuple[int | None, int | None]:
    if (condition.min_age, condition.max_age) != (None, None):
        return condition.min_age or None, condition.max_age
    found = ages_in(condition.title)
    return (found[0].min_age or None, found[0].max_age) if len(found) == 1 else (None, None)
