"""An edition of the dataset as it is compared: rows, and what was read into them.

Not here: the queries themselves (``queries/changes/``), documents (``opening``).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg_service.editions.export import known_editions, rows
from kg_service.editions.wider import above
from kg_service.errors import UnknownEditionError
from kg_service.model import Condition, Edition, Iri, Measure, Row, Service
from kg_service.nearest import nearest
from kg_service.settings import find_home
from kg_service.store import Store
from kg_service.vocabulary import edition_graph_iri, edition_iri, graph_iri

Solution = Mapping[str, str]
"""One solution by variable; what is unbound is left out."""


def load_edition(store: Store, name: str, *, home: Path | None = None) -> Edition:
    """One edition of the dataset.

    Args:
        store: The dataset.
        name: ``heilongjiang/2024``.
        home: Folder with ``queries/``; the one of this installation where None.

    Raises:
        UnknownEditionError: The dataset has no such edition.
    """
    series, _, version = name.strip().strip("/").partition("/")
    known = known_editions(store)
    if f"{series}/{version}" not in known:
        raise UnknownEditionError(name, nearest(name, known) or known)
    home = home or find_home()
    edition = edition_iri(series, version)
    ask = _Asking(store, home, edition)
    table = rows(store, series, version, home=home)
    titles = ask("title")
    return Edition(
        f"{series}/{version}",
        titles[0].get("title") if titles else None,
        _services(table, ask),
        _wider([(found["group"], found["wider"]) for found in ask("groups")]),
        {found["name"]: found["body"] for found in ask("bodies")},
        # The first note of each is the one to keep.
        {found["identity"]: found["note"] for found in reversed(ask("ended"))},
    )


class _Asking:
    """The queries of ``queries/changes/`` over one edition with its reference data."""

    def __init__(self, store: Store, home: Path, edition: str) -> None:
        self._store, self._folder, self._edition = store, home / "queries" / "changes", edition
        reference, there = map(graph_iri, ("schemes", "organizations", "services")), store.graphs()
        self._graphs = (edition_graph_iri(edition), *(iri for iri in reference if iri in there))

    def __call__(self, name: str) -> list[Solution]:
        text = (self._folder / f"{name}.rq").read_text(encoding="utf-8")
        bound = {"edition": Iri(self._edition)} if "?edition" in text else {}
        answer = self._store.query(text, bindings=bound, default_graphs=self._graphs)
        return [
            {
                variable: str(term)
                for variable, term in zip(answer.variables, row, strict=True)
                if term is not None
            }
            for row in answer.rows()
        ]


def _services(table: Sequence[Row], ask: _Asking) -> tuple[Service, ...]:
    about: dict[int, Solution] = {}
    for found in ask("services"):
        about.setdefault(int(found["number"]), found)
    replaced: dict[int, list[str]] = defaultdict(list)
    for found in ask("lineage"):
        replaced[int(found["number"])].append(found["replaced"])
    # A condition that several have to meet comes in several solutions.
    found_conditions: dict[tuple[int, str, str], list[Solution]] = defaultdict(list)
    conditions: dict[tuple[int, str], list[Condition]] = defaultdict(list)
    own: dict[int, list[Condition]] = defaultdict(list)
    measures: dict[int, dict[str, list[Solution]]] = defaultdict(lambda: defaultdict(list))
    for found in ask("measures"):
        measures[int(found["number"])][found["measure"]].append(found)
    for found in ask("conditions"):
        found_conditions[int(found["number"]), found["holder"], found["condition"]].append(found)
    for (number, holder, _), solutions in found_conditions.items():
        holds_for = conditions[number, holder] if holder in measures[number] else own[number]
        holds_for.append(_condition(solutions))
    return tuple(
        Service(
            row,
            about.get(row.number, {}).get("identity"),
            tuple(
                _measure(solutions, conditions[row.number, iri])
                for iri, solutions in measures[row.number].items()
            ),
            tuple(own[row.number]),
            _number(about.get(row.number, {}).get("minAge")),
            _number(about.get(row.number, {}).get("maxAge")),
            tuple(replaced[row.number]),
        )
        for row in table
    )


def _measure(solutions: Sequence[Solution], conditions: Sequence[Condition]) -> Measure:
    first = solutions[0]
    recipients = sorted({slug for found in solutions if (slug := _slug(found.get("recipient")))})
    return Measure(
        int(first["position"]),
        first["title"],
        _slug(first.get("kind")),
        " ".join(recipients) or None,
        _slug(first.get("commitment")),
        tuple(conditions),
    )


def _condition(solutions: Sequence[Solution]) -> Condition:
    found = solutions[0]
    subjects = sorted({slug for each in solutions if (slug := _slug(each.get("metBy")))})
    return Condition(
        found["title"],
        " ".join(subjects) or None,
        _slug(found.get("explicitness")),
        _slug(found.get("rulesOf")),
        _number(found.get("minAge")),
        _number(found.get("maxAge")),
    )


def _wider(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each group to all wider ones, nearest first."""
    nearest_wider: dict[str, list[str]] = defaultdict(list)
    for group, wider in pairs:
        nearest_wider[group].append(wider)
    # Looking one up must not add it while the others are gone through.
    return {group: tuple(above(group, lambda one: nearest_wider.get(one, ()))) for group in nearest_wider}


def _slug(iri: str | None) -> str | None:
    return iri.rpartition("/")[2] if iri else None


def _number(written: str | None) -> int | None:
    return int(written) if written and written.isdecimal() else None
