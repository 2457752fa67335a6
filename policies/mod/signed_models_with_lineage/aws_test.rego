package aismm.mod.signed_models_with_lineage.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.signed_models_with_lineage.aws as policy

package_of(status, owned, vertices) := fixture.resource("aws_sagemaker_model_package", "arn:p", {
	"config": {"ModelApprovalStatus": status}, "derived": {"owned": owned}, "parts": {"QueryLineage": {"Vertices": vertices}},
})

seen(p) := {"resources": {"aws_sagemaker_model_package": [p]}}

test_subjects[name] if {
	some name, tc in {
		"approved": {"status": "Approved", "owned": true, "judged": true},
		"status not said": {"status": "", "owned": true, "judged": true},
		"waiting": {"status": "PendingManualApproval", "owned": true, "judged": false},
		"refused": {"status": "Rejected", "owned": true, "judged": false},
		"of another account": {"status": "Approved", "owned": false, "judged": false},
	}
	p := package_of(tc.status, tc.owned, [])
	got := policy.subjects with input as seen(p)
	got == {x | tc.judged; x := evidence.subject(p)}
}

image := {"LineageType": "Artifact", "Type": "Image"}

data_set := {"LineageType": "Artifact", "Type": "DataSet"}

training := {"LineageType": "TrialComponent", "Type": "TrainingJob"}

test_lineage[name] if {
	some name, tc in {
		"whole": {"vertices": [image, data_set, training], "data": true, "training": true},
		"no data": {"vertices": [image, image, training], "data": false, "training": true},
		"no training": {"vertices": [image, data_set, image], "data": true, "training": false},
		"processing only": {"vertices": [image, data_set, object.union(training, {"Type": "ProcessingJob"})], "data": true, "training": false},
		"of other kinds": {"vertices": [image, object.union(data_set, {"LineageType": "Context"}), object.union(training, {"LineageType": "Action"})], "data": false, "training": false},
		"kinds not said": {"vertices": [image, {"Type": "DataSet"}, {"Type": "TrainingJob"}], "data": false, "training": false},
		"types not said": {"vertices": [image, {"LineageType": "Artifact"}, {"LineageType": "TrialComponent"}], "data": false, "training": false},
		"nothing": {"vertices": [], "data": false, "training": false},
	}
	p := package_of("Approved", true, tc.vertices)
	got := policy.met with input as seen(p)
	got == {
		"data": {row | tc.data; row := evidence.at(p, ["parts", "QueryLineage", "Vertices", 1, "Type"])},
		"training": {row | tc.training; row := evidence.at(p, ["parts", "QueryLineage", "Vertices", 2, "Type"])},
	}
}
