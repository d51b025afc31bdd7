#+ wrong: service without its type
#+ found-at: <3>
DELETE WHERE { <3> a cpsv:PublicService }

#+ wrong: service without Chinese title
#+ found-at: <3>
DELETE { <3> dct:title ?text }
WHERE { <3> dct:title ?text FILTER(LANG(?text) = "zh") }

#+ wrong: service without English title
#+ found-at: <3>
DELETE { <3> dct:title ?text }
WHERE { <3> dct:title ?text FILTER(LANG(?text) = "en") }

#+ wrong: service with two Chinese titles
#+ found-at: <3>
INSERT DATA { <3> dct:title "义务教育"@zh }

#+ wrong: service title tagged zh-Hans
#+ found-at: <3>
DELETE { <3> dct:title ?old }
INSERT { <3> dct:title ?new }
WHERE { <3> dct:title ?old FILTER(LANG(?old) = "zh") BIND(STRLANG(STR(?old), "zh-Hans") AS ?new) }

#+ wrong: service title untagged
#+ found-at: <3>
DELETE { <3> dct:title ?old }
INSERT { <3> dct:title ?new }
WHERE { <3> dct:title ?old FILTER(LANG(?old) = "zh") BIND(STR(?old) AS ?new) }

#+ wrong: English title tagged zh
#+ found-at: <3>
DELETE { <3> dct:title ?old }
INSERT { <3> dct:title ?new }
WHERE { <3> dct:title ?old FILTER(LANG(?old) = "en") BIND(STRLANG(STR(?old), "zh") AS ?new) }

#+ wrong: space inside a service title
#+ found-at: <5>
DELETE { <5> dct:title ?old }
INSERT { <5> dct:title ?new }
WHERE { <5> dct:title ?old BIND(REPLACE(?old, "教育服务", "教育 服务") AS ?new) }

#+ wrong: page number in a service title
#+ found-at: <7>
DELETE { <7> dct:title ?old }
INSERT { <7> dct:title ?new }
WHERE { <7> dct:title ?old BIND(REPLACE(?old, "服务", "服务13") AS ?new) }

#+ wrong: page number in a content
#+ found-at: <6>
DELETE { <6> dct:description ?old }
INSERT { <6> dct:description ?new }
WHERE { <6> dct:description ?old BIND(REPLACE(?old, "学费", "学费13") AS ?new) }

#+ wrong: line end in a content
#+ found-at: <3>
DELETE { <3> dct:description ?old }
INSERT { <3> dct:description ?new }
WHERE { <3> dct:description ?old BIND(REPLACE(?old, "；", "；\n") AS ?new) }

#+ wrong: one character of a content
#+ found-at: <3> <3/measure/3>
DELETE { <3> dct:description ?old }
INSERT { <3> dct:description ?new }
WHERE { <3> dct:description ?old BIND(REPLACE(?old, "教科书", "教材书") AS ?new) }

#+ wrong: one mark of a content
#+ found-at: <3>
DELETE { <3> dct:description ?old }
INSERT { <3> dct:description ?new }
WHERE { <3> dct:description ?old BIND(REPLACE(?old, "，免费", "：免费") AS ?new) }

#+ wrong: content translated
#+ found-at: <3>
INSERT DATA { <3> dct:description "Compulsory education is guaranteed"@en }

#+ wrong: service without content
#+ found-at: <3>
DELETE WHERE { <3> dct:description ?any }

#+ wrong: contents of two services swapped
#+ found-at: <3> <4>
DELETE { <3> dct:description ?a . <4> dct:description ?b }
INSERT { <3> dct:description ?b . <4> dct:description ?a }
WHERE { <3> dct:description ?a . <4> dct:description ?b FILTER(LANG(?a) = LANG(?b)) }

#+ wrong: titles of two services swapped
#+ found-at: <1/condition/2#quotation>
DELETE { <1> dct:title ?a . <2> dct:title ?b }
INSERT { <1> dct:title ?b . <2> dct:title ?a }
WHERE { <1> dct:title ?a . <2> dct:title ?b FILTER(LANG(?a) = LANG(?b)) }

