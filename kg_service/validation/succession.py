"""An edition against the one before it, or against a base list: nothing that was granted disappears unsaid.

What a person wrote into the file of decisions is said: then the finding is for information only. What rests
on a pair of services that nobody has confirmed is a question, never a verdict.

Not here: which service became which and what changed (``editions``), the same rules on a graph alone
(``shapes/succession.ttl``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg_service.editions.comparing import compare_editions
from kg_service.editions.decisions import NONE, USUAL, DecisionKind, Decisions, Side
from kg_service.editions.matching import match_editions
from kg_service.editions.saying import COMMITMENT_NAMES
from kg_service.editions.slips import slips
from kg_service.editions.strength import Cut
from kg_service.editions.weakening import Weakened, weakened
from kg_service.model import (
    Change,
    ChangeKind,
    Column,
    Comparison,
    Edition,
    Finding,
    Matching,
    Place,
    Row,
    Severity,
    Text,
    Verdict,
)
from kg_service.validation.cells.rules import Rule
from kg_service.validation.succession_rules import BASE, BEFORE, Family

Locate = Callable[[int | None, Column], Place | None]
"""Number of a service of the new edition, or None for the edition itself, and a column to a place."""

_RULE_OF = {
    ChangeKind.WITHDRAWN: "service",
    ChangeKind.MEASURE_WITHDRAWN: "measure",
    ChangeKind.AUDIENCE_NARROWED: "audience",
    ChangeKind.AUDIENCE_CHANGED: "audience_changed",
    ChangeKind.COMMITMENT_WEAKENED: "commitment",
    ChangeKind.CONDITION_TIGHTENED: "condition",
    ChangeKind.MOVED_GOAL: "service_goal",
    ChangeKind.BODY_REMOVED: "service_body",
}


@dataclass(frozen=True, slots=True)
class _Check:
    comparison: Comparison
    decisions: Decisions
    locate: Locate
    family: Family

    def said(self, old: Row | None, new: Row | None) -> str | None:
        """What a person wrote on a change from one row to another; None where nobody wrote anything."""
        for decision in reversed(self.decisions.entries):
            if not (
                _means(decision.old, old, self.comparison.old)
                and _means(decision.new, new, self.comparison.new)
            ):
                continue
            if decision.kind is DecisionKind.WITHDRAWN and new is None:
                return decision.note or decision.by or "—"
            if decision.note and decision.kind is not DecisionKind.DIFFERENT:
                return decision.note
        return self._said_in_data(old) if new is None else None

    def _said_in_data(self, old: Row | None) -> str | None:
        """What the new edition's data says of the end of a service of the old one."""
        ended = self.comparison.new.ended
        return next((ended.get(s.identity or "") for s in self.comparison.old.services if s.row == old), None)


def lost(
    old: Edition,
    new: Edition,
    locate: Locate,
    decisions: Decisions = NONE,
    *,
    family: Family = BEFORE,
    matching: Matching | None = None,
) -> tuple[Finding, ...]:
    """What has been lost from one edition to another that has not been compared with it.

    Args:
        old: The earlier edition or base list.
        new: The draft.
        locate, decisions, family: See ``check_succession``.
        matching: Which service became which; found out where None.

    Returns:
        See ``check_succession``.
    """
    comparison = compare_editions(old, new, matching or match_editions(old, new, decisions))
    return check_succession(comparison, locate, decisions, family)


def check_succession(
    comparison: Comparison, locate: Locate, decisions: Decisions = NONE, family: Family = BEFORE
) -> tuple[Finding, ...]:
    """What has been lost from one edition to another.

    Args:
        comparison: The earlier edition or base list as the old one, the draft as the new one.
        locate: Where a service of the draft, or the draft itself, stands.
        decisions: What a person said.
        family: What the old one is: the edition before, the edition before it was corrected, or a base list
            that sets the least.

    Returns:
        Findings in the order of the changes.
    """
    check, is_base = _Check(comparison, decisions, locate, family), family is BASE
    return (
        *_less(check), *_weaker(check), *_slips(check), *_goals(check), *(() if is_base else _bodies(check)),
        *_questions(check), *(() if is_base else _unfit(check)),
    )  # fmt: skip


def _less(check: _Check) -> Iterator[Finding]:
    for change in check.comparison.changes:
        name = _RULE_OF.get(change.kind)
        rule: Rule | None = getattr(check.family, name) if name else None
        if rule is None or (change.kind is ChangeKind.WITHDRAWN and change.verdict is Verdict.ASK):
            # Whether a service is gone is asked for by name, see ``_questions``.
            continue
        if change.kind in (ChangeKind.MOVED_GOAL, ChangeKind.BODY_REMOVED) and _is_gone(change, check):
            # See ``_goals`` and ``_bodies``.
            continue
        if _is_of_words(change) and check.family.strength is not None:
            # See ``_weaker``.
            continue
        place = check.locate(change.new, change.column or Column.SERVICE) or Place(check.comparison.new.name)
        old, new = check.comparison.old.row(change.old), check.comparison.new.row(change.new)
        said = check.said(old, new)
        before = _named(change.before)
        stands = before if change.after is None else _named(change.after)
        finding = rule.finding(
            place,
            _words(check, change, old, place, said),
            value=stands.zh if stands else None,
            expected=before if before and before.zh else None,
        )
        yield _weighed(finding, said, change.verdict)


