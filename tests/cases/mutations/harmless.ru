#+ harmless: another English name of a programme
INSERT DATA { programmes:direct-settlement skos:altLabel "Direct billing"@en }

#+ harmless: another Chinese name of a programme
INSERT DATA { programmes:college-entrance-examination skos:altLabel "普通高等学校招生全国统一考试"@zh }

#+ harmless: better translation
DELETE { <3/measure/2> dct:title ?old }
INSERT { <3/measure/2> dct:title ?new }
WHERE { <3/measure/2> dct:title ?old BIND(REPLACE(?old, "Tuition and miscellaneous fees are waived", "No tuition, no miscellaneous fees") AS ?new) }

#+ harmless: reading reviewed
DELETE { <3/measure/2> care:reviewStatus ?old }
INSERT { <3/measure/2> care:reviewStatus review-statuses:reviewed }
WHERE { <3/measure/2> care:reviewStatus ?old }

#+ harmless: note on a body
INSERT DATA { body:education skos:note "又称教育主管部门。"@zh , "Also called the education authority."@en }

#+ harmless: link outward of a continuing service
INSERT DATA { continuing:compulsory-education skos:closeMatch <http://eurovoc.europa.eu/1004> }

#+ harmless: something that has nothing to do with it
INSERT DATA {
    <https://example.org/a> a <https://example.org/Thing> ;
        dct:title "eine Sache"@de ;
        <https://example.org/b> 1 .
}

#+ harmless: second kind of a measure
INSERT DATA { <3/measure/3> dct:type measure-kinds:access-to-education }

#+ harmless: second recipient of a measure
INSERT DATA { <3/measure/3> care:recipient recipients:family }

#+ harmless: stage on a measure
INSERT DATA { <4/measure/1> care:educationStage stages:compulsory }

#+ harmless: new venue
INSERT DATA {
    venues:library a skos:Concept ;
        skos:prefLabel "图书馆"@zh , "Library"@en ;
        skos:inScheme scheme:venues ;
        skos:topConceptOf scheme:venues .
    scheme:venues skos:hasTopConcept venues:library .
}

#+ harmless: new norm
INSERT DATA {
    norm:minors-online-protection a eli:LegalResource ;
        dct:title "未成年人网络保护条例"@zh , "Regulations on the Protection of Minors Online"@en ;
        dct:identifier "国务院令第766号" ;
        care:reviewStatus review-statuses:proposed ;
        care:translationStatus review-statuses:proposed .
}

#+ harmless: date of the edition
INSERT DATA { editions:2024 dct:modified "2026-01-01"^^xsd:date }

#+ harmless: situation of a condition
INSERT DATA { <2/condition/1> care:situation situations:family-economic-difficulty }
