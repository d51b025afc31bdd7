"""What was made of files is kept for as long as they stay as they are."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from kg_service.kept import Kept
from kg_service.library import validate
from kg_service.publish import build_store
from kg_service.settings import Settings


@pytest.fixture
def make() -> Callable[[], int]:
    """A different number each time."""
    numbers: Iterator[int] = count()
    return lambda: next(numbers)


def files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_text(name)
    return [folder / name for name in names]


def change(folder: Path) -> None:
    (folder / "a").write_text("b")


def take_away(folder: Path) -> None:
    (folder / "b").unlink()


def put_another_in_its_place(folder: Path) -> None:
    (folder / "new").write_text("a")
    (folder / "new").replace(folder / "a")


@pytest.mark.parametrize("edit", [change, take_away, put_another_in_its_place])
def test_it_is_made_again_when_a_file_is_another(
    tmp_path: Path, make: Callable[[], int], edit: Callable[[Path], None]
) -> None:
    kept, paths = Kept[int](2, 100), files(tmp_path, "a", "b")
    assert [kept.of(paths, make), kept.of(paths, make)] == [0, 0]
    edit(tmp_path)
    assert [kept.of(paths, make), kept.of(paths, make)] == [1, 1]


def test_what_was_asked_for_longest_ago_goes_first(tmp_path: Path, make: Callable[[], int]) -> None:
    kept, (a, b, c) = Kept[int](2, 100), files(tmp_path, "a", "b", "c")
    assert [kept.of([path], make) for path in (a, b, a, c, a, b)] == [0, 1, 0, 2, 0, 3]


def test_what_is_large_or_failed_is_not_kept(tmp_path: Path, make: Callable[[], int]) -> None:
    kept, (path,) = Kept[int](2, 3), files(tmp_path, "long")
    assert [kept.of([path], make), kept.of([path], make)] == [0, 1]

    def fail() -> int:
        raise ValueError(make())

    kept = Kept(2, 100)
    for number in ("2", "3"):
        with pytest.raises(ValueError, match=number):
            kept.of([path], fail)
    assert kept.of([path], make) == 4


def test_a_home_is_read_again_when_it_is_another(home: Path, tmp_path: Path) -> None:
    for name in ("ontology", "data", "shapes", "queries"):
        (tmp_path / name).symlink_to(home / name)
    (tmp_path / "data").unlink()
    (tmp_path / "data").mkdir()
    for path in (home / "data").iterdir():
        (tmp_path / "data" / path.name).symlink_to(path)
    settings = Settings(home=tmp_path)
    before = build_store(settings)
    assert build_store(settings) is before
    services = tmp_path / "data" / "services.ttl"
    text = services.read_text(encoding="utf-8")
    services.unlink()
    services.write_text(text.replace("义务教育服务", "义务教育"), encoding="utf-8")
    assert build_store(settings).snapshot != before.snapshot
    services.write_text("x", encoding="utf-8")
    with pytest.raises(Exception, match=r"services\.ttl"):
        build_store(settings)
    with pytest.raises(Exception, match=r"services\.ttl"):
        validate(home / "data" / "checklist.ttl", home=tmp_path)