#+ wrong: row number beyond the last
#+ found-at: <3> editions:2024
DELETE { <3> care:rowNumber ?old }
INSERT { <3> care:rowNumber 24 }
WHERE { <3> care:rowNumber ?old }

#+ wrong: row number twice
#+ found-at: <5> editions:2024
DELETE { <5> care:rowNumber ?old }
INSERT { <5> care:rowNumber 4 }
WHERE { <5> care:rowNumber ?old }

#+ wrong: row numbers swapped
#+ found-at: <4> <5>
DELETE { <4> care:rowNumber ?a . <5> care:rowNumber ?b }
INSERT { <4> care:rowNumber ?b . <5> care:rowNumber ?a }
WHERE { <4> care:rowNumber ?a . <5> care:rowNumber ?b }

#+ wrong: row number negative
#+ found-at: <3>
DELETE { <3> care:rowNumber ?old }
INSERT { <3> care:rowNumber -3 }
WHERE { <3> care:rowNumber ?old }

#+ wrong: row number as text
#+ found-at: <3>
DELETE { <3> care:rowNumber ?old }
INSERT { <3> care:rowNumber "3" }
WHERE { <3> care:rowNumber ?old }

#+ wrong: service without row number
#+ found-at: <3>
DELETE WHERE { <3> care:rowNumber ?any }

#+ wrong: identifier misspelt
#+ found-at: <3>
DELETE { <3> dct:identifier ?old }
INSERT { <3> dct:identifier "heilongjiang/2042/3" }
WHERE { <3> dct:identifier ?old }

#+ wrong: identifier of another service
#+ found-at: <3>
DELETE { <3> dct:identifier ?old }
INSERT { <3> dct:identifier "heilongjiang/2024/4" }
WHERE { <3> dct:identifier ?old }

#+ wrong: last service removed, its parts left
#+ found-at: <23/measure/1> <23/participation/1>
DELETE WHERE { <23> ?p ?o } ;
DELETE WHERE { ?s ?p <23> }

#+ wrong: service of no edition
#+ found-at: <3>
DELETE WHERE { <3> dct:isPartOf ?any }

#+ wrong: service of a series
#+ found-at: <3>
DELETE { <3> dct:isPartOf ?old }
INSERT { <3> dct:isPartOf series:heilongjiang }
WHERE { <3> dct:isPartOf ?old }

#+ wrong: two services in one continuing service
#+ found-at: <3> <4>
DELETE { <4> dct:isVersionOf ?old }
INSERT { <4> dct:isVersionOf continuing:compulsory-education }
WHERE { <4> dct:isVersionOf ?old }

#+ wrong: continuing service misspelt
#+ found-at: <3>
DELETE { <3> dct:isVersionOf ?old }
INSERT { <3> dct:isVersionOf continuing:compulsary-education }
WHERE { <3> dct:isVersionOf ?old }

#+ wrong: service without goal
#+ found-at: <3>
DELETE WHERE { <3> cv:thematicArea ?any }

#+ wrong: service with two goals
#+ found-at: <3>
INSERT DATA { <3> cv:thematicArea goals:housing }

#+ wrong: goal of another row
#+ found-at: <4>
DELETE { <4> cv:thematicArea ?old }
INSERT { <4> cv:thematicArea goals:housing }
WHERE { <4> cv:thematicArea ?old }

#+ wrong: goal from the groups
#+ found-at: <3>
DELETE { <3> cv:thematicArea ?old }
INSERT { <3> cv:thematicArea groups:migrant-children }
WHERE { <3> cv:thematicArea ?old }

#+ wrong: service for no group
#+ found-at: <3>
DELETE WHERE { <3> dct:audience ?any }

#+ wrong: service given to a group printed in an earlier row
#+ found-at: <23>
DELETE { <23> dct:audience ?old }
INSERT { <23> dct:audience groups:children-aged-0-6 }
WHERE { <23> dct:audience ?old }

