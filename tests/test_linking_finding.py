"""Candidates for links: found in endpoints, dumps and tables, politely; no trap before what is right."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import jsonschema
import pytest
import urllib3
import yaml
from engines import engine
from test_linking import SCHEMA, whole

from kg_service.errors import (
    BadValueError,
    KgServiceError,
    RemoteFailedError,
    SyntaxProblemError,
    UnreadableFileError,
)
from kg_service.linking import link_files, read_mappings
from kg_service.linking.entities import Entity
from kg_service.linking.finding import STATE, THRESHOLD, Finder
from kg_service.linking.other import OtherName, OtherThing, Role, Source
from kg_service.linking.proposing import propose
from kg_service.linking.review import Decision, Reviewer, decide, pair_of, save_candidates
from kg_service.linking.scoring import How, Scorer
from kg_service.linking.sources import polite, sparql
from kg_service.linking.sources.dump import DumpAsker
from kg_service.linking.sources.polite import PoliteAsker
from kg_service.linking.sources.sparql import SparqlSource
from kg_service.linking.sources.table import Columns, TableSource
from kg_service.model import Mapping, ReviewState
from kg_service.settings import Settings
from kg_service.store import EmbeddedStore
from kg_service.validation.mappings import read_checked
from kg_service.vocabulary import SEMAPV, SKOS
from kg_service.web.asking import Pages
from kg_service.web.reconcile.reading import read_entities

TODAY = "2026-11-27"
X = "https://example.org/other/"
ID = "https://w3id.org/care-checklist/id/"
TURTLE = f"""
@prefix skos: <{SKOS._NS}> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix x: <{X}> .
x:1 a skos:Concept ; skos:prefLabel "compulsory education"@en , "义务教育"@zh .
x:2 a skos:Concept ; skos:prefLabel "child"@en .
x:3 a skos:Concept ; skos:prefLabel "unaccompanied child"@en ; skos:altLabel "migrant child"@en .
x:4 a dct:Location ; skos:prefLabel "宜春市"@zh , "Yichun"@en ; skos:broader x:5 .
x:5 a dct:Location ; skos:prefLabel "江西省"@zh .
x:6 a dct:Location ; skos:prefLabel "伊春市"@zh , "Yichun"@en ; skos:broader x:7 .
x:7 a dct:Location ; skos:prefLabel "黑龙江省"@zh ; skos:altLabel "Heilongjiang"@en .
"""
TABLE = """code,zh,en,other,kind,up
1,义务教育,compulsory education,,Concept,
2,,child,,Concept,
3,,unaccompanied child,migrant child; separated child,Concept,
4,宜春市,Yichun,,Location,5
5,江西省,,,Location,
6,伊春市,Yichun,,Location,7
7,黑龙江省,,Heilongjiang,Location,
"""
COLUMNS = Columns("code", "zh", "en", ("other",), "kind", "up")
EXPECTED = {
    ("service/compulsory-education", "1"),
    ("scheme/groups/migrant-children", "2"),
    ("place/jiangxi", "5"),
    ("place/heilongjiang/yichun", "6"),
    ("place/heilongjiang", "7"),
}


@pytest.fixture(scope="module")
def entities(store: EmbeddedStore, settings: Settings) -> list[Entity]:
    return list(read_entities(Pages(store, settings.home)))


@pytest.fixture(scope="module")
def scorer(entities: list[Entity]) -> Scorer:
    return Scorer(entities)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "other.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Oxigraph's server with the same things."""
    with engine("oxigraph", tmp_path_factory.mktemp("other")) as target:
        url = target.removeprefix("sparql+").partition("#")[0]
        done = urllib3.request(
            "PUT", f"{url.removesuffix('/query')}/store?default", body=TURTLE.encode(),
            headers={"Content-Type": "text/turtle"},
        )  # fmt: skip
        assert done.status < 300
        yield url


