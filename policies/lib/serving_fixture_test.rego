# How tests write an estate of SageMaker, with the indexes that the engine would make of it.
package aismm.lib.serving_fixture

import data.aismm.lib.fixture

endpoint(config) := fixture.resource("aws_sagemaker_endpoint", "arn:e", {"config": object.union({"EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c"}, config)})

configuration(config) := fixture.resource("aws_sagemaker_endpoint_config", "arn:c", {"config": object.union({"EndpointConfigName": "c", "ProductionVariants": [{"ModelName": "m"}]}, config)})

model(config) := fixture.resource("aws_sagemaker_model", "arn:m", {"config": object.union({"ModelName": "m"}, config)})

package_of(arn, config) := fixture.resource("aws_sagemaker_model_package", arn, {
	"config": object.union({"ModelPackageArn": arn, "ModelApprovalStatus": "Approved"}, config),
	"derived": {"owned": true},
})

own := package_of("arn:p", {
	"CreatedBy": {"IamIdentity": {"PrincipalId": "a:build"}},
	"LastModifiedBy": {"IamIdentity": {"PrincipalId": "a:chief"}},
})

good := estate([endpoint({})], [configuration({})], [model({"PrimaryContainer": {"ModelPackageName": "arn:p"}})], [own])

with_packages(packages) := estate([endpoint({})], [configuration({})], [model({"Containers": [{"ModelPackageName": p.id} | some p in packages]})], packages)

estate(endpoints, configurations, models, packages) := {
	"as_of": fixture.as_of,
	"settings": {"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system", "release_gate_automations": ["arn:gate"]},
	"boundary": fixture.boundary("aws:111122223333"),
	"resources": {
		"aws_sagemaker_endpoint": endpoints, "aws_sagemaker_endpoint_config": configurations,
		"aws_sagemaker_model": models, "aws_sagemaker_model_package": packages,
		"aws_sagemaker_inference_experiment": [], "aws_eventbridge_rule": [],
	},
	"lookup": {
		"aws_sagemaker_endpoint_config": {"EndpointConfigName": {c.config.EndpointConfigName: [x | some x in configurations; x.config.EndpointConfigName == c.config.EndpointConfigName] | some c in configurations}},
		"aws_sagemaker_model": {"ModelName": {m.config.ModelName: [x | some x in models; x.config.ModelName == m.config.ModelName] | some m in models}},
		"aws_sagemaker_model_package": {"ModelPackageArn": {p.config.ModelPackageArn: [p] | some p in packages}},
		"record_ai_system": {"id": {"S-live": [system("S-live", "production")], "S-trial": [system("S-trial", "test")]}, "resource_ids": {}},
		"record_model": {"identifiers": {}},
	},
}

system(id, status) := fixture.record("record_ai_system", id, {"status": status})

# Labels of things in production and outside of it.
places := {
	"labelled production": {"tags": {"environment": "production"}, "judged": true},
	"labelled test": {"tags": {"environment": "test"}, "judged": false},
	"of a system in production": {"tags": {"ai-system": "S-live"}, "judged": true},
	"of a system in test": {"tags": {"ai-system": "S-trial"}, "judged": false},
}

hub(account) := {"ModelDataSource": {"S3DataSource": {"HubAccessConfig": {"HubContentArn": concat("", ["arn:aws:sagemaker:us-east-1:", account, ":hub-content/h/Model/m/1"])}}}}

sold(owned, certified) := object.union(package_of("arn:p", {"CertifyForMarketplace": certified}), {"derived": {"owned": owned}})

with_container(container) := estate([endpoint({})], [configuration({})], [model({"PrimaryContainer": container})], [])

with_containers(containers) := estate([endpoint({})], [configuration({})], [model({"Containers": containers})], [])

# Whose the models of an endpoint are.
origins := {
	"of a package": {"seen": good, "own": true},
	"nothing is known": {"seen": estate([endpoint({})], [], [], []), "own": true},
	"of the public hub": {"seen": with_container(hub("aws")), "own": false},
	"of a hub of its own": {"seen": with_container(hub("111122223333")), "own": true},
	"two of the public hub": {"seen": with_containers([hub("aws"), hub("aws")]), "own": false},
	"of the public hub and another": {"seen": with_containers([hub("aws"), {"Image": "i"}]), "own": true},
	"of the public hub and a model that is gone": {
		"seen": estate([endpoint({})], [configuration({"ProductionVariants": [{"ModelName": "m"}, {"ModelName": "gone"}]})], [model({"PrimaryContainer": hub("aws")})], []),
		"own": true,
	},
	"bought": {"seen": with_packages([sold(false, true)]), "own": false},
	"bought, in one container": {"seen": estate([endpoint({})], [configuration({})], [model({"PrimaryContainer": {"ModelPackageName": "arn:p"}})], [sold(false, true)]), "own": false},
	"for sale": {"seen": with_packages([sold(true, true)]), "own": true},
	"shared": {"seen": with_packages([sold(false, false)]), "own": true},
}
