#+ wrong: term without English label
#+ found-at: care:minAge
DELETE { care:minAge rdfs:label ?text }
WHERE { care:minAge rdfs:label ?text FILTER(LANG(?text) = "en") }

#+ wrong: term without Chinese definition
#+ found-at: care:minAge
DELETE { care:minAge skos:definition ?text }
WHERE { care:minAge skos:definition ?text FILTER(LANG(?text) = "zh") }

#+ wrong: term defined nowhere
#+ found-at: care:situation
DELETE WHERE { care:situation rdfs:isDefinedBy ?any }

#+ wrong: vocabulary without version
#+ found-at: <https://w3id.org/care-checklist/ontology>
DELETE WHERE { <https://w3id.org/care-checklist/ontology> owl:versionIRI ?any }
