# METADATA
# scope: package
# title: Images of AI workloads in production come from controlled registries
# custom:
#   remediation: Mirror the image into a repository of your own whose tags cannot move, and point the workload at it; or name the registry in approved_image_registries.
package aismm.dev.private_sources_for_builds.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.production
import data.aismm.lib.systems

models := [m | some m in input.resources.aws_sagemaker_model; not production.outside(m)]

# Runtimes of code have no image.
runtimes := [r |
	some r in input.resources.aws_bedrock_agentcore_runtime
	not production.outside(r)
	not r.config.agentRuntimeArtifact.codeConfiguration
]

# An image without a version that can be used holds nothing yet.
images := [i |
	some i in input.resources.aws_sagemaker_image
	not production.outside(i)
	not i.parts.DescribeImageVersion == []
]

subjects contains evidence.subject(r) if some r in array.concat(models, array.concat(runtimes, images))

# The containers of each, and where they are written.
containers := array.concat(
	array.concat(
		[{"thing": m, "path": ["config", "PrimaryContainer", "Image"], "image": object.get(c, "Image", ""), "container": c} |
			some m in models
			c := m.config.PrimaryContainer
		],
		[{"thing": m, "path": ["config", "Containers", i, "Image"], "image": object.get(c, "Image", ""), "container": c} |
			some m in models
			some i, c in m.config.Containers
		],
	),
	array.concat(
		[{"thing": r, "path": ["config", "agentRuntimeArtifact", "containerConfiguration", "containerUri"], "image": c.containerUri, "container": {}} |
			some r in runtimes
			c := r.config.agentRuntimeArtifact.containerConfiguration
		],
		[{"thing": i, "path": ["parts", "DescribeImageVersion", n, "BaseImage"], "image": object.get(v, "BaseImage", ""), "container": {}} |
			some i in images
			some n, v in i.parts.DescribeImageVersion
		],
	),
)

# What shows that a container's image is controlled.
proofs(c) := array.concat(
	[evidence.at(c.thing, c.path) | listed(c)],
	[evidence.shown(c.thing, r, ["config", "imageTagMutability"]) | some r in repositories(c.image); fixed(c.image, r)],
)

listed(c) if c.container.ImageConfig.RepositoryAccessMode == "Vpc"

listed(c) if {
	some registry in input.settings.approved_image_registries

	# A registry's host does not reach beyond its first slash.
	glob.match(concat("", [iam.plain(registry), "**"]), ["/"], c.image)
}

# The repository of the same account, by the image's name without its tag and digest.
repositories(image) := [r | some r in input.lookup.aws_ecr_repository.repositoryUri[bare(image)]]

bare(image) := split(split(image, "@")[0], ":")[0]

# Its tags cannot move, or the image is named by its digest.
fixed(_, r) if r.config.imageTagMutability == "IMMUTABLE"

fixed(_, r) if {
	r.config.imageTagMutability == "IMMUTABLE_WITH_EXCLUSION"
	count(r.config.imageTagMutabilityExclusionFilters) > 0
	count([f | some f in r.config.imageTagMutabilityExclusionFilters; not may_move(f)]) == 0
}

may_move(f) if f.filter in input.settings.mutable_image_tags

fixed(image, _) if contains(image, "@sha256:")

loose := [c | some c in containers; count(proofs(c)) == 0]

loose_refs := {c.thing.ref | some c in loose}

# METADATA
# scope: document
# title: its images come from a listed registry, or a repository of the account whose tags cannot move
# custom:
#   of: [aws_bedrock_agentcore_runtime, aws_sagemaker_image, aws_sagemaker_model]
#   field: config
met.controlled contains proof if {
	some c in containers
	not c.thing.ref in loose_refs
	some proof in proofs(c)
}

violations.controlled contains evidence.at(c.thing, c.path) if {
	some c in loose
	c.image != ""
}

# A container of a model package names its image there.
unclear.controlled contains evidence.at(c.thing, c.path) if {
	some c in loose
	c.container.ModelPackageName != ""
	not c.container.Image
}

# A repository that could not be read whole may be the one, and immutable.
unclear.controlled contains evidence.shown(c.thing, r, ["id"]) if {
	some c in loose
	some r in damaged
	not elsewhere(r, c)
}

damaged := [r | some r in input.resources.aws_ecr_repository; count(r.missing) > 0]

elsewhere(r, c) if r.config.repositoryUri != bare(c.image)

# A system that could not be read whole may be out of production.
unclear.controlled contains evidence.shown(c.thing, s, ["id"]) if {
	some c in loose
	some s in systems.of(c.thing)
	count(s.missing) > 0
}
