"""The benchmarks' own data, queries and killers: made the same everywhere, and what they say they are."""

import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

FOLDER = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.insert(0, str(FOLDER))

from generate import LAST, dated, generate, write  # noqa: E402
from hostile import build_monsters, read_killers  # noqa: E402
from mix import read_mix, sample_services  # noqa: E402
from report import CLASSES, OURS, write_report  # noqa: E402

from kg_service.editions.drafting.known import load_known  # noqa: E402
from kg_service.editions.opening import published_edition  # noqa: E402
from kg_service.editions.synthetic.writing import BASE_EDITION, editions_of, invented_draft  # noqa: E402


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate("2k", folder=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def generated(dataset: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=dataset, format=ox.RdfFormat.N_QUADS)
    return store


def test_one_seed_gives_the_same_bytes(dataset, tmp_path):
    assert generate("2k", folder=tmp_path).read_bytes() == dataset.read_bytes()


def test_another_seed_gives_other_lines_of_the_wanted_size():
    first, second = (
        [line for _, lines in write(8_000, seed, whole=False) for line in lines] for seed in (1, 2)
    )
    assert set(first) != set(second)
    for lines in (first, second):
        assert 8_000 <= len(lines) < 11_000
        assert len(set(lines)) == len(lines), "a triple is written twice"


def test_an_edition_of_another_year_is_what_the_program_makes_for_it(home):
    known = load_known(home)
    base = published_edition(BASE_EDITION, known, home)
    last, other = (
        set(_triples(invented_draft(each, base, home, known).turtle()))
        for each in (editions_of(known, [str(LAST)])[0], editions_of(known, ["2020"])[0])
    )
    assert last != other
    assert set(dated(last, 2020)) == other


def _triples(turtle: str) -> list[str]:
    return [str(quad.triple) for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)]


def test_the_first_edition_is_the_real_one(generated):
    services = "SELECT ?s { ?s a <http://purl.org/vocab/cpsv#PublicService> }"
    assert len(list(generated.query(services))) == 23


def test_every_class_has_a_query():
    assert [query.letter for query in read_mix()] == list(CLASSES)


@pytest.mark.parametrize("query", read_mix(), ids=lambda query: query.name)
def test_query_finds_something(query, generated):
    assert sum(1 for _ in generated.query(query.text)) > 1


@pytest.mark.parametrize("query", read_mix(), ids=lambda query: query.name)
def test_requests_differ_in_text_and_not_in_size(query, dataset, generated):
    services = sample_services(dataset)
    constants = query.constants(services) or [""]
    paths = {query.path("/sparql").replace("~N~", str(n)).replace("~S~", constants[0]) for n in range(100)}
    assert len(paths) == 100
    assert "~" not in "".join(paths)
    one, other = (sum(1 for _ in generated.query(query.numbered(number))) for number in (1, 2))
    assert one == other > 1


@pytest.mark.parametrize("text", read_killers().values(), ids=read_killers())
def test_killer_parses_and_is_short_enough_to_be_taken(text):
    assert len(text.encode()) < 100_000
    # A group that nothing can satisfy: the engine reads the text and has nothing to evaluate.
    ox.Store().query(text.replace("WHERE {", "WHERE { FILTER(false)", 1))


def test_monsters_are_larger_than_any_honest_query():
    assert all(len(text) > 5_000 for text in build_monsters().values())


def test_report_divides_this_service_by_its_peer():
    def runs(*rates: float) -> dict[str, object]:
        others = {"p50_ms": 1.0, "p99_ms": 2.0, "failures": 0, "cpu_ms": 0.25}
        return {"runs": [{"rps": rate, **others} for rate in rates]}

    result = {
        **{"size": "2k", "triples": 2_447, "when": "2026-01-01", "machine": "m", "notes": ["a note"]},
        **{"runs": 3, "seconds": 5, "connections": 8, "rows": {"a": 2}},
        "peers": {OURS: {"load_s": 2.0}, "peer": {"load_s": 4.0}, "slow": {}},
        "modes": {
            "uncached": {"a": {OURS: runs(90, 100, 500), "peer": runs(50, 50, 50), "slow": {"over_s": 60}}}
        },
    }
    report = write_report(result)
    assert "| a lookup (2) | 100 | 50 (2 ×) | none in 60 s (> 6,000 ×) |" in report
    assert "| a lookup (2) | 1 / 2 | 1 / 2 | – |" in report
    assert "| a lookup (2) | 0.25 | 0.25 | – |" in report
    assert "| load, s | 2 | 4 (0.5 ×) | – |" in report
    assert "- a note" in report
