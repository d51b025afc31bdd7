"""What an edition before says of the same words, carried over to a new one with its review state.

A measure is carried over where its words are the same, whatever became of the number and the name of its
service; of a condition the words alone decide. What the rules read otherwise than they would have read it
before has changed around the words: there the rules' proposal stands.

Not here: the rules (``interpretation``), which service continues which (``editions.matching``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg_service.editions.drafting.earlier import EarlierService
from kg_service.editions.drafting.values import PROPOSED, ReadCondition, ReadMeasure, RowReading, Span
from kg_service.editions.interpretation import PROMOTED, commitment_of
from kg_service.model import Column

_FACETS = (
    "kinds", "recipients", "commitment", "stages", "situations", "rules_of", "norms", "references"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row that words may stand in."""

    beneficiary: str
    service: str
    content: str

    def text(self, column: Column) -> str:
        """What a column says."""
        texts = {Column.BENEFICIARY: self.beneficiary, Column.SERVICE: self.service}
        return texts.get(column, self.content)


@dataclass(frozen=True, slots=True)
class _Known:
    """A measure of an edition before, and what the rules would have read there."""

    number: int
    earlier: ReadMeasure
    by_rules: ReadMeasure | None
    needs_by_rules: tuple[str, ...]


class Memory:
    """The services of an edition before, to be asked for words."""

    def __init__(
        self, services: Mapping[int, EarlierService], by_rules: Callable[[EarlierService], RowReading]
    ) -> None:
        self._services = services
        self._by_words: dict[str, list[_Known]] = {}
        self._conditions: dict[str, list[ReadCondition]] = {}
        for number, service in services.items():
            rules = by_rules(service)
            proposed = {measure.words: measure for measure in rules.measures}
            for measure in service.reading.measures:
                mine = proposed.get(measure.words)
                needs = _words(rules, mine) if mine else ()
                self._by_words.setdefault(measure.words, []).append(_Known(number, measure, mine, needs))
            for condition in service.reading.conditions:
                self._conditions.setdefault(condition.words, []).append(condition)

    def carried(self, proposed: RowReading, cells: Cells, continues: Sequence[int]) -> RowReading:
        """A row's reading with everything that its words had before.

        Args:
            proposed: What the rules found.
            cells: The row.
            continues: Numbers of the services before that this one continues, the nearest first.
        """
        conditions = [self._condition(c, continues) for c in proposed.conditions if c.is_of_service]
        made: list[ReadMeasure] = []
        for measure, known in self._measures(proposed, cells, continues):
            mine = next((m for m in proposed.measures if m.span == measure.span), None)
            needs_mine = (
                [self._condition(proposed.conditions[i], continues) for i in mine.conditions] if mine else []
            )
            needs = needs_mine
            if known is not None:
                words = tuple(need.words for need in needs_mine)
                if mine is None or known.by_rules is None or words == known.needs_by_rules:
                    needs = list(self._moved(known, measure, cells))
                if mine is not None and [n.words for n in needs] == [n.words for n in needs_mine]:
                    needs = [replace(n, span=m.span) for n, m in zip(needs, needs_mine, strict=True)]
                measure = _merged(measure, mine, known, words)
            for need in needs:
                if not any(need.span == each.span for each in conditions):
                    conditions.append(need)
            spans = [each.span for each in conditions]
            made.append(_consistent(measure, needs, tuple(spans.index(need.span) for need in needs)))
        return RowReading(tuple(made), tuple(conditions))

    def _measures(
        self, proposed: RowReading, cells: Cells, continues: Sequence[int]
    ) -> Iterator[tuple[ReadMeasure, _Known | None]]:
        """The measures of the row: those of before where all of the content is the same."""
        for number in continues:
            service = self._services[number]
            if cells.content and service.content == cells.content:
                for measure in service.reading.measures:
                    yield measure, next(k for k in self._by_words[measure.words] if k.number == number)
                return
        for mine in proposed.measures:
            known = self._find(mine.words, continues)
            if known is None:
                yield mine, None
            else:
                yield replace(known.earlier, span=mine.span, alternatives=mine.alternatives), known

    def _find(self, words: str, continues: Sequence[int]) -> _Known | None:
        known = self._by_words.get(words, [])
        for number in continues:
            for each in known:
                if each.number == number:
                    return each
        # Of services that this one does not continue only if all of them read it alike.
        alike = {tuple(getattr(each.earlier, facet) for facet in _FACETS) for each in known}
        return known[0] if len(alike) == 1 else None

    def _condition(self, mine: ReadCondition, continues: Sequence[int]) -> ReadCondition:
        """What was said of the same words, of this service or else of any."""
        known = [
            condition
            for number in continues
            for condition in self._services[number].reading.conditions
            if condition.words == mine.words and condition.span.column is mine.span.column
        ]
        known += [c for c in self._conditions.get(mine.words, []) if _said(c) == _said(mine)]
        if known:
            return replace(known[0], span=mine.span)
        english = {c.english for c in self._conditions.get(mine.words, [])}
        return replace(mine, english=english.pop()) if len(english) == 1 else mine

    def _moved(self, known: _Known, measure: ReadMeasure, cells: Cells) -> Iterator[ReadCondition]:
        """The conditions of an earlier measure where their words stand in the new row."""
        for index in known.earlier.conditions:
            condition = self._services[known.number].reading.conditions[index]
            column, words = condition.span.column, condition.words
            text = cells.text(column)
            offset = condition.span.start - known.earlier.span.start
            start = measure.span.start + offset if column is Column.CONTENT else condition.span.start
            if start < 0 or text[start : start + len(words)] != words:
                is_content = column is Column.CONTENT
                start = text.rfind(words, 0, measure.span.end) if is_content else text.find(words)
            if start >= 0:
                yield replace(condition, span=Span(column, start, start + len(words)))


def _merged(
    measure: ReadMeasure, mine: ReadMeasure | None, known: _Known, needs: tuple[str, ...]
) -> ReadMeasure:
    """The earlier reading, but what the rules now read otherwise than before."""
    if mine is None or known.by_rules is None:
        return measure
    changed = {
        facet: getattr(mine, facet)
        for facet in _FACETS
        if getattr(mine, facet) != getattr(known.by_rules, facet)
    }
    if not changed and needs == known.needs_by_rules:
        return measure
    return replace(measure, **changed, review=PROPOSED)


def _consistent(
    measure: ReadMeasure, needs: Sequence[ReadCondition], conditions: tuple[int, ...]
) -> ReadMeasure:
    """With the commitment that its conditions leave it, where words of a condition have gone."""
    due = commitment_of(needs, measure.commitment == PROMOTED)
    if due == measure.commitment:
        return replace(measure, conditions=conditions)
    return replace(measure, conditions=conditions, commitment=due, review=PROPOSED)


def _words(reading: RowReading, measure: ReadMeasure) -> tuple[str, ...]:
    return tuple(reading.conditions[index].words for index in measure.conditions)


def _said(condition: ReadCondition) -> tuple[object, ...]:
    return (condition.met_by, condition.explicitness, condition.situations, condition.rules_of)
