#+ wrong: participation without its type
#+ found-at: <3/participation/1>
DELETE WHERE { <3/participation/1> a cv:Participation }

#+ wrong: participation left out
#+ found-at: <4> <4/participation/2>
DELETE WHERE { <4> cv:hasParticipation <4/participation/2> }

#+ wrong: bodies in another order
#+ found-at: <1/participation/1> <1/participation/2>
DELETE { <1/participation/1> care:position ?a . <1/participation/2> care:position ?b }
INSERT { <1/participation/1> care:position ?b . <1/participation/2> care:position ?a }
WHERE { <1/participation/1> care:position ?a . <1/participation/2> care:position ?b }

#+ wrong: bodies of two participations swapped
#+ found-at: <1/participation/1> <1/participation/2>
DELETE { <1/participation/1> cv:hasParticipant ?a . <1/participation/2> cv:hasParticipant ?b }
INSERT { <1/participation/1> cv:hasParticipant ?b . <1/participation/2> cv:hasParticipant ?a }
WHERE { <1/participation/1> cv:hasParticipant ?a . <1/participation/2> cv:hasParticipant ?b }

#+ wrong: body twice
#+ found-at: <4>
DELETE { <4/participation/2> cv:hasParticipant ?old }
INSERT { <4/participation/2> cv:hasParticipant body:education }
WHERE { <4/participation/2> cv:hasParticipant ?old } ;
DELETE WHERE { <4> cv:hasCompetentAuthority body:civil-affairs }

#+ wrong: lead role invented
#+ found-at: <1/participation/1>
INSERT DATA {
    roles:lead-body a skos:Concept ;
        skos:prefLabel "牵头部门"@zh , "Lead body"@en ;
        skos:inScheme scheme:roles ;
        skos:topConceptOf scheme:roles .
    scheme:roles skos:hasTopConcept roles:lead-body .
} ;
DELETE { <1/participation/1> cv:role ?old }
INSERT { <1/participation/1> cv:role roles:lead-body }
WHERE { <1/participation/1> cv:role ?old }

#+ wrong: participation without role
#+ found-at: <1/participation/1>
DELETE WHERE { <1/participation/1> cv:role ?any }

#+ wrong: descriptions of participations swapped
#+ found-at: <1/participation/1> <1/participation/2>
DELETE { <1/participation/1> dct:description ?a . <1/participation/2> dct:description ?b }
INSERT { <1/participation/1> dct:description ?b . <1/participation/2> dct:description ?a }
WHERE { <1/participation/1> dct:description ?a . <1/participation/2> dct:description ?b FILTER(LANG(?a) = LANG(?b)) }

#+ wrong: position of a body as text
#+ found-at: <1/participation/1>
DELETE { <1/participation/1> care:position ?old }
INSERT { <1/participation/1> care:position "1" }
WHERE { <1/participation/1> care:position ?old }

#+ wrong: position zero
#+ found-at: <3/participation/1>
DELETE { <3/participation/1> care:position ?old }
INSERT { <3/participation/1> care:position 0 }
WHERE { <3/participation/1> care:position ?old }

#+ wrong: participant is a national body
#+ found-at: <3/participation/1>
DELETE { <3/participation/1> cv:hasParticipant ?old }
INSERT { <3/participation/1> cv:hasParticipant national:ministry-of-education }
WHERE { <3/participation/1> cv:hasParticipant ?old }