#+ wrong: group of another row
#+ found-at: <4>
DELETE { <4> dct:audience ?old }
INSERT { <4> dct:audience groups:children-with-disabilities }
WHERE { <4> dct:audience ?old }

#+ wrong: goal for a group
#+ found-at: <3>
DELETE { <3> dct:audience ?old }
INSERT { <3> dct:audience goals:education }
WHERE { <3> dct:audience ?old }

#+ wrong: service for a place that is not described
#+ found-at: <3>
DELETE { <3> dct:spatial ?old }
INSERT { <3> dct:spatial place:harbin }
WHERE { <3> dct:spatial ?old }

#+ wrong: wrong body
#+ found-at: <3>
DELETE { <3> cv:hasCompetentAuthority ?old }
INSERT { <3> cv:hasCompetentAuthority body:health-commission }
WHERE { <3> cv:hasCompetentAuthority ?old }

#+ wrong: body left out
#+ found-at: <4>
DELETE WHERE { <4> cv:hasCompetentAuthority body:civil-affairs }

#+ wrong: national body in place of the province's
#+ found-at: <3>
DELETE { <3> cv:hasCompetentAuthority ?old }
INSERT { <3> cv:hasCompetentAuthority national:ministry-of-education }
WHERE { <3> cv:hasCompetentAuthority ?old }

#+ wrong: service without language
#+ found-at: <3>
DELETE WHERE { <3> dct:language ?any }

#+ wrong: service without state of its translation
#+ found-at: <3>
DELETE WHERE { <3> care:translationStatus ?any }

#+ wrong: state of the translation misspelt
#+ found-at: <3>
DELETE { <3> care:translationStatus ?old }
INSERT { <3> care:translationStatus review-statuses:propsed }
WHERE { <3> care:translationStatus ?old }

#+ wrong: service is the same as a EuroVoc concept
#+ found-at: <3>
INSERT DATA { <3> owl:sameAs <http://eurovoc.europa.eu/1004> }

#+ wrong: service quoted from five cells
#+ found-at: <3>
DELETE WHERE { <3> prov:wasQuotedFrom <../table.csv#cell=4,6> }

#+ wrong: service quoted from the next row
#+ found-at: <3>
DELETE DATA { <3> prov:wasQuotedFrom <../table.csv#cell=4,6> } ;
INSERT DATA { <3> prov:wasQuotedFrom <../table.csv#cell=5,6> }

#+ wrong: norm left out on the service
#+ found-at: <1>
DELETE WHERE { <1> cv:hasLegalResource norm:national-immunization-schedule }

#+ wrong: norm that the text does not name
#+ found-at: <3> <3/measure/1>
INSERT DATA {
    <3> cv:hasLegalResource norm:compulsory-education-law .
    <3/measure/1> dct:conformsTo norm:compulsory-education-law .
}

#+ wrong: condition of another service
#+ found-at: <9>
DELETE { <9> cv:holdsRequirement ?old }
INSERT { <9> cv:holdsRequirement <10/condition/1> }
WHERE { <9> cv:holdsRequirement ?old }

#+ wrong: two bodies merged
#+ found-at: <4> <4/participation/2>
DELETE { ?s ?p body:civil-affairs } INSERT { ?s ?p body:education } WHERE { ?s ?p body:civil-affairs }

#+ wrong: character misspelt in a title
#+ found-at: <3>
DELETE { <3> dct:title "义务教育服务"@zh }
INSERT { <3> dct:title "义务教育服物"@zh }
WHERE { }

#+ wrong: Chinese titles of services 3 and 4 swapped
#+ found-at: <3> <4>
DELETE { <3> dct:title ?third . <4> dct:title ?fourth }
INSERT { <3> dct:title ?fourth . <4> dct:title ?third }
WHERE { <3> dct:title ?third . <4> dct:title ?fourth FILTER(LANG(?third) = "zh" && LANG(?fourth) = "zh") }

#+ wrong: character misspelt in a goal
#+ found-at: <3>
DELETE { goals:education skos:prefLabel "学有所教"@zh }
INSERT { goals:education skos:prefLabel "学有所叫"@zh }
WHERE { }
