#+ wrong: goal with a space
#+ found-at: goals:education
DELETE { goals:education skos:prefLabel ?old }
INSERT { goals:education skos:prefLabel ?new }
WHERE { goals:education skos:prefLabel ?old BIND(REPLACE(?old, "学有所教", "学有 所教") AS ?new) }

#+ wrong: goal quoted from another column
#+ found-at: goals:education
DELETE { goals:education prov:wasQuotedFrom ?old }
INSERT { goals:education prov:wasQuotedFrom <../table.csv#cell=4,3> }
WHERE { goals:education prov:wasQuotedFrom ?old }

#+ wrong: concept without English label
#+ found-at: situations:orphan
DELETE { situations:orphan skos:prefLabel ?text }
WHERE { situations:orphan skos:prefLabel ?text FILTER(LANG(?text) = "en") }

#+ wrong: concept without its type
#+ found-at: situations:orphan
DELETE WHERE { situations:orphan a skos:Concept }

#+ wrong: concept in two schemes
#+ found-at: situations:orphan
INSERT DATA { situations:orphan skos:inScheme scheme:groups }

#+ wrong: two concepts of one name
#+ found-at: scheme:situations
DELETE { situations:orphan skos:prefLabel ?old }
INSERT { situations:orphan skos:prefLabel ?new }
WHERE { situations:orphan skos:prefLabel ?old BIND(REPLACE(?old, "孤儿", "残疾") AS ?new) }

#+ wrong: top concept with a broader one
#+ found-at: goals:education
INSERT DATA { goals:education skos:broader goals:childcare }

#+ wrong: top concept not listed
#+ found-at: scheme:goals
DELETE WHERE { scheme:goals skos:hasTopConcept goals:education }

#+ wrong: broader concept in another scheme
#+ found-at: stages:secondary-vocational
DELETE { stages:secondary-vocational skos:broader ?old }
INSERT { stages:secondary-vocational skos:broader goals:education }
WHERE { stages:secondary-vocational skos:broader ?old }

#+ wrong: definition only in Chinese
#+ found-at: measure-kinds:housing
DELETE { measure-kinds:housing skos:definition ?text }
WHERE { measure-kinds:housing skos:definition ?text FILTER(LANG(?text) = "en") }

#+ wrong: scheme without its type
#+ found-at: scheme:stages
DELETE WHERE { scheme:stages a skos:ConceptScheme }

#+ wrong: scheme called in two ways
#+ found-at: scheme:stages
DELETE { scheme:stages dct:title ?old }
INSERT { scheme:stages dct:title ?new }
WHERE { scheme:stages dct:title ?old BIND(REPLACE(?old, "教育阶段", "学段") AS ?new) }

#+ wrong: programme named otherwise
#+ found-at: <3/measure/6>
DELETE { programmes:senior-secondary-entrance-examination skos:prefLabel ?old }
INSERT { programmes:senior-secondary-entrance-examination skos:prefLabel ?new }
WHERE { programmes:senior-secondary-entrance-examination skos:prefLabel ?old BIND(REPLACE(?old, "中考", "初中学业水平考试") AS ?new) }
