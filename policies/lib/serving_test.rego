package aismm.lib.serving_test

import data.aismm.lib.serving
import data.aismm.lib.serving_fixture as fixture

test_endpoints[name] if {
	some name, tc in {
		"in service": {"patch": {}, "want": true},
		"status not said": {"patch": {"EndpointStatus": ""}, "want": true},
		"updating": {"patch": {"EndpointStatus": "Updating"}, "want": true},
		"deleting": {"patch": {"EndpointStatus": "Deleting"}, "want": false},
		"failed": {"patch": {"EndpointStatus": "Failed"}, "want": false},
		"out of service": {"patch": {"EndpointStatus": "OutOfService"}, "want": false},
	}
	e := fixture.endpoint(tc.patch)
	got := serving.endpoints with input.resources.aws_sagemaker_endpoint as [e]
	got == [x | tc.want; x := e]
}

elsewhere := {"region": "eu-central-1"}

two := [fixture.own, fixture.package_of("arn:q", {})]

test_sources[name] if {
	e := fixture.endpoint({})
	c := fixture.configuration({})
	of_package := fixture.model({"PrimaryContainer": {"ModelPackageName": "arn:p"}})
	some name, tc in {
		"of a package": {"seen": fixture.good, "want": [fixture.own]},
		"of two": {"seen": fixture.with_packages(two), "want": two},
		"one container of none": {
			"seen": fixture.estate([e], [c], [fixture.model({"Containers": [{"ModelPackageName": "arn:p"}, {"Image": "i"}]})], [fixture.own]),
			"want": [],
		},
		"of a package that nobody knows": {"seen": fixture.estate([e], [c], [of_package], []), "want": []},
		"of no package": {"seen": fixture.estate([e], [c], [fixture.model({"PrimaryContainer": {"Image": "i"}})], [fixture.own]), "want": []},
		"no container": {"seen": fixture.estate([e], [c], [fixture.model({})], [fixture.own]), "want": []},
		"a model that nobody knows": {"seen": fixture.estate([e], [c], [], [fixture.own]), "want": []},
		"one of two models is not known": {
			"seen": fixture.estate([e], [fixture.configuration({"ProductionVariants": [{"ModelName": "m"}, {"ModelName": "x"}]})], [of_package], [fixture.own]),
			"want": [],
		},
		"a variant without a model": {
			"seen": fixture.estate([e], [fixture.configuration({"ProductionVariants": [{"ModelName": "m"}, {}]})], [of_package], [fixture.own]),
			"want": [],
		},
		"no variant": {"seen": fixture.estate([e], [fixture.configuration({"ProductionVariants": []})], [of_package], [fixture.own]), "want": []},
		"no configuration": {"seen": fixture.estate([e], [], [of_package], [fixture.own]), "want": []},
		"a configuration of another region": {"seen": fixture.estate([e], [object.union(c, elsewhere)], [of_package], [fixture.own]), "want": []},
		"a model of another region": {"seen": fixture.estate([e], [c], [object.union(of_package, elsewhere)], [fixture.own]), "want": []},
	}
	got := serving.sources(e) with input as tc.seen
	got == tc.want
}

test_approved[name] if {
	some name, tc in {
		"approved": {"packages": two, "want": two},
		"one waits": {"packages": [fixture.own, fixture.package_of("arn:q", {"ModelApprovalStatus": "PendingManualApproval"})], "want": []},
		"one is refused": {"packages": [fixture.package_of("arn:q", {"ModelApprovalStatus": "Rejected"})], "want": []},
		"one does not say": {"packages": [object.remove(fixture.own, ["config"])], "want": []},
	}
	got := serving.approved(fixture.endpoint({})) with input as fixture.with_packages([object.union({"config": {"ModelPackageArn": p.id}}, p) | some p in tc.packages])
	got == tc.want
}

test_own[name] if {
	some name, tc in fixture.origins
	got := serving.own with input as tc.seen
	got == [x | tc.own; x := fixture.endpoint({})]
}
