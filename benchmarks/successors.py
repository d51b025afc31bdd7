"""Invented next editions of the list, with what was done to each: ``python benchmarks/successors.py 7``.

A seed gives the same edition on every machine. What changed is written down by whoever changes it, at the
moment of changing, and never found out by comparing; ``matching.py`` holds the comparison against it.
All of them are synthetic and say so in name and title.
"""

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from successor_texts import BODIES, CLAUSES, CONDITIONS, FULL_NAMES, GROUPS, OTHER_AUDIENCES, VERBS

from kg_service.editions.loading import load_edition
from kg_service.editions.synthetic.making import GOALS
from kg_service.editions.synthetic.words import ADDED, INSERTED, MEASURES, NAMES, SYNONYMS
from kg_service.model import ChangeKind, Condition, Edition, Measure, Row, Service
from kg_service.publish import build_store
from kg_service.settings import Settings

ROOT = Path(__file__).parents[1]
LEVELS = {"light": 0.1, "medium": 0.3, "heavy": 0.5}
"""Share of the services that are touched."""
OPERATIONS = {"light": (1, 1, 2), "medium": (1, 1, 2, 3, 5), "heavy": (1, 2, 3, 5, 8)}
"""How many things are tried at once on a service that is touched."""

Key = tuple[ChangeKind, int | None, int | None]
"""A change: kind, old number, new number."""


@dataclass(slots=True)
class Text:
    """A measure while it is being changed."""

    measure: Measure
    after: str
    """What stands between it and the next one."""
    origin: int = 0
    """Number of the service that it came from."""
    is_touched: bool = False


@dataclass(slots=True)
class Draft:
    """A service while it is being changed."""

    origins: tuple[int, ...]
    """Old numbers; none for a new service."""
    row: Row
    before: str
    """What stands before the first measure."""
    texts: list[Text]
    conditions: tuple[Condition, ...] = ()
    ages: tuple[int | None, int | None] = (None, None)
    kinds: list[ChangeKind] = field(default_factory=list)
    reworded: set[int] = field(default_factory=set)
    """Numbers of the old services whose content reads otherwise now."""
    number: int = 0

    @property
    def content(self) -> str:
        return self.before + "".join(text.measure.title + text.after for text in self.texts)

    def service(self) -> Service:
        """As it is compared."""
        measures = tuple(replace(t.measure, position=n) for n, t in enumerate(self.texts, start=1))
        row = replace(self.row, number=self.number, content=self.content)
        return Service(row, None, measures, self.conditions, *self.ages)


@dataclass(frozen=True, slots=True)
class Successor:
    """An invented edition and the truth about it."""

    edition: Edition
    pairs: frozenset[tuple[int, int]]
    changes: Counter[Key]
    operations: Counter[str]
    """How often each operation was done."""
    level: str


def real_edition() -> Edition:
    """The list as published, without its identities: they would give the answer away."""
    edition = load_edition(build_store(Settings(home=ROOT)), "heilongjiang/2024", home=ROOT)
    return replace(edition, services=tuple(replace(service, identity=None) for service in edition.services))


