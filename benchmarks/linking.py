"""How well ``kg link`` finds the links that people confirmed: ``python benchmarks/linking.py``.

For each target of ``data/links/`` a dump is made of the labels that the files hold (codes and what is above
from ``data/places.ttl``). Beside every label is a decoy, in which a character or a word is exchanged for one
of another label; the traps of the target's own rejected links are there too. Half of the confirmed links,
chosen by a seed, are known; candidates are sought for the rest. Pairs that nobody has decided about are not
counted; every other candidate that is not confirmed is counted as wrong, whether a person might accept it.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from matching import Tally
from rapidfuzz import fuzz, process, utils
from report import put_in_readme

from kg_service.linking import link_files, read_mappings
from kg_service.linking.entities import Entity
from kg_service.linking.finding import MOST, THRESHOLD, Finder
from kg_service.linking.review import Pair, pair_of
from kg_service.linking.scoring import Scorer
from kg_service.linking.similarity import is_han
from kg_service.linking.sources.dump import DumpAsker
from kg_service.linking.sources.sparql import SparqlSource
from kg_service.linking.targets import TARGETS
from kg_service.model import Iri, MappingSet, ReviewState
from kg_service.settings import Settings
from kg_service.vocabulary import SKOS
from kg_service.web.reconcile.reading import entities_of

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "linking.json"
SEEDS = range(1, 6)
DECOYS = "https://example.org/decoy/"
PEER_THRESHOLDS = [round(0.6 + 0.05 * step, 2) for step in range(9)]
"""Of which the peer gets the one that serves it best."""
OTHER_NAMES = {"http://eurovoc.europa.eu/c_63446d6e": ("migrant child", "separated child")}
"""Other labels that the traps have in EuroVoc."""


def decoy(label: str, others: list[str], rng: random.Random) -> str:
    """*label* with one character, or one word, exchanged for one of another label."""
    joint = "" if is_han(label) else " "
    parts = list(label) if is_han(label) else label.split()
    other = rng.choice(others)
    parts[rng.randrange(len(parts))] = rng.choice(list(other) if is_han(label) else other.split())
    return joint.join(parts)


def dump_of(links: MappingSet, entities: list[Entity], path: Path, seed: int) -> None:
    """Write a target with its decoys."""
    target, rng = TARGETS[links.name], random.Random(seed)
    labels = {m.object_id: m.object_label for m in links.mappings}
    codes = {str(code): e for e in entities if e.kind == "place" for code in e.of("code")}
    ours = {name.text for entity in entities for name in entity.names}
    by_iri = {entity.iri: entity for entity in entities}
    triples = []

    def say(iri: str, property_: object, value: str, lang: str | None) -> None:
        term = ox.NamedNode(value) if lang == "iri" else ox.Literal(value, language=lang)
        triples.append(ox.Triple(ox.NamedNode(iri), ox.NamedNode(str(property_)), term))

    for number, (iri, label) in enumerate(sorted(labels.items())):
        say(iri, SKOS.prefLabel, label, target.language)
        for name in OTHER_NAMES.get(iri, ()):
            say(iri, SKOS.altLabel, name, target.language)
        if target.has_codes:
            code = iri.removeprefix(target.namespace)
            say(iri, SKOS.notation, code, None)
            over = codes[code].of("broader") if code in codes else ()
            for upper in (by_iri[value.value] for value in over if isinstance(value, Iri)):
                say(iri, SKOS.broader, f"{DECOYS}above/{upper.id}", "iri")
                say(f"{DECOYS}above/{upper.id}", SKOS.prefLabel, upper.label.zh, "zh")
        made = decoy(label, sorted(labels.values()), rng)
        if made not in labels.values() and made not in ours:
            say(f"{DECOYS}{number}", SKOS.prefLabel, made, target.language)
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def measure(
    links: MappingSet, entities: list[Entity], path: Path, seed: int, threshold: float
) -> tuple[Tally, int, dict[float, Tally]]:
    """The half that is held out against what is found; how many rejected pairs were found again; the same
    of the peer, by threshold."""
    confirmed = sorted({pair_of(m) for m in links.of_state(ReviewState.CONFIRMED)})
    random.Random(seed).shuffle(confirmed)
    known, held = set(confirmed[: len(confirmed) // 2]), set(confirmed[len(confirmed) // 2 :])
    undecided = {pair_of(m) for m in links.of_state(ReviewState.CANDIDATE)}
    rejected = {pair_of(m) for m in links.of_state(ReviewState.REJECTED)} - set(confirmed)
    told = [m for m in links.of_state(ReviewState.CONFIRMED) if pair_of(m) in known]
    scorer = Scorer(entities, [(m.subject_id, m.predicate_id, m.object_id) for m in told])
    found = Finder(scorer, known, threshold=threshold).candidates(SparqlSource(DumpAsker(path)), "2026-01-01")
    # What stands above in the dump is there for its name only.
    pairs = {pair_of(m) for m in found if not m.object_id.startswith(f"{DECOYS}above/")} - undecided
    peers = {}
    for at in PEER_THRESHOLDS:
        peers[at] = Tally()
        peers[at].add(Counter(by_peer(entities, path, known, at) - undecided), Counter(held))
    tally = Tally()
    tally.add(Counter(pairs), Counter(held))
    return tally, len(pairs & rejected), peers


def by_peer(entities: list[Entity], path: Path, known: set[Pair], threshold: float) -> set[Pair]:
    """What rapidfuzz's WRatio finds among the same names, the same number for each of our things."""
    ours = [(entity.iri, name.text) for entity in entities for name in entity.names]
    theirs = [
        (thing.iri, name.text)
        for batch in SparqlSource(DumpAsker(path)).batches()
        for thing in batch.things
        for name in thing.names
    ]
    scores = process.cdist(
        [text for _, text in ours],
        [text for _, text in theirs],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=100 * threshold,
    )
    best: dict[str, dict[str, float]] = {}
    for at, other in zip(*scores.nonzero(), strict=True):
        pair = ours[at][0], theirs[other][0]
        if pair not in known and not pair[1].startswith(f"{DECOYS}above/"):
            held = best.setdefault(pair[0], {})
            held[pair[1]] = max(held.get(pair[1], 0.0), float(scores[at, other]))
    return {
        (subject, object_)
        for subject, held in best.items()
        for object_ in sorted(held, key=lambda each: (-held[each], each))[:MOST]
    }


