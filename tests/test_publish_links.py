"""Links are published by the rules of shapes/links.ttl only, whatever they are published from."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from draft_tables import HOME
from publications import call_place, draft, small_home
from test_publish import HEAD

from kg_service.errors import PublicationStoppedError
from kg_service.model import Finding
from kg_service.publish import assemble, load_graphs
from kg_service.publish.layout import current_name
from kg_service.publish.publishing import publish_data, publish_graphs
from kg_service.vocabulary import SHAPE

STATES = "".join(
    f"scheme:link-states\\/{state} a skos:Concept ; skos:inScheme scheme:link-states .\n"
    for state in ("candidate", "confirmed", "rejected")
)
X = "kg:place/x"
EXACT, RELATED = "skos:exactMatch", "skos:relatedMatch"
GOOD = (X, RELATED, "", "eurovoc:1", "confirmed")
CASES = {
    "two-things-by-exactMatch": (
        [(X, EXACT, "", "eurovoc:1", "confirmed"), (X, EXACT, "", "eurovoc:2", "confirmed")],
        "ExactLink-onceATarget",
        "eurovoc:1",
    ),
    "rejected-and-stated-again": (
        [(X, EXACT, "", "eurovoc:1", "confirmed"), (X, RELATED, "Not", "eurovoc:1", "rejected")],
        "RejectedMapping-notStated",
        "eurovoc:1",
    ),
    "a-subject-that-is-not-there": (
        [GOOD, ("kg:place/nowhere", RELATED, "", "eurovoc:2", "candidate")],
        "Mapping-subject",
        "kg:place/nowhere",
    ),
}  # fmt: skip
Row = tuple[str, str, str, str, str]


def write_links(home: Path, rows: Sequence[Row]) -> Path:
    """``data/links/eurovoc.sssom.tsv`` with the metadata of the real one."""
    real = (HOME / "data/links/eurovoc.sssom.tsv").read_text(encoding="utf-8").splitlines()
    lines = real[: next(n for n, line in enumerate(real) if line.startswith("subject_id")) + 1]
    me = "kg:agent/care-checklist"
    for subject, predicate, modifier, object_, state in sorted(
        rows, key=lambda row: (row[0], row[3], row[1])
    ):
        judged = ("", "") if state == "candidate" else (me, "2026-01-02")
        cells = (subject, "甲", predicate, modifier, object_, "thing", "semapv:ManualMappingCuration", "0.9")
        lines.append("\t".join([*cells, me, "2026-01-01", *judged, state, "For a reason.", "有理由。"]))
    path = home / "data/links/eurovoc.sssom.tsv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = small_home(tmp_path / "home")
    shutil.copy(HOME / "shapes/links.ttl", made / "shapes")
    (made / "ontology/schemes.ttl").write_text(HEAD + STATES, encoding="utf-8")
    write_links(made, [GOOD])
    return made


def stopped(*arguments: object) -> tuple[Finding, ...]:
    publish = publish_data if str(arguments[1]).endswith(".nq") else publish_graphs
    with pytest.raises(PublicationStoppedError) as raised:
        publish(*arguments)  # type: ignore[arg-type]
    report = raised.value.report
    assert raised.value.violations == len(report.findings)  # type: ignore[attr-defined]
    return report.findings  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(("rows", "rule", "where"), CASES.values(), ids=CASES.keys())
def test_a_link_that_breaks_a_rule_stops_the_publication(
    home: Path, tmp_path: Path, rows: Sequence[Row], rule: str, where: str
) -> None:
    path = write_links(home, rows)
    found = stopped(tmp_path / "care", home)
    assert {each.rule for each in found} == {str(SHAPE[rule])}
    place = found[0].place
    assert place is not None
    assert Path(place.document) == path
    assert where in path.read_text(encoding="utf-8").splitlines()[(place.line or 0) - 1]
    assert not (tmp_path / "care" / "current").is_symlink()


def test_links_are_checked_when_nothing_else_has_changed(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "care"
    publish_graphs(target, home)
    before = current_name(target)
    # What holds is the same: a record more is enough.
    write_links(home, [GOOD, (X, RELATED, "Not", "eurovoc:1", "rejected")])
    assert stopped(target, home)
    assert current_name(target) == before
    write_links(home, [GOOD, (X, RELATED, "Not", "eurovoc:2", "rejected")])
    publish_graphs(target, home)
    assert current_name(target) != before


def test_published_links_stand_beside_an_edition_that_is_added(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "care"
    publish_graphs(target, home)
    publish_graphs(target, home, [draft(tmp_path, "2025", "2024")])
    assert len(list((target / "snapshots").iterdir())) == 2


def test_links_of_a_whole_dataset_are_checked(home: Path, tmp_path: Path) -> None:
    rows, rule, _ = CASES["rejected-and-stated-again"]
    write_links(home, rows)
    data = tmp_path / "whole.nq"
    data.write_bytes(assemble(load_graphs(home)))
    assert {each.rule for each in stopped(tmp_path / "care", data, home)} == {str(SHAPE[rule])}


def test_a_home_without_these_shapes_is_published(home: Path, tmp_path: Path) -> None:
    (home / "shapes/links.ttl").unlink()
    write_links(home, CASES["two-things-by-exactMatch"][0])
    call_place(home, "甲")
    publish_graphs(tmp_path / "care", home)