class Maker:
    """Changes a list as an editor might, and keeps count."""

    def __init__(self, old: Edition, seed: int, level: str) -> None:
        self.random = random.Random(seed)
        self.old, self.seed, self.level = old, seed, level
        self.drafts = [_draft(service) for service in old.services]
        self.withdrawn: list[int] = []
        self.truth: list[tuple[ChangeKind, Draft, int | None]] = []
        self.operations: Counter[str] = Counter()
        self.moved: list[Draft] = []

    def make(self) -> Successor:
        """Touch as many services as the level says."""
        count = max(2, round(LEVELS[self.level] * len(self.drafts)))
        free = self.random.sample(self.drafts, len(self.drafts))
        structural = [self.split, self.merge, self.drop, self.add, self.move]
        self.random.shuffle(structural)
        for operation in structural[: self.random.randint(1, 3)]:
            before = len(free)
            operation(free)
            count -= max(1, before - len(free))
        for draft in free[: max(count, 1)]:
            ops = self.random.sample(list(CELLS), self.random.choice(OPERATIONS[self.level]))
            for name in ops:
                if CELLS[name](self, draft):
                    self.operations[name] += 1
        for number, draft in enumerate(self.drafts, start=1):
            draft.number = number
        name = f"synthetic/{self.level}-{self.seed}"
        services = tuple(draft.service() for draft in self.drafts)
        edition = Edition(name, f"【合成】{self.old.title}", services, self.old.broader, self.old.aliases)
        pairs = {(origin, draft.number) for draft in self.drafts for origin in draft.origins}
        return Successor(edition, frozenset(pairs), self._changes(), self.operations, self.level)

    def _changes(self) -> Counter[Key]:
        found: Counter[Key] = Counter((ChangeKind.WITHDRAWN, number, None) for number in self.withdrawn)
        for kind, draft, old in self.truth:
            found[kind, old, draft.number] += 1
        for draft in self.drafts:
            if not draft.origins:
                found[ChangeKind.ADDED, None, draft.number] += 1
                continue
            for kind in draft.kinds:
                found[kind, draft.origins[0], draft.number] += 1
            for old in draft.reworded:
                found[ChangeKind.REWORDED, old, draft.number] += 1
        for draft in self.moved:
            found[ChangeKind.RENUMBERED, draft.origins[0], draft.number] += 1
        return found

    # The list as a whole

    def drop(self, free: list[Draft]) -> None:
        """Leave services out."""
        for _ in range(self.random.choice([1, 1, 2])):
            if free:
                draft = free.pop()
                self.drafts.remove(draft)
                self.withdrawn += draft.origins
                self.operations["drop"] += 1

    def add(self, free: list[Draft]) -> None:
        """Take up new services, each among those of its goal."""
        for name, goal, content, bodies in self.random.sample(ADDED, self.random.choice([1, 2, 3])):
            group, low, high = self.random.choice(GROUPS)
            clauses = re.findall("[^；，]+", content)
            separators = [*re.findall("[；，]", content), ""]
            texts = [
                Text(Measure(0, clause, None, "child", "firm"), separator)
                for clause, separator in zip(clauses, separators, strict=True)
            ]
            row = Row(0, goal, group, name, content, tuple(bodies.split("、")))
            draft = Draft((), row, "", texts, ages=(low, high))
            last = max(n for n, other in enumerate(self.drafts) if other.row.goal == goal)
            self.drafts.insert(self.random.randint(max(0, last - 2), last + 1), draft)
            self.operations["add"] += 1

    def move(self, free: list[Draft]) -> None:
        """Put a service elsewhere, far enough that it is clear which one moved."""
        draft = free.pop()
        at = self.drafts.index(draft)
        places = [n for n in range(len(self.drafts)) if abs(n - at) >= 3]
        self.drafts.remove(draft)
        self.drafts.insert(self.random.choice(places), draft)
        self.moved.append(draft)
        self.operations["reorder"] += 1

    def split(self, free: list[Draft]) -> None:
        """Make two of one, each with some of the measures."""
        draft = next((each for each in free if len(each.texts) >= 2), None)
        if draft is None:
            return
        free.remove(draft)
        cut = self.random.randint(1, len(draft.texts) - 1)
        first, second = draft.texts[:cut], draft.texts[cut:]
        at = self.drafts.index(draft)
        parts = [
            replace(
                draft, texts=_closed(first), row=replace(draft.row, service=self._part_name(draft, first, 0))
            ),
            replace(
                draft,
                texts=_closed(second),
                before="",
                row=replace(draft.row, service=self._part_name(draft, second, 1)),
            ),
        ]
        self.drafts[at : at + 1] = parts
        for part in parts:
            self._blur(part)
        self.truth.append((ChangeKind.SPLIT, parts[0], draft.origins[0]))
        self.operations["split"] += 1

    def _part_name(self, draft: Draft, texts: list[Text], part: int) -> str:
        if part == 0 and self.random.random() < 0.4:
            return draft.row.service
        words = re.split("提供|开展|免除|发放|接受|给予|建立|做好", texts[0].measure.title)[-1]
        short = words.removesuffix("服务")[-self.random.choice([4, 6]) :]
        return (short or draft.row.service[:4]) + "服务"

    def merge(self, free: list[Draft]) -> None:
        """Make one of two that are for the same children under the same goal."""
        for one in list(free):
            at = self.drafts.index(one)
            other = self.drafts[at + 1] if at + 1 < len(self.drafts) else None
            if (
                other is not None
                and other in free
                and other.row.beneficiary == one.row.beneficiary
                and other.row.goal == one.row.goal
            ):
                break
        else:
            return
        free.remove(one)
        free.remove(other)
        name = self.random.choice(
            [
                f"{one.row.service.removesuffix('服务')}和{other.row.service}",
                one.row.service,
                other.row.service,
            ]
        )
        bodies = tuple(dict.fromkeys((*one.row.departments, *other.row.departments)))
        texts = [*one.texts[:-1], replace(one.texts[-1], after="；"), *_closed(other.texts)]
        merged = Draft(
            (*one.origins, *other.origins),
            replace(one.row, service=name, departments=bodies),
            one.before,
            texts,
            (*one.conditions, *other.conditions),
            one.ages,
        )
        self.drafts[at : at + 2] = [merged]
        if self.random.random() < 0.5:
            self._blur(merged)
        self.truth.append((ChangeKind.MERGED, merged, one.origins[0]))
        self.operations["merge"] += 1

    # One service

    def rename(self, draft: Draft) -> bool:
        """Another name for the same service."""
        names = [name for name in NAMES.get(draft.row.service, ()) if name != draft.row.service]
        if not names:
            return False
        draft.row = replace(draft.row, service=self.random.choice(names))
        draft.kinds.append(ChangeKind.RENAMED)
        return True

    def reword(self, draft: Draft) -> bool:
        """Other words for the same measures, or other punctuation between them."""
        texts = [text for text in draft.texts if not text.is_touched]
        self.random.shuffle(texts)
        done = False
        for text in texts[: self.random.randint(1, len(texts) or 1)]:
            title = self._reworded(text.measure.title)
            if title != text.measure.title:
                text.measure = replace(text.measure, title=title)
                text.is_touched = done = True
        if not done or self.random.random() < 0.2:
            joints = [text for text in draft.texts[:-1] if text.after in "；，"]
            if joints:
                joint = self.random.choice(joints)
                joint.after = {"；": "。", "，": "；"}[joint.after]
                done = True
        if done:
            draft.reworded.add(draft.origins[0])
        return done

    def rewrite(self, draft: Draft) -> bool:
        """Other words in every measure, and the measures in another order."""
        if any(text.is_touched for text in draft.texts):
            return False
        for text in draft.texts:
            text.measure = replace(text.measure, title=self._reworded(text.measure.title, 4))
            text.is_touched = True
        if self.random.random() < 0.5 and not draft.before:
            ends = [text.after for text in draft.texts]
            self.random.shuffle(draft.texts)
            for text, end in zip(draft.texts, ends, strict=True):
                text.after = end
        changed = draft.content != self._old(draft).row.content
        if changed:
            draft.reworded.add(draft.origins[0])
        return changed

    def _blur(self, draft: Draft) -> None:
        """Other words in some measures of a service that was split or merged."""
        draft.reworded = set()
        for text in draft.texts:
            title = self._reworded(text.measure.title) if self.random.random() < 0.4 else text.measure.title
            if title != text.measure.title:
                text.measure = replace(text.measure, title=title)
                draft.reworded.add(text.origin)

    def _reworded(self, title: str, least: int = 1) -> str:
        words = [word for word in SYNONYMS if word in title]
        self.random.shuffle(words)
        for word in words[: max(least, self.random.choice([1, 1, 2, 3]))]:
            title = title.replace(word, self.random.choice(SYNONYMS[word]), 1)
        verbs = [verb for verb in VERBS if verb in title]
        if verbs and self.random.random() < 0.4:
            verb = self.random.choice(verbs)
            title = title.replace(verb, self.random.choice(INSERTED) + verb, 1)
        if self.random.random() < 0.15:
            title += "，" + self.random.choice(CLAUSES)
        return title

    def move_goal(self, draft: Draft) -> bool:
        """List it under another goal."""
        goal = self.random.choice([goal for goal in GOALS if goal != draft.row.goal])
        draft.row = replace(draft.row, goal=goal)
        draft.kinds.append(ChangeKind.MOVED_GOAL)
        return True

    def add_body(self, draft: Draft) -> bool:
        """Make one more body responsible."""
        ours = {*draft.row.departments, *self._old(draft).row.departments}
        bodies = [body for body in BODIES if body not in ours and not ours & {FULL_NAMES.get(body)}]
        draft.row = replace(draft.row, departments=(*draft.row.departments, self.random.choice(bodies)))
        draft.kinds.append(ChangeKind.BODY_ADDED)
        return True

    def remove_body(self, draft: Draft) -> bool:
        """Make one body less responsible."""
        ours = [body for body in draft.row.departments if body in self._old(draft).row.departments]
        if len(draft.row.departments) < 2 or not ours or ChangeKind.REWORDED in draft.kinds:
            return False
        gone = self.random.choice(ours)
        rest = tuple(body for body in draft.row.departments if body != gone)
        draft.row = replace(draft.row, departments=rest)
        draft.kinds.append(ChangeKind.BODY_REMOVED)
        return True

    def respell_body(self, draft: Draft) -> bool:
        """Write a body by another of its names."""
        names = [body for body in draft.row.departments if body in FULL_NAMES]
        if not names or draft.row.departments != self._old(draft).row.departments:
            return False
        name = self.random.choice(names)
        bodies = tuple(FULL_NAMES[body] if body == name else body for body in draft.row.departments)
        draft.row = replace(draft.row, departments=bodies)
        draft.kinds.append(ChangeKind.REWORDED)
        return True

    def shuffle_bodies(self, draft: Draft) -> bool:
        """Print the bodies in another order, which is no change."""
        bodies = list(draft.row.departments)
        self.random.shuffle(bodies)
        draft.row = replace(draft.row, departments=tuple(bodies))
        return len(bodies) > 1

    def change_audience(self, draft: Draft) -> bool:
        """For more, for fewer or for other children."""
        group = draft.row.beneficiary
        if group != self._old(draft).row.beneficiary:
            return False
        wider = self.old.broader.get(group, ())
        choices: list[tuple[str, tuple[int | None, int | None], ChangeKind]] = [
            (self.random.choice(OTHER_AUDIENCES), (None, None), ChangeKind.AUDIENCE_CHANGED)
        ]
        ages = {name: (low, high) for name, low, high in GROUPS}
        if wider:
            name = self.random.choice(wider)
            choices.append((name, ages.get(name, (None, None)), ChangeKind.AUDIENCE_WIDENED))
        if group == "流动儿童":
            name, low, high = self.random.choice(GROUPS[1:])
            choices.append((name, (low, high), ChangeKind.AUDIENCE_NARROWED))
            choices.append((f"{group}中的困境儿童", (None, None), ChangeKind.AUDIENCE_NARROWED))
            choices.append((f"{group}及其父母", (None, None), ChangeKind.AUDIENCE_WIDENED))
        if draft.ages == (0, 6):
            choices.append(("0-3岁流动儿童", (0, 3), ChangeKind.AUDIENCE_NARROWED))
            choices.append(("0-14岁流动儿童", (0, 14), ChangeKind.AUDIENCE_WIDENED))
        if "孤儿、" in group:
            choices.append((group.replace("孤儿、", ""), (None, None), ChangeKind.AUDIENCE_NARROWED))
            choices.append((group + "、残疾儿童", (None, None), ChangeKind.AUDIENCE_WIDENED))
        name, (low, high), kind = self.random.choice(choices)
        draft.row, draft.ages = replace(draft.row, beneficiary=name), (low, high)
        # What the column says of the children is read as conditions on the whole service.
        kept = [condition for condition in draft.conditions if condition.title in name]
        found = [Condition(word, "child", "named") for word in ("残疾", "困境", "孤儿") if word in name]
        draft.conditions = tuple({condition.title: condition for condition in [*found, *kept]}.values())
        draft.kinds.append(kind)
        return True

    def add_measure(self, draft: Draft) -> bool:
        """Give one thing more."""
        title, kind = self.random.choice(MEASURES)
        text = Text(Measure(0, title, kind, "child", "firm"), "", is_touched=True)
        # Not into an enumeration, and not between alternatives.
        places = [n for n, before in enumerate(draft.texts, start=1) if before.after in ("；", "，", "")]
        at = self.random.choice([0, *places])
        if at == len(draft.texts):
            draft.texts[-1].after, text.after = "；", draft.texts[-1].after
        else:
            text.after = "；"
        draft.texts.insert(at, text)
        draft.kinds.append(ChangeKind.MEASURE_ADDED)
        return True

    def withdraw_measure(self, draft: Draft) -> bool:
        """Give one thing less."""
        ends = [draft.before, *(text.after for text in draft.texts)]
        texts = [
            text
            for n, text in enumerate(draft.texts)
            if not text.is_touched and {ends[n], ends[n + 1]} <= {"；", "，", ""}
        ]
        if len(draft.texts) < 2 or not texts:
            return False
        gone = self.random.choice(texts)
        if gone is draft.texts[-1]:
            draft.texts[-2].after = gone.after
        draft.texts.remove(gone)
        draft.kinds.append(ChangeKind.MEASURE_WITHDRAWN)
        return True

    def tighten(self, draft: Draft) -> bool:
        """Ask for something before a measure is given."""
        words, met_by, explicitness = self.random.choice(CONDITIONS)
        texts = [t for t in draft.texts if not t.is_touched and words not in t.measure.title]
        texts = [t for t in texts if t.measure.commitment in ("firm", "conditional")]
        if not texts:
            return False
        text = self.random.choice(texts)
        title = text.measure.title
        at = title.find("流动儿童")
        title = title[: max(at, 0)] + words + title[max(at, 0) :]
        added = Condition(words, met_by, explicitness)
        text.measure = replace(
            text.measure, title=title, commitment="conditional", conditions=(*text.measure.conditions, added)
        )
        text.is_touched = True
        draft.kinds.append(ChangeKind.CONDITION_TIGHTENED)
        return True

    def relax(self, draft: Draft) -> bool:
        """Ask for something no more."""
        found = [
            (text, condition)
            for text in draft.texts
            for condition in text.measure.conditions
            if not text.is_touched
            and condition.title in text.measure.title
            and condition.met_by != "locality"
            # A condition that other measures have as well is another operation.
            and sum(condition in other.measure.conditions for other in draft.texts) == 1
        ]
        if not found:
            return False
        text, condition = self.random.choice(found)
        rest = tuple(each for each in text.measure.conditions if each != condition)
        title = re.sub(f"{re.escape(condition.title)}的?", "", text.measure.title, count=1)
        commitment = text.measure.commitment
        if not rest and commitment == "conditional":
            commitment = "firm"
        text.measure = replace(text.measure, title=title, conditions=rest, commitment=commitment)
        text.is_touched = True
        draft.kinds.append(ChangeKind.CONDITION_RELAXED)
        return True

    def weaken(self, draft: Draft) -> bool:
        """Promise less."""
        texts = [t for t in draft.texts if not t.is_touched and t.measure.commitment == "firm"]
        if not texts:
            return False
        text = self.random.choice(texts)
        words, commitment = self.random.choice(
            [
                ("有条件的地方", "where-available"),
                ("鼓励", "promoted"),
                ("支持", "promoted"),
                ("倡导", "promoted"),
            ]
        )
        conditions = text.measure.conditions
        if commitment == "where-available":
            conditions = (*conditions, Condition(words, "locality", "open"))
        text.measure = replace(
            text.measure, title=words + text.measure.title, commitment=commitment, conditions=conditions
        )
        text.is_touched = True
        draft.kinds.append(ChangeKind.COMMITMENT_WEAKENED)
        return True

    def strengthen(self, draft: Draft) -> bool:
        """Promise more."""
        words = "^(有条件的地方|支持|倡导|鼓励)"
        texts = [t for t in draft.texts if not t.is_touched and re.match(words, t.measure.title)]
        if not texts:
            return False
        text = self.random.choice(texts)
        conditions = tuple(c for c in text.measure.conditions if c.title != "有条件的地方")
        commitment = "conditional" if any(c.met_by != "locality" for c in conditions) else "firm"
        title = self.random.choice(["", "保障"]) + re.sub(words, "", text.measure.title)
        text.measure = replace(text.measure, title=title, commitment=commitment, conditions=conditions)
        text.is_touched = True
        draft.kinds.append(ChangeKind.COMMITMENT_STRENGTHENED)
        return True

    def _old(self, draft: Draft) -> Service:
        return next(s for s in self.old.services if s.row.number == draft.origins[0])


