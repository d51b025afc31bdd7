import csv
import datetime
import json
from pathlib import Path

import requests

SERVER = "http://127.0.0.1:8000"
HEADER = """\
#sssom_version: "1.1"
#curie_map:
#  care: https://w3id.org/care-checklist/ontology#
#  kg: https://w3id.org/care-checklist/id/
#  our: https://data.example.org/
#mapping_set_id: https://data.example.org/links/care-checklist
#mapping_set_title: Service windows to the care checklist
#license: https://creativecommons.org/licenses/by/4.0/
#extension_definitions:
#  - slot_name: review_state
#    property: care:reviewStatus
#    type_hint: xsd:string
"""
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label",
    "mapping_justification", "confidence", "author_id", "mapping_date", "reviewer_id", "review_date",
    "review_state", "comment",
)  # fmt: skip

with Path("windows.csv").open(encoding="utf-8", newline="") as file:
    windows = list(csv.DictReader(file))
rows = []
for kind in ("place", "service"):
    names = sorted({window[kind] for window in windows})
    batch = {str(n): {"query": name, "type": kind, "limit": 2} for n, name in enumerate(names)}
    fields = {"queries": json.dumps(batch)}
    answer = requests.post(f"{SERVER}/reconcile/zh", data=fields, timeout=60)
    answer.raise_for_status()
    for n, name in enumerate(names):
        found = answer.json()[str(n)]["result"]
        sure = [each for each in found if each["match"]]
        print(name, *(f"{each['name']} {each['score']}" for each in sure or found), sep=" | ")
        for each in sure or found:
            how = "LexicalMatching" if sure else "LexicalSimilarityThresholdMatching"
            rows.append(
                {
                    "subject_id": f"our:{kind}/{name}",
                    "subject_label": name,
                    "predicate_id": "skos:exactMatch" if sure else "skos:closeMatch",
                    "object_id": f"kg:{each['id']}",
                    "object_label": each["name"],
                    "mapping_justification": f"semapv:{how}",
                    "confidence": round(each["score"] / 100, 2),
                    "author_id": "our:reconcile.py",
                    "mapping_date": datetime.date.today(),
                    "review_state": "candidate",
                    "comment": f"Score {each['score']} of 100.",
                }
            )
with Path("candidates.sssom.tsv").open("w", encoding="utf-8", newline="") as file:
    file.write(HEADER)
    writer = csv.DictWriter(file, COLUMNS, delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
