from rdflib import Graph

QUERY = """
PREFIX care: <https://w3id.org/care-checklist/ontology#>
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX our: <https://data.example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?window ?service (COUNT(?measure) AS ?measures) {
  ?w our:offers/(skos:exactMatch|skos:broadMatch) ?continuing ; rdfs:label ?window .
  SERVICE <http://127.0.0.1:8000/sparql> {
    ?s a cpsv:PublicService ; dct:isVersionOf ?continuing ; dct:title ?service ; cpsv:produces ?measure .
    FILTER(LANG(?service) = "zh")
  }
} GROUP BY ?window ?service ORDER BY ?service
"""

graph = Graph().parse("windows.ttl")
for window, service, measures in graph.query(QUERY):
    print(window, service, measures, sep=" | ")
