package aismm.mod.model_inventory_documented.aws_test

import data.aismm.lib.evidence
import data.aismm.lib.fixture
import data.aismm.mod.model_inventory_documented.aws as policy

package_of(config, owned) := fixture.resource("aws_sagemaker_model_package", "arn:p", {
	"config": object.union({"ModelPackageArn": "arn:p", "ModelApprovalStatus": "Approved"}, config),
	"derived": {"owned": owned},
})

card(status, arn) := fixture.resource("aws_sagemaker_model_card", "arn:card", {
	"config": {"ModelCardStatus": status, "Content": {"model_package_details": {"model_package_arn": arn}}},
})

content(config) := fixture.resource("aws_sagemaker_hub_content", "arn:h", {"config": config})

documented := {"HubContentDescription": "Scores claims", "HubContentMarkdown": "# Scorer"}

seen(packages, cards, contents) := {"resources": {"aws_sagemaker_model_package": packages, "aws_sagemaker_model_card": cards, "aws_sagemaker_hub_content": contents}}

test_subjects[name] if {
	some name, tc in {
		"approved": {"package": package_of({}, true), "judged": true},
		"status not said": {"package": package_of({"ModelApprovalStatus": ""}, true), "judged": true},
		"waiting": {"package": package_of({"ModelApprovalStatus": "PendingManualApproval"}, true), "judged": false},
		"refused": {"package": package_of({"ModelApprovalStatus": "Rejected"}, true), "judged": false},
		"of another account": {"package": package_of({}, false), "judged": false},
	}
	h := content({})
	got := policy.subjects with input as seen([tc.package], [], [h])
	got == {evidence.subject(h)} | {x | tc.judged; x := evidence.subject(tc.package)}
}

test_cards[name] if {
	with_card := package_of({"ModelCard": {"ModelCardStatus": "Approved"}}, true)
	bare := package_of({}, true)
	some name, tc in {
		"its own": {"package": with_card, "cards": [], "rows": {evidence.at(with_card, ["config", "ModelCard", "ModelCardStatus"])}},
		"its own, in draft": {"package": package_of({"ModelCard": {"ModelCardStatus": "Draft"}}, true), "cards": [], "rows": set()},
		"status not said": {"package": package_of({"ModelCard": {}}, true), "cards": [], "rows": set()},
		"none": {"package": bare, "cards": [], "rows": set()},
		"one that names it": {"package": bare, "cards": [card("Approved", "arn:p")], "rows": {evidence.shown(bare, card("Approved", "arn:p"), ["config", "ModelCardStatus"])}},
		"one that names another": {"package": bare, "cards": [card("Approved", "arn:q")], "rows": set()},
		"one that names it, under review": {"package": bare, "cards": [card("PendingReview", "arn:p")], "rows": set()},
		"one that names nothing": {"package": bare, "cards": [object.remove(card("Approved", "arn:p"), ["config"])], "rows": set()},
	}
	got := policy.met.card with input as seen([tc.package], tc.cards, [])
	got == tc.rows
}

test_hub_contents[name] if {
	some name, tc in {
		"documented": {"config": documented, "description": true, "documentation": true},
		"no description": {"config": object.remove(documented, ["HubContentDescription"]), "description": false, "documentation": true},
		"an empty description": {"config": object.union(documented, {"HubContentDescription": ""}), "description": false, "documentation": true},
		"no documentation": {"config": object.remove(documented, ["HubContentMarkdown"]), "description": true, "documentation": false},
		"empty documentation": {"config": object.union(documented, {"HubContentMarkdown": ""}), "description": true, "documentation": false},
	}
	h := content(tc.config)
	got := policy.met with input as seen([], [], [h])
	got == {
		"card": set(),
		"description": {row | tc.description; row := evidence.at(h, ["config", "HubContentDescription"])},
		"documentation": {row | tc.documentation; row := evidence.at(h, ["config", "HubContentMarkdown"])},
	}
}
