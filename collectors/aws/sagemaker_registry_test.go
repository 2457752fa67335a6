package aws

import (
	"slices"
	"testing"

	"github.com/aismm/aismm/internal/evidence"
)

const foreignPackage = "arn:aws:sagemaker:us-east-1:444455556666:model-package/shared/3"

func registryAnswers() map[string][]answer {
	return map[string][]answer{
		"SageMaker.ListHubs": {ok(`{"HubSummaries": [
			{"HubArn": "arn:aws:sagemaker:us-east-1:aws:hub/SageMakerPublicHub", "HubName": "SageMakerPublicHub", "HubStatus": "InService", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}], "NextToken": "page2"}`)},
		`SageMaker.ListHubs {"NextToken":"page2"}`: {ok(`{"HubSummaries": [
			{"HubArn": "` + smARN + `hub/own", "HubName": "own", "HubStatus": "InService", "CreationTime": 1790000000, "LastModifiedTime": 1790000000}]}`)},
		`SageMaker.ListHubContents {"HubContentType":"Model","HubName":"own"}`: {ok(`{"HubContentSummaries": [{"HubContentArn": "` + smARN + `hub-content/own/Model/scorer/1.0.0", "HubContentName": "scorer",
			"HubContentVersion": "1.0.0", "HubContentType": "Model", "DocumentSchemaVersion": "2.0.0", "HubContentStatus": "Available", "CreationTime": 1790000000}]}`)},
		`SageMaker.DescribeHubContent {"HubContentName":"scorer","HubContentType":"Model","HubName":"own"}`: {ok(`{"HubArn": "` + smARN + `hub/own", "HubName": "own", "HubContentArn": "` + smARN + `hub-content/own/Model/scorer/1.0.0",
			"HubContentName": "scorer", "HubContentVersion": "1.0.0", "HubContentType": "Model", "DocumentSchemaVersion": "2.0.0", "HubContentStatus": "Available", "CreationTime": 1790000000,
			"HubContentDocument": "{\"Env\": \"secret-of-the-document\"}", "HubContentDescription": "Scores claims", "HubContentMarkdown": "# Scorer"}`)},
		"SageMaker.ListModelCards": {ok(`{"ModelCardSummaries": [
			{"ModelCardArn": "` + smARN + `model-card/scorer", "ModelCardName": "scorer", "ModelCardStatus": "Approved", "CreationTime": 1790000000},
			{"ModelCardArn": "` + smARN + `model-card/torn", "ModelCardName": "torn", "ModelCardStatus": "Draft", "CreationTime": 1790000000}]}`)},
		`SageMaker.DescribeModelCard {"ModelCardName":"scorer"}`: {ok(`{"ModelCardArn": "` + smARN + `model-card/scorer", "ModelCardName": "scorer", "ModelCardStatus": "Approved", "ModelCardVersion": 2, "CreationTime": 1790000000,
			"CreatedBy": {}, "Content": "{\"model_package_details\": {\"model_package_arn\": \"` + smARN + `model-package/scorer/1\"}, \"intended_uses\": {\"purpose_of_model\": \"Scoring claims\"}}"}`)},
		`SageMaker.DescribeModelCard {"ModelCardName":"torn"}`: {ok(`{"ModelCardArn": "` + smARN + `model-card/torn", "ModelCardName": "torn", "ModelCardStatus": "Draft", "ModelCardVersion": 1, "CreationTime": 1790000000,
			"CreatedBy": {}, "Content": "{"}`)},
		"SageMaker.ListModelPackageGroups": {ok(`{"ModelPackageGroupSummaryList": [{"ModelPackageGroupArn": "` + smARN + `model-package-group/scorer", "ModelPackageGroupName": "scorer", "ModelPackageGroupStatus": "Completed",
			"CreationTime": 1790000000}]}`)},
		`SageMaker.ListModelPackages {"ModelPackageGroupName":"scorer","ModelPackageType":"Versioned"}`: {ok(`{"ModelPackageSummaryList": [
			{"ModelPackageArn": "` + smARN + `model-package/scorer/1", "ModelPackageGroupName": "scorer", "ModelPackageVersion": 1, "ModelPackageStatus": "Completed", "ModelApprovalStatus": "Approved", "CreationTime": 1790000000},
			{"ModelPackageArn": "` + smARN + `model-package/scorer/2", "ModelPackageGroupName": "scorer", "ModelPackageVersion": 2, "ModelPackageStatus": "Completed", "ModelApprovalStatus": "PendingManualApproval", "CreationTime": 1790000000}]}`)},
		`SageMaker.ListModelPackages {"ModelPackageType":"Unversioned"}`: {ok(`{"ModelPackageSummaryList": [
			{"ModelPackageArn": "` + smARN + `model-package/single", "ModelPackageName": "single", "ModelPackageStatus": "Completed", "CreationTime": 1790000000}]}`)},
		`SageMaker.DescribeModelPackage {"ModelPackageName":"` + smARN + `model-package/scorer/1"}`: {ok(`{"ModelPackageArn": "` + smARN + `model-package/scorer/1", "ModelPackageName": "scorer-1", "ModelPackageStatus": "Completed",
			"ModelApprovalStatus": "Approved", "CreationTime": 1790000000, "CreatedBy": {"IamIdentity": {"PrincipalId": "p:build"}}, "LastModifiedBy": {"IamIdentity": {"PrincipalId": "p:chief"}},
			"ModelCard": {"ModelCardStatus": "Approved"}, "InferenceSpecification": {"Containers": [{"Image": "i", "Environment": {"A": "secret-of-the-package"}}]}}`)},
		`SageMaker.DescribeModelPackage {"ModelPackageName":"` + smARN + `model-package/scorer/2"}`: {denied("sagemaker:DescribeModelPackage")},
		`SageMaker.DescribeModelPackage {"ModelPackageName":"` + smARN + `model-package/single"}`: {ok(`{"ModelPackageArn": "` + smARN + `model-package/single", "ModelPackageName": "single", "ModelPackageStatus": "Completed",
			"CreationTime": 1790000000}`)},
		`SageMaker.DescribeModelPackage {"ModelPackageName":"` + foreignPackage + `"}`: {ok(`{"ModelPackageArn": "` + foreignPackage + `", "ModelPackageName": "shared-3", "ModelPackageStatus": "Completed",
			"ModelApprovalStatus": "Approved", "CreationTime": 1790000000}`)},
		`SageMaker.QueryLineage {"Direction":"Ascendants","IncludeEdges":true,"StartArns":["` + smARN + `model-package/scorer/1"]}`: {ok(`{"Vertices": [{"Arn": "` + smARN + `artifact/1", "Type": "DataSet", "LineageType": "Artifact"}],
			"Edges": [], "NextToken": "more"}`)},
		`SageMaker.QueryLineage {"Direction":"Ascendants","IncludeEdges":true,"NextToken":"more","StartArns":["` + smARN + `model-package/scorer/1"]}`: {ok(`{"Vertices": [
			{"Arn": "` + smARN + `experiment-trial-component/train", "Type": "TrainingJob", "LineageType": "TrialComponent"}], "Edges": [{"SourceArn": "` + smARN + `artifact/1", "DestinationArn": "` + smARN + `experiment-trial-component/train",
			"AssociationType": "ContributedTo"}]}`)},
		`SageMaker.ListTags {"ResourceArn":"` + smARN + `model-package-group/scorer"}`: {ok(`{"Tags": [{"Key": "ai-system", "Value": "scoring"}]}`)},
		`SageMaker.ListTags {"ResourceArn":"` + smARN + `model-package/single"}`:       {ok(`{"Tags": [{"Key": "owner", "Value": "team-b"}]}`)},
	}
}

