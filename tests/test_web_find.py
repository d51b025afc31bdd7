"""Finding: what pages and JSON list and count is what their SPARQL gives, for any choice and any word."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from itertools import combinations
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from long_run import IS_LONG, part
from test_web_pages import check_page

from kg_service.folding import fold
from kg_service.folding.traditional import SIMPLIFIED, TRADITIONAL
from kg_service.model import Lang
from kg_service.queries import Catalogue, run
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, PREFIX_HEADER
from kg_service.web import create_app
from kg_service.web.asking import Pages
from kg_service.web.find.child import Child, answer_for
from kg_service.web.find.child_queries import child_query
from kg_service.web.find.facet_queries import count_query, list_query
from kg_service.web.find.facets import FACET, NAMES
from kg_service.web.find.finder import Finder
from kg_service.web.find.marks import SHOWN, excerpt, stretches
from kg_service.web.find.text_queries import search_query
from kg_service.web.find.words import MOST_CHARACTERS, Word, read_words
from kg_service.web.labels import Labels

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def finder(store: EmbeddedStore, settings: Settings) -> Finder:
    pages = Pages(store, settings.home)
    return Finder(pages, Labels(pages))


def found(client: FlaskClient, path: str) -> dict:
    response = client.get(path, headers={"Accept": "application/json"})
    assert (response.status_code, response.mimetype) == (200, "application/json")
    return json.loads(response.data)


def numbers(client: FlaskClient, path: str) -> list[int]:
    return [service["number"] for service in found(client, path)["services"]]


# Folding and words


def test_folding_keeps_every_place(finder: Finder) -> None:
    texts = [text.value for entry in finder.texts.entries for _, text in entry.texts]
    assert all(len(fold(text)) == len(text) for text in (*texts, "ﬁ㎡İ\u0000\u3000"))


def test_no_simplified_character_of_the_data_is_folded_away(finder: Finder) -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)
    texts = {c for entry in finder.texts.entries for _, text in entry.texts for c in text.value}
    assert not texts & set(TRADITIONAL)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        pytest.param("教育 医", ["教育", "医"], id="words"),
        pytest.param("義務教育　０－６歲", ["义务教育", "0-6岁"], id="folded"),
        pytest.param('"public  services" 教育', ["public services", "教育"], id="phrase"),
        pytest.param("“认亲助养”", ["认亲助养"], id="chinese-quotes"),
        pytest.param("龙江“认亲助养”", ['龙江"认亲助养"'], id="quotes-inside"),
        pytest.param('"public serv', ["public serv"], id="open-quote"),
        pytest.param("教育 教育", ["教育"], id="twice"),
        pytest.param(' "" \u0000', [], id="nothing"),
    ],
)
def test_words_are_read(written: str, words: list[str]) -> None:
    assert [word.text for word in read_words(written, ())] == words


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        pytest.param("低保", {"低保", "最低生活保障"}, id="short"),
        pytest.param("公租房", {"公租房", "公共租赁住房"}, id="housing"),
        pytest.param("最低生活保障对象", {"最低生活保障对象", "低保对象"}, id="inside"),
        pytest.param("黑龙江省教育厅", {"黑龙江省教育厅", "省教育厅"}, id="longest-name-only"),
        pytest.param("教育", {"教育"}, id="none"),
    ],
)
def test_official_names_stand_for_each_other(finder: Finder, written: str, ways: set[str]) -> None:
    (word,) = read_words(written, finder.texts.names)
    assert set(word.ways) == ways
    assert word.ways[0] == written


# Search


@pytest.mark.parametrize(
    ("written", "kind", "total"),
    [
        pytest.param("教育", "services", 10, id="two-characters"),
        pytest.param("医", "services", 3, id="one-character"),
        pytest.param("0-6岁", "groups", 1, id="digits"),
        pytest.param("０－６歲", "groups", 1, id="folded"),
        pytest.param("低保", "measures", 2, id="synonym"),
        pytest.param("公租房", "services", 1, id="synonym-of-housing"),
        pytest.param("教育 省妇联", "services", 3, id="both-words"),
        pytest.param("残疾人两项补贴", "measures", 1, id="long"),
    ],
)
def test_search_is_exact(client: FlaskClient, written: str, kind: str, total: int) -> None:
    got = found(client, f"/search?q={written}")
    assert got["found"][kind]["total"] == total
    assert got["total"] == sum(of["total"] for of in got["found"].values())


@pytest.mark.parametrize("seed", range(4 if IS_LONG else 1))
def test_any_part_of_any_text_is_found_and_nothing_else(
    finder: Finder, store: EmbeddedStore, seed: int
) -> None:
    chance, texts = random.Random(seed), finder.texts
    everything = sorted({text.value for entry in texts.entries for _, text in entry.texts})
    for _ in range(100):
        text = chance.choice(everything)
        at = chance.randrange(len(text))
        part = fold(text[at : at + chance.choice([1, 1, 2, 2, 3, 5, 9])]).strip()
        if not part:
            continue
        word = Word(part, (part,))
        got = {e.iri for entries in texts.find((word,)).values() for e in entries}
        assert got == {e.iri for e in texts.entries if any(part in fold(t.value) for _, t in e.texts)}, part
        asked = {str(row[0]) for row in store.query(search_query((word,), texts.alphabet, None)).rows()}
        assert got == asked, part


@pytest.mark.parametrize(
    "written", ["教育", "低保 省", "(3岁以下)", "hiv", '"a\\b]^-["', "（2024年版）", "认亲助养", "的"]
)
def test_search_is_what_its_sparql_gives(client: FlaskClient, store: EmbeddedStore, written: str) -> None:
    got = json.loads(client.get("/search", query_string={"q": written, "format": "json"}).data)
    for kind, of in got["found"].items():
        asked = {str(row[0]) for row in store.query(got["sparql"][kind]).rows()}
        assert {thing["iri"] for thing in of["things"]} == asked, kind
    everything = {thing["iri"] for of in got["found"].values() for thing in of["things"]}
    assert everything == {str(row[0]) for row in store.query(got["sparql"]["all"]).rows()}


def test_hits_are_marked_where_they_are(client: FlaskClient) -> None:
    words = read_words("教育 義務", ())
    assert [(s.text, s.hit) for s in stretches("在义务教育", words)] == [
        ("在", False), ("义务", True), ("教育", True),
    ]  # fmt: skip
    cut = excerpt("前" * 500 + "教育" + "后" * 500, words)
    assert [s.text for s in cut if s.hit] == ["教育"]
    assert sum(len(s.text) for s in cut) <= SHOWN + 2
    page = client.get("/search?q=低保", headers=HTML).text
    assert "<mark>最低生活保障</mark>" in page
    assert "“低保”同时查" in page


@pytest.mark.parametrize("written", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "{{ 7*7 }}"])
def test_what_is_typed_is_only_text(client: FlaskClient, written: str) -> None:
    page = client.get("/search", query_string={"q": written}, headers=HTML).text
    field = next(line for line in page.splitlines() if 'id="q"' in line)
    assert unescape(re.search(r' value="([^"]*)"', field)[1]) == written  # type: ignore[index]
    assert not {"script", "img"} & set(check_page("/search", page).tags)


# Facets


def selections(finder: Finder, seed: int, how_many: int) -> list[tuple]:
    chance = random.Random(seed)
    made = []
    for _ in range(how_many):
        fields = []
        for name in chance.sample(NAMES, chance.choice([0, 1, 2, 2, 3])):
            facet = FACET[name]
            values = chance.sample(
                finder.facets.values[name], min(len(finder.facets.values[name]), chance.choice([1, 2]))
            )
            fields += [(name, facet.key(value)) for value in values]
        made.append(finder.facets.read(fields))
    return made


@pytest.mark.parametrize("seed", range(3))
def test_every_list_and_count_is_what_its_sparql_gives(
    finder: Finder, store: EmbeddedStore, seed: int
) -> None:
    for selection in selections(finder, seed, 20):
        got = finder.facets.find(selection)
        asked = [(str(row[1]), str(row[4])) for row in store.query(list_query(selection, "zh")).rows()]
        assert [(s, measure) for s, measures in got.services for measure in measures] == asked, selection
        for name in NAMES:
            counted = store.query(count_query(selection, name)).rows()
            assert {str(value): int(str(n)) for value, n in counted} == dict(got.counts[name]), selection


PLAIN = {
    "goal": "?s cv:thematicArea ?v",
    "group": "?s dct:audience ?g . ?g skos:broader* ?v",
    "body": "?s cv:hasCompetentAuthority ?v",
    "kind": "?s cpsv:produces ?m . ?m dct:type ?v",
    "commitment": "?s cpsv:produces ?m . ?m care:commitment ?v",
}
"""What some facets mean, said as plainly as the model says it."""


@pytest.mark.parametrize("name", PLAIN)
def test_counts_are_those_of_the_graph(finder: Finder, store: EmbeddedStore, name: str) -> None:
    found = store.query(
        f"{PREFIX_HEADER}SELECT ?v (COUNT(DISTINCT ?s) AS ?n) {{ ?s a cpsv:PublicService . {PLAIN[name]} }}"
        " GROUP BY ?v"
    )
    counted = {str(value): int(str(number)) for value, number in found.rows()}
    assert dict(finder.facets.find(()).counts[name]) == counted
    assert max(counted.values()) > 1


def test_every_single_choice_and_many_pairs_leave_what_their_sparql_gives(
    finder: Finder, store: EmbeddedStore
) -> None:
    singles = [(name, value) for name in NAMES for value in finder.facets.values[name]]
    pairs = [pair for pair in combinations(singles, 2) if pair[0][0] != pair[1][0]]
    chosen = [(single,) for single in singles] + random.Random(11).sample(pairs, 80)
    everything = finder.facets.find(())
    for choices in chosen:
        selection = finder.facets.read([(name, FACET[name].key(value)) for name, value in choices])
        got = finder.facets.find(selection)
        asked = [(str(row[1]), str(row[4])) for row in store.query(list_query(selection, "zh")).rows()]
        assert [(s, measure) for s, measures in got.services for measure in measures] == asked, choices
        if len(choices) == 1:
            ((name, value),) = choices
            assert len(got.services) == everything.counts[name].get(value, 0), choices


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("goal=education", [3, 4, 5, 6], id="goal"),
        pytest.param("goal=学有所教", [3, 4, 5, 6], id="by-label"),
        pytest.param(f"goal={BASE}id/scheme/goals/education", [3, 4, 5, 6], id="by-iri"),
        pytest.param("group=children-aged-0-6", [1, 2], id="group-with-its-subtree"),
        pytest.param("group=children-aged-3-6", [2], id="group-below"),
        pytest.param("goal=education&body=heilongjiang/education&stage=senior-secondary", [5, 6], id="three"),
        pytest.param("goal=childcare&goal=housing", [1, 2, 10], id="alternatives"),
        pytest.param("goal=housing&goal=", [10], id="empty-value"),
        pytest.param("goal=childcare&age=2", [1], id="age"),
    ],
)
def test_facets_combine(client: FlaskClient, query: str, expected: list[int]) -> None:
    assert numbers(client, f"/services?{query}") == expected


def test_what_is_asked_of_a_measure_holds_of_one_measure(finder: Finder) -> None:
    kind, commitment = (f"{BASE}id/scheme/measure-kinds/cash-benefit", f"{BASE}id/scheme/commitments/firm")
    got = finder.facets.find((("kind", (kind,)), ("commitment", (commitment,))))
    for service, measures in got.services:
        for measure in measures:
            rows = [r for r in finder.facts.rows if (r.service, r.measure) == (service, measure)]
            assert any(kind in r.values["kind"] and commitment in r.values["commitment"] for r in rows)


def test_each_choice_leaves_as_many_services_as_it_says(client: FlaskClient, finder: Finder) -> None:
    page = client.get("/services?goal=social-assistance", headers=HTML).text
    links = re.findall(r'href="(/services\?[^"]*)">.*?</a> <span class="number">(\d+)</span>', page)
    assert len(links) > 20
    for href, count in links[::3]:
        href = unescape(href)
        if "goal=" in href and href.count("goal=") == 1:
            assert len(found(client, href)["services"]) == int(count), href


def test_active_filters_are_taken_away_one_by_one(client: FlaskClient) -> None:
    page = client.get("/services?goal=education&age=15&lang=zh", headers=HTML).text
    chosen = re.search(r'<section class="chosen".*?</section>', page, re.DOTALL)
    assert chosen is not None
    hrefs = [unescape(href) for href in re.findall(r'href="([^"]*)"', chosen[0])]
    assert hrefs == ["/zh/services?age=15", "/zh/services?goal=education", "/zh/services"]


@pytest.mark.parametrize(
    ("path", "lang", "words", "links"),
    [
        pytest.param("/search?q=没有这个", "zh", "请少写几个词", ["/services", "/queries"], id="word"),
        pytest.param("/search?q=教育 xyzzy", "zh", "只查“教育”", ["/search?q=%E6%95%99"], id="words"),
        pytest.param("/search?q=xyzzy", "en", "Write fewer words", ["/services", "/queries"], id="english"),
        pytest.param(
            "/services?goal=housing&goal=&stage=preschool&age=1",
            "zh",
            "请去掉上面的一个条件",
            [],
            id="facets",
        ),
    ],
)
def test_where_nothing_is_found_it_says_what_to_do(
    client: FlaskClient, path: str, lang: str, words: str, links: list[str]
) -> None:
    page = client.get(f"{path}&lang={lang}", headers=HTML).text
    main = page.partition("<main")[2]
    assert words in re.sub(r"<[^>]+>", "", main)
    assert all(f'href="/{lang}{link}' in main for link in links)


# What one child may have


def test_for_a_child_is_as_the_ready_made_question(
    finder: Finder, store: EmbeddedStore, catalogue: Catalogue
) -> None:
    facts, question, lang = finder.facts, catalogue.get("services-for-child"), "zh"
    chance = random.Random(7)
    stages, situations = [None, *facts.members("stages")], [None, *facts.members("situations")]
    cases = [
        (age, stage, situation)
        for age in (None, 0, 2, 3, 6, 7, 16, 20)
        for stage in stages
        for situation in situations
    ]
    for age, stage, situation in chance.sample(cases, 80):
        child = Child(age, stage, (situation,) if situation else ())
        given = {"age": age, "stage": stage, "situation": situation}
        values = {name: str(value) for name, value in given.items() if value is not None}
        rows = list(run(store, question, values, lang).rows())
        got = [(m, c) for entitled in answer_for(child, facts).services for m, c in entitled.measures]
        assert [m for m, _ in got] == [str(row[3]) for row in rows], values
        told = [{facts.title(c, lang) for c in conditions} for _, conditions in got]
        assert told == [set(str(row[7]).split("；")) if row[7] else set() for row in rows], values


def test_for_a_child_is_what_its_sparql_gives(finder: Finder, store: EmbeddedStore) -> None:
    facts, chance, lang = finder.facts, random.Random(8), "en"
    languages: dict[str, Lang] = {"zh": "zh", "en": "en"}
    stages, situations = [None, *facts.members("stages")], facts.members("situations")
    for _ in range(60):
        some = tuple(sorted(chance.sample(situations, chance.choice([0, 1, 2, 3]))))
        child = Child(chance.choice([None, 1, 5, 9]), chance.choice(stages), some)
        asked = [str(row[4]) for row in store.query(child_query(child, facts, languages[lang])).rows()]
        assert [m for e in answer_for(child, facts).services for m, _ in e.measures] == asked, child


def test_what_is_not_known_is_said(client: FlaskClient) -> None:
    got = found(client, "/for-child?age=3")
    might = got["unknown"]["mightApply"]
    assert "age" not in might
    assert {"stage", "situation"} == set(might)
    assert got["unknown"]["measuresWithVagueConditions"] > 0
    page = client.get("/for-child?age=3&lang=zh", headers=HTML).text
    for words in ("没有填教育阶段", "没有填处境", "没有说清", "没有写明年龄", "牵头"):
        assert words in page
    assert "没有填年龄" not in page
    assert 'class="vague"' in page


def test_nothing_that_might_apply_is_of_another_age(finder: Finder) -> None:
    child = Child(7)
    for _, services in answer_for(child, finder.facts).missing:
        for service in services:
            assert finder.facts.ages(finder.facts.groups(service)).admit(7)


def test_a_posted_child_is_in_no_address(client: FlaskClient) -> None:
    posted = client.post("/for-child", data={"age": "7", "situation": ["disability"]}, headers=HTML)
    assert posted.status_code == 200
    assert posted.headers["Cache-Control"] == "no-store"
    assert "situation=disability" not in posted.text
    as_json = {"Accept": "application/json"}
    both = client.post("/for-child", data={"age": "7", "situation": ["disability"]}, headers=as_json)
    assert json.loads(both.data) == found(client, "/for-child?age=7&situation=disability")
    assert client.post("/for-child", data=b"{}", content_type="application/json").status_code == 415


# Pages

PATHS = [
    "/services",
    "/services?goal=education&explicitness=open&age=15",
    "/services?goal=housing&age=20&commitment=promoted",
    "/services?lang=en&group=children-aged-0-6",
    "/search",
    "/search?q=教育",
    "/search?q=education&lang=en",
    "/search?q=低保&kind=measures",
    "/search?q=没有这个词",
    "/for-child",
    "/for-child?age=7&stage=compulsory&situation=disability&situation=orphan",
    "/for-child?age=3&lang=en",
]


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_sound_and_all_their_links_answer(client: FlaskClient, path: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 200
    assert len(response.data) < 150_000
    outline = check_page(path, response.text)
    assert all(words.strip() for _, words in outline.links)
    for href, _ in part(outline.links, 4):
        if href.startswith("/") and "/sparql?" not in href:
            assert client.get(href.partition("#")[0], headers=HTML).status_code == 200, href
    again = client.get(path, headers={**HTML, "If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", [p for p in PATHS if p != "/search"])
def test_every_sparql_link_is_answered(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers=HTML).text
    links = [unescape(href) for href in re.findall(r'class="sparql"[^>]*href="([^"]*)"', page)]
    assert links
    for link in links:
        (query,) = parse_qs(urlsplit(link).query)["query"]
        answer = client.get("/sparql", query_string={"query": query, "format": "json"})
        assert answer.status_code == 200, query


def test_the_link_of_a_list_gives_the_rows_of_the_page(client: FlaskClient) -> None:
    page = client.get("/services?goal=education", headers=HTML).text
    results = page[page.index('class="results"') :]
    shown = re.findall(r'href="(/id/edition/[^"]*/measure/\d+)"', results)
    link = re.search(r'class="sparql"[^>]*href="([^"]*)"', results)
    assert link is not None
    (query,) = parse_qs(urlsplit(unescape(link[1])).query)["query"]
    rows = json.loads(client.get("/sparql", query_string={"query": query, "format": "json"}).data)
    assert [r["measure"]["value"] for r in rows["results"]["bindings"]] == [BASE + s[1:] for s in shown]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param("/services?goal=nothing", "unknown-value", id="value"),
        pytest.param("/services?goals=education", "unknown-parameter", id="facet"),
        pytest.param("/services?page=99", "bad-value", id="page"),
        pytest.param(f"/search?q={'医' * (MOST_CHARACTERS + 1)}", "bad-value", id="long"),
        pytest.param("/search?q=a&kind=x", "unknown-value", id="kind"),
        pytest.param("/search?word=a", "unknown-parameter", id="search-field"),
        pytest.param("/for-child?age=21", "bad-value", id="age"),
        pytest.param("/for-child?lang=fr", "bad-value", id="language"),
        pytest.param("/services?lang=fr", "bad-value", id="language-of-services"),
        pytest.param("/search?q=教育&lang=fr", "bad-value", id="language-of-search"),
        pytest.param("/services?age=21", "unknown-value", id="age-of-services"),
        pytest.param("/services?age=7:x", "unknown-value", id="age-that-is-no-number"),
        pytest.param("/for-child?age=1&age=2", "bad-value", id="two-ages"),
        pytest.param("/for-child?stage=none", "unknown-value", id="stage"),
        pytest.param("/for-child?name=x", "unknown-parameter", id="child-field"),
    ],
)
def test_what_cannot_be_is_told(client: FlaskClient, path: str, code: str) -> None:
    response = client.get(path, headers={"Accept": "application/json"})
    assert (response.status_code, response.json["code"]) == (400, code)
    assert client.get(path, headers=HTML).status_code == 400


def test_without_services_there_are_pages_all_the_same(
    small: EmbeddedStore, settings: Settings, catalogue: Catalogue
) -> None:
    client = create_app(small, settings, catalogue).test_client()
    for path in ("/services", "/search?q=教育", "/for-child?age=3"):
        response = client.get(path, headers=HTML)
        assert response.status_code == 200, path
        check_page(path, response.text)
    assert small.query(PREFIX_HEADER + "ASK { ?s a cpsv:PublicService }").boolean is False
