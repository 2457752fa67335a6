# METADATA
# scope: package
# title: Which AI systems of the register a resource belongs to
package aismm.lib.systems

# Those that name its id; where none does, the one that its label names. Retired systems own nothing.
of(r) := by_id(r) if count(by_id(r)) > 0

of(r) := by_label(r) if count(by_id(r)) == 0

by_id(r) := [s | some s in input.lookup.record_ai_system.resource_ids[r.id]; not retired(s)]

by_label(r) := [s | some s in input.lookup.record_ai_system.id[r.tags[input.settings.system_label]]; not retired(s)]

retired(s) if s.config.status == "retired"
