# METADATA
# scope: package
# title: SageMaker notebooks and Studio domains follow the hardened build
# custom:
#   remediation: Create the notebook anew without root access, with version 2 of the metadata service and on a supported platform; set idle shutdown for JupyterLab and Code Editor in the domain's default user settings, and limit Docker to trusted accounts.
package aismm.inf.hardened_workbenches.aws

import data.aismm.lib.evidence

subjects contains evidence.subject(n) if some n in input.resources.aws_sagemaker_notebook_instance

subjects contains evidence.subject(d) if some d in input.resources.aws_sagemaker_domain

# METADATA
# scope: document
# title: users of the notebook have no root access
# custom:
#   of: aws_sagemaker_notebook_instance
#   field: config.RootAccess
#   covers:
#     - "aws-config-managed:sagemaker-notebook-instance-root-access-check"
#     - "aws-sample-aiml-assessment:SM-09"
#     - "aws-securityhub:SageMaker.3"
#     - "checkov:CKV_AWS_307"
#     - "cnspec:mondoo-aws-security-sagemaker-notebook-no-root-access"
#     - "prowler:sagemaker_notebook_instance_root_access_disabled"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_3"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_root_access_disabled"
met.root contains evidence.at(n, ["config", "RootAccess"]) if {
	some n in input.resources.aws_sagemaker_notebook_instance
	n.config.RootAccess == "Disabled"
}

# METADATA
# scope: document
# title: the notebook answers version 2 of the metadata service alone
# custom:
#   of: aws_sagemaker_notebook_instance
#   field: config.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion
#   covers: ["checkov:CKV_AWS_371", "cnspec:mondoo-aws-security-sagemaker-notebook-imdsv2"]
met.metadata contains evidence.at(n, ["config", "InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion"]) if {
	some n in input.resources.aws_sagemaker_notebook_instance
	n.config.InstanceMetadataServiceConfiguration.MinimumInstanceMetadataServiceVersion == "2"
}

# METADATA
# scope: document
# title: the notebook runs on a supported platform
# custom:
#   of: aws_sagemaker_notebook_instance
#   field: config.PlatformIdentifier
#   covers:
#     - "aws-config-managed:sagemaker-notebook-instance-platform-version"
#     - "aws-securityhub:SageMaker.8"
#     - "steampipe-mod-aws-compliance:foundational_security_sagemaker_8"
#     - "steampipe-mod-aws-compliance:sagemaker_notebook_instance_supported_platform_version"
met.platform contains evidence.at(n, ["config", "PlatformIdentifier"]) if {
	some n in input.resources.aws_sagemaker_notebook_instance
	n.config.PlatformIdentifier in input.settings.notebook_platforms
}

# METADATA
# scope: document
# title: JupyterLab stops when nobody uses it
# custom:
#   of: aws_sagemaker_domain
#   field: config.DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.LifecycleManagement
met.jupyterlab contains evidence.at(d, ["config", "DefaultUserSettings", "JupyterLabAppSettings", "AppLifecycleManagement", "IdleSettings", "LifecycleManagement"]) if {
	some d in input.resources.aws_sagemaker_domain
	d.config.DefaultUserSettings.JupyterLabAppSettings.AppLifecycleManagement.IdleSettings.LifecycleManagement == "ENABLED"
}

# METADATA
# scope: document
# title: Code Editor stops when nobody uses it
# custom:
#   of: aws_sagemaker_domain
#   field: config.DefaultUserSettings.CodeEditorAppSettings.AppLifecycleManagement.IdleSettings.LifecycleManagement
met.code_editor contains evidence.at(d, ["config", "DefaultUserSettings", "CodeEditorAppSettings", "AppLifecycleManagement", "IdleSettings", "LifecycleManagement"]) if {
	some d in input.resources.aws_sagemaker_domain
	d.config.DefaultUserSettings.CodeEditorAppSettings.AppLifecycleManagement.IdleSettings.LifecycleManagement == "ENABLED"
}

# METADATA
# scope: document
# title: Docker is off in the domain, or takes images of trusted accounts alone
# custom:
#   of: aws_sagemaker_domain
#   field: config.DomainSettings.DockerSettings.EnableDockerAccess
#   # Docker has to be enabled by an administrator ("Local mode support in Amazon SageMaker Studio", SageMaker developer guide).
#   absent: {config.DomainSettings.DockerSettings.EnableDockerAccess: DISABLED}
met.docker contains evidence.at(d, ["config", "DomainSettings", "DockerSettings", "EnableDockerAccess"]) if {
	some d in input.resources.aws_sagemaker_domain
	not docker(d)
}

met.docker contains evidence.at(d, ["config", "DomainSettings", "DockerSettings", "VpcOnlyTrustedAccounts"]) if {
	some d in input.resources.aws_sagemaker_domain
	docker(d)
	count(d.config.DomainSettings.DockerSettings.VpcOnlyTrustedAccounts) > 0
}

docker(d) if {
	d.config.DomainSettings.DockerSettings.EnableDockerAccess
	not d.config.DomainSettings.DockerSettings.EnableDockerAccess == "DISABLED"
}