def figures_of(threshold: float = THRESHOLD) -> dict[str, object]:
    """The figures by target, over all seeds together."""
    entities = entities_of(Settings(home=ROOT))
    by_target, whole, traps = {}, Tally(), 0
    peers = {at: Tally() for at in PEER_THRESHOLDS}
    with TemporaryDirectory() as folder:
        for links in map(read_mappings, link_files(ROOT)):
            sums, again = Tally(), 0
            for seed in SEEDS:
                path = Path(folder) / f"{links.name}-{seed}.nt"
                dump_of(links, entities, path, seed)
                tally, rejected, others = measure(links, entities, path, seed, threshold)
                for each, more in ((sums, tally), (whole, tally), *((peers[at], others[at]) for at in peers)):
                    each.right += more.right
                    each.wrong += more.wrong
                    each.missed += more.missed
                again += rejected
            by_target[links.name] = {**sums.figures(), "rejected": again}
            traps += again
    best = max(peers, key=lambda at: peers[at].figures()["f1"])
    return {
        "threshold": threshold,
        "seeds": [SEEDS[0], SEEDS[-1]],
        "targets": by_target,
        "all": {**whole.figures(), "rejected": traps},
        "rapidfuzz": {"threshold": best, **peers[best].figures()},
    }


def table(figures: dict) -> str:
    """The figures for people, in Markdown."""
    rows = [*sorted(figures["targets"].items()), ("all", figures["all"])]
    first, last = figures["seeds"]
    peer = figures["rapidfuzz"]
    return "\n".join(
        [
            f"Threshold {figures['threshold']}, seeds {first} to {last} together. “Rejected”: pairs that "
            "people have rejected, which the run was not told, and that were found again.",
            "",
            "| | precision | recall | F1 | right | wrong | missed | rejected |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            *(
                f"| {name} | {_precision(f)} | {f['recall']:.3f} | {f['f1']:.3f} "
                f"| {f['right']} | {f['wrong']} | {f['missed']} | {f['rejected']} |"
                for name, f in rows
            ),
            f"| all, names by rapidfuzz (WRatio ≥ {peer['threshold']:.2f}) | {_precision(peer)} "
            f"| {peer['recall']:.3f} | {peer['f1']:.3f} | {peer['right']} | {peer['wrong']} "
            f"| {peer['missed']} | |",
        ]
    )


def _precision(f: dict) -> str:
    """There is none where nothing was found."""
    return f"{f['precision']:.3f}" if f["right"] + f["wrong"] else "–"


def main() -> None:
    """Measure, print, and keep the figures of the usual threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--threshold", type=float, default=THRESHOLD, help="of candidates; others are not kept"
    )
    arguments = parser.parse_args()
    figures = figures_of(arguments.threshold)
    print(table(figures))
    if arguments.threshold == THRESHOLD:
        RESULT.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        put_in_readme("linking", table(figures) + "\n")


if __name__ == "__main__":
    main()