// models are what the collector of SageMaker found: of this region and of another one.
func modelsNaming(packages ...string) map[string][]*evidence.Resource {
	containers := []any{}
	for _, p := range packages {
		containers = append(containers, map[string]any{"ModelPackageName": p})
	}
	return map[string][]*evidence.Resource{kindModel: {
		{ID: smARN + "model/scorer", Config: map[string]any{"Containers": containers}},
		{ID: smARN + "model/single", Config: map[string]any{"PrimaryContainer": map[string]any{"ModelPackageName": foreignPackage}}},
		{ID: "arn:aws:sagemaker:eu-central-1:111122223333:model/far", Config: map[string]any{"PrimaryContainer": map[string]any{
			"ModelPackageName": "arn:aws:sagemaker:eu-central-1:444455556666:model-package/far/1"}}},
	}}
}

func TestSageMakerRegistry(t *testing.T) {
	got := newWire(t, registryAnswers()).collect(registryCollector, modelsNaming(smARN+"model-package/scorer/1", foreignPackage, "a-name"))
	got.conform(t, registryCollector)
	wantFailed := []string{"sagemaker:DescribeModelCard error " + smARN + "model-card/torn", "sagemaker:DescribeModelPackage denied " + smARN + "model-package/scorer/2",
		"sagemaker:QueryLineage skipped " + smARN + "model-package/scorer/2"}
	if failed := got.failedReads(); !slices.Equal(failed, wantFailed) {
		t.Errorf("failed reads %q, want %q", failed, wantFailed)
	}
	const at = `"CreationTime": "2026-09-21T14:13:20Z"`
	for kind, want := range map[string]string{
		kindHubContent: `[{"id": "` + smARN + `hub-content/own/Model/scorer/1.0.0", "name": "scorer", "config": {"HubArn": "` + smARN + `hub/own", "HubName": "own",
			"HubContentArn": "` + smARN + `hub-content/own/Model/scorer/1.0.0", "HubContentName": "scorer", "HubContentVersion": "1.0.0", "HubContentType": "Model", "DocumentSchemaVersion": "2.0.0",
			"HubContentStatus": "Available", ` + at + `, "HubContentDocument": "{\"Env\": \"secret-of-the-document\"}", "HubContentDescription": "Scores claims", "HubContentMarkdown": "# Scorer",
			"HubContentDependencies": [], "HubContentSearchKeywords": []}}]`,
		kindModelCard: `[
			{"id": "` + smARN + `model-card/scorer", "name": "scorer", "config": {"ModelCardArn": "` + smARN + `model-card/scorer", "ModelCardName": "scorer", "ModelCardStatus": "Approved", "ModelCardVersion": 2, ` + at + `,
				"CreatedBy": {}, "Content": {"model_package_details": {"model_package_arn": "` + smARN + `model-package/scorer/1"}, "intended_uses": {"purpose_of_model": "Scoring claims"}}}},
			{"id": "` + smARN + `model-card/torn", "name": "torn", "missing": ["sagemaker:DescribeModelCard"], "config": {"ModelCardArn": "` + smARN + `model-card/torn", "ModelCardName": "torn",
				"ModelCardStatus": "Draft", ` + at + `}}]`,
		kindModelPackage: `[
			{"id": "` + smARN + `model-package/scorer/1", "tags": {"ai-system": "scoring"}, "derived": {"owned": true}, "config": {"ModelPackageArn": "` + smARN + `model-package/scorer/1",
				"ModelPackageName": "scorer-1", "ModelPackageStatus": "Completed", "ModelApprovalStatus": "Approved", ` + at + `, "AdditionalInferenceSpecifications": [],
				"CreatedBy": {"IamIdentity": {"PrincipalId": "p:build"}}, "LastModifiedBy": {"IamIdentity": {"PrincipalId": "p:chief"}}, "ModelCard": {"ModelCardStatus": "Approved"},
				"InferenceSpecification": {"SupportedContentTypes": [], "SupportedRealtimeInferenceInstanceTypes": [], "SupportedResponseMIMETypes": [], "SupportedTransformInstanceTypes": [],
					"Containers": [{"Image": "i", "Environment": {"A": "secret-of-the-package"}, "AdditionalModelDataSources": []}]}},
				"parts": {"QueryLineage": {"Vertices": [{"Arn": "` + smARN + `artifact/1", "Type": "DataSet", "LineageType": "Artifact"},
					{"Arn": "` + smARN + `experiment-trial-component/train", "Type": "TrainingJob", "LineageType": "TrialComponent"}],
					"Edges": [{"SourceArn": "` + smARN + `artifact/1", "DestinationArn": "` + smARN + `experiment-trial-component/train", "AssociationType": "ContributedTo"}]}}},
			{"id": "` + smARN + `model-package/scorer/2", "tags": {"ai-system": "scoring"}, "derived": {"owned": true}, "missing": ["sagemaker:DescribeModelPackage", "sagemaker:QueryLineage"], "config": {
				"ModelPackageArn": "` + smARN + `model-package/scorer/2", "ModelPackageGroupName": "scorer", "ModelPackageVersion": 2, "ModelPackageStatus": "Completed",
				"ModelApprovalStatus": "PendingManualApproval", ` + at + `}},
			{"id": "` + smARN + `model-package/single", "name": "single", "tags": {"owner": "team-b"}, "derived": {"owned": true}, "config": {"ModelPackageArn": "` + smARN + `model-package/single",
				"ModelPackageName": "single", "ModelPackageStatus": "Completed", ` + at + `, "AdditionalInferenceSpecifications": []}},
			{"id": "` + foreignPackage + `@111122223333", "name": "model-package/shared/3", "derived": {"owned": false}, "config": {"ModelPackageArn": "` + foreignPackage + `",
				"ModelPackageName": "shared-3", "ModelPackageStatus": "Completed", "ModelApprovalStatus": "Approved", ` + at + `, "AdditionalInferenceSpecifications": []}}]`,
	} {
		got.wantResources(t, kind, want)
	}
	if written := redacted(t, registryKinds, got); written.has("secret-of-") {
		t.Errorf("secrets reach the disk: %s", written)
	}
}

