"""Row by row: what the home knows, what is proposed, what is read and carried over, put together.

Not here: how it is written (``describing``), what the edition says as a whole (``about``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg_service.editions.decisions import Decisions
from kg_service.editions.drafting.carrying import Cells, Memory
from kg_service.editions.drafting.comparable import service_of, wider_groups
from kg_service.editions.drafting.conditions import group_of
from kg_service.editions.drafting.describing import Body, DescribedRow
from kg_service.editions.drafting.earlier import EarlierService, earlier_services
from kg_service.editions.drafting.identity import Identity
from kg_service.editions.drafting.known import Known, concept
from kg_service.editions.drafting.proposals import Proposals
from kg_service.editions.drafting.rules import Rules
from kg_service.editions.drafting.values import PROPOSED, RowReading
from kg_service.editions.interpretation import interpret
from kg_service.model import Column, Edition, Matching, Place, ReadRow, Row, Service
from kg_service.vocabulary import CARE, SKOS


class Assembling:
    """The rows of one draft on their way into the graph."""

    def __init__(
        self, known: Known, rules: Rules, proposals: Proposals, place: str, before: Edition | None
    ) -> None:
        self._known, self._rules, self._proposals = known, rules, proposals
        self._place, self._before = place, before

    def match(self, table: Sequence[tuple[Row, Place]], decisions: Decisions) -> Matching:
        """Which rows continue which services of the edition before."""
        from kg_service.editions.matching import match_editions

        assert self._before is not None
        name = f"{self._proposals.series}/{self._proposals.version}"
        services = tuple(Service(row, None) for row, _ in table)
        return match_editions(self._before, Edition(name, None, services, {}, self._aliases), decisions)

    def describe(self, number: int, row: ReadRow, identity: Identity) -> DescribedRow:
        """Everything that is said of one row."""
        cells = {column: row.text(column) for column in Column}
        goal = self._goal(cells[Column.GOAL], row.cells[Column.GOAL].place)
        group = self._group(cells[Column.BENEFICIARY], row.cells[Column.BENEFICIARY].place)
        label = self._known.facts.text(group or "", str(SKOS.prefLabel), "zh") or cells[Column.BENEFICIARY]
        earlier = [self._earlier[n] for n in identity.continues if n in self._earlier]
        same = next((e for e in earlier if e.title == cells[Column.SERVICE]), None)
        reading = interpret(
            label, cells[Column.SERVICE], cells[Column.CONTENT], self._rules, self._known.lexicon
        )
        numbers = [service.number for service in earlier]
        where = Cells(label, cells[Column.SERVICE], cells[Column.CONTENT])
        reading = self._fitting(self._memory.carried(reading, where, numbers), group, label)
        return DescribedRow(
            self._proposals.series,
            self._proposals.version,
            number,
            cells,
            tuple(self._body(name, row.cells[Column.DEPARTMENTS].place) for name in row.bodies if name),
            goal,
            group,
            identity.iri,
            self._place,
            self._translated(reading),
            same.english if same else self._known.english(cells[Column.SERVICE]),
            same.translation if same else PROPOSED,
            label,
        )

    def printed(self, described: Mapping[int, DescribedRow]) -> Iterator[tuple[str, str]]:
        """(concept, cell) of goals, then of groups, where they differ from the row above."""
        rows = list(described.values())
        above: DescribedRow | None = None
        groups = []
        for row in rows:
            is_new = above is None or above.goal != row.goal
            if row.goal and is_new:
                yield row.goal, row.cell(Column.GOAL)
            if row.group and (is_new or above is None or above.group != row.group):
                groups.append((row.group, row.cell(Column.BENEFICIARY)))
            above = row
        yield from groups

    def edition(
        self,
        name: str,
        title: str | None,
        described: Mapping[int, DescribedRow],
        found: Mapping[int, Identity],
    ) -> Edition:
        """The draft as it is compared."""
        groups = {row.group: row.groups_name for row in described.values() if row.group}
        services = tuple(
            service_of(row, found[number], self._known, self._rules) for number, row in described.items()
        )
        return Edition(
            name, title, services, wider_groups(self._known, self._proposals, groups), self._aliases
        )

    def _goal(self, label: str, place: Place) -> str | None:
        if not label:
            return None
        return self._known.concept("goals", label) or self._proposals.goal(label, place)

    def _group(self, label: str, place: Place) -> str | None:
        if not label:
            return None
        return self._known.concept("groups", label) or self._proposals.group(label, place)

    def _body(self, name: str, place: Place) -> Body:
        iri = self._known.body(self._place, name) or self._proposals.body(name, self._place, place)
        return Body(iri, name, self._proposals.english_of_body(iri))

    def _fitting(self, reading: RowReading, group: str | None, label: str) -> RowReading:
        """Without the stages that nobody of the group is in: a text may name the next school as well."""
        known = self._known.facts.iris(group or "", str(CARE.educationStage))
        demanded = known or tuple(concept(stage) for stage in group_of(label, self._rules).stages)

        def fits(stage: str) -> bool:
            wider = self._known.wider(concept(stage))
            return all(each in wider or concept(stage) in self._known.wider(each) for each in demanded)

        measures = (replace(m, stages=tuple(filter(fits, m.stages))) for m in reading.measures)
        return RowReading(tuple(measures), reading.conditions)

    def _translated(self, reading: RowReading) -> RowReading:
        """With the English of words that were translated before."""
        english = self._known.english
        return RowReading(
            tuple(replace(m, english=m.english or english(m.words)) for m in reading.measures),
            tuple(replace(c, english=c.english or english(c.words)) for c in reading.conditions),
        )

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return self._known.short_names(self._place)

    @cached_property
    def _earlier(self) -> dict[int, EarlierService]:
        facts = self._known.editions.get(self._before.name) if self._before else None
        return earlier_services(facts, self._group_names) if facts else {}

    @cached_property
    def _group_names(self) -> dict[str, str]:
        return {iri: label for label, iri in self._known.concepts("groups").items()}

    @cached_property
    def _memory(self) -> Memory:
        def by_rules(service: EarlierService) -> RowReading:
            group = self._group_names.get(service.group or "", "")
            return interpret(group, service.title, service.content, self._rules, self._known.lexicon)

        return Memory(self._earlier, by_rules)
