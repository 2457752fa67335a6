package aismm.dev.private_sources_for_builds.aws_test

import data.aismm.dev.private_sources_for_builds.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

own := "111122223333.dkr.ecr.us-east-1.amazonaws.com/severity"

repository(config) := fixture.resource("aws_ecr_repository", "repo", {"config": object.union({"repositoryUri": own}, config)})

immutable := repository({"imageTagMutability": "IMMUTABLE"})

model(config, tags) := fixture.resource("aws_sagemaker_model", "model-1", {"config": config, "tags": tags})

of_image(image) := model({"PrimaryContainer": {"Image": image}}, {})

systems := {"ais-1": [fixture.record("record_ai_system", "ais-1", {"status": "test"})]}

seen(r, repositories) := {
	"settings": {
		"approved_image_registries": ["763104351884.dkr.ecr.*.amazonaws.com/"], "mutable_image_tags": ["cache-*"],
		"environment_label": "environment", "production_environments": ["production"], "system_label": "ai-system",
	},
	"resources": object.union(
		{k: [] | some k in ["aws_sagemaker_model", "aws_bedrock_agentcore_runtime", "aws_sagemaker_image"]},
		{r.kind: [r], "aws_ecr_repository": repositories},
	),
	"lookup": {"record_ai_system": {"resource_ids": {"of-test": systems["ais-1"]}, "id": systems}, "aws_ecr_repository": {"repositoryUri": {own: repositories}}},
}

test_subjects[name] if {
	some name, tc in {
		"a model": {"thing": of_image("x"), "judged": true},
		"a model of test": {"thing": model({"PrimaryContainer": {"Image": "x"}}, {"environment": "test"}), "judged": false},
		"a model of production": {"thing": model({"PrimaryContainer": {"Image": "x"}}, {"environment": "production"}), "judged": true},
		"a model of a system in test": {"thing": model({"PrimaryContainer": {"Image": "x"}}, {"ai-system": "ais-1"}), "judged": false},
		"a model that a system in test names": {"thing": object.union(of_image("x"), {"id": "of-test"}), "judged": false},
		"a runtime of an image": {"thing": runtime({"agentRuntimeArtifact": {"containerConfiguration": {"containerUri": "x"}}}, {}), "judged": true},
		"a runtime of code": {"thing": runtime({"agentRuntimeArtifact": {"codeConfiguration": {"runtime": "PYTHON_3_13"}}}, {}), "judged": false},
		"a runtime of test": {"thing": runtime({}, {"environment": "test"}), "judged": false},
		"a runtime that says nothing": {"thing": runtime({}, {}), "judged": true},
		"an image": {"thing": image([{"BaseImage": "x"}], {}), "judged": true},
		"an image without versions": {"thing": image([], {}), "judged": false},
		"an image of test": {"thing": image([{"BaseImage": "x"}], {"environment": "test"}), "judged": false},
	}
	got := policy.subjects with input as seen(tc.thing, [])
	got == {evidence.subject(tc.thing) | tc.judged}
}

runtime(config, tags) := fixture.resource("aws_bedrock_agentcore_runtime", "runtime-1", {"config": config, "tags": tags})

image(versions, tags) := fixture.resource("aws_sagemaker_image", "image-1", {"parts": {"DescribeImageVersion": versions}, "tags": tags})

judged(r, repositories) := got if {
	got := {"met": policy.met.controlled, "violations": policy.violations.controlled, "unclear": policy.unclear.controlled} with input as seen(r, repositories)
}

good(rows) := {"met": rows, "violations": set(), "unclear": set()}

bad(rows) := {"met": set(), "violations": rows, "unclear": set()}

at_primary(m) := evidence.at(m, ["config", "PrimaryContainer", "Image"])

