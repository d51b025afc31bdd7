"""The life of a dataset in a folder: checked, published, superseded, corrected; and whatever fails."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from publications import HEAD, SHAPES, X, call_place, draft, small_home
from test_publish import edition

from kg_service.cli import main
from kg_service.errors import (
    BadValueError,
    DamagedSnapshotError,
    DatasetProblemError,
    EditionChangedError,
    EditionMissingError,
    KgServiceError,
    NoEarlierSnapshotError,
    NotPublishedError,
    PublicationStoppedError,
    PublishBusyError,
    SyntaxProblemError,
    UnknownEditionError,
    UnknownSnapshotError,
    UnreadableFileError,
)
from kg_service.publish import history
from kg_service.publish.building import problems_of
from kg_service.publish.keeping import list_snapshots, prune, roll_back
from kg_service.publish.layout import SNAPSHOTS, current_name, open_snapshot
from kg_service.publish.locking import LOCK, Lease, exclusive
from kg_service.publish.publishing import Order, Publication, publish_data, publish_graphs
from kg_service.publish.snapshot import build_snapshot
from kg_service.vocabulary import PREFIX_HEADER, edition_graph_iri, edition_iri, graph_iri

ME = Order("me")
CHANGED = f'<{X}2024> <http://purl.org/dc/terms/subject> "changed" .\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "快照 of x"


def change(home: Path) -> None:
    """Change the edition of a home."""
    path = home / "data" / "checklist.ttl"
    path.write_text(path.read_text(encoding="utf-8") + CHANGED, encoding="utf-8")


def editions(target: Path) -> set[str]:
    return {each.name for each in open_snapshot(target).record.editions}


def asked(target: Path, query: str) -> list[tuple[str, ...]]:
    store = open_snapshot(target).sources("memory")[0].open()
    return [tuple(str(term) for term in row) for row in store.query(f"{PREFIX_HEADER} {query}").rows()]


def published(home: Path, target: Path) -> Path:
    """A folder that a home was published into."""
    publish_graphs(target, home)
    return target


def nothing_left(target: Path) -> None:
    """No draft, no half-made link."""
    hidden = [path.name for path in [*target.iterdir(), *(target / SNAPSHOTS).iterdir()]]
    assert [name for name in hidden if name.startswith(".") and name != LOCK] == []


# What is published


def test_a_snapshot_says_who_made_it_when_why_and_of_what(home: Path, target: Path) -> None:
    told: list[str] = []
    order = Order("甲", "first")
    made = publish_graphs(target, home, order=order, progress=lambda text: told.append(text.zh))
    record = open_snapshot(target).record
    assert (record.who, record.reason, record.source) == ("甲", "first", "home")
    assert record.when.endswith("Z")
    (only,) = record.editions
    assert (only.name, only.services, only.triples) == ("x/2024", 1, 8)
    assert only.checked
    (entry,) = history.read(target)
    assert (entry.action, entry.before, entry.after) == ("publish", "", made.snapshot.name)
    assert entry.editions == {"x/2024": only.fingerprint}
    assert any("x/2024" in text for text in told)
    assert problems_of(made.snapshot) == []
    nothing_left(target)


def test_the_same_again_changes_nothing(home: Path, target: Path) -> None:
    first = publish_graphs(target, home, order=ME)
    again = publish_graphs(target, home, order=ME)
    assert (first.is_new, again.is_new) == (True, False)
    assert len(history.read(target)) == len(list_snapshots(target)) == 1


def test_the_same_as_one_before_takes_that(home: Path, target: Path) -> None:
    first = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    second = publish_graphs(target, home).snapshot.name
    call_place(home, "third")
    third = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    assert publish_graphs(target, home).snapshot.name == second
    assert [each.name for each in list_snapshots(target)] == [first, second, third]
    assert roll_back(target, None, "me").name == third


def test_the_same_as_a_damaged_one_is_made_anew(home: Path, target: Path) -> None:
    first = publish_graphs(target, home).snapshot
    first.nquads.write_bytes(first.nquads.read_bytes()[:-50])
    again = publish_graphs(target, home)
    assert again.is_new
    assert again.snapshot.name == f"{first.name}-2"
    assert problems_of(open_snapshot(target)) == []


def test_what_is_written_is_what_went_in(home: Path, target: Path) -> None:
    snapshot = publish_graphs(target, home).snapshot
    graph = ox.NamedNode(edition_graph_iri(edition_iri("x", "2024")))
    quads = list(ox.parse(path=snapshot.nquads, format=ox.RdfFormat.N_QUADS))
    assert len(quads) == snapshot.quads
    assert sum(quad.graph_name == graph for quad in quads) == 8


# Findings


def test_violations_stop_it(home: Path, target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = publish_graphs(target, home).snapshot.name
    bad = draft(home.parent, "2025", "2024")
    bad.write_text(bad.read_text(encoding="utf-8").replace('"x 2025"@en', '"x 2025"@zh'), encoding="utf-8")
    bad.write_text(bad.read_text(encoding="utf-8").replace(' , "x 2025"@zh', ""), encoding="utf-8")
    assert main(["publish", str(bad), str(target), "--home", str(home), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "an edition has two titles" in out
    assert f"{bad}:" in out, "with its place"
    assert "Not published: 1 violation" in err
    assert current_name(target) == before
    assert len(list_snapshots(target)) == 1
    nothing_left(target)
    assert main(["publish", "--accept", str(bad), str(target), "--home", str(home), "--lang", "zh"]) == 1
    assert "有 1 处违反规则" in capsys.readouterr().err


def test_warnings_have_to_be_accepted_once(
    home: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doubtful = draft(home.parent, "2025", "2024", more='dct:description "文字"@zh')
    command = ["publish", str(doubtful), str(target), "--home", str(home), "--lang", "en", "--who", "甲"]
    assert main(command) == 1
    assert "add --accept" in capsys.readouterr().err
    assert not (target / "current").exists()
    assert main([*command, "--accept"]) == 0
    assert "Accepted warning" in capsys.readouterr().err
    (accepted,) = open_snapshot(target).record.accepted
    assert (accepted.who, accepted.focus) == ("甲", f"{X}2025")
    assert accepted.message == "an edition had better have no description"
    # Checked again, for the reference data are other ones; the warning was accepted before.
    call_place(home, "other")
    made = publish_graphs(target, home, order=ME)
    assert made.is_new
    assert made.warnings == ()
    assert open_snapshot(target).record.accepted == (accepted,)


def test_an_edition_that_conforms_is_not_checked_again(
    home: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_graphs(target, home)
    checked = open_snapshot(target).record.edition("x/2024")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("x/2024 was checked before")

    monkeypatch.setattr("kg_service.publish.checking.bounded", never)
    (home / "ontology" / "alignments.ttl").write_text(HEAD + "care:a skos:exactMatch care:b .\n")
    assert publish_graphs(target, home).is_new
    assert open_snapshot(target).record.edition("x/2024") == checked
    (home / "shapes" / "shapes.ttl").write_text(HEAD + SHAPES + "shape:Other a sh:NodeShape .\n")
    with pytest.raises(AssertionError, match="was checked before"):
        publish_graphs(target, home)


# Files on top of what is published


def test_a_draft_is_added_and_stays(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    added = publish_graphs(target, home, [draft(home.parent, "2025", "2024")], ME)
    assert added.snapshot.record.source == "files"
    assert editions(target) == {"x/2024", "x/2025"}
    assert asked(target, "SELECT ?e { ?e a care:ChecklistEdition }") == [(f"{X}2025",)]
    call_place(home, "other")
    publish_graphs(target, home)
    assert editions(target) == {"x/2024", "x/2025"}
    publish_graphs(target, home, [draft(home.parent, "2026", "2025", "next.jsonld.ttl")])
    assert editions(target) == {"x/2024", "x/2025", "x/2026"}


def test_the_first_publication_may_be_of_files(home: Path, target: Path) -> None:
    publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    assert editions(target) == {"x/2024", "x/2025"}


def test_reference_data_are_called_after_their_file(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    file = home.parent / "places.ttl"
    file.write_text(HEAD + '<https://example.org/y> a dct:Location ; dct:title "y"@zh .\n', encoding="utf-8")
    publish_graphs(target, home, [file])
    dataset = f"SELECT ?p {{ GRAPH <{graph_iri('places')}> {{ ?p a dct:Location }} }}"
    assert asked(target, dataset) == [("https://example.org/y",)]


def test_blank_nodes_of_drafts_of_the_same_name_stay_apart(home: Path, target: Path) -> None:
    more = 'dct:subject [ dct:title "%s"@zh ]'
    for number, version in enumerate(("2025", "2026")):
        folder = home.parent / version
        folder.mkdir()
        file = draft(folder, version, str(2024 + number), more=more % version)
        publish_graphs(target, home, [file])
    rows = asked(target, "SELECT ?n ?t { GRAPH ?g { ?e dct:subject ?n . ?n dct:title ?t } }")
    assert len({node for node, _ in rows}) == len(rows) == 2


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        pytest.param("draft.docx", "", UnreadableFileError, "kg import", id="a-document"),
        pytest.param("none.ttl", None, UnreadableFileError, "no such file", id="not-there"),
        pytest.param("bad.ttl", "<a> <b", SyntaxProblemError, "line 1", id="does-not-parse"),
        pytest.param("shapes.ttl", "<x:a> <x:b> <x:c> .", DatasetProblemError, "kept by the", id="shapes"),
        pytest.param("other.ttl", edition("x", "2025"), DatasetProblemError, "previousVersion", id="no-link"),
        pytest.param(
            "two.ttl",
            edition("x", "2025", "2024") + edition("x", "2026", "2025").removeprefix(HEAD),
            DatasetProblemError,
            "one edition",
            id="two-editions",
        ),
    ],
)
def test_a_file_that_can_not_be_published(
    home: Path, target: Path, name: str, content: str | None, error: type[KgServiceError], said: str
) -> None:
    before = publish_graphs(target, home).snapshot.name
    if content is not None:
        (home.parent / name).write_text(content, encoding="utf-8")
    with pytest.raises(error, match=said):
        publish_graphs(target, home, [home.parent / name])
    assert current_name(target) == before
    nothing_left(target)


# What was published stays


def test_a_published_edition_is_not_changed(home: Path, target: Path) -> None:
    before = publish_graphs(target, home).snapshot.name
    change(home)
    with pytest.raises(EditionChangedError) as refused:
        publish_graphs(target, home)
    error = refused.value
    assert (error.edition, error.snapshot, error.differences) == ("x/2024", before, 1)
    assert '"changed"' in error.added[0]
    assert any('"changed"' in line for line in error.statements)
    assert current_name(target) == before


def test_a_correction_has_a_reason_and_is_told_of(home: Path, target: Path) -> None:
    before = publish_graphs(target, home).snapshot.record.editions[0].fingerprint
    change(home)
    order = Order("甲", "第 3 行错字", correct=("x/2024",))
    publish_graphs(target, home, order=order)
    (correction,) = open_snapshot(target).record.corrections
    assert (correction.edition, correction.who, correction.reason) == ("x/2024", "甲", "第 3 行错字")
    assert correction.before == before != correction.after
    assert history.read(target)[-1].reason == "第 3 行错字"
    told = (
        f"SELECT ?note ?hash {{ GRAPH <{graph_iri('dataset')}> {{ "
        f"<{edition_graph_iri(edition_iri('x', '2024'))}> skos:changeNote ?note ; prov:wasGeneratedBy ?a ; "
        "prov:wasRevisionOf/spdx:checksum/spdx:checksumValue ?hash . ?a a prov:Activity } }"
    )
    assert asked(target, told) == [("第 3 行错字", before)]
    assert "甲" not in open_snapshot(target).nquads.read_text(encoding="utf-8")
    # It is told of ever after, and is no reason for another change.
    call_place(home, "other")
    publish_graphs(target, home)
    assert asked(target, told) == [("第 3 行错字", before)]
    change(home)
    home_file = home / "data" / "checklist.ttl"
    home_file.write_text(home_file.read_text(encoding="utf-8").replace("changed", "again"), encoding="utf-8")
    with pytest.raises(EditionChangedError):
        publish_graphs(target, home)


@pytest.mark.parametrize(
    ("correct", "reason", "error", "said"),
    [
        pytest.param("x/2024", " ", BadValueError, "--reason", id="no-reason"),
        pytest.param("x/2023", "why", UnknownEditionError, "x/2024", id="no-such-edition"),
    ],
)
def test_a_correction_that_is_none(
    home: Path, target: Path, correct: str, reason: str, error: type[KgServiceError], said: str
) -> None:
    publish_graphs(target, home)
    change(home)
    with pytest.raises(error, match=said):
        publish_graphs(target, home, order=Order("me", reason, correct=(correct,)))


def test_nothing_to_correct_is_said(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    with pytest.raises(BadValueError, match="differs now"):
        publish_graphs(target, home, order=Order("me", "why", correct=("x/2024",)))


def test_an_edition_that_was_gone_back_from_is_still_published(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    roll_back(target, None, "me")
    assert editions(target) == {"x/2024"}
    other = draft(home.parent, "2025", "2024", more='dct:subject "other"')
    with pytest.raises(EditionChangedError, match="x/2025"):
        publish_graphs(target, home, [other])
    prune(target, 0, "me")
    with pytest.raises(EditionChangedError, match="its content differs"):
        publish_graphs(target, home, [other])
    publish_graphs(target, home, [other], Order("me", "a wrong subject", correct=("x/2025",)))
    assert editions(target) == {"x/2024", "x/2025"}


def nquads(home: Path, folder: Path, *, without: str = "", change: tuple[str, str] = ("", "")) -> Path:
    """What a home makes, as a file of N-Quads."""
    from kg_service.publish import take_snapshot

    lines = take_snapshot(home).nquads.decode().splitlines(keepends=True)
    path = folder / "data.nq"
    kept = (line for line in lines if not without or without not in line)
    path.write_text("".join(kept).replace(*change), encoding="utf-8")
    return path


def test_nquads_keep_what_is_published(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    before = current_name(target)
    with pytest.raises(EditionMissingError, match="x/2025"):
        publish_data(target, nquads(home, home.parent), home)
    (home / "data" / "next.ttl").write_text(edition("x", "2025", "2024"), encoding="utf-8")
    changed = nquads(home, home.parent, change=('"x 2025"@en', '"X 2025"@en'))
    with pytest.raises(EditionChangedError, match="x/2025"):
        publish_data(target, changed, home)
    assert current_name(target) == before
    nothing_left(target)
    made = publish_data(target, changed, home, Order("me", "a capital", correct=("x/2025",)))
    assert made.snapshot.record.source == "data"
    assert made.snapshot.record.corrections[0].reason == "a capital"
    assert made.snapshot.record.edition("x/2025").checked  # type: ignore[union-attr]


def test_nquads_that_violate_are_refused(home: Path, target: Path) -> None:
    bad = nquads(home, home.parent, without='"x 2024"@en')
    with pytest.raises(PublicationStoppedError) as stopped:
        publish_data(target, bad, home)
    assert stopped.value.violations == 1
    assert not (target / "current").is_symlink()


def test_files_can_not_be_added_to_any_dataset(home: Path, target: Path) -> None:
    data = home.parent / "any.nq"
    data.write_text('<x:s> <x:p> "default" .\n<x:s> <x:p> "named" <x:g> .\n', encoding="utf-8")
    publish_data(target, data, home)
    with pytest.raises(DatasetProblemError, match="--data"):
        publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    publish_graphs(target, home)
    assert editions(target) == {"x/2024"}


# Back and forth


def three(home: Path, target: Path) -> list[str]:
    names = []
    for name in ("a", "b", "c"):
        call_place(home, name)
        names.append(publish_graphs(target, home, order=ME).snapshot.name)
    return names


def test_back_is_to_what_was_published_before(home: Path, target: Path) -> None:
    a, b, c = three(home, target)
    assert roll_back(target, None, "me", "wrong").name == b
    assert roll_back(target, None, "me").name == a
    with pytest.raises(NoEarlierSnapshotError, match=b):
        roll_back(target, None, "me")
    assert roll_back(target, c[:6], "me").name == c
    assert roll_back(target, open_snapshot(target).identity, "me").name == c
    assert [entry.reason for entry in history.read(target)][3] == "wrong"
    call_place(home, "d")
    roll_back(target, a, "me")
    publish_graphs(target, home)
    assert roll_back(target, None, "me").name == a, "b and c had been left before d came"


@pytest.mark.parametrize("name", ["0000", "", "../../etc", "zz"])
def test_a_snapshot_that_is_not_there(home: Path, target: Path, name: str) -> None:
    made = three(home, target)
    with pytest.raises(UnknownSnapshotError):
        roll_back(target, name, "me")
    assert current_name(target) == made[-1]


@pytest.mark.parametrize("damage", ["cut", "changed", "gone", "dump", "manifest"])
def test_a_damaged_snapshot_is_not_gone_back_to(home: Path, target: Path, damage: str) -> None:
    _, b, c = three(home, target)
    path = target / SNAPSHOTS / b
    if damage == "cut":
        file = path / "dumps" / "dataset.nq"
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "changed":
        (path / "dataset.nq").write_bytes((path / "dataset.nq").read_bytes().replace(b'"b"', b'"B"'))
    elif damage == "gone":
        (path / "dataset.nq").unlink()
    elif damage == "dump":
        (path / "dumps" / "default.ttl").write_text("")
    else:
        (path / "snapshot.json").write_text('{"identity": 1')
    with pytest.raises((DamagedSnapshotError, UnreadableFileError)):
        roll_back(target, b, "me")
    assert current_name(target) == c


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for what in (lambda: roll_back(tmp_path, None, "me"), lambda: prune(tmp_path, 1, "me")):
        with pytest.raises(UnreadableFileError, match="kg publish makes one"):
            what()
    assert list(tmp_path.iterdir()) == []


def test_prune_leaves_what_is_current_or_in_use(home: Path, target: Path) -> None:
    a, b, c = three(home, target)
    roll_back(target, b, "me")
    with Lease(target / SNAPSHOTS / a):
        assert [each.is_in_use for each in list_snapshots(target)] == [True, False, False]
        assert prune(target, 0, "me") == ([c], [a])
        assert (target / SNAPSHOTS / a / "dataset.nq").exists()
    assert prune(target, 0, "me") == ([a], [])
    assert [each.name for each in list_snapshots(target)] == [b]
    assert [entry.before for entry in history.read(target) if entry.action == "prune"] == [c, a]
    with pytest.raises(NoEarlierSnapshotError):
        roll_back(target, None, "me")


def test_a_snapshot_that_is_being_removed_is_not_taken(home: Path, target: Path) -> None:
    a, *_ = three(home, target)
    shutil.rmtree(target / SNAPSHOTS / a)
    with pytest.raises(FileNotFoundError):
        Lease(target / SNAPSHOTS / a)


# Old folders, broken links, what others have left


def test_a_link_that_leads_nowhere(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    link = target / "current"
    link.unlink()
    link.symlink_to(Path(SNAPSHOTS) / "0123456789abcdef")
    with pytest.raises(UnreadableFileError, match="current points to snapshots/0123456789abcdef"):
        open_snapshot(target)
    call_place(home, "other")
    publish_graphs(target, home)
    assert editions(target) == {"x/2024", "x/2025"}


def test_a_folder_of_an_older_version(home: Path, target: Path) -> None:
    three(home, target)
    (target / "history.jsonl").unlink()
    for each in list_snapshots(target):
        path = target / SNAPSHOTS / each.name / "snapshot.json"
        said = json.loads(path.read_text(encoding="utf-8"))
        old = {key: said[key] for key in ("identity", "program", "quads", "graphs", "dumps")}
        path.write_text(json.dumps(old), encoding="utf-8")
        os.utime(path, (0, ["a", "b", "c"].index("a")))
    assert [each.snapshot.record.editions for each in list_snapshots(target) if each.snapshot] == [()] * 3
    change(home)
    with pytest.raises(EditionChangedError, match="x/2024"):
        publish_graphs(target, home)


def test_what_a_killed_publication_has_left_is_removed(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    (target / SNAPSHOTS / ".draft-killed").mkdir()
    (target / SNAPSHOTS / ".draft-killed" / "dataset.nq").write_text("<x:s> <x:p> ")
    (target / ".current-1").symlink_to("nowhere")
    with (target / "history.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"when": "2026-')
    call_place(home, "other")
    made = publish_graphs(target, home)
    nothing_left(target)
    assert [entry.after for entry in history.read(target)][-1] == made.snapshot.name
    assert len(history.read(target)) == 2


def test_a_switch_that_was_announced_and_not_made_is_no_publication(home: Path, target: Path) -> None:
    a, b, _ = three(home, target)
    roll_back(target, b, "me")
    entry = history.Entry("2026-01-01T00:00:00Z", "killed", "publish", b, "f" * 16, "", {"x/2025": "0" * 64})
    history.append(target, entry)
    publish_graphs(target, home, [draft(home.parent, "2025", "2024")])
    assert [each.action for each in history.read(target)][-2:] == ["unfinished", "publish"]
    assert roll_back(target, None, "me").name == b
    assert roll_back(target, None, "me").name == a


# Two at once


def hold(target: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of a folder in another process."""
    ready = multiprocessing.get_context("fork").Event()

    def work() -> None:
        with exclusive(target, "乙"):
            ready.set()
            time.sleep(seconds)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    assert ready.wait(20)
    yield
    process.kill()
    process.join()