CELLS: dict[str, Callable[[Maker, Draft], bool]] = {
    "rename": Maker.rename,
    "reword": Maker.reword,
    "rewrite": Maker.rewrite,
    "move-goal": Maker.move_goal,
    "add-body": Maker.add_body,
    "remove-body": Maker.remove_body,
    "respell-body": Maker.respell_body,
    "shuffle-bodies": Maker.shuffle_bodies,
    "change-audience": Maker.change_audience,
    "add-measure": Maker.add_measure,
    "withdraw-measure": Maker.withdraw_measure,
    "tighten": Maker.tighten,
    "relax": Maker.relax,
    "weaken": Maker.weaken,
    "strengthen": Maker.strengthen,
}
"""What can be done to one service."""


def make_successor(old: Edition, seed: int, level: str) -> Successor:
    """An invented successor of *old*."""
    return Maker(old, seed, level).make()


def _draft(service: Service) -> Draft:
    """Take a content apart into its measures and what stands between them."""
    content, at = service.row.content, 0
    starts = []
    for measure in service.measures:
        start = content.index(measure.title, at)
        starts.append((start, start + len(measure.title)))
        at = starts[-1][1]
    ends = [start for start, _ in starts[1:]] + [len(content)]
    texts = [
        Text(measure, content[end:following], service.row.number)
        for measure, (_, end), following in zip(service.measures, starts, ends, strict=True)
    ]
    return Draft(
        (service.row.number,),
        service.row,
        content[: starts[0][0]],
        texts,
        service.conditions,
        (service.min_age, service.max_age),
    )


def _closed(texts: list[Text]) -> list[Text]:
    """The last of them followed by nothing."""
    return [*texts[:-1], replace(texts[-1], after="")]


def main() -> None:
    """Print one of them."""
    from kg_service.editions import to_csv

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--level", choices=LEVELS, default="medium")
    arguments = parser.parse_args()
    made = make_successor(real_edition(), arguments.seed, arguments.level)
    sys.stdout.write(to_csv(made.edition.rows))
    for (kind, old, new), count in sorted(made.changes.items(), key=str):
        sys.stderr.write(f"{kind}\t{old or ''}\t{new or ''}\t{count}\n")


if __name__ == "__main__":
    main()
