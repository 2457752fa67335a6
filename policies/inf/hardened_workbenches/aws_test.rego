package aismm.inf.hardened_workbenches.aws_test

import data.aismm.inf.hardened_workbenches.aws as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

seen(notebooks, domains) := {
	"resources": {"aws_sagemaker_notebook_instance": notebooks, "aws_sagemaker_domain": domains},
	"settings": {"notebook_platforms": ["notebook-al2023-v1"]},
}

nothing := {"root": set(), "metadata": set(), "platform": set(), "jupyterlab": set(), "code_editor": set(), "docker": set()}

notebook(config) := fixture.resource("aws_sagemaker_notebook_instance", "n", {"config": config})

hardened := {
	"RootAccess": "Disabled", "PlatformIdentifier": "notebook-al2023-v1",
	"InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "2"},
}

test_notebooks[name] if {
	some name, tc in {
		"hardened": {"config": hardened, "met": {"root", "metadata", "platform"}},
		"with root": {"config": object.union(hardened, {"RootAccess": "Enabled"}), "met": {"metadata", "platform"}},
		"with version 1": {"config": object.union(hardened, {"InstanceMetadataServiceConfiguration": {"MinimumInstanceMetadataServiceVersion": "1"}}), "met": {"root", "platform"}},
		"on an old platform": {"config": object.union(hardened, {"PlatformIdentifier": "notebook-al2-v1"}), "met": {"root", "metadata"}},
		"not said": {"config": {}, "met": set()},
	}
	n := notebook(tc.config)
	rows := {
		"root": {evidence.at(n, ["config", "RootAccess"])},
		"metadata": {evidence.at(n, ["config", "InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion"])},
		"platform": {evidence.at(n, ["config", "PlatformIdentifier"])},
	}
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([n], [])
	got == {"subjects": {evidence.subject(n)}, "met": object.union(nothing, {c: r | some c, r in rows; c in tc.met})}
}

domain(config) := fixture.resource("aws_sagemaker_domain", "d", {"config": config})

idle(state) := {"AppLifecycleManagement": {"IdleSettings": {"LifecycleManagement": state}}}

docker(settings) := {"DomainSettings": {"DockerSettings": settings}}

off := ["config", "DomainSettings", "DockerSettings", "EnableDockerAccess"]

trusted := ["config", "DomainSettings", "DockerSettings", "VpcOnlyTrustedAccounts"]

test_domains[name] if {
	some name, tc in {
		"both stop": {"config": {"DefaultUserSettings": {"JupyterLabAppSettings": idle("ENABLED"), "CodeEditorAppSettings": idle("ENABLED")}}, "met": {"jupyterlab", "code_editor"}, "docker": [off]},
		"JupyterLab stops": {"config": {"DefaultUserSettings": {"JupyterLabAppSettings": idle("ENABLED"), "CodeEditorAppSettings": idle("DISABLED")}}, "met": {"jupyterlab"}, "docker": [off]},
		"Code Editor stops": {"config": {"DefaultUserSettings": {"JupyterLabAppSettings": idle("DISABLED"), "CodeEditorAppSettings": idle("ENABLED")}}, "met": {"code_editor"}, "docker": [off]},
		"not said": {"config": {}, "met": set(), "docker": [off]},
		"Docker off": {"config": docker({"EnableDockerAccess": "DISABLED", "VpcOnlyTrustedAccounts": []}), "met": set(), "docker": [off]},
		"Docker on": {"config": docker({"EnableDockerAccess": "ENABLED"}), "met": set(), "docker": []},
		"Docker on for nobody": {"config": docker({"EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": []}), "met": set(), "docker": []},
		"Docker on for some": {"config": docker({"EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": ["444455556666"]}), "met": set(), "docker": [trusted]},
	}
	d := domain(tc.config)
	rows := {
		"jupyterlab": {evidence.at(d, ["config", "DefaultUserSettings", "JupyterLabAppSettings", "AppLifecycleManagement", "IdleSettings", "LifecycleManagement"])},
		"code_editor": {evidence.at(d, ["config", "DefaultUserSettings", "CodeEditorAppSettings", "AppLifecycleManagement", "IdleSettings", "LifecycleManagement"])},
	}
	want := object.union({c: r | some c, r in rows; c in tc.met}, {"docker": {evidence.at(d, path) | some path in tc.docker}})
	got := {"subjects": policy.subjects, "met": policy.met} with input as seen([], [d])
	got == {"subjects": {evidence.subject(d)}, "met": object.union(nothing, want)}
}
