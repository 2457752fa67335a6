# METADATA
# scope: package
# title: What SageMaker endpoints serve, back to the packages in the model registry
package aismm.lib.serving

# Endpoints that answer, or are about to.
endpoints := [e | some e in input.resources.aws_sagemaker_endpoint; not gone(e)]

gone(e) if e.config.EndpointStatus in {"Deleting", "Failed", "OutOfService"}

# The configuration that an endpoint runs by. Names are those of its region.
configurations(e) := [c |
	some c in input.lookup.aws_sagemaker_endpoint_config.EndpointConfigName[e.config.EndpointConfigName]
	c.region == e.region
]

variants(e) := [v | some c in configurations(e); some v in c.config.ProductionVariants]

# The models of a variant. A variant of an endpoint with inference components names none.
models(e, v) := [m |
	some m in input.lookup.aws_sagemaker_model.ModelName[v.ModelName]
	m.region == e.region
]

containers(e) := [c | some v in variants(e); some m in models(e, v); some c in inside(m)]

# A model has one container, or several.
inside(m) := array.concat([c | c := m.config.PrimaryContainer], [c | some c in m.config.Containers])

# The packages that a container comes from: one, or none.
packages(container) := [p | some p in input.lookup.aws_sagemaker_model_package.ModelPackageArn[container.ModelPackageName]]

# The packages behind all that an endpoint serves. Empty where one of its models is not known, or one container comes from no package.
sources(e) := [p | some c in containers(e); some p in packages(c)] if {
	count(variants(e)) > 0
	every v in variants(e) { count([c | some m in models(e, v); some c in inside(m)]) > 0 }
	every c in containers(e) { count(packages(c)) > 0 }
} else := []

# The same, where all of them are approved.
approved(e) := sources(e) if {
	every p in sources(e) { p.config.ModelApprovalStatus == "Approved" }
} else := []

# Endpoints with a model of the organization's own. Those that serve nothing but what somebody else sells or offers say so.
own := [e | some e in endpoints; not bought(e)]

bought(e) if {
	count(containers(e)) > 0
	every v in variants(e) { count([c | some m in models(e, v); some c in inside(m)]) > 0 }
	every c in containers(e) { of_vendor(c) }
}

# A model of the public hub, which belongs to AWS.
of_vendor(c) if contains(c.ModelDataSource.S3DataSource.HubAccessConfig.HubContentArn, ":aws:hub-content/")

# A package of another account that is certified for AWS Marketplace.
of_vendor(c) if {
	some p in packages(c)
	p.derived.owned == false
	p.config.CertifyForMarketplace == true
}
