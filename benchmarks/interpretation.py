"""How well the rules read a text: ``python benchmarks/interpretation.py``.

Held against two readings by people: the 2024 edition, which the rules were written with in view, and
invented rows that were read before any rule was tried on them (``interpretation_texts.py``), since when rules
have been added for what was missed. No edition before takes part.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from interpretation_texts import TEXTS
from report import put_in_readme

from kg_service.editions.drafting.earlier import earlier_services
from kg_service.editions.drafting.known import Known, load_known
from kg_service.editions.drafting.rules import Rules, load_rules
from kg_service.editions.drafting.values import ReadMeasure, RowReading
from kg_service.editions.interpretation import interpret

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "interpretation.json"
FACETS = ("kinds", "recipients", "commitment", "conditions", "stages", "situations", "references", "norms")
ASKED = ("kinds", "recipients", "commitment", "conditions")
"""What the invented rows say."""

FIRST = {
    **{"measures": 27, "boundaries_f1": 0.893, "kinds": 0.72},
    **{"recipients": 1.0, "commitment": 0.88, "conditions": 0.88},
}
"""What the rules came to on the invented rows before anything was done about it; no later run can tell."""

Facets = dict[str, set[str]]
Read = dict[str, Facets]
"""Words of each measure to what was read into it."""


def as_facets(reading: RowReading, measure: ReadMeasure) -> Facets:
    """What was read into a measure, as sets of slugs and words."""
    found = {
        name: {str(v).rpartition("/")[2] for v in (value if isinstance(value, tuple) else (value,))}
        for name in FACETS
        if name != "conditions"
        for value in (getattr(measure, name),)
    }
    return {**found, "conditions": {reading.conditions[index].words for index in measure.conditions}}


def of_reading(reading: RowReading) -> Read:
    """The measures of a row by their words."""
    return {measure.words: as_facets(reading, measure) for measure in reading.measures}


def of_edition(known: Known, rules: Rules) -> list[tuple[Read, Read]]:
    """(by rules, by people) of the services of the 2024 edition."""
    names = {iri: label for label, iri in known.concepts("groups").items()}
    found = []
    for service in earlier_services(known.editions["heilongjiang/2024"], names).values():
        group = names.get(service.group or "", "")
        mine = interpret(group, service.title, service.content, rules, known.lexicon)
        found.append((of_reading(mine), of_reading(service.reading)))
    return found


def of_texts(known: Known, rules: Rules) -> list[tuple[Read, Read]]:
    """(by rules, by a person) of the invented rows."""
    found = []
    for group, name, measures in TEXTS:
        content = "；".join(words for words, *_ in measures)
        due = {
            words: {"kinds": {kind}, "recipients": to, "commitment": {commitment}, "conditions": conditions}
            for words, kind, to, commitment, conditions in measures
        }
        found.append((of_reading(interpret(group, name, content, rules, known.lexicon)), due))
    return found


def agreement(pairs: list[tuple[Read, Read]], facets: tuple[str, ...]) -> dict[str, float]:
    """F1 of the boundaries of measures, and the share of measures found whose facet is the same."""
    right = sum(len(mine.keys() & due.keys()) for mine, due in pairs)
    said = sum(map(len, (mine for mine, _ in pairs)))
    true = sum(map(len, (due for _, due in pairs)))
    same: Counter[str] = Counter()
    for mine, due in pairs:
        for words in mine.keys() & due.keys():
            for facet in facets:
                same[facet] += mine[words][facet] == due[words][facet]
    figures = {facet: round(same[facet] / right, 3) if right else 0.0 for facet in facets}
    return {"measures": true, "boundaries_f1": round(2 * right / (said + true), 3), **figures}


def differences(pairs: list[tuple[Read, Read]], facets: tuple[str, ...]) -> list[str]:
    """What is read otherwise, one line each."""
    found = []
    for mine, due in pairs:
        found += [f"no measure: {words}" for words in due.keys() - mine.keys()]
        for words in mine.keys() & due.keys():
            for facet in facets:
                if mine[words][facet] != due[words][facet]:
                    got, expected = sorted(mine[words][facet]), sorted(due[words][facet])
                    found.append(f"{facet}: {words}: {got} for {expected}")
    return sorted(found)


def table(figures: dict[str, dict[str, float]]) -> str:
    """The figures for people."""
    head = (
        "| | measures | boundaries F1 | " + " | ".join(FACETS) + " |\n| --- |" + " ---: |" * (len(FACETS) + 2)
    )
    lines = [
        f"| {name} | {row['measures']:.0f} | {row['boundaries_f1']:.3f} | "
        + " | ".join(f"{row[facet]:.3f}" if facet in row else "" for facet in FACETS)
        + " |"
        for name, row in figures.items()
    ]
    return "\n".join([head, *lines])


def main() -> None:
    known, rules = load_known(ROOT), load_rules(ROOT)
    edition, texts = of_edition(known, rules), of_texts(known, rules)
    figures = {
        "2024 edition": agreement(edition, FACETS),
        "invented rows, when first tried": FIRST,
        "invented rows, now": agreement(texts, ASKED),
    }
    lines = {"2024": differences(edition, FACETS), "invented": differences(texts, ASKED)}
    RESULT.write_text(
        json.dumps({"figures": figures, "differences": lines}, ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    put_in_readme("interpretation", table(figures) + "\n")
    sys.stdout.write(table(figures) + "\n" + "\n".join(lines["2024"] + lines["invented"]) + "\n")


if __name__ == "__main__":
    main()
