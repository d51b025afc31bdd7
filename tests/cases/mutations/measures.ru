#+ wrong: measure without its type
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> a care:ServiceMeasure }

#+ wrong: measure is no output
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> a cv:Output }

#+ wrong: measure retyped as a condition
#+ found-at: <3/measure/1>
DELETE DATA { <3/measure/1> a care:ServiceMeasure } ;
INSERT DATA { <3/measure/1> a care:EligibilityCondition }

#+ wrong: measure in the middle removed
#+ found-at: <3>
DELETE WHERE { <3/measure/2> ?p ?o } ;
DELETE WHERE { ?s ?p <3/measure/2> }

#+ wrong: last measure removed
#+ found-at: <3>
DELETE WHERE { <3/measure/6> ?p ?o } ;
DELETE WHERE { ?s ?p <3/measure/6> }

#+ wrong: two measures merged
#+ found-at: <3>
DELETE { <3/measure/1> dct:title ?old }
INSERT { <3/measure/1> dct:title "保障流动儿童接受义务教育，免除学杂费"@zh , "Compulsory education without fees"@en }
WHERE { <3/measure/1> dct:title ?old } ;
DELETE { <3/measure/1#selector> oa:exact ?old }
INSERT { <3/measure/1#selector> oa:exact "保障流动儿童接受义务教育，免除学杂费" }
WHERE { <3/measure/1#selector> oa:exact ?old } ;
DELETE WHERE { <3/measure/2> ?p ?o } ;
DELETE WHERE { ?s ?p <3/measure/2> }

#+ wrong: measure of two services
#+ found-at: <3/measure/1>
INSERT DATA { <4> cpsv:produces <3/measure/1> }

#+ wrong: measure of no service
#+ found-at: <3> <3/measure/6>
DELETE WHERE { <3> cpsv:produces <3/measure/6> }

#+ wrong: service produces something unknown
#+ found-at: <3>
INSERT DATA { <3> cpsv:produces <3/measure/7> }

#+ wrong: titles of two measures swapped
#+ found-at: <3/measure/1> <3/measure/2>
DELETE { <3/measure/1> dct:title ?a . <3/measure/2> dct:title ?b }
INSERT { <3/measure/1> dct:title ?b . <3/measure/2> dct:title ?a }
WHERE { <3/measure/1> dct:title ?a . <3/measure/2> dct:title ?b FILTER(LANG(?a) = LANG(?b)) }

#+ wrong: positions of two measures swapped
#+ found-at: <3> <3/measure/1> <3/measure/2>
DELETE { <3/measure/1> care:position ?a . <3/measure/2> care:position ?b }
INSERT { <3/measure/1> care:position ?b . <3/measure/2> care:position ?a }
WHERE { <3/measure/1> care:position ?a . <3/measure/2> care:position ?b }

#+ wrong: position left out
#+ found-at: <3> <3/measure/6>
DELETE { <3/measure/6> care:position ?old }
INSERT { <3/measure/6> care:position 7 }
WHERE { <3/measure/6> care:position ?old }

#+ wrong: position as text
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:position ?old }
INSERT { <3/measure/1> care:position "1" }
WHERE { <3/measure/1> care:position ?old }

#+ wrong: position negative
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:position ?old }
INSERT { <3/measure/1> care:position -1 }
WHERE { <3/measure/1> care:position ?old }

#+ wrong: position dropped
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> care:position ?any }

#+ wrong: one character of a measure
#+ found-at: <3/measure/3>
DELETE { <3/measure/3> dct:title ?old }
INSERT { <3/measure/3> dct:title ?new }
WHERE { <3/measure/3> dct:title ?old BIND(REPLACE(?old, "教科书", "教材书") AS ?new) }

