#+ wrong: condition without its type
#+ found-at: <3/condition/1>
DELETE WHERE { <3/condition/1> a care:EligibilityCondition }

#+ wrong: condition is no requirement
#+ found-at: <3/condition/1>
DELETE WHERE { <3/condition/1> a cv:Requirement }

#+ wrong: condition orphaned
#+ found-at: <2/condition/2>
DELETE WHERE { ?measure care:conditionedOn <2/condition/2> }

#+ wrong: condition hangs on service and measure
#+ found-at: <3/condition/1>
INSERT DATA { <3> cv:holdsRequirement <3/condition/1> }

#+ wrong: condition of the group hung on a measure
#+ found-at: <9/condition/1>
DELETE WHERE { <9> cv:holdsRequirement ?any } ;
INSERT DATA { <9/measure/1> care:conditionedOn <9/condition/1> } ;
DELETE { <9/measure/1> care:commitment ?old }
INSERT { <9/measure/1> care:commitment commitments:conditional }
WHERE { <9/measure/1> care:commitment ?old }

#+ wrong: one character of a condition
#+ found-at: <3/condition/1>
DELETE { <3/condition/1> dct:title ?old }
INSERT { <3/condition/1> dct:title ?new }
WHERE { <3/condition/1> dct:title ?old BIND(REPLACE(?old, "困难", "贫困") AS ?new) }

#+ wrong: open condition called explicit
#+ found-at: <3/condition/2>
DELETE { <3/condition/2> care:explicitness ?old }
INSERT { <3/condition/2> care:explicitness explicitness:explicit }
WHERE { <3/condition/2> care:explicitness ?old }

#+ wrong: named condition called open
#+ found-at: <3/condition/1>
DELETE { <3/condition/1> care:explicitness ?old }
INSERT { <3/condition/1> care:explicitness explicitness:open }
WHERE { <3/condition/1> care:explicitness ?old }

#+ wrong: age called named
#+ found-at: <1/condition/2>
DELETE { <1/condition/2> care:explicitness ?old }
INSERT { <1/condition/2> care:explicitness explicitness:named }
WHERE { <1/condition/2> care:explicitness ?old }

#+ wrong: condition met by nobody
#+ found-at: <3/condition/1>
DELETE WHERE { <3/condition/1> care:metBy ?any }

#+ wrong: household's condition on the child
#+ found-at: <3/condition/1>
DELETE { <3/condition/1> care:metBy ?old }
INSERT { <3/condition/1> care:metBy condition-subjects:child }
WHERE { <3/condition/1> care:metBy ?old }

#+ wrong: locality's condition on the child
#+ found-at: <1/condition/1> <1/measure/3>
DELETE { <1/condition/1> care:metBy ?old }
INSERT { <1/condition/1> care:metBy condition-subjects:child }
WHERE { <1/condition/1> care:metBy ?old }

#+ wrong: rules of the wrong place in a condition
#+ found-at: <15/condition/1>
DELETE { <15/condition/1> care:rulesOf ?old }
INSERT { <15/condition/1> care:rulesOf rule-places:residence }
WHERE { <15/condition/1> care:rulesOf ?old }

#+ wrong: rules that a condition names left out
#+ found-at: <16/condition/1>
DELETE WHERE { <16/condition/1> care:rulesOf ?any }

#+ wrong: identifier of a condition
#+ found-at: <3/condition/1>
DELETE { <3/condition/1> dct:identifier ?old }
INSERT { <3/condition/1> dct:identifier "heilongjiang/2024/3/condition/3" }
WHERE { <3/condition/1> dct:identifier ?old }

#+ wrong: condition without English title
#+ found-at: <3/condition/1>
DELETE { <3/condition/1> dct:title ?text }
WHERE { <3/condition/1> dct:title ?text FILTER(LANG(?text) = "en") }

#+ wrong: under 3 read as up to 3
#+ found-at: <1/condition/2>
DELETE { <1/condition/2> care:maxAge ?old }
INSERT { <1/condition/2> care:maxAge 3 }
WHERE { <1/condition/2> care:maxAge ?old }