test_own_repository[name] if {
	some name, tc in {
		"its tags cannot move": {"image": concat(":", [own, "1.2"]), "config": {"imageTagMutability": "IMMUTABLE"}, "good": true},
		"by its digest": {"image": concat("", [own, "@sha256:4c1f"]), "config": {"imageTagMutability": "MUTABLE"}, "good": true},
		"by tag and digest": {"image": concat("", [own, ":1.2@sha256:4c1f"]), "config": {"imageTagMutability": "MUTABLE"}, "good": true},
		"its tags move": {"image": concat(":", [own, "1.2"]), "config": {"imageTagMutability": "MUTABLE"}, "good": false},
		"without a tag": {"image": own, "config": {"imageTagMutability": "IMMUTABLE"}, "good": true},
		"not said": {"image": own, "config": {}, "good": false},
		"but for listed tags": {"image": own, "config": {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filter": "cache-*", "filterType": "WILDCARD"}]}, "good": true},
		"but for other tags": {"image": own, "config": {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filter": "cache-*", "filterType": "WILDCARD"}, {"filter": "latest", "filterType": "WILDCARD"}]}, "good": false},
		"but for tags that nobody names": {"image": own, "config": {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION"}, "good": false},
		"but for a filter that is not said": {"image": own, "config": {"imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD"}]}, "good": false},
	}
	m := of_image(tc.image)
	r := repository(tc.config)
	verdicts := {true: good({evidence.shown(m, r, ["config", "imageTagMutability"])}), false: bad({at_primary(m)})}
	judged(m, [r]) == verdicts[tc.good]
}

test_registries[name] if {
	some name, tc in {
		"listed": {"image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:2.6", "good": true},
		"of another account": {"image": "444455556666.dkr.ecr.us-east-1.amazonaws.com/severity:1.2", "good": false},
		"public": {"image": "docker.io/example/severity:latest", "good": false},
		"of a host that holds the end as a path": {"image": "763104351884.dkr.ecr.example.com/x.amazonaws.com/severity:1", "good": false},
		"below a folder": {"image": "763104351884.dkr.ecr.us-east-1.amazonaws.com/team/severity:1", "good": true},
		"of a name that begins alike": {"image": "763104351884.dkr.ecr.us-east-1.example.com/pytorch", "good": false},
	}
	m := of_image(tc.image)
	verdicts := {true: good({at_primary(m)}), false: bad({at_primary(m)})}
	judged(m, []) == verdicts[tc.good]
}

test_a_registry_in_the_network[name] if {
	some name, tc in {
		"in the network": {"mode": {"RepositoryAccessMode": "Vpc"}, "good": true},
		"of the platform": {"mode": {"RepositoryAccessMode": "Platform"}, "good": false},
		"not said": {"mode": {}, "good": false},
	}
	m := model({"PrimaryContainer": {"Image": "registry.example.com/severity:1", "ImageConfig": tc.mode}}, {})
	verdicts := {true: good({at_primary(m)}), false: bad({at_primary(m)})}
	judged(m, []) == verdicts[tc.good]
}

test_several_containers[name] if {
	some name, tc in {
		"all good": {"second": own, "good": true},
		"one bad": {"second": "docker.io/example/x", "good": false},
	}
	m := model({"Containers": [{"Image": own}, {"Image": tc.second}]}, {})
	verdicts := {
		true: good({evidence.shown(m, immutable, ["config", "imageTagMutability"])}),
		false: bad({evidence.at(m, ["config", "Containers", 1, "Image"])}),
	}
	judged(m, [immutable]) == verdicts[tc.good]
}

test_a_container_of_several[name] if {
	some name, tc in {
		"in the network": {"container": {"Image": "registry.example.com/x", "ImageConfig": {"RepositoryAccessMode": "Vpc"}}, "verdict": "good"},
		"of the platform": {"container": {"Image": "registry.example.com/x", "ImageConfig": {"RepositoryAccessMode": "Platform"}}, "verdict": "bad"},
		"of a package": {"container": {"ModelPackageName": "arn:aws:sagemaker:us-east-1:111122223333:model-package/severity/5"}, "verdict": "unclear"},
		"of an unnamed package": {"container": {"ModelPackageName": ""}, "verdict": "nothing"},
	}
	m := model({"Containers": [tc.container]}, {})
	row := evidence.at(m, ["config", "Containers", 0, "Image"])
	judged(m, []) == {
		"met": {row | tc.verdict == "good"}, "violations": {row | tc.verdict == "bad"}, "unclear": {row | tc.verdict == "unclear"},
	}
}

test_a_repository_that_could_not_be_read_whole[name] if {
	some name, tc in {
		"the one": {"config": {"repositoryUri": own}, "missing": ["ecr:DescribeRepositories"], "unclear": true},
		"perhaps the one": {"config": {}, "missing": ["ecr:DescribeRepositories"], "unclear": true},
		"another": {"config": {"repositoryUri": "111122223333.dkr.ecr.us-east-1.amazonaws.com/other"}, "missing": ["ecr:DescribeRepositories"], "unclear": false},
		"read whole": {"config": {"repositoryUri": own}, "missing": [], "unclear": false},
	}
	m := of_image(concat(":", [own, "1.2"]))
	r := fixture.resource("aws_ecr_repository", "repo", {"config": tc.config, "missing": tc.missing})
	in_all := seen(m, [])
	got := policy.unclear.controlled with input as object.union(in_all, {"resources": object.union(in_all.resources, {"aws_ecr_repository": [r]})})
	got == {row | tc.unclear; row := evidence.shown(m, r, ["id"])}
}

test_a_model_without_containers if {
	judged(model({}, {}), []) == {"met": set(), "violations": set(), "unclear": set()}
}

test_a_container_of_a_package[name] if {
	some name, tc in {
		"alone": {"container": {"ModelPackageName": "arn:aws:sagemaker:us-east-1:111122223333:model-package/severity/5"}, "unclear": true},
		"with an image": {"container": {"ModelPackageName": "arn:aws:sagemaker:us-east-1:111122223333:model-package/severity/5", "Image": "docker.io/x"}, "unclear": false},
		"neither": {"container": {}, "unclear": false},
	}
	m := model({"PrimaryContainer": tc.container}, {})
	judged(m, []) == {
		"met": set(), "violations": {at_primary(m) | tc.container.Image},
		"unclear": {at_primary(m) | tc.unclear},
	}
}

test_runtimes[name] if {
	some name, tc in {
		"own": {"uri": concat(":", [own, "1"]), "good": true},
		"public": {"uri": "public.ecr.aws/example/agent:1", "good": false},
	}
	r := runtime({"agentRuntimeArtifact": {"containerConfiguration": {"containerUri": tc.uri}}}, {})
	verdicts := {
		true: good({evidence.shown(r, immutable, ["config", "imageTagMutability"])}),
		false: bad({evidence.at(r, ["config", "agentRuntimeArtifact", "containerConfiguration", "containerUri"])}),
	}
	judged(r, [immutable]) == verdicts[tc.good]
}

test_a_runtime_that_says_nothing if judged(runtime({}, {}), [immutable]) == bad(set())

test_images[name] if {
	some name, tc in {
		"own": {"versions": [{"BaseImage": concat(":", [own, "1"])}], "good": true},
		"one public": {"versions": [{"BaseImage": "docker.io/x"}, {"BaseImage": concat(":", [own, "2"])}], "good": false},
	}
	i := image(tc.versions, {})
	verdicts := {
		true: good({evidence.shown(i, immutable, ["config", "imageTagMutability"])}),
		false: bad({evidence.at(i, ["parts", "DescribeImageVersion", 0, "BaseImage"])}),
	}
	judged(i, [immutable]) == verdicts[tc.good]
}

test_images_that_do_not_say_where_they_come_from if {
	judged(image([{"Version": 1}], {}), [immutable]) == bad(set())
	not_read := object.remove(image([], {}), ["parts"])
	judged(not_read, [immutable]) == bad(set())
}

test_a_system_that_could_not_be_read_whole[name] if {
	some name, tc in {"damaged": {"missing": ["status"], "unclear": true}, "whole": {"missing": [], "unclear": false}}
	s := fixture.resource("record_ai_system", "ais-2", {"missing": tc.missing})
	m := object.union(of_image("docker.io/x"), {"id": "arn-2"})
	in_all := seen(m, [])
	got := policy.unclear.controlled with input as object.union(in_all, {"lookup": {"record_ai_system": {"resource_ids": {"arn-2": [s]}, "id": {}}}})
	got == {row | tc.unclear; row := evidence.shown(m, s, ["id"])}
}