def short(mappings: tuple[Mapping, ...]) -> set[tuple[str, str]]:
    return {(m.subject_id.removeprefix(ID), m.object_id.removeprefix(X)) for m in mappings}


def thing(*names: str, other: str = "", type_: str = "", above: str = "", lang: str = "zh") -> OtherThing:
    given = [OtherName(name, lang) for name in names]
    given += [OtherName(other, "en", Role.OTHER)] if other else []
    types = (type_,) if type_ else ()
    return OtherThing(f"{X}0", tuple(given), types, types, (above,) if above else ())


def score_of(scorer: Scorer, wanted: str, given: OtherThing) -> float:
    return next((s.score for s in scorer.score(given) if s.entity.iri == ID + wanted), 0.0)


# Scores


@pytest.mark.parametrize(
    ("ours", "right", "wrong"),
    [
        pytest.param(
            "place/heilongjiang/yichun", thing("伊春市"), thing("宜春市", "Yichun"), id="yichun-of-jiangxi"
        ),
        pytest.param(
            "place/heilongjiang/yichun",
            thing("Yichun", above="Heilongjiang", lang="en"),
            thing("Yichun", above="Jiangxi", lang="en"),
            id="only-what-is-above-tells",
        ),
        pytest.param(
            "scheme/groups/migrant-children",
            thing("child", lang="en"),
            thing("unaccompanied child", other="migrant child", lang="en"),
            id="unaccompanied-child",
        ),
        pytest.param(
            "place/heilongjiang/jiamusi/xiangyang",
            thing("向阳区", above="佳木斯市"),
            thing("向阳区", above="鹤岗市"),
            id="district-of-another-city",
        ),
        pytest.param(
            "place/heilongjiang",
            thing("黑龙江", type_="http://purl.org/dc/terms/Location"),
            thing("黑龙江", type_="https://example.org/Film"),
            id="of-another-kind",
        ),
        pytest.param(
            "scheme/groups/migrant-children",
            thing("child", lang="en"),
            thing("migrant", lang="en"),
            id="a-part-that-only-qualifies",
        ),
        pytest.param("place/jilin", thing("吉林"), thing("吉林市"), id="city-of-the-same-name"),
        pytest.param(
            "scheme/groups/migrant-children", thing("流动儿童"), thing("留守儿童"), id="left-behind-children"
        ),
    ],
)  # fmt: skip
def test_a_trap_does_not_outscore_what_is_right(
    scorer: Scorer, ours: str, right: OtherThing, wrong: OtherThing
) -> None:
    good, bad = score_of(scorer, ours, right), score_of(scorer, ours, wrong)
    assert good >= THRESHOLD
    assert bad < good


@pytest.mark.parametrize(
    ("ours", "wrong"),
    [
        pytest.param("place/heilongjiang/yichun", thing("宜春市", "Yichun", above="江西省"), id="yichun"),
        pytest.param("place/heilongjiang/yichun", thing("Yichun", lang="en"), id="a-name-of-several"),
        pytest.param("place/jilin", thing("吉林市"), id="city-of-the-same-name"),
        pytest.param(
            "scheme/groups/migrant-children",
            thing("unaccompanied child", other="migrant child", lang="en"),
            id="unaccompanied-child",
        ),
    ],
)
def test_a_trap_is_no_candidate(scorer: Scorer, ours: str, wrong: OtherThing) -> None:
    assert score_of(scorer, ours, wrong) < THRESHOLD


