# METADATA
# scope: package
# title: Projects and models of an OpenAI organization
package aismm.lib.openai

import data.aismm.lib.confidentiality
import data.aismm.lib.models
import data.aismm.lib.register
import data.aismm.lib.systems
import data.aismm.lib.tenancy

# Projects that nobody says are archived.
active := [p | some p in input.resources.openai_project; not archived(p)]

archived(p) if p.config.status == "archived"

# Those of them of which nobody says that they are not in production.
in_production := [p | some p in input.resources.openai_project; serving(p)]

serving(p) if {
	not archived(p)
	not register.only_elsewhere(p.id)
}

# The systems of a project, which name its id: projects have no labels. Retired systems own nothing.
owners(id) := [s | some s in input.lookup.record_ai_system.resource_ids[id]; not systems.retired(s)]

# The register says of all systems of a project that they handle nothing confidential. What it says nothing of is confidential.
open(p) if {
	count(owners(p.id)) > 0
	count([s | some s in owners(p.id); not confidentiality.harmless(s)]) == 0
}

# A model as OpenAI offers it to this organization.
offered(model) := input.lookup.openai_model.id[concat("@", [model, input.boundary.account])]

# The entries of the registry for a model as OpenAI offers it, and the approvals among them that hold: other providers offer models of the same names.
registered(model) := [m | some m in models.named(model); m.config.provider_id in provider_ids]

approved(model) := [m | some m in registered(model); models.holds(m)]

provider_ids := {p.id | some p in tenancy.providers}

# Whether the name of a model says one fixed version: it ends with a day, in the newer form or the older one. A fine-tuned model has that of its base.
dated(model) if regex.match(`^[^:]+-(\d{4}-\d{2}-\d{2}|[01]\d[0-3]\d)(-preview)?$`, base(model))

# What a fine-tuned model was made from, and any other model itself ("ft:gpt-4.1-mini-2025-04-14:example::abc").
base(model) := split(model, ":")[1] if startswith(model, "ft:")

base(model) := model if not startswith(model, "ft:")

# The name that all versions of a model share.
family(model) := regex.replace(base(model), `-(\d{4}-\d{2}-\d{2}|[01]\d[0-3]\d)(-preview)?$`, "")

# The controls of data retention, each with what it holds for: the organization, or a project, which may keep to that of the organization.
retention := array.concat(
	[{"subject": input.boundary, "control": r} | some r in of_organization],
	array.concat(
		[{"subject": p, "control": r} | some r in of_projects; not follows(r); some p in holder(r)],
		[{"subject": p, "control": r} | some own in of_projects; follows(own); some p in holder(own); some r in of_organization],
	),
)

of_organization := [r | some r in input.resources.openai_data_retention; r.derived.level == "organization"]

of_projects := [r | some r in input.resources.openai_data_retention; r.derived.project_id]

holder(r) := [p | some p in input.lookup.openai_project.id[r.derived.project_id]; not archived(p)]

follows(r) if r.config.type == "organization_default"

# Controls under which OpenAI keeps content out of its logs for abuse, or keeps none (openai-go, ProjectDataRetentionType).
controlled := {"enhanced_modified_abuse_monitoring", "enhanced_zero_data_retention", "modified_abuse_monitoring", "zero_data_retention"}
