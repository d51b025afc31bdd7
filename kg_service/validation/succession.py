"""An edition against the one before it, or against a base list: nothing that was granted disappears unsaid.

What a person wrote into the file of decisions is said: then the finding is for information only. What rests
on a pair of services that nobody has confirmed is a question, never a verdict.

Not here: which service became which and what changed (``editions``), the same rules on a graph alone
(``shapes/succession.ttl``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kg_service.editions.decisions import NONE, DecisionKind, Decisions, Side, mark_of
from kg_service.model import (
    Change,
    ChangeKind,
    Column,
    Comparison,
    Finding,
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
}


@dataclass(frozen=True, slots=True)
class _Check:
    comparison: Comparison
    decisions: Decisions
    locate: Locate
    family: Family

    def old(self, number: int | None) -> Row | None:
        return next((row for row in self.comparison.old.rows if row.number == number), None)

    def new(self, number: int | None) -> Row | None:
        return next((row for row in self.comparison.new.rows if row.number == number), None)

    def said(self, old: Row | None, new: Row | None) -> str | None:
        """What a person wrote on a change from one row to another; None where nobody wrote anything."""
        for decision in reversed(self.decisions.entries):
            if not (_means(decision.old, old) and _means(decision.new, new)):
                continue
            if decision.kind is DecisionKind.WITHDRAWN and new is None:
                return decision.note or decision.by or "—"
            if decision.note and decision.kind is not DecisionKind.DIFFERENT:
                return decision.note
        return None


def check_succession(
    comparison: Comparison, locate: Locate, decisions: Decisions = NONE, *, is_base: bool = False
) -> tuple[Finding, ...]:
    """What has been lost from one edition to another.

    Args:
        comparison: The earlier edition or base list as the old one, the draft as the new one.
        locate: Where a service of the draft, or the draft itself, stands.
        decisions: What a person said.
        is_base: Whether the old one is a base list that sets the least, and not the edition before.

    Returns:
        Findings in the order of the changes.
    """
    check = _Check(comparison, decisions, locate, BASE if is_base else BEFORE)
    return (
        *_lost(check), *_goals(check), *(() if is_base else _bodies(check)), *_questions(check),
        *(() if is_base else _unfit(check)),
    )  # fmt: skip


def _lost(check: _Check) -> Iterator[Finding]:
    for change in check.comparison.changes:
        name = _RULE_OF.get(change.kind)
        rule: Rule | None = getattr(check.family, name) if name else None
        if rule is None or (change.kind is ChangeKind.WITHDRAWN and change.verdict is Verdict.ASK):
            # Whether a service is gone is asked for by name, see ``_questions``.
            continue
        place = check.locate(change.new, change.column or Column.SERVICE) or Place(check.comparison.new.name)
        old, new = check.old(change.old), check.new(change.new)
        said = check.said(old, new)
        finding = rule.finding(
            place,
            _words(check, change, old, place, said),
            value=change.after if change.after is not None else change.before,
            expected=Text(change.before, change.before) if change.before else None,
        )
        if said is not None:
            yield replace(finding, severity=Severity.INFO)
        elif change.verdict is Verdict.ASK:
            yield replace(finding, severity=Severity.WARNING)
        else:
            yield finding


def _words(check: _Check, change: Change, old: Row | None, place: Place, said: str | None) -> Text:
    """What is less, and then what to do, or what a person has said of it."""
    zh, en = check.family.old.zh, check.family.old.en
    if change.kind is ChangeKind.WITHDRAWN and old is not None:
        fact = Text(
            f"{zh}第{old.number}项“{old.service}”（{old.goal}，{old.beneficiary}）在这一版里没有了",
            f"Service {old.number} of {en}, “{old.service}” ({old.goal}, {old.beneficiary}), is gone",
        )
        command = _command(check, place, f"{old.number}=")
        todo = Text(
            f"，也没有说明。请补上这一行，或记录取消的决定：{command}。",
            f", and nothing says so. Add its row, or record the decision to end it: {command}.",
        )
    else:
        command = _command(check, place, f"{change.old}={change.new} --note …")
        fact = Text(f"与{zh}相比：{change.text.zh}", f"Compared with {en}: {change.text.en}")
        todo = Text(
            f"请恢复，或记录带说明的决定：{command}。",
            f" Restore it, or record a decision with a note: {command}.",
        )
    if said is not None:
        return Text(f"{fact.zh}（已记录决定：{said}）", f"{fact.en} (a decision is on record: {said})")
    return Text(fact.zh + todo.zh, fact.en + todo.en)


def _command(check: _Check, place: Place, decision: str) -> str:
    """What to type to decide."""
    return f"kg match {check.comparison.old.name} {place.document} --decide {decision}"


def _goals(check: _Check) -> Iterator[Finding]:
    kept = {row.goal for row in check.comparison.new.rows}
    for goal in dict.fromkeys(row.goal for row in check.comparison.old.rows):
        if goal and goal not in kept:
            yield check.family.goal.finding(
                check.locate(None, Column.GOAL) or Place(check.comparison.new.name),
                Text(
                    f"{check.family.old.zh}有目标“{goal}”，这一版没有。六个方面都要保留，请补上。",
                    f"The goal “{goal}” of {check.family.old.en} is not in this edition. All six aspects "
                    "stay: add it.",
                ),
                expected=Text(goal, goal),
            )


def _bodies(check: _Check) -> Iterator[Finding]:
    """Bodies that are left without any service."""
    aliases = {**check.comparison.old.aliases, **check.comparison.new.aliases}

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
        old, new = check.old(match.old), check.new(match.new)
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


def _means(side: Side | None, row: Row | None) -> bool:
    if side is None or row is None:
        return side is None and row is None
    return (bool(side.mark) and side.mark == mark_of(row)) or side.service == row.service