@pytest.mark.parametrize(
    ("given", "ours"),
    [
        pytest.param(thing("教科书"), {"service/compulsory-education"}, id="chinese"),
        pytest.param(
            thing("vaccination", lang="en"), {"service/early-childhood-health-and-childcare"}, id="english"
        ),
        pytest.param(thing("textbook", lang="en"), {"service/compulsory-education"}, id="singular"),
        pytest.param(thing("书"), set(), id="one-character"),
        pytest.param(thing("text", lang="en"), set(), id="a-part-of-a-word"),
        pytest.param(thing("AIDS", lang="en"), set(), id="capitals-are-no-plural-of-aid"),
        pytest.param(thing("儿童"), set(), id="in-most-texts"),
        pytest.param(thing("另一件事物", other="textbook"), set(), id="another-name-of-theirs"),
    ],
)
def test_what_our_text_mentions_is_a_candidate(scorer: Scorer, given: OtherThing, ours: set[str]) -> None:
    found = [each for each in scorer.score(given) if each.how is How.MENTIONED]
    assert {each.entity.id for each in found} == ours
    for each in found:
        assert each.score >= THRESHOLD
        made = propose(each, given, TODAY)
        assert made.predicate_id == str(SKOS.relatedMatch)
        assert made.mapping_justification == f"{SEMAPV}LexicalMatching"
        assert given.label.text in made.comment.zh
        assert "similarity_score" not in made.more


NEEDY = ("basic-living-security", "extreme-hardship-support", "low-income-assistance", "temporary-assistance")


def linked(*services: str, predicate: object = SKOS.broadMatch) -> list[tuple[str, str, str]]:
    return [(f"{ID}service/{name}", str(predicate), f"{X}0") for name in services]


@pytest.mark.parametrize(
    ("links", "proposed"),
    [
        pytest.param(linked(*NEEDY[:3]), True, id="three-of-one-goal"),
        pytest.param(linked(NEEDY[0]), False, id="one-tells-nothing"),
        pytest.param(linked(NEEDY[0], "mental-health-screening"), False, id="nothing-in-common"),
        pytest.param([], False, id="none"),
    ],
)
def test_what_things_like_ours_are_linked_to_is_a_candidate(
    entities: list[Entity], links: list[tuple[str, str, str]], proposed: bool
) -> None:
    given = thing("完全不同的名称")
    found = {each.entity.id: each for each in Scorer(entities, links).score(given)}
    assert not {f"service/{name}" for name in NEEDY[:3]} & found.keys() or not proposed
    last = found.get(f"service/{NEEDY[3]}")
    assert (last is not None and last.score >= THRESHOLD) is proposed
    if last is not None and proposed:
        made = propose(last, given, TODAY)
        assert made.predicate_id == str(SKOS.broadMatch)
        assert made.mapping_justification == f"{SEMAPV}StructuralMatching"
        assert "弱有所扶" in made.comment.zh
        assert not any("mental" in id_ and each.score >= THRESHOLD for id_, each in found.items())


def test_what_is_the_same_as_one_of_ours_is_not_so_of_another(entities: list[Entity]) -> None:
    links = linked(*NEEDY[:3], predicate=SKOS.closeMatch)
    found = {each.entity.id: each for each in Scorer(entities, links).score(thing("完全不同的名称"))}
    made = propose(found[f"service/{NEEDY[3]}"], thing("完全不同的名称"), TODAY)
    assert made.predicate_id == str(SKOS.relatedMatch)


def test_links_of_things_like_ours_and_the_name_speak_together(entities: list[Entity]) -> None:
    given = thing("临时救助")
    by_name = score_of(Scorer(entities), f"service/{NEEDY[3]}", given)
    both = score_of(Scorer(entities, linked(*NEEDY[:3])), f"service/{NEEDY[3]}", given)
    assert THRESHOLD < by_name < both < 1


# Sources


def from_dump(dump: Path, endpoint: str) -> Source:
    return SparqlSource(DumpAsker(dump))


def from_endpoint(dump: Path, endpoint: str) -> Source:
    return SparqlSource(PoliteAsker(endpoint, per_second=1_000))


def from_table(dump: Path, endpoint: str) -> Source:
    path = dump.with_suffix(".csv")
    path.write_bytes(TABLE.encode("gb18030"))
    return TableSource(path, COLUMNS, X)


