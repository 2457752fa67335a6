# METADATA
# scope: package
# title: Which KMS keys AI resources of AWS name, and which volumes can take one
package aismm.lib.keys

# What is known of the key that a resource names: by ARN, or by an alias or bare id, which is of the resource's own region and account. The key
# of another account has the naming account behind its id. Empty where there is no such key.
of(r, name) := found if found := input.lookup.aws_kms_key.id[name]

else := found if found := input.lookup.aws_kms_key.id[concat("@", [name, split(r.boundary, ":")[1]])]

else := found if found := [own[concat(" ", [r.region, tail(name)])]]

else := []

# The account's own keys by region and name: "us-east-1 alias/ai", "us-east-1 key/<id>".
own := {concat(" ", [k.region, parts[count(parts) - 1]]): k |
	some k in input.resources.aws_kms_key
	not contains(k.id, "@")
	parts := split(k.id, ":")
}

tail(name) := name if startswith(name, "alias/")

tail(name) := concat("/", ["key", name]) if not startswith(name, "alias/")

# Whether a name is one of the account's own making: AWS's own keys are named by aliases that begin with aws/, and OpenSearch Serverless writes
# auto for them.
chosen(name) if {
	not name in {"", "auto"}
	not contains(name, "alias/aws/")
}

# Instances with storage of their own, which the hardware encrypts: SageMaker takes no key for their volume ("ResourceConfig", SageMaker API
# reference). Such types have a d behind their generation ("Instance type naming conventions", EC2 user guide), or are of a family that has no other.
local_storage(type) if regex.match(`^ml\.([a-z]+[0-9]+[a-z]*d[a-z]*|g5|g6|g6e|gr6|p5|p5e|p5en|trn1|trn1n|trn2)\.`, type)
