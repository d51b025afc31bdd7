#+ wrong: edition without its type
#+ found-at: editions:2024
DELETE WHERE { editions:2024 a care:ChecklistEdition }

#+ wrong: edition is no dataset
#+ found-at: editions:2024
DELETE WHERE { editions:2024 a dcat:Dataset }

#+ wrong: edition without English title
#+ found-at: editions:2024
DELETE { editions:2024 dct:title ?text }
WHERE { editions:2024 dct:title ?text FILTER(LANG(?text) = "en") }

#+ wrong: edition with two Chinese titles
#+ found-at: editions:2024
INSERT DATA { editions:2024 dct:title "关爱服务清单"@zh }

#+ wrong: edition of another year
#+ found-at: editions:2024
DELETE { editions:2024 dcat:version ?old }
INSERT { editions:2024 dcat:version "2025" }
WHERE { editions:2024 dcat:version ?old }

#+ wrong: edition of no series
#+ found-at: editions:2024
DELETE WHERE { editions:2024 dcat:isVersionOf ?any }

#+ wrong: edition of itself as series
#+ found-at: editions:2024
DELETE { editions:2024 dcat:isVersionOf ?old }
INSERT { editions:2024 dcat:isVersionOf editions:2024 }
WHERE { editions:2024 dcat:isVersionOf ?old }

#+ wrong: edition for no place
#+ found-at: editions:2024
DELETE WHERE { editions:2024 dct:spatial ?any }

#+ wrong: issuer invented
#+ found-at: editions:2024
DELETE { editions:2024 dct:publisher ?old }
INSERT { editions:2024 dct:publisher body:civil-affairs }
WHERE { editions:2024 dct:publisher ?old }

#+ wrong: edition without licence
#+ found-at: editions:2024
DELETE WHERE { editions:2024 dct:license ?any }

#+ wrong: source points elsewhere
#+ found-at: editions:2024
DELETE { editions:2024 prov:wasDerivedFrom ?old }
INSERT { editions:2024 prov:wasDerivedFrom <../draft> }
WHERE { editions:2024 prov:wasDerivedFrom ?old }

#+ wrong: checksum truncated
#+ found-at: <../source#checksum>
DELETE { <../source#checksum> spdx:checksumValue ?old }
INSERT { <../source#checksum> spdx:checksumValue ?new }
WHERE { <../source#checksum> spdx:checksumValue ?old BIND(REPLACE(?old, "a5", "") AS ?new) }

#+ wrong: checksum by another algorithm
#+ found-at: <../source#checksum>
DELETE { <../source#checksum> spdx:algorithm ?old }
INSERT { <../source#checksum> spdx:algorithm spdx:checksumAlgorithm_md5 }
WHERE { <../source#checksum> spdx:algorithm ?old }

#+ wrong: source without checksum
#+ found-at: <../source>
DELETE WHERE { <../source> spdx:checksum ?any }

#+ wrong: source without size
#+ found-at: <../source>
DELETE WHERE { <../source> dcat:byteSize ?any }

#+ wrong: edition without table
#+ found-at: editions:2024
DELETE WHERE { editions:2024 dcat:distribution ?any }

#+ wrong: edition before itself
#+ found-at: editions:2024
INSERT DATA { editions:2024 dcat:previousVersion editions:2024 }

#+ wrong: table of another media type
#+ found-at: <../table.csv>
DELETE { <../table.csv> dcat:mediaType ?old }
INSERT { <../table.csv> dcat:mediaType <https://www.iana.org/assignments/media-types/text/html> }
WHERE { <../table.csv> dcat:mediaType ?old }

#+ wrong: table found elsewhere
#+ found-at: <../table.csv>
DELETE { <../table.csv> dcat:downloadURL ?old }
INSERT { <../table.csv> dcat:downloadURL <https://example.org/table.csv> }
WHERE { <../table.csv> dcat:downloadURL ?old }

#+ wrong: cell without its type
#+ found-at: <3>
DELETE WHERE { <../table.csv#cell=4,4> a csvw:Cell }

#+ wrong: cell of a row that is not there
#+ found-at: <../table.csv#cell=25,1>
INSERT DATA { <../table.csv#cell=25,1> a csvw:Cell , prov:Entity ; dct:isPartOf <../table.csv> }

#+ wrong: cell of a seventh column
#+ found-at: <../table.csv#cell=4,7>
INSERT DATA { <../table.csv#cell=4,7> a csvw:Cell , prov:Entity ; dct:isPartOf <../table.csv> }