def from_packed(ending: str, pack: Callable[[bytes], bytes]) -> Callable[[Path, str], Source]:
    def source(dump: Path, endpoint: str) -> Source:
        path = dump.with_name(dump.name + ending)
        path.write_bytes(pack(dump.read_bytes()))
        return SparqlSource(DumpAsker(path))

    return source


PACKERS = {".gz": gzip.compress, ".bz2": bz2.compress, ".XZ": lzma.compress}


@pytest.mark.parametrize(
    "source", [from_dump, from_endpoint, from_table, *(from_packed(*each) for each in PACKERS.items())]
)
def test_all_sources_give_the_same_candidates(
    scorer: Scorer, dump: Path, endpoint: str, source: Callable[[Path, str], Source]
) -> None:
    assert short(Finder(scorer, ()).candidates(source(dump, endpoint), TODAY)) == EXPECTED


@pytest.mark.parametrize("ending", PACKERS)
@pytest.mark.parametrize("damage", [lambda packed: packed[:-9], lambda packed: b"x" * 50])
def test_a_damaged_packed_file_is_told(tmp_path: Path, ending: str, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"dump.ttl{ending}"
    path.write_bytes(damage(PACKERS[ending](TURTLE.encode() * 50)))
    with pytest.raises(UnreadableFileError, match="no whole"):
        DumpAsker(path)
    path = path.rename(tmp_path / f"dump.csv{ending}")
    with pytest.raises(UnreadableFileError, match="has to end in"):
        DumpAsker(path)


def test_an_endpoint_is_narrowed_or_asked_by_name(
    scorer: Scorer, entities: list[Entity], endpoint: str
) -> None:
    ask = PoliteAsker(endpoint, per_second=1_000)
    places = SparqlSource(ask, class_="http://purl.org/dc/terms/Location")
    assert short(Finder(scorer, ()).candidates(places, TODAY)) == {
        pair for pair in EXPECTED if "place" in pair[0]
    }
    names = [name.text for entity in entities if entity.kind == "place" for name in entity.names]
    found = Finder(scorer, (), kinds=("place",)).candidates(SparqlSource(ask, names=names), TODAY)
    assert short(found) == {pair for pair in EXPECTED if "place" in pair[0]}


@pytest.mark.parametrize(
    ("columns", "base", "error"),
    [
        pytest.param(Columns("cod", "zh"), X, BadValueError, id="no-such-column"),
        pytest.param(Columns("code", "zh"), "", SyntaxProblemError, id="no-iri"),
    ],
)
def test_a_table_that_is_misread(
    dump: Path, columns: Columns, base: str, error: type[KgServiceError]
) -> None:
    path = dump.with_suffix(".csv")
    path.write_text(TABLE, encoding="utf-8")
    with pytest.raises(error):
        list(TableSource(path, columns, base).batches())


# Politeness


class Moody(BaseHTTPRequestHandler):
    """Answers with the statuses that its server has left, then well."""

    server: MoodyServer

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        status, headers = self.server.moods.pop(0) if self.server.moods else (200, {})
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}'
        self.send_response(status)
        for name, value in {"Content-Type": polite.JSON, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class MoodyServer(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Moody)
        self.moods: list[tuple[int, dict[str, str]]] = []
        self.asked = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> Iterator[MoodyServer]:
    monkeypatch.setattr(polite, "FIRST_WAIT", 0.01)
    server = MoodyServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with closing(server.socket):
        yield server
        server.shutdown()
    thread.join()


@pytest.mark.parametrize(
    ("moods", "least"),
    [
        pytest.param([(503, {})], [0.01], id="503"),
        pytest.param([(429, {"Retry-After": "1"})], [1.0], id="retry-after"),
        pytest.param([(502, {}), (504, {}), (500, {})], [0.01, 0.02, 0.04], id="ever-longer"),
        pytest.param([(503, {"Retry-After": "Fri, 01 Jan 2016 00:00:00 GMT"})], [0.01], id="a-date"),
    ],
)
def test_what_fails_for_now_is_asked_again(
    moody: MoodyServer, moods: list[tuple[int, dict[str, str]]], least: list[float]
) -> None:
    waits: list[float] = []
    moody.moods = list(moods)
    ask = PoliteAsker(moody.url, per_second=1_000, waiting=lambda seconds, why: waits.append(seconds))
    assert [str(x) for (x,) in ask("SELECT ?x {}")] == ["1"]
    assert waits == pytest.approx(least)
    assert moody.asked == len(moods) + 1


@pytest.mark.parametrize(
    ("moods", "asked"),
    [
        pytest.param([(404, {})], 1, id="never-there"),
        pytest.param([(429, {"Retry-After": "86400"})], 1, id="tomorrow"),
        pytest.param([(503, {})] * 3, 3, id="too-often"),
    ],
)
def test_what_fails_for_good_is_told(
    moody: MoodyServer, moods: list[tuple[int, dict[str, str]]], asked: int
) -> None:
    moody.moods = list(moods)
    with pytest.raises(RemoteFailedError, match=str(moods[0][0])):
        list(PoliteAsker(moody.url, per_second=1_000, retries=2)("SELECT ?x {}"))
    assert moody.asked == asked


def test_where_an_endpoint_has_moved_to_is_told(moody: MoodyServer) -> None:
    moody.moods = [(301, {"Location": "https://example.org/new"})]
    with pytest.raises(RemoteFailedError, match=r"use https://example\.org/new") as raised:
        list(PoliteAsker(moody.url, per_second=1_000)("SELECT ?x {}"))
    assert "请改用 https://example.org/new" in raised.value.text.zh
    assert moody.asked == 1


def test_an_answer_is_asked_for_once(moody: MoodyServer, tmp_path: Path) -> None:
    for query in ("SELECT ?x {}", "SELECT ?x {}", "SELECT ?y {}"):
        assert list(PoliteAsker(moody.url, per_second=1_000, cache=tmp_path)(query))
    assert moody.asked == 2


def test_requests_keep_their_distance(moody: MoodyServer, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(polite.time, "sleep", pauses.append)
    ask = PoliteAsker(moody.url, per_second=0.5)
    for _ in range(2):
        list(ask("SELECT ?x {}"))
    assert pauses[0] == 0
    assert 1 < pauses[1] <= 2


# The file


def test_what_is_known_or_rejected_is_not_proposed(scorer: Scorer, dump: Path, settings: Settings) -> None:
    known = {(ID + ours, X + theirs) for ours, theirs in EXPECTED if theirs != "7"}
    found = Finder(scorer, known).candidates(SparqlSource(DumpAsker(dump)), TODAY)
    assert short(found) == {("place/heilongjiang", "7")}
    rejected = (ID + "scheme/groups/migrant-children", "http://eurovoc.europa.eu/c_63446d6e")
    sets = map(read_mappings, link_files(settings.home))
    assert rejected in {pair_of(m) for each in sets for m in each.mappings}


def test_a_stopped_run_goes_on(
    scorer: Scorer, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparql, "DESCRIBED", 2)
    path, state = tmp_path / "other.sssom.tsv", tmp_path / f"other.sssom.tsv{STATE}"
    run = Finder(scorer, ()).find(SparqlSource(DumpAsker(dump)), path, TODAY, "other.ttl")
    assert [next(run).seen, next(run).seen] == [2, 4]
    run.close()
    assert state.exists()
    first = read_mappings(path).mappings
    # What a person decides in between stays.
    decide(path, first[0].key, Decision(ReviewState.REJECTED, reason="no"), Reviewer.of("Li"), TODAY)
    seen = [
        step.seen for step in Finder(scorer, ()).find(SparqlSource(DumpAsker(dump)), path, TODAY, "other.ttl")
    ]
    assert seen == [6, 7]
    assert not state.exists()
    assert short(read_mappings(path).mappings) == EXPECTED
    assert [m.key for m in read_mappings(path).of_state(ReviewState.REJECTED)] == [first[0].key]


@pytest.fixture
def reviewed(scorer: Scorer, dump: Path) -> Path:
    path = dump.with_name("other.sssom.tsv")
    found = Finder(scorer, ()).candidates(SparqlSource(DumpAsker(dump)), TODAY)
    save_candidates(path, found, "other", "other.ttl")
    return path


def test_the_file_is_a_mapping_set(reviewed: Path) -> None:
    metadata, rows = whole(reviewed)
    assert yaml.safe_load(yaml.safe_dump(metadata)) == metadata
    numbers = {"confidence", "similarity_score"}
    lists = {
        "author_id",
        "reviewer_id",
        "reviewer_label",
        "subject_match_field",
        "object_match_field",
        "match_string",
    }
    mappings = [
        {
            name: float(value) if name in numbers else [value] if name in lists else value
            for name, value in row.items()
            if value and name not in {"review_state", "comment_zh"}
        }
        for row in rows
    ]
    known = {k: v for k, v in metadata.items() if k not in {"curie_map", "extension_definitions"}}
    jsonschema.validate(json.loads(json.dumps({**known, "mappings": mappings})), SCHEMA)
    assert len(read_checked(reviewed).graph) > 0
    assert all(m.more["mapping_tool"].startswith("kg link") for m in read_mappings(reviewed).mappings)


def test_a_decision_and_its_withdrawal(reviewed: Path) -> None:
    before = reviewed.read_text(encoding="utf-8")
    key = read_mappings(reviewed).mappings[0].key
    who = Reviewer.of("0000-0002-1825-0097")
    now = decide(reviewed, key, Decision(ReviewState.CONFIRMED, str(SKOS.broadMatch)), who, TODAY)
    held = next(m for m in read_mappings(reviewed).mappings if m.key == now.key)
    assert (held.review_state, held.confidence) == (ReviewState.CONFIRMED, 1.0)
    assert held.reviewer_id == "https://orcid.org/0000-0002-1825-0097"
    decide(reviewed, now.key, Decision(ReviewState.REJECTED, reason="another\tthing"), who, TODAY)
    assert "Review: another thing" in reviewed.read_text(encoding="utf-8")
    decide(reviewed, now.key, Decision(ReviewState.CANDIDATE), who, TODAY)
    assert reviewed.read_text(encoding="utf-8") == before.replace("skos:exactMatch", "skos:broadMatch", 1)


def test_a_row_that_is_gone_or_there_twice(reviewed: Path) -> None:
    first = read_mappings(reviewed).mappings[0]
    who = Reviewer.of("Li")
    with pytest.raises(KgServiceError, match="no such link"):
        decide(reviewed, (*first.key[:2], X + "gone"), Decision(ReviewState.CONFIRMED), who, TODAY)
    text = reviewed.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if "skos:exactMatch" in line)
    reviewed.write_text(text + row.replace("skos:exactMatch", "skos:closeMatch") + "\n", encoding="utf-8")
    with pytest.raises(KgServiceError, match="Another row"):
        decide(reviewed, first.key, Decision(ReviewState.CONFIRMED, str(SKOS.closeMatch)), who, TODAY)


def test_writers_do_not_lose_each_others_decisions(reviewed: Path) -> None:
    keys = [m.key for m in read_mappings(reviewed).mappings]
    threads = [
        threading.Thread(
            target=decide,
            args=(reviewed, key, Decision(ReviewState.REJECTED, reason="no"), Reviewer.of("Li"), TODAY),
        )
        for key in keys
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {pair_of(m) for m in read_mappings(reviewed).of_state(ReviewState.REJECTED)} == {
        (s, o) for s, _, o in keys
    }