def _is_of_words(change: Change) -> bool:
    """Whether a commitment is weaker by the words of the measure, and not by the kind that was read."""
    return change.kind is ChangeKind.COMMITMENT_WEAKENED and change.before not in COMMITMENT_NAMES


def _is_gone(change: Change, check: _Check) -> bool:
    """Whether nothing of the new edition has the goal or the body that a service had."""
    aliases = check.comparison.aliases
    rows = check.comparison.new.rows
    if change.kind is ChangeKind.MOVED_GOAL:
        return all(row.goal != change.before for row in rows)
    name = aliases.get(change.before or "", change.before)
    return all(aliases.get(body, body) != name for row in rows for body in row.departments)


def _named(words: str | None) -> Text | None:
    """What people call a kind of commitment; other words as they are."""
    if words is None:
        return None
    return COMMITMENT_NAMES.get(words, Text(words, words))


def _weighed(finding: Finding, said: str | None, verdict: Verdict) -> Finding:
    """As grave as it is when a person has spoken, or when nobody has confirmed that the services are one."""
    if said is not None:
        return replace(finding, severity=Severity.INFO)
    is_open = verdict is Verdict.ASK and finding.severity is Severity.VIOLATION
    return replace(finding, severity=Severity.WARNING) if is_open else finding


def _weaker(check: _Check) -> Iterator[Finding]:
    """Measures that are still there and may promise less by their words."""
    rules = {
        Cut.NUMBER: check.family.number, Cut.STRENGTH: check.family.strength, Cut.WORDS: check.family.words,
    }  # fmt: skip
    for each in weakened(check.comparison):
        rule = rules[each.less.cut]
        if rule is None:
            continue
        place = check.locate(each.new, Column.CONTENT) or Place(check.comparison.new.name)
        old, new = check.comparison.old.row(each.old), check.comparison.new.row(each.new)
        said = check.said(old, new)
        fact = _fact_of_words(each, check.family.old)
        finding = rule.finding(
            place,
            _with_what_to_do(check, fact, place, each.old, each.new, said),
            value=each.after if each.less.after is None else each.less.after,
            expected=Text(each.before, each.before),
        )
        yield _weighed(finding, said, each.verdict)


def _slips(check: _Check) -> Iterator[Finding]:
    """Names and measures that differ in one character."""
    rule = check.family.character
    for slip in slips(check.comparison) if rule is not None else ():
        assert rule is not None
        old, new = check.comparison.old.row(slip.old), check.comparison.new.row(slip.new)
        said = check.said(old, new)
        was, now = slip.before[slip.at], slip.after[slip.at]
        zh, en = check.family.old.zh, check.family.old.en
        fact = Text(
            f"“{slip.after}”与{zh}只差一个字：“{was}”成了“{now}”",
            f"“{slip.after}” differs from {en} in one character: “{was}” became “{now}”",
        )
        text = Text(f"{fact.zh}。请核对是否错字。", f"{fact.en}. Check whether it is a slip.")
        yield rule.finding(
            check.locate(slip.new, slip.column) or Place(check.comparison.new.name),
            text if said is None else _with_decision(fact, said),
            value=slip.after,
            expected=Text(slip.before, slip.before),
        )


def _fact_of_words(each: Weakened, old: Text) -> Text:
    before, after = each.less.before, each.less.after
    if not before:
        return Text(
            f"与{old.zh}相比，措施“{each.after}”里添了“{after}”，可能少给了",
            f"Compared with {old.en}, “{after}” came into the measure “{each.after}”, which may promise less",
        )
    if after is None:
        return Text(
            f"与{old.zh}相比，措施“{each.after}”少了“{before}”，可能少给了",
            f"Compared with {old.en}, the measure “{each.after}” lacks “{before}” and may promise less",
        )
    return Text(
        f"与{old.zh}相比，措施“{each.after}”里的“{before}”改成了“{after}”，可能少给了",
        f"Compared with {old.en}, “{before}” became “{after}” in the measure “{each.after}”, "
        "which may promise less",
    )


