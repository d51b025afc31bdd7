"""What is read into a row by rules alone: measures, kinds, recipients, commitments, conditions, stages.

The rules are those of docs/*/reading-rules.md; their words stand in ``data/reading-rules.tsv``. Everything
found here is proposed: a person has not seen it.

Not here: what an earlier edition says of the same words (``drafting.carrying``), the graph (``graph``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg_service.editions.drafting.clauses import Passage, passages
from kg_service.editions.drafting.conditions import of_beneficiaries, of_content, of_name
from kg_service.editions.drafting.rules import Rules
from kg_service.editions.drafting.values import ReadCondition, ReadMeasure, RowReading, Span
from kg_service.model import Column

FALLBACK_KIND = "administrative-handling"
"""Where no rule fits: the text says that something is done, not what is given."""
PROMOTED = "commitments/promoted"
WAIVER_WORD, WAIVER = "免除", "fee-waiver"

_HALF_WIDTH = re.compile(r"(?<!\d)[,;]|[,;](?!\d)")
"""Marks between words; 1,250 holds none."""
_WIDE = {",": "，", ";": "；"}
_TARGET = re.compile("(?:^|，)(?:倡导|支持|鼓励|通过[^，]*?)?(?:[对为向给](?!主)|资助|允许|协助|引导|保障)")
_PEOPLE = re.compile("儿童|学生|家庭|父母|监护人|家长|患者|幼儿|少年")
_CLAIMED = re.compile("向(?:户籍(?:所在)?地|居住地|当地|本地)")
_RESTATED = re.compile("相关|上述|该")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names that a text may use: of norms, programmes and venues, each to what it names."""

    names: Mapping[str, str]
    """Chinese name to concept (``programmes/…``) or to the IRI of a norm."""

    def named_in(self, text: str, rules: Rules) -> tuple[str, ...]:
        """What *text* names, in its order; the longest name counts, and one inside of another does not."""
        found: list[tuple[int, int, str | None]] = []
        for rule in rules.of("blocker"):
            found += [(m.start(), m.end(), None) for m in rule.pattern.finditer(text)]
        present = (name for name in self.names if name in text)
        for name in sorted(present, key=lambda each: (-len(each), each)):
            for match in re.finditer(re.escape(name), text):
                if not any(begin < match.end() and match.start() < end for begin, end, _ in found):
                    found.append((match.start(), match.end(), self.names[name]))
        ordered = (named for _, _, named in sorted(found, key=lambda each: each[0]) if named)
        return tuple(dict.fromkeys(ordered))