def test_a_second_publication_is_refused_and_told_by_whom(
    home: Path, target: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    holding = hold(target, 60)
    next(holding)
    for work in (
        lambda: publish_graphs(target, home),
        lambda: roll_back(target, None, "me"),
        lambda: prune(target, 1, "me"),
    ):
        with pytest.raises(PublishBusyError, match=r"乙, process \d+ on .*, since 2"):
            work()
    assert main(["publish", str(target), "--home", str(home), "--lang", "zh"]) == 2
    assert "正由另一次发布使用（乙，" in capsys.readouterr().err
    assert current_name(target) == before
    list(holding)
    # Its holder was killed, and has left its name there: that locks nobody out.
    assert "乙" in (target / LOCK).read_text(encoding="utf-8")
    assert publish_graphs(target, home).is_new


def test_a_second_publication_may_wait(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    call_place(home, "other")
    holding = hold(target, 0.5)
    next(holding)
    assert publish_graphs(target, home, order=Order("me", wait=60)).is_new
    list(holding)


def test_many_at_once_leave_one_after_the_other(home: Path, target: Path) -> None:
    publish_graphs(target, home)
    homes = [small_home(home.parent / f"home-{number}") for number in range(4)]
    for number, each in enumerate(homes):
        call_place(each, f"{number}")
    fork = multiprocessing.get_context("fork")
    processes = [
        fork.Process(target=lambda each=each: publish_graphs(target, each, order=Order("me", wait=120)))
        for each in homes
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    entries = history.read(target)
    assert len(entries) == len(list_snapshots(target)) == 5
    assert [entry.before for entry in entries[1:]] == [entry.after for entry in entries[:-1]]
    assert all(each.snapshot and problems_of(each.snapshot) == [] for each in list_snapshots(target))


# Folders that can't be written

PUBLISH = "import sys; from kg_service.cli import main; sys.exit(main(sys.argv[1:]))"


def run(command: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KG_LANG": "en", "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload,no-any-return]


def in_namespace(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a shell script that may mount; the test is skipped where this machine lets nobody do so."""
    alone = ["unshare", "-Urm"]
    if shutil.which("unshare") is None or run([*alone, "mount", "-t", "tmpfs", "t", "/mnt"]).returncode:
        pytest.skip("no file system can be mounted here")
    return run([*alone, "sh", "-ec", script, "sh", sys.executable, PUBLISH, *map(str, arguments)])


def test_a_full_disk(home: Path, tmp_path: Path) -> None:
    """On a real file system that holds one snapshot and not two."""
    taken = [path.stat() for path in (published(home, tmp_path / "try") / SNAPSHOTS).rglob("*")]
    kilobytes = sum({each.st_ino: each.st_blocks for each in taken}.values()) // 2
    call_place(home, "first")
    other = small_home(tmp_path / "other")
    call_place(other, "second")
    mount = tmp_path / "small"
    mount.mkdir()
    done = in_namespace(
        'mount -t tmpfs -o size="$6"k t "$3"; "$1" -c "$2" publish "$3/srv" --home "$4";'
        'readlink "$3/srv/current"; df "$3" | tail -1;'
        '"$1" -c "$2" publish "$3/srv" --home "$5" || echo "exit $?";'
        'readlink "$3/srv/current"; ls -A "$3/srv" "$3/srv/snapshots"; df "$3" | tail -1;'
        '"$1" -c "$2" snapshots verify "$3/srv"; wc -l "$3/srv/history.jsonl"',
        mount, home, other, kilobytes * 8 // 5,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    links = [line for line in lines if line.startswith("snapshots/")]
    assert len(links) == 2
    assert links[0] == links[1]
    assert "exit 2" in lines
    assert "there is no space left on the disk" in done.stderr
    assert "the snapshot before is still in use" in done.stderr
    assert not [line for line in lines if line.startswith((".draft", ".current"))]
    used = [line.split()[2] for line in lines if line.startswith("t ")]
    assert abs(int(used[0]) - int(used[1])) < 20, "the space is free again"
    assert f"{links[0].removeprefix('snapshots/')}  whole" in lines
    assert any(line.startswith("1 ") for line in lines), "nothing was announced"


def test_a_read_only_file_system(home: Path, target: Path, tmp_path: Path) -> None:
    before = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    done = in_namespace(
        'mount --bind "$3" "$3"; mount -o remount,bind,ro "$3";'
        '"$1" -c "$2" publish "$3" --home "$4" || echo "exit $?";'
        '"$1" -c "$2" snapshots "$3" --format json',
        target, home,
    )  # fmt: skip
    assert "exit 2" in done.stdout
    assert "the file system is read-only" in done.stderr
    (listed,) = json.loads(done.stdout.partition("exit 2\n")[2])
    assert (listed["name"], listed["current"]) == (before, True)


def test_files_that_may_not_grow(home: Path, target: Path) -> None:
    before = publish_graphs(target, home).snapshot.name
    call_place(home, "other")

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = run([sys.executable, "-c", PUBLISH, "publish", str(target), "--home", str(home)], preexec_fn=bound)
    assert done.returncode == 2
    assert "a file would be larger than is allowed" in done.stderr
    assert current_name(target) == before
    nothing_left(target)


@pytest.mark.skipif(os.getuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_without_the_right_to_write(home: Path, target: Path) -> None:
    before = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    (target / SNAPSHOTS).chmod(0o555)
    try:
        with pytest.raises(NotPublishedError, match="no right to write"):
            publish_graphs(target, home)
    finally:
        (target / SNAPSHOTS).chmod(0o755)
    assert current_name(target) == before


@pytest.mark.parametrize("where", ["file", "file/below", "taken"])
def test_a_target_that_is_no_folder(home: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "snapshots").write_text("")
    with pytest.raises(NotPublishedError, match="it is not a folder"):
        publish_graphs(tmp_path / where, home)


@pytest.mark.parametrize("step", ["fill", "seal", "rename", "history", "link"])
def test_an_error_at_any_step_leaves_everything_as_it_was(
    home: Path, target: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = publish_graphs(target, home).snapshot.name
    call_place(home, "other")
    full = OSError(28, "No space left on device")

    def fail(*_: object, **__: object) -> None:
        raise full

    names = {
        "fill": "kg_service.publish.building.write_dumps",
        "seal": "kg_service.publish.building.flush",
        "rename": "pathlib.Path.rename",
        "history": "kg_service.publish.history.append",
        "link": "pathlib.Path.symlink_to",
    }
    with monkeypatch.context() as patched:
        patched.setattr(names[step], fail)
        with pytest.raises(NotPublishedError, match="no space left"):
            publish_graphs(target, home)
    assert current_name(target) == before
    assert problems_of(open_snapshot(target)) == []
    assert [each.name for each in list_snapshots(target)] == [before]
    nothing_left(target)
    made: Publication = publish_graphs(target, home)
    assert made.is_new


def test_building_without_checking_is_a_publication_as_well(home: Path, target: Path) -> None:
    made = build_snapshot(nquads(home, home.parent), target)
    assert current_name(target) == made.name
    assert [entry.action for entry in history.read(target)] == ["publish"]
    change(home)
    with pytest.raises(EditionChangedError):
        publish_graphs(target, home)