def _words(check: _Check, change: Change, old: Row | None, place: Place, said: str | None) -> Text:
    """What is less, and then what to do, or what a person has said of it."""
    zh, en = check.family.old.zh, check.family.old.en
    if change.kind is not ChangeKind.WITHDRAWN or old is None:
        text_zh, text_en = change.text.zh.removesuffix("。"), change.text.en.removesuffix(".")
        fact = Text(f"与{zh}相比：{text_zh}", f"Compared with {en}: {text_en}")
        return _with_what_to_do(check, fact, place, change.old, change.new, said)
    fact = Text(
        f"{zh}第{old.number}项“{old.service}”（{old.goal}，{old.beneficiary}）在这一版里没有了",
        f"Service {old.number} of {en}, “{old.service}” ({old.goal}, {old.beneficiary}), is gone",
    )
    if said is not None:
        return _with_decision(fact, said)
    command = _command(check, place, f"{old.number}=")
    return Text(
        f"{fact.zh}，也没有说明。请补上这一行，或记录取消的决定：{command}。",
        f"{fact.en}, and nothing says so. Add its row, or record the decision to end it: {command}.",
    )


def _with_decision(fact: Text, said: str) -> Text:
    return Text(f"{fact.zh}（已记录决定：{said}）。", f"{fact.en} (a decision is on record: {said}).")


def _with_what_to_do(
    check: _Check, fact: Text, place: Place, old: int | None, new: int | None, said: str | None
) -> Text:
    """What is less in a service that is still there, and then what to do, or what a person has said of it."""
    if said is not None:
        return _with_decision(fact, said)
    command = _command(check, place, f"{old}={new} --note …")
    stop_zh, stop_en = ("", "") if fact.zh.endswith("。）") else ("。", ".")
    return Text(
        f"{fact.zh}{stop_zh}请恢复，或记录带说明的决定：{command}。",
        f"{fact.en}{stop_en} Restore it, or record a decision with a note: {command}.",
    )


def _command(check: _Check, place: Place, decision: str) -> str:
    """What to type to decide, so that it is written where it is looked for."""
    file = check.decisions.document
    where = f" --decisions {file}" if file and not Path(file).match(str(USUAL)) else ""
    return f"kg match {check.comparison.old.name} {place.document} --decide {decision}{where}"


def _goals(check: _Check) -> Iterator[Finding]:
    kept = {row.goal for row in check.comparison.new.rows}
    for goal in dict.fromkeys(row.goal for row in check.comparison.old.rows):
        if goal and goal not in kept:
            yield check.family.goal.finding(
                check.locate(_first_that_stood_under(goal, check.comparison), Column.GOAL)
                or Place(check.comparison.new.name),
                Text(
                    f"{check.family.old.zh}有目标“{goal}”，这一版没有。六个方面都要保留，请补上。",
                    f"The goal “{goal}” of {check.family.old.en} is not in this edition. All six aspects "
                    "stay: add it.",
                ),
                expected=Text(goal, goal),
            )


def _first_that_stood_under(goal: str, comparison: Comparison) -> int | None:
    """The first service of the new edition that stood under a goal; None where all of them are gone."""
    stood = {row.number for row in comparison.old.rows if row.goal == goal}
    return min((pair.new for pair in comparison.matching.pairs if pair.old in stood), default=None)


def _bodies(check: _Check) -> Iterator[Finding]:
    """Bodies that are left without any service."""
    aliases = check.comparison.aliases

    def bodies(rows: tuple[Row, ...]) -> dict[str, str]:
        return {aliases.get(body, body): body for row in rows for body in row.departments}

    kept = bodies(check.comparison.new.rows)
    for body, printed in bodies(check.comparison.old.rows).items():
        if body not in kept:
            yield check.family.body.finding(
                check.locate(None, Column.DEPARTMENTS) or Place(check.comparison.new.name),
                Text(
                    f"{check.family.old.zh}里的“{printed}”在这一版里不再负责任何服务。请核对是否遗漏。",
                    f"“{printed}” of {check.family.old.en} is responsible for nothing in this edition. "
                    "Check whether it was left out.",
                ),
                value=printed,
            )


def _questions(check: _Check) -> Iterator[Finding]:
    for match in check.comparison.matching.questions:
        old, new = check.comparison.old.row(match.old), check.comparison.new.row(match.new)
        if old is None or new is None:
            continue
        place = check.locate(new.number, Column.SERVICE) or Place(check.comparison.new.name)
        command = _command(check, place, f"{match.old}={match.new}")
        yield check.family.undecided.finding(
            place,
            Text(
                f"“{new.service}”是否延续{check.family.old.zh}第{old.number}项“{old.service}”"
                f"（相似度 {match.score:.2f}）？请决定：{command}（不是则写 {match.old}!={match.new}）。",
                f"Does “{new.service}” continue service {old.number} of {check.family.old.en}, "
                f"“{old.service}” (similarity {match.score:.2f})? Decide: "
                f"{command} (if not, {match.old}!={match.new}).",
            ),
            value=new.service,
            nearest=old.service,
        )


def _unfit(check: _Check) -> Iterator[Finding]:
    for text in check.comparison.matching.unfit:
        place = (
            Place(check.decisions.document) if check.decisions.document else Place(check.comparison.new.name)
        )
        yield check.family.unfit.finding(place, text)


def _means(side: Side | None, row: Row | None, edition: Edition) -> bool:
    if side is None or row is None:
        return side is None and row is None
    return side.may_be_of(edition.name) and side.means(row)