#+ wrong: one character of a measure and its quotation
#+ found-at: <3> <3/measure/3> <3/measure/3#quotation>
DELETE { <3/measure/3> dct:title ?old }
INSERT { <3/measure/3> dct:title ?new }
WHERE { <3/measure/3> dct:title ?old BIND(REPLACE(?old, "教科书", "教材书") AS ?new) } ;
DELETE { <3/measure/3#selector> oa:exact ?old }
INSERT { <3/measure/3#selector> oa:exact ?new }
WHERE { <3/measure/3#selector> oa:exact ?old BIND(REPLACE(?old, "教科书", "教材书") AS ?new) }

#+ wrong: measure cut short
#+ found-at: <3> <3/measure/6#quotation>
DELETE { <3/measure/6> dct:title ?old }
INSERT { <3/measure/6> dct:title ?new }
WHERE { <3/measure/6> dct:title ?old BIND(REPLACE(?old, "在居住地参加中考", "参加中考") AS ?new) } ;
DELETE { <3/measure/6#selector> oa:exact ?old }
INSERT { <3/measure/6#selector> oa:exact ?new }
WHERE { <3/measure/6#selector> oa:exact ?old BIND(REPLACE(?old, "在居住地参加中考", "参加中考") AS ?new) }

#+ wrong: space at the end of a translation
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> dct:title ?old }
INSERT { <3/measure/1> dct:title ?new }
WHERE { <3/measure/1> dct:title ?old BIND(REPLACE(?old, "education", "education ") AS ?new) }

#+ wrong: measure without English title
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> dct:title ?text }
WHERE { <3/measure/1> dct:title ?text FILTER(LANG(?text) = "en") }

#+ wrong: measure without kind
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> dct:type ?any }

#+ wrong: measure of three kinds
#+ found-at: <3/measure/1>
INSERT DATA { <3/measure/1> dct:type measure-kinds:housing , measure-kinds:childcare }

#+ wrong: kind from the recipients
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> dct:type ?old }
INSERT { <3/measure/1> dct:type recipients:child }
WHERE { <3/measure/1> dct:type ?old }

#+ wrong: measure for nobody
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> care:recipient ?any }

#+ wrong: recipient misspelt
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:recipient ?old }
INSERT { <3/measure/1> care:recipient recipients:children }
WHERE { <3/measure/1> care:recipient ?old }

#+ wrong: guidance for guardians given to the child
#+ found-at: <17/measure/1>
DELETE { <17/measure/1> care:recipient ?old }
INSERT { <17/measure/1> care:recipient recipients:child }
WHERE { <17/measure/1> care:recipient ?old }

#+ wrong: measure without commitment
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> care:commitment ?any }

#+ wrong: conditional measure called firm
#+ found-at: <3/measure/5>
DELETE { <3/measure/5> care:commitment ?old }
INSERT { <3/measure/5> care:commitment commitments:firm }
WHERE { <3/measure/5> care:commitment ?old }

#+ wrong: firm measure called conditional
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:commitment ?old }
INSERT { <3/measure/1> care:commitment commitments:conditional }
WHERE { <3/measure/1> care:commitment ?old }

#+ wrong: where-available measure called conditional
#+ found-at: <1/measure/3>
DELETE { <1/measure/3> care:commitment ?old }
INSERT { <1/measure/3> care:commitment commitments:conditional }
WHERE { <1/measure/3> care:commitment ?old }

#+ wrong: promoted measure called firm
#+ found-at: <20/measure/1>
DELETE { <20/measure/1> care:commitment ?old }
INSERT { <20/measure/1> care:commitment commitments:firm }
WHERE { <20/measure/1> care:commitment ?old }

#+ wrong: firm measure called promoted
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:commitment ?old }
INSERT { <3/measure/1> care:commitment commitments:promoted }
WHERE { <3/measure/1> care:commitment ?old }

#+ wrong: measure on a condition of another service
#+ found-at: <3/measure/5>
DELETE { <3/measure/5> care:conditionedOn ?old }
INSERT { <3/measure/5> care:conditionedOn <2/condition/2> }
WHERE { <3/measure/5> care:conditionedOn ?old }

