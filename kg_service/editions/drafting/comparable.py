"""A row of a draft as it is compared with other editions.

Not here: comparing (``editions.comparing``), editions of the dataset (``editions.loading``).
"""

from __future__ import annotations

from collections.abc import Mapping

from kg_service.editions.drafting.conditions import group_of
from kg_service.editions.drafting.describing import DescribedRow
from kg_service.editions.drafting.identity import Identity
from kg_service.editions.drafting.known import Known
from kg_service.editions.drafting.proposals import Proposals
from kg_service.editions.drafting.rules import Rules
from kg_service.editions.drafting.values import ReadCondition
from kg_service.editions.wider import above
from kg_service.model import Column, Condition, Measure, Row, Service
from kg_service.vocabulary import CARE, SKOS


def service_of(row: DescribedRow, identity: Identity, known: Known, rules: Rules) -> Service:
    """The service with what is read into it; its identity only where somebody said it."""
    reading = row.reading
    group = group_of(row.groups_name, rules)
    facts = known.facts
    has_ages = bool(row.group and facts.values(row.group, str(CARE.agePrinted)))
    low = facts.number(row.group or "", str(CARE.minAge)) if has_ages else group.min_age
    high = facts.number(row.group or "", str(CARE.maxAge)) if has_ages else group.max_age
    measures = tuple(
        Measure(
            position,
            measure.words,
            _slug(measure.kinds[0]) if measure.kinds else None,
            " ".join(sorted(map(_slug, measure.recipients))) or None,
            _slug(measure.commitment),
            tuple(_condition(reading.conditions[n]) for n in measure.conditions),
        )
        for position, measure in enumerate(reading.measures, 1)
    )
    held = tuple(_condition(each) for each in reading.conditions if each.is_of_service)
    said, replaces = (identity.iri, identity.replaces) if identity.is_decided else (None, ())
    return Service(_row(row), said, measures, held, low, high, replaces)


def wider_groups(known: Known, proposals: Proposals, groups: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Name of each group, known or proposed, to the names of all wider ones, nearest first."""
    facts = known.facts
    wider = {iri: facts.iris(iri, str(SKOS.broader)) for iri in known.concepts("groups").values()}
    names = {iri: label for label, iri in known.concepts("groups").items()} | dict(groups)
    for block in proposals.blocks:
        for predicate, values in block.pairs:
            if predicate == str(SKOS.broader):
                wider[block.subject] = tuple(str(value) for value in values)
    found = {}
    for iri, name in names.items():
        all_wider = tuple(names.get(each, each) for each in above(iri, lambda one: wider.get(one, ())))
        if all_wider:
            found[name] = all_wider
    return found


def _condition(read: ReadCondition) -> Condition:
    return Condition(
        read.words,
        " ".join(sorted(map(_slug, read.met_by))) or None,
        _slug(read.explicitness),
        _slug(read.rules_of) if read.rules_of else None,
        read.min_age,
        read.max_age,
    )


def _row(row: DescribedRow) -> Row:
    cells = row.cells
    return Row(
        row.number,
        cells[Column.GOAL],
        cells[Column.BENEFICIARY],
        cells[Column.SERVICE],
        cells[Column.CONTENT],
        tuple(body.name for body in row.bodies),
    )


def _slug(name: str) -> str:
    return name.rpartition("/")[2]
