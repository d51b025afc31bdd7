import pyoxigraph
import requests

SERVER = "http://127.0.0.1:8000"
QUERY = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX our: <https://data.example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?window ?service ?body {
  ?w our:offers/(skos:exactMatch|skos:broadMatch) ?continuing ; rdfs:label ?window .
  ?s a cpsv:PublicService ; dct:isVersionOf ?continuing ; dct:title ?service .
  ?s cv:hasCompetentAuthority/skos:prefLabel ?body .
  FILTER(LANG(?service) = "zh" && LANG(?body) = "zh")
} ORDER BY ?w ?body
"""

store = pyoxigraph.Store()
store.load(path="windows.ttl")
theirs = requests.get(f"{SERVER}/graph-store?default", headers={"Accept": "text/turtle"}, timeout=60)
theirs.raise_for_status()
store.load(theirs.content, format=pyoxigraph.RdfFormat.TURTLE)
for row in store.query(QUERY):
    print(*(term.value for term in row), sep=" | ")