def interpret(beneficiary: str, service: str, content: str, rules: Rules, lexicon: Lexicon) -> RowReading:
    """Read one row.

    Args:
        beneficiary, service, content: Cells of the row.
        rules: The table of rules.
        lexicon: Names of norms, programmes and venues.

    Returns:
        Its measures in order, which make up the whole content but the separators, and its conditions.
    """
    # A mark in the wrong width means what it would in the right one; it is another's to mend.
    wide = _HALF_WIDTH.sub(lambda mark: _WIDE[mark[0]], content)
    pieces = passages(wide, rules)
    own = of_beneficiaries(beneficiary, rules)
    stated = of_content(wide, beneficiary, rules)
    named = of_name(service)
    measures = [_measure(piece, content, stated, rules, lexicon) for piece in pieces]
    measures = _inherited(measures, pieces, rules)
    measures = _alternatives(measures, pieces)
    measures = _of_name(measures, service, named, rules)
    measures = _situated(measures, beneficiary, rules)
    return _numbered(measures, own)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A measure while its row is read."""

    read: ReadMeasure
    needs: tuple[ReadCondition, ...]
    has_target: bool
    """Whether it says itself whom it is for."""


def _measure(
    piece: Passage, content: str, stated: Sequence[ReadCondition], rules: Rules, lexicon: Lexicon
) -> _Draft:
    words = piece.of(content)
    needs = tuple(c for c in stated if piece.start <= c.span.start < piece.end)
    core = _without(words, piece.start, needs)
    kinds = _kinds(core, words, rules)
    names = lexicon.named_in(words, rules)
    read = ReadMeasure(
        words,
        Span(Column.CONTENT, piece.start, piece.end),
        kinds,
        _recipients(core, rules),
        "",
        stages=tuple(f"stages/{slug}" for slug in rules.all("stage", words)),
        rules_of=_claimed(words, needs),
        norms=tuple(name for name in names if "://" in name),
        references=tuple(name for name in names if "://" not in name),
    )
    has_target = bool(needs) or bool(_TARGET.search(words) and _PEOPLE.search(words))
    return _Draft(read, needs, has_target)


def _kinds(core: str, words: str, rules: Rules) -> tuple[str, ...]:
    """One or two; what says 免除 is a fee waiver whatever else it is."""
    kind = rules.first("kind", core) or rules.first("kind", words)
    slugs = kind.split("+") if kind else [FALLBACK_KIND]
    if WAIVER_WORD in words and WAIVER not in slugs:
        slugs = [WAIVER, *slugs[:1]] if kind else [WAIVER]
    return tuple(f"measure-kinds/{slug}" for slug in slugs)


def _without(words: str, start: int, needs: Sequence[ReadCondition]) -> str:
    kept = words
    for condition in sorted(needs, key=lambda each: -each.span.start):
        begin = condition.span.start - start
        kept = kept[:begin] + kept[begin + len(condition.words) :]
    return kept


def _recipients(core: str, rules: Rules) -> tuple[str, ...]:
    # 为流动儿童提供新生儿家庭访视 is for the child: what is given may speak of families as well.
    target = _addressed(core, rules)
    found = rules.all("recipient", target)
    if not found:
        return ("recipients/child",)
    with_child = re.search("(?:儿童|学生|少年)(?:及其?|或其?|和其?|、)(?:父母|家庭|监护人|家长)", target)
    slugs = ("child", *found) if with_child else found
    return tuple(f"recipients/{slug}" for slug in slugs)


def _addressed(core: str, rules: Rules) -> str:
    """The words from a preposition to the verb; all of them where there is none."""
    match = _TARGET.search(core)
    if match is None:
        return core
    verbs = (found.start() for rule in rules.of("verb") for found in rule.pattern.finditer(core, match.end()))
    addressed = core[: min(verbs, default=len(core))]
    return addressed if _PEOPLE.search(addressed) else core


def _claimed(words: str, needs: Sequence[ReadCondition]) -> str | None:
    match = _CLAIMED.search(words)
    if match is None or any(match[0][1:] in condition.words for condition in needs):
        return None
    registered = "户籍" in match[0]
    return "rule-places/registered-residence" if registered else "rule-places/residence"


def _inherited(measures: list[_Draft], pieces: Sequence[Passage], rules: Rules) -> list[_Draft]:
    """A measure without a target of its own is under that of the one before, in the same clause."""
    found: list[_Draft] = []
    promoted: list[bool] = []
    for index, measure in enumerate(measures):
        goes_on = index > 0 and pieces[index].clause == pieces[index - 1].clause
        before = found[-1] if goes_on else None
        words = measure.read.words
        if before and not measure.has_target:
            read = measure.read
            if before.has_target and read.recipients == ("recipients/child",):
                read = replace(read, recipients=before.read.recipients)
            measure = replace(measure, read=read, needs=before.needs, has_target=before.has_target)
        elif before and re.match("(?:引导|帮助|指导|督促)其", words):
            others = tuple(each for each in before.read.recipients if each != "recipients/child")
            recipients = others or before.read.recipients
            measure = replace(measure, read=replace(measure.read, recipients=recipients))
        promoted.append(rules.begins("promoted", words) or (goes_on and promoted[-1]))
        found.append(measure)
    return [
        replace(each, read=replace(each.read, commitment=commitment_of(each.needs, is_promoted)))
        for each, is_promoted in zip(found, promoted, strict=True)
    ]


def commitment_of(needs: Sequence[ReadCondition], is_promoted: bool = False) -> str:
    """How strongly a measure is promised, by its conditions and by whether it is only promoted."""
    if is_promoted:
        return PROMOTED
    if any("condition-subjects/locality" in condition.met_by for condition in needs):
        return "commitments/where-available"
    return "commitments/conditional" if needs else "commitments/firm"


def _alternatives(measures: list[_Draft], pieces: Sequence[Passage]) -> list[_Draft]:
    groups: dict[int, set[int]] = {index: set() for index in range(len(pieces))}
    for index, piece in enumerate(pieces):
        if not piece.is_alternative:
            continue
        first = index - 1
        if piece.is_list_of_alternatives:
            while first > 0 and pieces[first - 1].clause == piece.clause:
                first -= 1
        joined = set(range(first, index + 1))
        for member in tuple(joined):
            joined |= groups[member]
        for member in joined:
            groups[member] = joined
    return [
        replace(each, read=replace(each.read, alternatives=tuple(sorted(n + 1 for n in others - {index}))))
        for (index, others), each in zip(groups.items(), measures, strict=True)
    ]


def _of_name(
    measures: list[_Draft], service: str, ages: Sequence[ReadCondition], rules: Rules
) -> list[_Draft]:
    """What the name of the service says: a stage for all measures, an age for those that it names."""
    stages = tuple(f"stages/{slug}" for slug in rules.all("stage", service))
    found = []
    for index, measure in enumerate(measures):
        read, needs = measure.read, measure.needs
        if stages and not read.stages:
            read = replace(read, stages=stages)
        for age in ages:
            if _is_of(age, service, index, measures, rules):
                needs = (*needs, age)
        if needs != measure.needs and read.commitment == "commitments/firm":
            read = replace(read, commitment=commitment_of(needs))
        found.append(replace(measure, read=read, needs=needs))
    return found


def _is_of(age: ReadCondition, service: str, index: int, measures: Sequence[_Draft], rules: Rules) -> bool:
    """Whether an age in a name, as in 健康和托育(3岁以下), is said of a measure: of the kind before it."""
    kind = rules.first("kind", re.split("[和与及、]", service[: age.span.start])[-1].strip("（("))
    kinds = {slug for each in measures for slug in each.read.kinds}
    wanted = f"measure-kinds/{kind}" if kind else ""
    return wanted in measures[index].read.kinds if wanted in kinds else True


def _situated(measures: list[_Draft], beneficiary: str, rules: Rules) -> list[_Draft]:
    """Situations that a measure names beyond those of its group, and that are no condition of it."""
    of_group = set(rules.all("situation", beneficiary))
    found: list[_Draft] = []
    for measure in measures:
        core = _without(measure.read.words, measure.read.span.start, _inside(measure))
        named = tuple(s for s in rules.all("situation", core) if re.search("儿童|学生|少年", core))
        if named and set(named) - of_group and of_group & set(named):
            read = replace(measure.read, situations=tuple(f"situations/{slug}" for slug in named))
            measure = replace(measure, read=read)
        elif found and not named and _RESTATED.search(core):
            measure = replace(measure, read=replace(measure.read, situations=found[-1].read.situations))
        found.append(measure)
    return found


def _inside(measure: _Draft) -> tuple[ReadCondition, ...]:
    span = measure.read.span
    return tuple(
        c for c in measure.needs if c.span.column is span.column and span.start <= c.span.start < span.end
    )


def _numbered(measures: Sequence[_Draft], own: Sequence[ReadCondition]) -> RowReading:
    conditions = list(own)
    for measure in measures:
        conditions += [condition for condition in measure.needs if condition not in conditions]
    return RowReading(
        tuple(
            replace(each.read, conditions=tuple(conditions.index(c) for c in each.needs)) for each in measures
        ),
        tuple(conditions),
    )
