"""Which service continues which: by what people and data say, by words, by parts; never by number."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from kg_service.editions.assignment import assign
from kg_service.editions.bodies import abbreviates, as_written
from kg_service.editions.decisions import Decision, DecisionKind, Decisions, side_of
from kg_service.editions.loading import load_edition
from kg_service.editions.matching import match_editions
from kg_service.editions.similarity import bigrams, contained, dice, likeness
from kg_service.errors import DocumentTooLargeError, UnknownEditionError
from kg_service.model import Condition, Edition, Iri, Row, Service, Verdict
from kg_service.publish import take_snapshot
from kg_service.queries import parse_query
from kg_service.store import EmbeddedStore
from kg_service.vocabulary import BASE, DCTERMS, SKOS


@pytest.fixture(scope="module")
def published(store) -> Edition:
    return load_edition(store, "heilongjiang/2024")


@pytest.fixture(scope="module")
def old(published) -> Edition:
    """Without identities, which would give every answer away."""
    return without_identity(published)


def without_identity(edition: Edition) -> Edition:
    return replace(edition, services=tuple(replace(s, identity=None) for s in edition.services))


def numbered(edition: Edition, services: list[Service], name: str = "draft.docx") -> Edition:
    rows = [replace(s, row=replace(s.row, number=n)) for n, s in enumerate(services, start=1)]
    return replace(edition, name=name, services=tuple(rows))


def with_row(service: Service, /, **cells: object) -> Service:
    return replace(service, row=replace(service.row, **cells))


def pairs(matching) -> set[tuple[int, int]]:
    return {(pair.old, pair.new) for pair in matching.pairs}


# Loading


def test_an_edition_is_loaded_with_what_is_read_into_it(published):
    assert published.name == "heilongjiang/2024"
    assert published.title.endswith("（2024年版）")
    assert len(published.services) == 23
    assert sum(len(s.measures) for s in published.services) == 56
    first = published.services[0]
    assert first.identity == BASE + "id/service/early-childhood-health-and-childcare"
    assert (first.min_age, first.max_age) == (0, 6)
    third = first.measures[2]
    assert (third.position, third.kind, third.commitment) == (3, "childcare", "where-available")
    assert {(c.title, c.met_by, c.max_age) for c in third.conditions} == {
        ("有条件的地方", "locality", None),
        ("3岁以下", "child", 2),
    }
    assert published.services[9].conditions == (Condition("家庭住房困难", "household", "named"),)
    assert all(
        len(m.conditions) == len({c.title for c in m.conditions})
        for s in published.services
        for m in s.measures
    )
    assert published.broader["3-6岁流动儿童"] == ("0-6岁流动儿童", "流动儿童")
    assert published.aliases["黑龙江省人力资源和社会保障厅"] == "省人社厅"


def test_what_took_the_place_of_what_is_loaded(home: Path):
    graph, service = BASE + "id/graph/services", BASE + "id/service/"
    chain = ("compulsory-education", "earlier", "first")
    more = "".join(
        f"<{service}{new}> <{DCTERMS.replaces}> <{service}{old}> <{graph}> .\n"
        for new, old in pairwise(chain)
    )
    store = EmbeddedStore(take_snapshot(home).nquads + more.encode(), "0" * 64)
    found = load_edition(store, "heilongjiang/2024")
    assert {s.row.number: s.replaces for s in found.services if s.replaces} == {
        3: (service + "earlier", service + "first")
    }


def test_either_side_may_tell_what_took_its_place_and_what_ended(home: Path):
    graph, service = BASE + "id/graph/services", BASE + "id/service/"
    here, gone = f"<{service}compulsory-education>", f"<{service}earlier>"
    more = f"{gone} <{DCTERMS.isReplacedBy}> {here} <{graph}> .\n"
    more += "".join(f"{gone} <{SKOS.changeNote}> {note} <{graph}> .\n" for note in ('"went"@en', '"并入"@zh'))
    store = EmbeddedStore(take_snapshot(home).nquads + more.encode(), "0" * 64)
    found = load_edition(store, "heilongjiang/2024")
    assert found.services[2].replaces == (service + "earlier",)
    assert found.ended == {service + "earlier": "并入"}


def test_the_queries_over_an_edition_say_what_they_return(store: EmbeddedStore, home: Path):
    files = sorted((home / "queries" / "changes").glob("*.rq"))
    assert files
    code = (home / "kg_service" / "editions" / "loading.py").read_text(encoding="utf-8")
    for path in files:
        query = parse_query(path.read_text(encoding="utf-8"), path.stem)
        assert query.summary.zh != query.summary.en != path.stem
        bound = {"edition": Iri(BASE + "id/edition/heilongjiang/2024")} if query.parameters else {}
        answer = store.query(query.text, bindings=bound)
        assert query.returns == tuple(name for name in answer.variables if name != "edition")
        assert list(answer.rows()) or path.stem in ("lineage", "ended")
        assert f'ask("{path.stem}")' in code


def test_the_measures_of_the_edition_are_words_of_it(published):
    for service in published.services:
        assert [m.position for m in service.measures] == list(range(1, len(service.measures) + 1))
        assert all(m.title in service.row.content for m in service.measures)


@pytest.mark.parametrize("name", ["heilongjiang/2023", "2024", "", "a/b/c"])
def test_an_unknown_edition(store: EmbeddedStore, name: str):
    with pytest.raises(UnknownEditionError):
        load_edition(store, name)


# People and data first


def test_the_same_continuing_service_is_decided(published):
    mixed = numbered(
        published, [with_row(s, service="甲", content="乙") for s in reversed(published.services)]
    )
    found = match_editions(published, mixed)
    assert pairs(found) == {(n, 24 - n) for n in range(1, 24)}
    assert {pair.verdict for pair in found.pairs} == {Verdict.DECIDED}


def test_two_of_one_identity_are_a_split(published):
    services = list(published.services)
    twice = numbered(published, [services[0], *services])
    found = match_editions(published, twice)
    assert found.splits == {1: (1, 2)}


def test_what_takes_the_place_of_a_service_is_a_part_of_it(published):
    one, *others = published.services
    parts = [replace(one, identity=f"{BASE}id/service/part-{n}", replaces=(one.identity,)) for n in (1, 2)]
    found = match_editions(published, numbered(published, [*parts, *others]))
    assert found.splits == {1: (1, 2)}
    assert {pair.verdict for pair in found.pairs} == {Verdict.DECIDED}


def test_what_the_data_keeps_apart_is_not_paired(published):
    services = list(published.services)
    services[0] = replace(services[0], identity=BASE + "id/service/another")
    found = match_editions(published, numbered(published, services))
    assert found.withdrawn == found.added == (1,)


def decided(kind: DecisionKind, old: Edition, one: int | None, new: Edition, other: int | None) -> Decisions:
    sides = [
        None if n is None else side_of(e, next(r for r in e.rows if r.number == n))
        for e, n in ((old, one), (new, other))
    ]
    return Decisions((Decision(kind, *sides),))


def test_a_decision_outweighs_words(old):
    new = numbered(old, list(old.services))
    found = match_editions(old, new, decided(DecisionKind.DIFFERENT, old, 5, new, 5))
    assert (5, 5) not in pairs(found)
    found = match_editions(old, new, decided(DecisionKind.SAME, old, 5, new, 6))
    assert (5, 6) in pairs(found)
    assert (5, 5) not in pairs(found)
    assert next(p for p in found.pairs if p.old == 5).verdict is Verdict.DECIDED
    found = match_editions(old, new, decided(DecisionKind.NEW, old, None, new, 7))
    assert 7 in found.added
    assert 7 in found.withdrawn
    found = match_editions(old, new, decided(DecisionKind.WITHDRAWN, old, 7, new, None))
    assert 7 in found.withdrawn


def test_a_decision_outweighs_identity_and_it_is_told(published):
    new = numbered(published, list(published.services))
    found = match_editions(published, new, decided(DecisionKind.SAME, published, 5, new, 6))
    assert (5, 6) in pairs(found)
    assert len(found.unfit) == 1
    assert "dct:isVersionOf" in found.unfit[0].en


def test_a_decision_whose_words_changed_is_asked_again(old):
    new = numbered(old, list(old.services), "heilongjiang/2025")
    said = decided(DecisionKind.SAME, old, 5, new, 5)
    services = list(new.services)
    services[4] = with_row(services[4], content=services[4].row.content + "；发放交通补助")
    found = match_editions(old, replace(new, services=tuple(services)), said)
    (question,) = found.questions
    assert (question.old, question.new, question.verdict) == (5, 5, Verdict.ASK)
    assert len(found.unfit) == 1


# Words


def test_an_unchanged_list_is_sure(old):
    found = match_editions(old, numbered(old, list(old.services)))
    assert pairs(found) == {(n, n) for n in range(1, 24)}
    assert {pair.verdict for pair in found.pairs} == {Verdict.SURE}
    assert not found.questions


def test_numbers_count_for_nothing(old):
    found = match_editions(old, numbered(old, list(reversed(old.services))))
    assert pairs(found) == {(n, 24 - n) for n in range(1, 24)}


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        pytest.param({}, Verdict.ASK, id="nothing"),
        pytest.param({"departments": ("省教育厅",)}, Verdict.SURE, id="bodies"),
    ],
)
def test_twins_are_told_apart_by_what_differs(old, cells, verdict):
    services = list(old.services)
    services[9] = with_row(services[8], **cells)
    twins = replace(old, services=tuple(with_row(s, number=n) for n, s in enumerate(services, start=1)))
    found = match_editions(twins, numbered(twins, list(twins.services)))
    assert len(found.pairs) == 23
    assert {p.verdict for p in found.pairs if p.old in (9, 10)} == {verdict}
    assert verdict is Verdict.ASK or {(9, 9), (10, 10)} <= pairs(found)


@pytest.mark.parametrize(
    ("cells", "verdict", "taken"),
    [
        pytest.param({"service": "特困救助供养"}, Verdict.SURE, True, id="shorter-name"),
        pytest.param(
            {
                "service": "特困供养",
                "content": "提供基本生活条件，给予照料；提供疾病治疗",
                "beneficiary": "特困儿童",
            },
            Verdict.ASK,
            True,
            id="other-words",
        ),
        pytest.param(
            {
                "service": "特困儿童供养",
                "beneficiary": "困境儿童",
                "content": "予以提供基本生活条件，方便办理，面向生活不能自理的予以照料；安排疾病治疗专门服务",
            },
            Verdict.ASK,
            False,
            id="hardly-alike",
        ),
    ],
)
def test_how_alike_is_sure(old, cells, verdict, taken):
    services = list(old.services)
    services[14] = with_row(services[14], **cells)
    found = match_editions(old, numbered(old, services))
    pair = next(p for p in (*found.pairs, *found.doubtful) if p.old == 15)
    assert (pair.new, pair.verdict) == (15, verdict)
    assert (pair in found.pairs) is taken
    assert (pair in found.questions) is (verdict is Verdict.ASK)
    assert (15 in found.added and 15 in found.withdrawn) is not taken
    assert pair.score == pytest.approx(
        sum(w * pair.parts[k] for k, w in (("service", 0.4), ("content", 0.35), ("beneficiary", 0.12)))
        + 0.08 * pair.parts["departments"]
        + 0.05 * pair.parts["goal"],
        abs=0.001,
    )


def test_each_service_is_somewhere_once(old):
    services = [s for s in old.services if s.row.number not in (2, 22)]
    extra = Row(
        0, "病有所医", "流动儿童", "预防接种", "按照免疫规划免费接种疫苗；补种漏种疫苗", ("省疾控局",)
    )
    found = match_editions(old, numbered(old, [Service(extra, None), *services]))
    assert found.added == (1,)
    assert found.withdrawn == (2, 22)
    assert len(found.pairs) == 21


def test_an_empty_edition(old):
    nothing = replace(old, services=())
    assert match_editions(old, nothing).withdrawn == tuple(range(1, 24))
    assert match_editions(nothing, old).added == tuple(range(1, 24))
    assert match_editions(nothing, nothing).pairs == ()


def test_too_many_rows_are_refused_before_they_are_compared(old):
    def many(name: str, words: str) -> Edition:
        row = Row(0, "幼有所育", "流动儿童", "服务", "提供服务", ("省教育厅",))
        services = [Service(replace(row, number=n, content=f"{words}{n}"), None) for n in range(1, 1001)]
        return Edition(name, None, tuple(services), {})

    with pytest.raises(DocumentTooLargeError, match=r"new\.docx"):
        match_editions(many("old.docx", "甲"), many("new.docx", "乙"))
    assert len(match_editions(many("old.docx", "甲"), many("new.docx", "甲")).pairs) == 1000


# Parts


def split_first(old: Edition, first: str = "健康管理服务", second: str = "托育服务(3岁以下)") -> Edition:
    one = old.services[0]
    head, tail = one.row.content.rsplit("；", 1)
    parts = [with_row(one, service=first, content=head), with_row(one, service=second, content=tail)]
    return numbered(old, [*parts, *old.services[1:]])


@pytest.mark.parametrize("first", ["健康管理服务", "健康和托育(3岁以下)服务"])
def test_a_split_is_seen(old, first):
    found = match_editions(old, split_first(old, first))
    assert found.splits == {1: (1, 2)}
    assert not found.added
    assert not found.withdrawn


def test_a_merge_is_seen(old):
    services = list(old.services)
    one, other = services[14:16]
    both = with_row(one, service="特困供养与临时救助", content=f"{one.row.content}；{other.row.content}")
    found = match_editions(old, numbered(old, [*services[:14], both, *services[16:]]))
    assert found.merges == {15: (15, 16)}
    assert not found.withdrawn


def test_an_addition_in_known_words_is_no_split(old):
    """What the new service says is still said by the old one: nothing went anywhere."""
    copy = with_row(old.services[0], service="托育点建设", content="有条件的地方就近提供托育服务")
    found = match_editions(old, numbered(old, [*old.services, copy]))
    assert found.added == (24,)
    assert not found.splits


def test_a_split_off_in_words_that_are_repeated(old):
    """What was split off shares most of its words with what stayed."""
    one = old.services[4]
    head, tail = one.row.content.rsplit("；", 1)
    parts = [with_row(one, content=head), with_row(one, service="学杂费减免", content="减" + tail)]
    found = match_editions(old, numbered(old, [*old.services[:4], *parts, *old.services[5:]]))
    assert found.splits == {5: (5, 6)}


def test_a_split_that_is_not_word_for_word_is_asked(old):
    new = split_first(old)
    services = list(new.services)
    services[1] = with_row(services[1], content="有条件的地方按规定就近提供托育服务")
    found = match_editions(old, replace(new, services=tuple(services)))
    assert found.splits == {1: (1, 2)}
    assert (1, 2) in {(q.old, q.new) for q in found.questions}


def test_a_person_may_say_that_it_is_no_split(old):
    new = split_first(old)
    found = match_editions(old, new, decided(DecisionKind.DIFFERENT, old, 1, new, 2))
    assert not found.splits
    assert found.added == (2,)


# What it is made of


def test_the_best_sum_is_found_and_how_far_ahead_it_is():
    values = {(1, 1): 0.9, (1, 2): 0.8, (2, 1): 0.8, (3, 3): 0.5}
    assert assign(values) == [(1, 2, pytest.approx(0.7)), (2, 1, pytest.approx(0.7)), (3, 3, 1.0)]
    assert assign({(1, 1): 0.8, (1, 2): 0.75}) == [(1, 1, pytest.approx(0.05))]
    assert assign({}) == []


def test_likeness_counts_words_and_not_width():
    row = Row(1, "幼有所育", "0-6岁流动儿童", "健康（托育）服务", "提供服务；就近", ("省卫健委",))
    same = replace(row, service="健康(托育)服务", content="提供服务，就近。", departments=("省卫生健康委",))
    assert likeness(row, same, {}).score == pytest.approx(1.0)
    other = Row(2, "学有所教", "少年", "普法", "讲座", ("省司法厅",))
    assert likeness(row, other, {}).score < 0.1


def test_bigrams():
    assert dice(bigrams("提供服务"), bigrams("提供服务")) == 1.0
    assert dice(bigrams("提供服务"), bigrams("免除学费")) == 0.0
    assert contained(bigrams("提供服务"), bigrams("就近提供服务等")) == 1.0
    assert bigrams("甲") == {"甲": 1}
    assert dice(bigrams(""), bigrams("")) == 1.0


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("省卫健委", "黑龙江省卫生健康委员会"),
        ("省人社厅", "省人力资源和社会保障厅"),
        ("团省委", "共青团黑龙江省委"),
        ("省疾控局", "省疾病预防控制局"),
    ],
)
def test_short_names_of_bodies(short, full):
    assert abbreviates(short, full)
    assert as_written([short], [full], {}) == {short: full}
    assert as_written([full], [short], {}) == {full: short}


def test_known_bodies_are_kept_apart():
    known = {"省委": "省委", "团省委": "团省委", "省教育厅": "省教育厅", "黑龙江省教育厅": "省教育厅"}
    assert as_written(["省委", "省教育厅"], ["团省委", "黑龙江省教育厅"], known) == {
        "省教育厅": "黑龙江省教育厅"
    }
    assert not abbreviates("省教育厅", "省体育局")
    assert not abbreviates("省民政厅", "省教育厅")


_VALUES = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.sampled_from((0.25, 0.5, 0.6, 0.75, 1.0)), min_size=1
)


@given(_VALUES)
@settings(deadline=None)
def test_a_short_way_pairs_as_the_whole_assignment_does(values: dict[tuple[int, int], float]) -> None:
    matrix = np.zeros((5, 5))
    for pair, value in values.items():
        matrix[pair] = value
    found = assign(values)
    assert sum(values[one, other] for one, other, _ in found) == pytest.approx(
        matrix[linear_sum_assignment(matrix, maximize=True)].sum()
    )
    assert len({one for one, _, _ in found}) == len({other for _, other, _ in found}) == len(found)
