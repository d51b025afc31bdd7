#+ wrong: place code cut short
#+ found-at: place:heilongjiang
DELETE { place:heilongjiang skos:notation ?old }
INSERT { place:heilongjiang skos:notation ?new }
WHERE { place:heilongjiang skos:notation ?old BIND(REPLACE(?old, "230000", "23000") AS ?new) }

#+ wrong: place is no location
#+ found-at: place:heilongjiang
DELETE WHERE { place:heilongjiang a dct:Location }

#+ wrong: norm without Chinese title
#+ found-at: norm:compulsory-education-law
DELETE { norm:compulsory-education-law dct:title ?text }
WHERE { norm:compulsory-education-law dct:title ?text FILTER(LANG(?text) = "zh") }

#+ wrong: norm named otherwise than in the text
#+ found-at: <1> <1/measure/2>
DELETE { norm:national-immunization-schedule dct:title ?old }
INSERT { norm:national-immunization-schedule dct:title ?new }
WHERE { norm:national-immunization-schedule dct:title ?old BIND(REPLACE(?old, "国家免疫规划疫苗免疫程序", "国家免疫规划程序") AS ?new) }

#+ wrong: date of a norm as text
#+ found-at: norm:compulsory-education-law
DELETE { norm:compulsory-education-law eli:version_date ?old }
INSERT { norm:compulsory-education-law eli:version_date "2018年12月" }
WHERE { norm:compulsory-education-law eli:version_date ?old }

#+ wrong: norm without review state
#+ found-at: norm:compulsory-education-law
DELETE WHERE { norm:compulsory-education-law care:reviewStatus ?any }

#+ wrong: continuing service is the same as a EuroVoc concept
#+ found-at: continuing:compulsory-education
INSERT DATA { continuing:compulsory-education owl:sameAs <http://eurovoc.europa.eu/1004> }

#+ wrong: continuing service without review state
#+ found-at: continuing:compulsory-education
DELETE WHERE { continuing:compulsory-education care:reviewStatus ?any }

#+ wrong: continuing service in another scheme
#+ found-at: continuing:compulsory-education
DELETE { continuing:compulsory-education skos:inScheme ?old }
INSERT { continuing:compulsory-education skos:inScheme scheme:goals }
WHERE { continuing:compulsory-education skos:inScheme ?old }

#+ wrong: continuing service called by a number
#+ found-at: continuing:3
DELETE { ?s ?p continuing:compulsory-education } INSERT { ?s ?p continuing:3 } WHERE { ?s ?p continuing:compulsory-education } ;
DELETE { continuing:compulsory-education ?p ?o } INSERT { continuing:3 ?p ?o } WHERE { continuing:compulsory-education ?p ?o }

#+ wrong: publisher is no agent
#+ found-at: editions:2024 agent:care-checklist
DELETE WHERE { agent:care-checklist a foaf:Agent }

#+ wrong: series without English description
#+ found-at: series:heilongjiang
DELETE { series:heilongjiang dct:description ?text }
WHERE { series:heilongjiang dct:description ?text FILTER(LANG(?text) = "en") }

#+ wrong: language without its type
#+ found-at: language:ZHO editions:2024
DELETE WHERE { language:ZHO a dct:LinguisticSystem }
