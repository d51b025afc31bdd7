import csv
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace

OUR = Namespace("https://data.example.org/")
PREFIXES = {"our": OUR, "kg": Namespace("https://w3id.org/care-checklist/id/"), "skos": SKOS}


def iri(curie):
    prefix, _, local = curie.partition(":")
    return PREFIXES[prefix][local]


graph = Graph()
for prefix, namespace in PREFIXES.items():
    graph.bind(prefix, namespace)
with Path("windows.csv").open(encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        window = OUR["window/" + row["window"]]
        graph.add((window, RDF.type, OUR.Window))
        graph.add((window, RDFS.label, Literal(row["label"], lang="zh")))
        for kind, predicate in (("service", OUR.offers), ("place", OUR.place)):
            thing = OUR[f"{kind}/{row[kind]}"]
            graph.add((window, predicate, thing))
            graph.add((thing, RDFS.label, Literal(row[kind], lang="zh")))
with Path("windows.sssom.tsv").open(encoding="utf-8", newline="") as file:
    lines = (line for line in file if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t"):
        if row["review_state"] == "confirmed":
            graph.add((iri(row["subject_id"]), iri(row["predicate_id"]), iri(row["object_id"])))
graph.serialize("windows.ttl", format="turtle", encoding="utf-8")
links = sum(len(list(graph.triples((None, SKOS[name], None)))) for name in ("exactMatch", "broadMatch"))
print(len(graph), "triples,", links, "of them links")
