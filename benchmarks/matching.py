"""How well services are matched and changes are typed: ``python benchmarks/matching.py``.

Made of the invented editions of ``successors.py``. The seeds that the figures are of (4001 and on) are others
than those that thresholds were chosen on (1 to 300, ``--tuning`` for some of them). Each one is compared
twice: as values, and as a document whose measures and conditions are read into it by rules.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from report import put_in_readme
from successors import LEVELS, Key, Successor, make_successor, real_edition

from kg_service.editions import to_csv
from kg_service.editions.comparing import compare_editions
from kg_service.editions.graph import draft_of
from kg_service.editions.reading.files import read_bytes
from kg_service.model import ChangeKind, Comparison, Edition, Verdict

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "matching.json"
TUNING, TEST = range(1, 49), range(4001, 4049)


@dataclass(slots=True)
class Tally:
    """What was right, said wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, said: Counter[Key] | Counter[tuple[int, int]], true: Counter) -> None:
        """Count two multisets."""
        both = sum((said & true).values())
        self.right += both
        self.wrong += sum(said.values()) - both
        self.missed += sum(true.values()) - both

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def figures(self) -> dict[str, float]:
        return {
            **{"right": self.right, "wrong": self.wrong, "missed": self.missed},
            **{
                "precision": round(self.precision, 4),
                "recall": round(self.recall, 4),
                "f1": round(self.f1, 4),
            },
        }


@dataclass(slots=True)
class Figures:
    """Everything that is measured over a number of editions."""

    pairs: Tally = field(default_factory=Tally)
    automatic: Tally = field(default_factory=Tally)
    """Pairs that nobody was asked about."""
    changes: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=dict)
    questions: int = 0
    editions: int = 0
    operations: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    """What was said wrongly or missed, in words."""


def said(comparison: Comparison) -> Counter[Key]:
    """The changes of a comparison as the truth names them."""
    return Counter((change.kind, change.old, change.new) for change in comparison.changes)


def measure(old: Edition, successors: Iterable[Successor]) -> Figures:
    """Compare each with *old* and hold it against the truth."""
    figures = Figures()
    for made in successors:
        comparison = compare_editions(old, made.edition)
        found = Counter((pair.old, pair.new) for pair in comparison.matching.pairs)
        figures.pairs.add(found, Counter(made.pairs))
        sure = Counter(
            (pair.old, pair.new) for pair in comparison.matching.pairs if pair.verdict is not Verdict.ASK
        )
        figures.automatic.add(sure, Counter(made.pairs))
        figures.questions += len(comparison.matching.questions)
        figures.editions += 1
        figures.operations += made.operations
        changes = said(comparison)
        figures.changes.add(changes, made.changes)
        for kind in ChangeKind:
            one, other = (
                Counter({key: n for key, n in each.items() if key[0] is kind})
                for each in (changes, made.changes)
            )
            figures.kinds.setdefault(kind.value, Tally()).add(one, other)
        for word, left in (("wrong", changes - made.changes), ("missed", made.changes - changes)):
            figures.misses += [f"{made.edition.name} {word} {kind} {a} {b}" for kind, a, b in left]
    return figures


def successors_of(old: Edition, seeds: Sequence[int]) -> list[Successor]:
    """One edition a seed, the levels in turn."""
    levels = list(LEVELS)
    return [make_successor(old, seed, levels[seed % len(levels)]) for seed in seeds]


def through_document(old: Edition, made: Successor) -> Successor:
    """The same as an editor brings it: a table of words, its measures and conditions told by rules."""
    reading = read_bytes(to_csv(made.edition.rows).encode("utf-8"), f"{made.level}.csv")
    draft = draft_of(reading, "heilongjiang/2099", old, ROOT)
    return replace(made, edition=replace(draft.edition, name=made.edition.name))


def report(old: Edition, seeds: Sequence[int]) -> dict[str, Any]:
    """The figures as they are kept."""
    made = successors_of(old, seeds)
    whole = measure(old, made)
    read = measure(old, [through_document(old, each) for each in made])
    by_level = {level: measure(old, [m for m in made if m.level == level]) for level in LEVELS}
    return {
        "editions": whole.editions,
        "seeds": [seeds[0], seeds[-1]],
        "matching": whole.pairs.figures(),
        "automatic": whole.automatic.figures(),
        "questions_an_edition": round(whole.questions / whole.editions, 2),
        "typing": whole.changes.figures(),
        "documents": {
            "matching": read.pairs.figures(),
            "typing": read.changes.figures(),
            "kinds": {kind: tally.figures() for kind, tally in read.kinds.items()},
            "failures": read.misses,
        },
        "levels": {
            level: {
                "matching": each.pairs.figures(),
                "typing": each.changes.figures(),
                "questions_an_edition": round(each.questions / each.editions, 2),
            }
            for level, each in by_level.items()
        },
        "kinds": {kind: tally.figures() for kind, tally in whole.kinds.items()},
        "operations": dict(sorted(whole.operations.items())),
        "failures": whole.misses,
    }


def table(figures: dict[str, Any]) -> str:
    """The figures for people, in Markdown."""
    documents = figures["documents"]
    lines = [
        f"{figures['editions']} invented editions, seeds {figures['seeds'][0]} to {figures['seeds'][1]}; "
        f"{figures['questions_an_edition']} questions to a person an edition.",
        "",
        "| | precision | recall | F1 | right | wrong | missed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        _line("matching", figures["matching"]),
        _line("matching, what nobody is asked about", figures["automatic"]),
        _line("types of change", figures["typing"]),
        _line("matching, from documents", documents["matching"]),
        _line("types of change, from documents", documents["typing"]),
        *(_line(f"matching, {level}", each["matching"]) for level, each in figures["levels"].items()),
        *(_line(f"types, {level}", each["typing"]) for level, each in figures["levels"].items()),
        "",
        "By kind of change, from documents:",
        "",
        "| | precision | recall | F1 | right | wrong | missed |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(_line(kind, each) for kind, each in documents["kinds"].items()),
    ]
    return "\n".join(lines)


def _line(name: str, tally: dict[str, float]) -> str:
    shares = " | ".join(f"{tally[key]:.3f}" for key in ("precision", "recall", "f1"))
    return f"| {name} | {shares} | {tally['right']} | {tally['wrong']} | {tally['missed']} |"


def main() -> None:
    """Measure, print, and keep the figures of the seeds for testing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tuning", action="store_true", help="the seeds for tuning; nothing is kept")
    arguments = parser.parse_args()
    figures = report(real_edition(), TUNING if arguments.tuning else TEST)
    text = json.dumps(figures, ensure_ascii=False, indent=1) + "\n"
    print(text, end="")
    if not arguments.tuning:
        RESULT.write_text(text, encoding="utf-8")
        put_in_readme("matching", table(figures) + "\n")


if __name__ == "__main__":
    main()