#+ wrong: measure on an unknown condition
#+ found-at: <3/measure/5>
DELETE { <3/measure/5> care:conditionedOn ?old }
INSERT { <3/measure/5> care:conditionedOn <3/condition/9> }
WHERE { <3/measure/5> care:conditionedOn ?old }

#+ wrong: stage from the goals
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:educationStage ?old }
INSERT { <3/measure/1> care:educationStage goals:education }
WHERE { <3/measure/1> care:educationStage ?old }

#+ wrong: rules of the wrong place
#+ found-at: <11/measure/2>
DELETE { <11/measure/2> care:rulesOf ?old }
INSERT { <11/measure/2> care:rulesOf rule-places:residence }
WHERE { <11/measure/2> care:rulesOf ?old }

#+ wrong: rules that the text does not name
#+ found-at: <3/measure/1>
INSERT DATA { <3/measure/1> care:rulesOf rule-places:residence }

#+ wrong: venue that the text does not name
#+ found-at: <3/measure/1>
INSERT DATA { <3/measure/1> dct:references venues:kindergarten }

#+ wrong: situation in place of a programme
#+ found-at: <3/measure/6>
DELETE { <3/measure/6> dct:references ?old }
INSERT { <3/measure/6> dct:references situations:orphan }
WHERE { <3/measure/6> dct:references ?old }

#+ wrong: property misspelt
#+ found-at: <3/measure/1>
INSERT DATA { <3/measure/1> care:educationStages stages:compulsory } ;
DELETE WHERE { <3/measure/1> care:educationStage ?any }

#+ wrong: measure without review state
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> care:reviewStatus ?any }

#+ wrong: evidence as review state
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:reviewStatus ?old }
INSERT { <3/measure/1> care:reviewStatus name-evidence:seen }
WHERE { <3/measure/1> care:reviewStatus ?old }

#+ wrong: alternative one way only
#+ found-at: <10/measure/1> <10/measure/2>
DELETE WHERE { <10/measure/1> care:alternativeTo ?any }

#+ wrong: alternatives not tied
#+ found-at: <10>
DELETE WHERE { <10/measure/1> care:alternativeTo ?any } ;
DELETE WHERE { <10/measure/2> care:alternativeTo ?any }

#+ wrong: alternative to itself
#+ found-at: <3/measure/1>
INSERT DATA { <3/measure/1> care:alternativeTo <3/measure/1> }

#+ wrong: alternative of another service
#+ found-at: <3/measure/1> <4/measure/1>
INSERT DATA {
    <3/measure/1> care:alternativeTo <4/measure/1> .
    <4/measure/1> care:alternativeTo <3/measure/1> .
}

#+ wrong: one pair of three alternatives missing
#+ found-at: <16/measure/1> <16/measure/3>
DELETE WHERE { <16/measure/1> care:alternativeTo <16/measure/3> } ;
DELETE WHERE { <16/measure/3> care:alternativeTo <16/measure/1> }

#+ wrong: stage that the group is not in
#+ found-at: <3/measure/1>
DELETE { <3/measure/1> care:educationStage ?old }
INSERT { <3/measure/1> care:educationStage <../../../../scheme/stages/preschool> }
WHERE { <3/measure/1> care:educationStage ?old }

#+ wrong: fee waiver called a cash benefit
#+ found-at: <3/measure/2>
DELETE { <3/measure/2> dct:type ?old }
INSERT { <3/measure/2> dct:type <../../../../scheme/measure-kinds/cash-benefit> }
WHERE { <3/measure/2> dct:type ?old }

#+ wrong: Chinese words tagged as the English title of a measure
#+ found-at: <3/measure/2>
DELETE { <3/measure/2> dct:title ?old }
INSERT { <3/measure/2> dct:title "免除学杂费"@en }
WHERE { <3/measure/2> dct:title ?old FILTER(LANG(?old) = "en") }
