"""The conditions that a row states: in the column of beneficiaries, in the content, in a service's name.

Not here: which measure depends on which (``interpretation``), how a condition is written (``describing``).
"""

from __future__ import annotations

import re

from kg_service.editions.drafting.ages import Age, ages_in
from kg_service.editions.drafting.rules import Rule, Rules
from kg_service.editions.drafting.values import ReadCondition, ReadGroup, Span
from kg_service.model import Column

SUBJECTS, EXPLICITNESS = "condition-subjects/", "explicitness/"

# The shapes hold exactly these words for open, and ask for the locality where words end so.
_OPEN = re.compile("(?:符合条件的|有条件的|有需要的|有需求的)(?:地方)?")
_REGISTERED, _RESIDENCE = re.compile("户籍"), re.compile("当地|本地|居住地")
_OF_CHILDREN = re.compile(r"(?:流动儿童|流动青少年)中的?(?P<who>.+)|(?P<which>.+?)的?(?:流动儿童|流动青少年)")
_STAGED = re.compile("阶段$|教育$|在校$|适龄$|学龄$|学龄前$")
_FAMILY = re.compile("(?:流动儿童|学生|患者|的)?(?:或其?|及其?|和其?)?家庭")
_BOTH = re.compile("(?:或其?|及其?|和其?)家庭")


def group_of(name: str, rules: Rules) -> ReadGroup:
    """What the name of a group says: its first age, its stages, its situations."""
    age = next(iter(ages_in(name)), None)
    return ReadGroup(
        age.min_age if age else None,
        age.max_age if age else None,
        age.printed if age else None,
        _in_scheme("stages", rules.all("stage", name)),
        _in_scheme("situations", rules.all("situation", name)),
    )


def of_beneficiaries(name: str, rules: Rules) -> tuple[ReadCondition, ...]:
    """The condition in the column of beneficiaries: what sets the group apart, but ages and stages."""
    match = _OF_CHILDREN.fullmatch(name)
    if match is None:
        return ()
    group = "who" if match["who"] else "which"
    words = match[group]
    rest = words
    for age in ages_in(words):
        rest = rest.replace(age.printed, "")
    if not rest.strip("的、，") or _STAGED.search(rest):
        return ()
    subject = "household" if "家庭" in words else "child"
    situations = rules.all("situation", words)
    span = Span(Column.BENEFICIARY, match.start(group), match.end(group))
    return (_condition(words, span, (subject,), "named", situations),)


def of_content(content: str, beneficiary: str, rules: Rules) -> tuple[ReadCondition, ...]:
    """The conditions that a content states, in its order; where two rules overlap the first one counts.

    What only says the beneficiaries once more is none.
    """
    taken: list[tuple[int, int, Rule | Age]] = []
    for rule in rules.of("condition"):
        for match in rule.pattern.finditer(content):
            if not match[0] or _overlaps(taken, match.start(), match.end()):
                continue
            if not (rule.value.endswith("|restated") and _is_restated(match[0], beneficiary, rules)):
                taken.append((match.start(), match.end(), rule))
    known = {(age.min_age, age.max_age) for age in ages_in(beneficiary)}
    for age in ages_in(content):
        if not _overlaps(taken, age.start, age.end) and (age.min_age, age.max_age) not in known:
            taken.append((age.start, age.end, age))
    spans = [(start, end) for start, end, _ in taken]
    return tuple(
        _of_age(found, Column.CONTENT)
        if isinstance(found, Age)
        else _by_rule(content, start, end, found, spans, rules)
        for start, end, found in sorted(taken, key=lambda each: each[0])
    )


def _is_restated(words: str, beneficiary: str, rules: Rules) -> bool:
    said = set(rules.all("situation", words))
    return words in beneficiary or (bool(said) and said <= set(rules.all("situation", beneficiary)))


def of_name(name: str) -> tuple[ReadCondition, ...]:
    """The ages that the name of a service prints."""
    return tuple(_of_age(age, Column.SERVICE) for age in ages_in(name))


def _by_rule(
    content: str, start: int, end: int, rule: Rule, spans: list[tuple[int, int]], rules: Rules
) -> ReadCondition:
    subject, explicitness, situation = [*rule.value.split("|"), "", "", ""][:3]
    words = content[start:end]
    after = _noun_phrase(content, end, spans, rules)
    subjects: tuple[str, ...] = (subject or "child",)
    if subject == "child" and _BOTH.search(after):
        subjects = ("child", "household")
    elif subject == "child" and _FAMILY.search(after) and rules.fits("recipient", after):
        subjects = ("household",)
    situations = (situation,) if situation else rules.all("situation", words)
    return _condition(words, Span(Column.CONTENT, start, end), subjects, explicitness or "named", situations)


def _noun_phrase(content: str, start: int, spans: list[tuple[int, int]], rules: Rules) -> str:
    """From a condition to the next verb or stop: whom it is said of. Other conditions in it are left out."""
    end = start
    while end < len(content) and content[end] not in "；，、。" and not rules.begins("verb", content[end:]):
        end += 1
    kept = (i for i in range(start, end) if not any(begin <= i < stop for begin, stop in spans))
    return "".join(content[i] for i in kept)


def _condition(
    words: str, span: Span, subjects: tuple[str, ...], explicitness: str, situations: tuple[str, ...]
) -> ReadCondition:
    if _OPEN.fullmatch(words):
        explicitness = "open"
    elif explicitness == "open":
        explicitness = "named"
    return ReadCondition(
        words,
        span,
        tuple(SUBJECTS + subject for subject in subjects),
        EXPLICITNESS + explicitness,
        _in_scheme("situations", situations),
        rules_of(words),
    )


def _of_age(age: Age, column: Column) -> ReadCondition:
    return ReadCondition(
        age.printed,
        Span(column, age.start, age.end),
        (SUBJECTS + "child",),
        EXPLICITNESS + "explicit",
        min_age=age.min_age,
        max_age=age.max_age,
        age_printed=age.printed,
    )


def rules_of(words: str) -> str | None:
    """Whose rules hold by the words: those of the place of registration, of residence, or nothing is said."""
    if _REGISTERED.search(words):
        return "rule-places/registered-residence"
    return "rule-places/residence" if _RESIDENCE.search(words) else None


def _overlaps(taken: list[tuple[int, int, Rule | Age]], start: int, end: int) -> bool:
    return any(begin < end and start < stop for begin, stop, _ in taken)


def _in_scheme(scheme: str, slugs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{scheme}/{slug}" for slug in slugs)