// A package of another account that this one may not read is a gap of that package.
func TestForeignPackageThatIsRefused(t *testing.T) {
	answers := registryAnswers()
	answers[`SageMaker.DescribeModelPackage {"ModelPackageName":"`+foreignPackage+`"}`] = []answer{denied("sagemaker:DescribeModelPackage")}
	got := newWire(t, answers).collect(registryCollector, modelsNaming())
	if !slices.Contains(got.failedReads(), "sagemaker:DescribeModelPackage denied "+foreignPackage+"@111122223333") {
		t.Errorf("failed reads %q", got.failedReads())
	}
}

// Each list that is refused is a gap of its own kind; without the models it is not known which packages of other accounts they name.
func TestRegistryListsThatAreRefused(t *testing.T) {
	for list, kind := range map[string]string{"ListHubs": kindHubContent, "ListModelCards": kindModelCard, "ListModelPackageGroups": kindModelPackage} {
		answers := registryAnswers()
		answers["SageMaker."+list] = []answer{denied("sagemaker:" + list)}
		got := newWire(t, answers).collect(registryCollector, nil)
		if outcome := got.outcomeOf(t, "sagemaker:"+list); outcome != evidence.Denied {
			t.Errorf("%s ended in %s", list, outcome)
		}
		for _, r := range got.Reads {
			if r.Form == evidence.List && r.Outcome.Gap() && !slices.Equal(r.Kinds, []string{kind}) {
				t.Errorf("%s: a gap of %q", list, r.Kinds)
			}
		}
	}
	w := newWire(t, registryAnswers())
	got := w.collectIn(w.session(), registryCollector, nil, kindModel)
	if outcome := got.outcomeOf(t, "sagemaker:ListModelPackages"); outcome != evidence.Skipped {
		t.Errorf("without the models, packages ended in %s", outcome)
	}
}
