"""An edition by its name or by a file: whatever the way, it is the same edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from drafts import TITLE, reading_of

from kg_service.editions import rows
from kg_service.editions.drafting.known import load_known
from kg_service.editions.graph import draft_of
from kg_service.editions.opening import open_edition, published_edition, told_name
from kg_service.errors import UnknownEditionError, UnreadableFileError
from kg_service.model import Edition, Reading
from kg_service.store import EmbeddedStore

NAME = "heilongjiang/2024"


def as_read(edition: Edition) -> tuple[object, ...]:
    """What an edition says, but for who each service is, and whatever the order of its conditions."""

    def sorted_conditions(conditions: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(sorted(conditions, key=repr))

    return tuple(
        replace(
            service,
            identity=None,
            conditions=sorted_conditions(service.conditions),
            measures=tuple(replace(m, conditions=sorted_conditions(m.conditions)) for m in service.measures),
        )
        for service in edition.services
    )


@pytest.fixture(scope="module")
def published(store: EmbeddedStore) -> Edition:
    home = Path(__file__).resolve().parent.parent
    return open_edition(NAME, store, home)


@pytest.mark.parametrize(
    ("path", "has_identities"),
    [
        pytest.param("data/sources/heilongjiang-2024.txt", False, id="document"),
        pytest.param("data/checklist.ttl", True, id="turtle"),
    ],
)
def test_a_file_of_an_edition_is_that_edition(store, home, published, path, has_identities):
    found = open_edition(str(home / path), store, home)
    assert found.name == str(home / path)
    assert as_read(found) == as_read(published)
    assert dict(found.broader) == dict(published.broader)
    assert dict(found.aliases) == dict(published.aliases)
    assert all(bool(service.identity) == has_identities for service in found.services)


def test_an_edition_of_the_home_is_that_of_the_dataset(home, published):
    found = published_edition(NAME, load_known(home), home)
    assert as_read(found) == as_read(published)
    assert [s.identity for s in found.services] == [s.identity for s in published.services]


def test_a_draft_opened_again_is_the_draft(store, home, tmp_path):
    table = [
        replace(row, service="交通出行优惠", content="免费乘坐公共交通工具", beneficiary="6-14岁流动儿童")
        if row.number == 22
        else row
        for row in rows(store, "heilongjiang", "2024", home=home)
    ]
    known = load_known(home)
    draft = draft_of(
        reading_of(table), "heilongjiang/2025", published_edition(NAME, known, home), home, source=b""
    )
    path = tmp_path / "draft.ttl"
    path.write_text(draft.turtle(), encoding="utf-8")
    found = open_edition(str(path), store, home)
    assert as_read(found) == as_read(draft.edition)
    assert found.broader["6-14岁流动儿童"] == ("流动儿童",)
    assert (found.services[21].min_age, found.services[21].max_age) == (6, 14)


def test_json_ld_is_taken_as_it_is(store, home, published, tmp_path):
    import pyoxigraph as ox

    quads = ox.parse(path=home / "data" / "checklist.ttl")
    path = tmp_path / "checklist.jsonld"
    ox.serialize(quads, path, format=ox.RdfFormat.JSON_LD)
    assert as_read(open_edition(str(path), store, home)) == as_read(published)


@pytest.mark.parametrize(
    ("what", "error"),
    [
        pytest.param("heilongjiang/2042", UnknownEditionError, id="no-such-edition"),
        pytest.param("2042.docx", UnreadableFileError, id="no-such-file"),
        pytest.param("drafts/2042.docx", UnreadableFileError, id="no-such-file-in-a-folder"),
    ],
)
def test_what_is_not_there_is_told(store, home, what, error):
    with pytest.raises(error):
        open_edition(what, store, home)


@pytest.mark.parametrize(
    ("title", "document", "name"),
    [
        pytest.param(TITLE, "x.docx", "heilongjiang/2025", id="series"),
        pytest.param("黑龙江省关爱服务目录", "2026.docx", "heilongjiang/2026", id="place-and-file-name"),
        pytest.param("吉林省流动儿童关爱服务清单（2025年版）", "x.docx", "jilin/2025", id="another-place"),
        pytest.param(None, "x.docx", "heilongjiang/draft", id="nothing"),
    ],
)
def test_an_edition_is_told_from_its_title(home, title, document, name):
    assert told_name(Reading(document, "docx", title, (), (), {}), load_known(home)) == name
