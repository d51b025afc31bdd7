"""``kg link`` and ``kg links review``: stopped, gone on with, walked through, saved answer by answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_linking_finding import TABLE, TURTLE, MoodyServer, moody  # noqa: F401

from kg_service.cli import build, main
from kg_service.linking import read_mappings
from kg_service.linking.review import Decision, Reviewer, decide
from kg_service.model import ReviewState

KG = [sys.executable, "-m", "kg_service.cli"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "other.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "codes.csv").write_text(TABLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_is_linked_and_reviewed(files: Path) -> None:
    argv = ["link", "codes.csv", "--id", "code", "--label", "zh", "--label-en", "en", "--alt", "other"]
    argv += ["--type", "kind", "--above", "up", "--base", "https://example.org/other/", "--kind", "place"]
    assert main([*argv, "--lang", "en"]) == 0
    path = files / "codes.sssom.tsv"
    assert len(read_mappings(path).mappings) == 3
    # Confirm; back, which opens it again; reject, first without a reason; the next as related; skip; end.
    answers = "c\nb\nr\n\nr\nanother place\n5\nx\ns\n"
    done = CliRunner().invoke(
        build("en"), ["links", "review", str(path), "--by", "Li Si"], input=answers, catch_exceptions=False
    )
    assert done.exit_code == 0
    assert "A rejection needs a reason" in done.output
    assert "1 are left" in done.output
    states = [m.review_state for m in read_mappings(path).mappings]
    assert sorted(states) == [ReviewState.CANDIDATE, ReviewState.CONFIRMED, ReviewState.REJECTED]
    (rejected,) = read_mappings(path).of_state(ReviewState.REJECTED)
    assert rejected.comment.en.endswith("another place")
    assert rejected.more["reviewer_label"] == "Li Si"
    (confirmed,) = read_mappings(path).of_state(ReviewState.CONFIRMED)
    assert confirmed.predicate_id.endswith("relatedMatch")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["codes.csv"], "--id", id="no-columns"),
        pytest.param(["codes.csv", "--id", "cod", "--label", "zh"], "“cod” will not do", id="no-such-column"),
        pytest.param(["codes.csv", "--id", "code", "--label", "zh"], "--base", id="no-base"),
        pytest.param(["other.ttl", "--id", "code"], "CSV", id="columns-of-a-graph"),
        pytest.param(["nothing.ttl"], "nothing.ttl", id="no-such-file"),
        pytest.param(["other.ttl", "-o", "other.tsv"], ".sssom.tsv", id="name-of-the-file"),
        pytest.param(["other.ttl", "--least", "2"], "above 0", id="least"),
        pytest.param(["other.ttl", "--kind", "servise"], "service", id="kind"),
    ],
)
def test_what_is_misused_is_told(
    files: Path, capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert main(["link", *argv, "--lang", "en"]) == 2
    assert said in capsys.readouterr().err
    assert list(files.glob("*.sssom.tsv")) == []


def test_nothing_is_found_and_nothing_left(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "empty.ttl").write_text("", encoding="utf-8")
    assert main(["link", "empty.ttl", "--lang", "en"]) == 0
    assert "No new candidate" in capsys.readouterr().err
    assert not (files / "empty.sssom.tsv").exists()


def test_ctrl_c_stops_and_the_same_command_goes_on(files: Path, moody: MoodyServer) -> None:  # noqa: F811
    moody.moods = [(503, {"Retry-After": "300"})]
    command = [*KG, "link", moody.url, "--name", "other", "--rate", "100", "--cache", "kept", "--lang", "en"]
    process = subprocess.Popen(
        command, cwd=files, stderr=subprocess.PIPE, env={**os.environ, "COLUMNS": "200"}
    )
    deadline = time.monotonic() + 60
    while not moody.asked and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "The same command goes on" in said.decode()


def test_what_was_confirmed_tells_of_others_like_it(files: Path) -> None:
    (files / "needs.csv").write_text("id,zh\n1,教育服务\n", encoding="utf-8")
    argv = ["link", "needs.csv", "--id", "id", "--label", "zh", "--base", "https://example.org/other/"]
    argv += ["--kind", "service", "--lang", "en"]
    assert main(argv) == 0
    path = files / "needs.sssom.tsv"
    alike = read_mappings(path).mappings
    assert len(alike) >= 3
    for mapping in alike:
        decide(path, mapping.key, Decision(ReviewState.CONFIRMED), Reviewer.of("Li Si"), "2026-01-01")
    assert main(argv) == 0
    found = read_mappings(path).of_state(ReviewState.CANDIDATE)
    assert any(m.mapping_justification.endswith("StructuralMatching") for m in found)
    assert {m.subject_id for m in found}.isdisjoint({m.subject_id for m in alike})
    assert len(read_mappings(path).of_state(ReviewState.CONFIRMED)) == len(alike)
