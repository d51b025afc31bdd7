#+ wrong: body without its type
#+ found-at: body:education
DELETE WHERE { body:education a cv:PublicOrganisation }

#+ wrong: body is no agent
#+ found-at: body:education
DELETE WHERE { body:education a foaf:Agent }

#+ wrong: body without English label
#+ found-at: body:education
DELETE { body:education skos:prefLabel ?text }
WHERE { body:education skos:prefLabel ?text FILTER(LANG(?text) = "en") }

#+ wrong: body with two short names
#+ found-at: body:education
INSERT DATA { body:education skos:prefLabel "教育厅"@zh }

#+ wrong: short name other than printed
#+ found-at: <3/participation/1>
DELETE { body:education skos:prefLabel ?old }
INSERT { body:education skos:prefLabel ?new }
WHERE { body:education skos:prefLabel ?old BIND(REPLACE(?old, "省教育厅", "省教委") AS ?new) }

#+ wrong: body called as another
#+ found-at: body:education body:civil-affairs
DELETE { body:education skos:prefLabel ?old }
INSERT { body:education skos:prefLabel ?new }
WHERE { body:education skos:prefLabel ?old BIND(REPLACE(?old, "省教育厅", "省民政厅") AS ?new) }

#+ wrong: body of another province by name
#+ found-at: body:education
DELETE { body:education dct:title ?old }
INSERT { body:education dct:title ?new }
WHERE { body:education dct:title ?old BIND(REPLACE(?old, "黑龙江省", "辽宁省") AS ?new) }

#+ wrong: body kind from the roles
#+ found-at: body:education
DELETE { body:education org:classification ?old }
INSERT { body:education org:classification roles:responsible-body }
WHERE { body:education org:classification ?old }

#+ wrong: counterpart of another body
#+ found-at: body:education body:civil-affairs
DELETE { body:education care:nationalCounterpart ?old }
INSERT { body:education care:nationalCounterpart national:ministry-of-civil-affairs }
WHERE { body:education care:nationalCounterpart ?old }

#+ wrong: counterpart in the province
#+ found-at: body:education
DELETE { body:education care:nationalCounterpart ?old }
INSERT { body:education care:nationalCounterpart body:civil-affairs }
WHERE { body:education care:nationalCounterpart ?old }

#+ wrong: name formed by pattern called reviewed
#+ found-at: body:public-security
DELETE { body:public-security care:reviewStatus ?old }
INSERT { body:public-security care:reviewStatus review-statuses:reviewed }
WHERE { body:public-security care:reviewStatus ?old }

#+ wrong: body is the same as a web page
#+ found-at: body:education
INSERT DATA { body:education owl:sameAs <https://www.moe.gov.cn/> }

#+ wrong: identifier of a body
#+ found-at: body:education
DELETE { body:education dct:identifier ?old }
INSERT { body:education dct:identifier "heilongjiang/educaton" }
WHERE { body:education dct:identifier ?old }

#+ wrong: note only in English
#+ found-at: body:public-security
DELETE { body:public-security skos:note ?text }
WHERE { body:public-security skos:note ?text FILTER(LANG(?text) = "zh") }

#+ wrong: national body is no organization
#+ found-at: body:education national:ministry-of-education
DELETE WHERE { national:ministry-of-education a org:Organization }
