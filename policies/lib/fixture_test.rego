# How tests write the resources that the engine would hand to a policy.
package aismm.lib.fixture

as_of := "2026-11-20T09:00:00Z"

# A resource as the engine stamps it; fields may set config, parts, derived, tags, missing, region, boundary.
resource(kind, id, fields) := object.union(
	{
		"kind": kind, "id": id, "ref": concat(" ", [kind, id]),
		"region": "us-east-1", "boundary": "aws:111122223333", "config": {},
	},
	fields,
)

# A record of the programme.
record(kind, id, config) := {
	"kind": kind, "id": id, "ref": concat(" ", [kind, id]),
	"boundary": "records:programme", "config": object.union({"id": id}, config),
}

# A region of the boundary, with or without AI.
region(name, ai) := {
	"kind": "scope", "id": concat("/", ["aws:111122223333", name]), "ref": concat(" ", ["scope", name]),
	"provider": "aws", "boundary": "aws:111122223333", "account": "111122223333", "region": name, "ai": ai,
}

boundary(id) := {"kind": "boundary", "id": id, "ref": concat(" ", ["boundary", id]), "provider": split(id, ":")[0], "account": split(id, ":")[1]}
