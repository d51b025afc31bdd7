"""``kg publish``, ``kg snapshots`` and ``kg rollback`` as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from publications import X, call_place, draft, small_home

from kg_service.cli import main
from kg_service.publish.layout import SNAPSHOTS, current_name, open_snapshot
from kg_service.publish.locking import Lease


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return small_home(tmp_path / "home")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "两个 字"


class Kg:
    """Runs the program; keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys, self.out, self.err = capsys, "", ""

    def __call__(self, *words: object, lang: str = "en") -> int:
        code = main([*map(str, words), "--lang", lang])
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code


@pytest.fixture
def kg(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kg:
    monkeypatch.setenv("COLUMNS", "200")
    return Kg(capsys)


def publish(kg: Kg, home: Path, target: Path, *words: object, name: str = "") -> str:
    """Publish, the place called so; the name of the snapshot."""
    if name:
        call_place(home, name)
    assert kg("publish", *words, target, "--home", home, "--who", "甲") == 0, kg.err
    return current_name(target)


def test_from_a_draft_to_a_correction_and_back(kg: Kg, home: Path, target: Path) -> None:
    first = publish(kg, home, target)
    assert kg.out.startswith("Published: ")
    assert kg.out.split()[-1] == open_snapshot(target).identity
    assert publish(kg, home, target) == first
    assert kg.out.startswith("Nothing has changed")
    second = publish(kg, home, target, draft(home.parent, "2025", "2024"), "--reason", "the new list")
    other = draft(home.parent, "2025", "2024", more='dct:subject "another"')
    assert kg("publish", other, target, "--home", home) == 2
    assert "can't be changed, only superseded" in kg.err
    assert '+ <…/id/edition/x/2025> <http://purl.org/dc/terms/subject> "another"' in kg.err
    assert kg("publish", other, target, "--home", home, "--correct", "x/2025", lang="zh") == 2
    assert "--reason" in kg.err
    third = publish(kg, home, target, other, "--correct", "/x/2025/", "--reason", "错字")
    assert kg("snapshots", target) == 0
    lines = kg.out.splitlines()
    assert next(line for line in lines if line.startswith("*")).split()[1] == third
    assert all(name in kg.out for name in (first, second, third))
    assert "the new list" in kg.out
    assert "x/2025 (1)" in kg.out
    assert lines[-1] == "3 snapshots; * is the current one"
    assert kg("rollback", target, "--reason", "看错了", "--who", "乙") == 0
    assert kg.out == f"Switched from {third} to {second}.\n"
    assert kg("rollback", target, second[:8]) == 0
    assert "already" in kg.out
    assert current_name(target) == second


def test_the_list_as_json(kg: Kg, home: Path, target: Path) -> None:
    first = publish(kg, home, target)
    second = publish(kg, home, target, name="b")
    with Lease(target / SNAPSHOTS / first):
        assert kg("snapshots", "list", target, "--format", "json") == 0
    one, two = json.loads(kg.out)
    assert (one["name"], one["current"], one["inUse"]) == (first, False, True)
    assert (two["name"], two["current"], two["inUse"]) == (second, True, False)
    assert two["identity"] == open_snapshot(target).identity
    assert (two["who"], two["source"], two["quads"] > 100) == ("甲", "home", True)
    assert [(each["name"], each["services"]) for each in two["editions"]] == [("x/2024", 1)]


def test_verify_says_what_is_wrong(kg: Kg, home: Path, target: Path) -> None:
    first, second = publish(kg, home, target), publish(kg, home, target, name="b")
    assert kg("snapshots", "verify", target) == 0
    assert kg.out == f"{first}  whole\n{second}  whole\n"
    (target / SNAPSHOTS / first / "dumps" / "default.nt").unlink()
    assert kg("snapshots", "verify", target, lang="zh") == 1
    assert f"{first}  dumps/default.nt 无法读取" in kg.out
    assert f"{second}  完好" in kg.out
    assert kg("snapshots", "verify", target, second[:5], "--format", "json") == 0
    assert json.loads(kg.out) == [{"name": second, "whole": True, "problems": []}]
    (target / SNAPSHOTS / first / "snapshot.json").write_text("{")
    assert kg("snapshots", target) == 0
    assert "its manifest is damaged" in kg.out
    assert kg("snapshots", "verify", target) == 1
    assert kg("rollback", target, first) == 2


def test_prune(kg: Kg, home: Path, target: Path) -> None:
    names = [publish(kg, home, target, name=name) for name in "abcd"]
    with Lease(target / SNAPSHOTS / names[0]):
        assert kg("snapshots", "prune", target, "--keep", "2") == 0
    assert kg.out == f"Removed {names[1]}\nLeft {names[0]}: a server uses it\n"
    assert kg("snapshots", "prune", target, "--keep", "1", "--format", "json") == 0
    assert json.loads(kg.out) == {"removed": [names[0], names[2]], "inUse": []}
    assert kg("snapshots", "prune", target, "--keep", "0", lang="zh") == 0
    assert kg.out == "没有可清除的快照。\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["snapshots", "prune", "T"], "needs --keep", id="prune-without-keep"),
        pytest.param(["snapshots", "T", "--keep", "1"], "nothing else takes it", id="keep-without-prune"),
        pytest.param(["snapshots", "prune", "T", "--keep", "x"], "whole number", id="keep-what"),
        pytest.param(["snapshots", "prune", "T", "more", "--keep", "1"], "too many: more", id="too-many"),
        pytest.param(["snapshots", "sparql+http://x/y"], "has one dataset", id="remote"),
        pytest.param(["rollback", "sparql+http://x/y"], "has one dataset", id="remote-rollback"),
        pytest.param(["snapshots", "T"], "kg publish makes one", id="nothing-there"),
        pytest.param(["rollback", "T"], "kg publish makes one", id="nothing-there-either"),
        pytest.param(["publish", "a.ttl", "T", "--data", "b.nq"], "takes no files", id="data-and-files"),
        pytest.param(["publish", "T", "--wait", "-1"], "--wait", id="wait"),
    ],
)
def test_wrong_use(kg: Kg, tmp_path: Path, words: list[str], said: str) -> None:
    assert kg(*(str(tmp_path / "t") if word == "T" else word for word in words)) == 2
    assert said in kg.err
    assert not (tmp_path / "t").exists()


def test_a_folder_called_like_an_action(
    kg: Kg, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    publish(kg, home, Path("prune"))
    assert kg("snapshots", "prune") == 0
    assert "1 snapshot;" in kg.out


def test_who_it_was_is_the_user_by_default(
    kg: Kg, home: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "editor")
    assert kg("publish", target, "--home", home) == 0
    assert open_snapshot(target).record.who == "editor"


def test_the_reason_may_say_anything(kg: Kg, home: Path, target: Path) -> None:
    reason = 'says "so"\\ \n\x1b[31m red . <x>'
    publish(kg, home, target)
    file = home / "data" / "checklist.ttl"
    file.write_text(file.read_text() + f'<{X}2024> dct:subject "s" .\n')
    publish(kg, home, target, "--correct", "x/2024", "--reason", reason)
    assert open_snapshot(target).record.corrections[0].reason == reason.strip()
    assert kg("snapshots", target) == 0
    assert "\x1b" not in kg.out
