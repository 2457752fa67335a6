# METADATA
# scope: package
# title: How policies say what they judge and what decided
package aismm.lib.evidence

# A resource, region or boundary as a subject.
subject(r) := {"kind": r.kind, "id": r.id, "ref": r.ref}

# A thing that is only named, and where it was seen.
named(kind, id, r) := {"kind": kind, "id": id, "ref": concat(":", [kind, id]), "seen": r.ref}

# A subject of an organization's policy, and the boundary that it counts for.
counted_for(r, boundary) := object.union(subject(r), {"boundary": boundary})

# The subject's own field decides.
at(r, path) := {"of": r.ref, "ref": r.ref, "path": path}

# A field of another resource decides about subject s.
shown(s, r, path) := {"of": s.ref, "ref": r.ref, "path": path}

# IAM documents write one value or a list of them.
list(x) := x if is_array(x)

list(x) := [x] if not is_array(x)
