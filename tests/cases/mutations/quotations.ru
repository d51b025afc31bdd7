#+ wrong: measure without quotation
#+ found-at: <3/measure/1>
DELETE WHERE { <3/measure/1> prov:wasQuotedFrom ?any }

#+ wrong: quotation from the next row
#+ found-at: <3/measure/1>
DELETE { <3/measure/1#quotation> oa:hasSource ?old }
INSERT { <3/measure/1#quotation> oa:hasSource <../table.csv#cell=5,5> }
WHERE { <3/measure/1#quotation> oa:hasSource ?old }

#+ wrong: quotation from another column
#+ found-at: <3/measure/1>
DELETE { <3/measure/1#quotation> oa:hasSource ?old }
INSERT { <3/measure/1#quotation> oa:hasSource <../table.csv#cell=4,4> }
WHERE { <3/measure/1#quotation> oa:hasSource ?old }

#+ wrong: quotation from a whole table
#+ found-at: <3/measure/1#quotation>
DELETE { <3/measure/1#quotation> oa:hasSource ?old }
INSERT { <3/measure/1#quotation> oa:hasSource <../table.csv> }
WHERE { <3/measure/1#quotation> oa:hasSource ?old }

#+ wrong: one character of a quotation
#+ found-at: <3/measure/3> <3/measure/3#quotation>
DELETE { <3/measure/3#selector> oa:exact ?old }
INSERT { <3/measure/3#selector> oa:exact ?new }
WHERE { <3/measure/3#selector> oa:exact ?old BIND(REPLACE(?old, "教科书", "教材书") AS ?new) }

#+ wrong: one character before a quotation
#+ found-at: <3/measure/3#quotation>
DELETE { <3/measure/3#selector> oa:prefix ?old }
INSERT { <3/measure/3#selector> oa:prefix ?new }
WHERE { <3/measure/3#selector> oa:prefix ?old BIND(REPLACE(?old, "学杂费", "学费") AS ?new) }

#+ wrong: words after a quotation dropped
#+ found-at: <3/measure/3#quotation>
DELETE WHERE { <3/measure/3#selector> oa:suffix ?any }

#+ wrong: one character before a body
#+ found-at: <17/participation/5>
DELETE { <17/participation/5#selector> oa:prefix ?old }
INSERT { <17/participation/5#selector> oa:prefix ?new }
WHERE { <17/participation/5#selector> oa:prefix ?old BIND(REPLACE(?old, "育厅", "育局") AS ?new) }

#+ wrong: quoted body is another
#+ found-at: <3/participation/1>
DELETE { <3/participation/1#selector> oa:exact ?old }
INSERT { <3/participation/1#selector> oa:exact "省民政厅" }
WHERE { <3/participation/1#selector> oa:exact ?old }

#+ wrong: quotation tagged
#+ found-at: <3/measure/1#selector>
DELETE { <3/measure/1#selector> oa:exact ?old }
INSERT { <3/measure/1#selector> oa:exact ?new }
WHERE { <3/measure/1#selector> oa:exact ?old FILTER(LANG(?old) = "") BIND(STRLANG(STR(?old), "zh") AS ?new) }

#+ wrong: selector without its type
#+ found-at: <3/measure/1#selector>
DELETE WHERE { <3/measure/1#selector> a ?any }

#+ wrong: quotation used twice
#+ found-at: <3/measure/1#quotation>
DELETE { <3/measure/2> prov:wasQuotedFrom ?old }
INSERT { <3/measure/2> prov:wasQuotedFrom <3/measure/1#quotation> }
WHERE { <3/measure/2> prov:wasQuotedFrom ?old }
