#+ wrong: ages reversed
#+ found-at: groups:children-aged-3-6
DELETE { groups:children-aged-3-6 care:minAge ?old }
INSERT { groups:children-aged-3-6 care:minAge 6 }
WHERE { groups:children-aged-3-6 care:minAge ?old } ;
DELETE { groups:children-aged-3-6 care:maxAge ?old }
INSERT { groups:children-aged-3-6 care:maxAge 3 }
WHERE { groups:children-aged-3-6 care:maxAge ?old }

#+ wrong: age other than printed
#+ found-at: groups:children-aged-0-6
DELETE { groups:children-aged-0-6 care:maxAge ?old }
INSERT { groups:children-aged-0-6 care:maxAge 5 }
WHERE { groups:children-aged-0-6 care:maxAge ?old }

#+ wrong: age as text
#+ found-at: groups:children-aged-0-6
DELETE { groups:children-aged-0-6 care:minAge ?old }
INSERT { groups:children-aged-0-6 care:minAge "0" }
WHERE { groups:children-aged-0-6 care:minAge ?old }

#+ wrong: age negative
#+ found-at: groups:children-aged-0-6
DELETE { groups:children-aged-0-6 care:minAge ?old }
INSERT { groups:children-aged-0-6 care:minAge -1 }
WHERE { groups:children-aged-0-6 care:minAge ?old }

#+ wrong: age without the printed words
#+ found-at: groups:children-aged-0-6
DELETE WHERE { groups:children-aged-0-6 care:agePrinted ?any }

#+ wrong: ages left out
#+ found-at: groups:children-aged-0-6
DELETE WHERE { groups:children-aged-0-6 care:agePrinted ?any } ;
DELETE WHERE { groups:children-aged-0-6 care:minAge ?any } ;
DELETE WHERE { groups:children-aged-0-6 care:maxAge ?any }

#+ wrong: space inside a group
#+ found-at: groups:children-aged-0-6
DELETE { groups:children-aged-0-6 skos:prefLabel ?old }
INSERT { groups:children-aged-0-6 skos:prefLabel ?new }
WHERE { groups:children-aged-0-6 skos:prefLabel ?old BIND(REPLACE(?old, "0-6岁流动", "0-6岁 流动") AS ?new) }

#+ wrong: group in another scheme
#+ found-at: groups:children-aged-0-6
DELETE { groups:children-aged-0-6 skos:inScheme ?old }
INSERT { groups:children-aged-0-6 skos:inScheme scheme:goals }
WHERE { groups:children-aged-0-6 skos:inScheme ?old }

#+ wrong: group out of the tree
#+ found-at: groups:children-aged-0-6
DELETE WHERE { groups:children-aged-0-6 skos:broader ?any }

#+ wrong: group quoted from another row
#+ found-at: groups:children-aged-3-6
DELETE { groups:children-aged-3-6 prov:wasQuotedFrom ?old }
INSERT { groups:children-aged-3-6 prov:wasQuotedFrom <../table.csv#cell=4,3> }
WHERE { groups:children-aged-3-6 prov:wasQuotedFrom ?old }

#+ wrong: groups in a circle
#+ found-at: groups:children-aged-0-6 groups:children-aged-3-6
DELETE { groups:children-aged-0-6 skos:broader ?old }
INSERT { groups:children-aged-0-6 skos:broader groups:children-aged-3-6 }
WHERE { groups:children-aged-0-6 skos:broader ?old } ;
DELETE { groups:children-aged-3-6 skos:broader ?old }
INSERT { groups:children-aged-3-6 skos:broader groups:children-aged-0-6 }
WHERE { groups:children-aged-3-6 skos:broader ?old }
