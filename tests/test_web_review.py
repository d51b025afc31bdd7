"""The page of review: nobody without the token, no form of another site, and only the files of its folder."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg_service.errors import BadValueError
from kg_service.linking import read_mappings
from kg_service.linking.review import open_links
from kg_service.model import ReviewState
from kg_service.queries import Catalogue
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.validation.mappings import read_checked
from kg_service.vocabulary import SKOS
from kg_service.web import create_app
from kg_service.web.review.access import HOURS, Access

TOKEN = "open-sesame-1234"
BROWSER = {"Accept": "text/html"}
PATH = "/links/review"
FILE = "pending-links.sssom.tsv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("review")


@pytest.fixture
def file(folder: Path, home: Path) -> Path:
    """Links of the repository, each open again."""
    lines = (home / "data/links/eurovoc.sssom.tsv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith(("#", "subject_id")) or "\tcandidate\t" in line]
    path = folder / FILE
    path.write_text("\n".join(kept[:40]) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reviewing(
    store: EmbeddedStore, settings: Settings, catalogue: Catalogue, folder: Path
) -> Callable[[], FlaskClient]:
    app = create_app(store, replace(settings, review_folder=str(folder), review_token=TOKEN), catalogue)
    return app.test_client


@pytest.fixture
def reviewer(reviewing: Callable[[], FlaskClient], file: Path) -> FlaskClient:
    """Somebody who gave the token."""
    client = reviewing()
    done = client.post(PATH, data={"token": TOKEN, "name": "张三"}, headers=BROWSER)
    assert (done.status_code, done.headers["Location"]) == (303, PATH)
    return client


def form_of(page: str, decision: str) -> dict[str, str]:
    """The hidden fields of the first form with a button of that decision, and its decision."""
    form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if f'value="{decision}"' in f)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return {**fields, "decision": decision}


@pytest.mark.parametrize("path", [PATH, f"{PATH}/pending-links"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_settings_there_is_no_such_page(client: FlaskClient, path: str, method: str) -> None:
    answer = getattr(client, method)(path, headers=BROWSER)
    assert answer.status_code in ({404} if method == "get" else {404, 405})


@pytest.mark.parametrize(
    ("one", "other"),
    [pytest.param("review_folder", "review_token", id="no-token"), ("review_token", "review_folder")],
)
def test_one_setting_alone_is_not_enough(
    store: EmbeddedStore, settings: Settings, catalogue: Catalogue, one: str, other: str
) -> None:
    app = create_app(store, replace(settings, **{one: TOKEN, other: ""}), catalogue)
    assert app.test_client().get(PATH, headers=BROWSER).status_code == 404


def test_a_short_token_is_refused_and_not_shown() -> None:
    with pytest.raises(BadValueError) as caught:
        Settings.from_environment({"KG_REVIEW_TOKEN": "hunter2"})
    assert "hunter2" not in str(caught.value)
    assert TOKEN not in repr(Settings.from_environment({"KG_REVIEW_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"token": "open-sesame-1235", "name": "张三"}, id="wrong"),
        pytest.param({"token": "", "name": "张三"}, id="none"),
        pytest.param({"token": TOKEN, "name": " "}, id="nobody"),
    ],
)
def test_who_does_not_know_the_token_sees_nothing(
    reviewing: Callable[[], FlaskClient], file: Path, fields: dict[str, str]
) -> None:
    client = reviewing()
    answer = client.post(PATH, data=fields, headers=BROWSER)
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert client.get(f"{PATH}/pending-links", headers=BROWSER).status_code == 303
    assert "pending-links" not in client.get(f"{PATH}?lang=en", headers=BROWSER).text.partition("<main")[2]


def test_the_cookie_is_for_this_site_alone(reviewing: Callable[[], FlaskClient]) -> None:
    cookie = reviewing().post(PATH, data={"token": TOKEN, "name": "Li"}).headers["Set-Cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict"))
    assert TOKEN not in cookie


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda ticket: ticket.replace(".", "x", 1), id="broken"),
        pytest.param(lambda ticket: "9" + ticket, id="later"),
        pytest.param(lambda ticket: Access("another-token-12").ticket("Li"), id="of-another-token"),
        pytest.param(lambda ticket: "", id="empty"),
        pytest.param(lambda ticket: "é.é.é", id="no-ascii"),
    ],
)
def test_a_ticket_can_not_be_made_up(change: Callable[[str], str]) -> None:
    access = Access(TOKEN)
    assert access.name_of(access.ticket("李 四")) == "李 四"
    assert access.name_of(change(access.ticket("Li"))) is None
    assert access.name_of(access.ticket("Li", now=0), now=HOURS * 3_600 + 1) is None


def test_a_candidate_is_confirmed_rejected_and_opened_again(reviewer: FlaskClient, file: Path) -> None:
    assert "pending-links" in reviewer.get(PATH, headers=BROWSER).text
    first, second = open_links(read_mappings(file))[:2]
    page = reviewer.get(f"{PATH}/pending-links", headers=BROWSER)
    assert page.headers["Cache-Control"] == "no-store"
    assert first.comment.zh in page.text
    assert "<script" not in page.text
    done = reviewer.post(
        f"{PATH}/pending-links",
        data={**form_of(page.text, "confirm"), "relation": str(SKOS.closeMatch)},
        headers=BROWSER,
    )
    assert (done.status_code, done.headers["Location"]) == (303, f"{PATH}/pending-links")
    confirmed = read_mappings(file).of_state(ReviewState.CONFIRMED)[0]
    assert confirmed.key == (first.subject_id, str(SKOS.closeMatch), first.object_id)
    assert confirmed.more["reviewer_label"] == "张三"
    page = reviewer.get(f"{PATH}/pending-links", headers=BROWSER)
    reviewer.post(
        f"{PATH}/pending-links",
        data={**form_of(page.text, "reject"), "reason": "不是一回事"},
        headers=BROWSER,
    )
    rejected = read_mappings(file).of_state(ReviewState.REJECTED)[0]
    assert rejected.key == second.key
    assert rejected.comment.zh.endswith("不是一回事")
    page = reviewer.get(f"{PATH}/pending-links?lang=en", headers=BROWSER)
    reviewer.post(f"{PATH}/pending-links", data=form_of(page.text, "reopen"), headers=BROWSER)
    assert len(read_mappings(file).of_state(ReviewState.CANDIDATE)) == len(read_mappings(file).mappings) - 1
    assert len(read_checked(file).graph) > 0


@pytest.mark.parametrize(
    ("change", "headers", "status"),
    [
        pytest.param({"seal": ""}, {}, 403, id="no-seal"),
        pytest.param({"seal": Access(TOKEN).seal("another")}, {}, 403, id="seal-of-another"),
        pytest.param({}, {"Sec-Fetch-Site": "cross-site"}, 403, id="of-another-site"),
        pytest.param({"decision": "delete"}, {}, 400, id="no-decision"),
        pytest.param({"relation": "http://www.w3.org/2002/07/owl#sameAs"}, {}, 400, id="no-relation"),
        pytest.param({"decision": "reject", "reason": " "}, {}, 400, id="no-reason"),
        pytest.param({"object": "https://example.org/gone"}, {}, 409, id="gone"),
    ],
)
def test_a_form_that_will_not_do_changes_nothing(
    reviewer: FlaskClient, file: Path, change: dict[str, str], headers: dict[str, str], status: int
) -> None:
    before = file.read_bytes()
    fields = form_of(reviewer.get(f"{PATH}/pending-links", headers=BROWSER).text, "confirm")
    answer = reviewer.post(f"{PATH}/pending-links", data={**fields, **change}, headers={**BROWSER, **headers})
    assert answer.status_code == status
    assert file.read_bytes() == before


def test_nobody_writes_without_a_ticket(
    reviewing: Callable[[], FlaskClient], reviewer: FlaskClient, file: Path
) -> None:
    fields = form_of(reviewer.get(f"{PATH}/pending-links", headers=BROWSER).text, "confirm")
    before = file.read_bytes()
    assert reviewing().post(f"{PATH}/pending-links", data=fields, headers=BROWSER).status_code == 403
    assert reviewer.post(PATH, data={"leave": "1"}, headers=BROWSER).status_code == 303
    assert reviewer.post(f"{PATH}/pending-links", data=fields, headers=BROWSER).status_code == 403
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["..%2Fsecret", "../secret", "nothing", "%2Fetc%2Fpasswd"])
def test_only_files_of_the_folder_are_there(reviewer: FlaskClient, file: Path, name: str) -> None:
    shutil.copy(file, file.parent.parent / "secret.sssom.tsv")
    assert reviewer.get(f"{PATH}/{name}", headers=BROWSER).status_code in (404, 308)
