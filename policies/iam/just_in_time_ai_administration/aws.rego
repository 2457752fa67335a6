# METADATA
# scope: package
# title: Nobody holds administrative rights over AI services all the time
# custom:
#   remediation: Take the standing assignment away, let people ask the elevation workflow for it for some hours, and shorten the permission set's sessions to eight hours.
package aismm.iam.just_in_time_ai_administration.aws

import data.aismm.lib.evidence
import data.aismm.lib.iam
import data.aismm.lib.when

# Permission sets are the organization's; the calls that assign them are logged in the account that owns Identity Center, so that they are judged
# there. Where that account is not part of the scan, the first one stands in for it.
home(ps) if ps.derived.instance_arn in owned_here

home(ps) if {
	input.boundary.account == min(scanned)
	not owned(ps)
}

owned_here := {i.config.InstanceArn |
	some i in input.enclosing.resources.aws_sso_instance
	i.config.OwnerAccountId == input.boundary.account
}

owned(ps) if ps.derived.instance_arn in owned_in_scan

owned_in_scan := {i.config.InstanceArn |
	some i in input.enclosing.resources.aws_sso_instance
	i.config.OwnerAccountId in scanned
}

scanned := {e.scope.account |
	some e in input.ledger
	e.scope.provider == "aws"
	e.scope.level != "organization"
	e.status != "skipped"
}

# All that nobody showed to be without administrative rights.
permission_sets := [ps |
	some ps in input.enclosing.resources.aws_sso_permission_set
	home(ps)
	not harmless(ps)
]

harmless(ps) if {
	not administrative(ps)
	every s in ps.parts.GetInlinePolicyForPermissionSet.InlinePolicy.Statement { told(s) }
	is_array(ps.parts.ListManagedPoliciesInPermissionSet.AttachedManagedPolicies)
	ps.parts.ListCustomerManagedPolicyReferencesInPermissionSet.CustomerManagedPolicyReferences == []
}

told(s) if s.Effect == "Deny"

told(s) if {
	some element in ["Action", "NotAction"]
	s[element]
}

administrative(ps) if {
	some s in ps.parts.GetInlinePolicyForPermissionSet.InlinePolicy.Statement
	not s.Effect == "Deny"
	some action in input.settings.ai_administration_actions
	iam.about(s, action)
}

administrative(ps) if {
	some p in ps.parts.ListManagedPoliciesInPermissionSet.AttachedManagedPolicies
	parts := split(p.Arn, "/")
	wide(parts[count(parts) - 1])
}

# The documents of AWS's own policies are not read here, so that their names tell (AWS Managed Policy Reference).
wide(name) if name in {"AdministratorAccess", "DataScientist", "PowerUserAccess"}

wide(name) if {
	some service in ["Bedrock", "SageMaker"]
	contains(name, service)
	not contains(name, "ReadOnly")
	not contains(name, "InferenceAccess")
}

# Those whose rights depend on policies that each account has of its own. What keeps them from passing is not known to matter.
undetermined := {ps.ref | some ps in permission_sets; not administrative(ps)}

subjects contains evidence.subject(ps) if some ps in permission_sets

# Its assignments, but for those that are meant to stand.
assignments(ps) := [a | some a in input.lookup.aws_sso_account_assignment.PermissionSetArn[ps.id]; not break_glass(a)]

break_glass(a) if {
	a.config.PrincipalType == "USER"
	a.config.PrincipalId in {id | some id in input.settings.break_glass_identities}
}

# An assignment that has no request, or an old one, stands.
standing(a) if {
	not fresh(a)
	not undated(a)
}

fresh(a) if {
	request := a.parts.DescribeAccountAssignmentCreationStatus
	request.Status == "SUCCEEDED"
	age := when.now - when.ns(request.CreatedDate)
	age >= 0
	age <= 8 * when.hour
}

# Its request could not be read.
undated(a) if count(object.get(a, "missing", [])) > 0

# METADATA
# scope: document
# title: everybody who holds it was given it within the last eight hours
# custom:
#   of: aws_sso_permission_set
#   field: id
met.temporary contains evidence.at(ps, ["id"]) if {
	some ps in permission_sets
	count([a | some a in assignments(ps); not fresh(a)]) == 0
}

violations.temporary contains row if {
	some row in held
	not row.of in undetermined
}

unclear.temporary contains row if {
	some row in held
	row.of in undetermined
}

unclear.temporary contains evidence.shown(ps, a, ["parts", "DescribeAccountAssignmentCreationStatus"]) if {
	certain := {row.of | some row in held}
	some ps in permission_sets
	not ps.ref in certain
	some a in assignments(ps)
	undated(a)
}

held := [evidence.shown(ps, a, ["config", "PrincipalId"]) |
	some ps in permission_sets
	some a in assignments(ps)
	standing(a)
]

# METADATA
# scope: document
# title: its sessions last eight hours at most
# custom:
#   of: aws_sso_permission_set
#   field: config.SessionDuration
met.session contains evidence.at(ps, ["config", "SessionDuration"]) if {
	some ps in permission_sets
	brief(ps)
}

unclear.session contains evidence.at(ps, ["parts", "ListCustomerManagedPolicyReferencesInPermissionSet", "CustomerManagedPolicyReferences"]) if {
	some ps in permission_sets
	ps.ref in undetermined
	not brief(ps)
}

# Durations are written as PT8H, PT7H30M or PT450M.
brief(ps) if {
	[[_, hours, minutes, seconds]] = regex.find_all_string_submatch_n(`^PT(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?$`, ps.config.SessionDuration, -1)
	hour := 3600
	length := ((number(hours) * hour) + (number(minutes) * 60)) + number(seconds)
	length > 0
	length <= 8 * hour
}

number(digits) := to_number(digits) if digits != ""

number("") := 0

# METADATA
# scope: document
# title: permission sets are assigned by known identities alone
# custom:
#   of: aws_sso_permission_set
#   field: id
#   # The collector keeps the requests of the last day: of an older assignment there is none.
#   absent: {parts.DescribeAccountAssignmentCreationStatus: null}
met.workflow contains evidence.at(ps, ["id"]) if {
	count(strangers) == 0
	some ps in permission_sets
	not unlogged(ps)
}

violations.workflow contains evidence.shown(ps, e, ["derived", "principal"]) if {
	some ps in permission_sets
	some e in strangers
	not ps.ref in undetermined
}

unclear.workflow contains evidence.shown(ps, e, ["derived", "principal"]) if {
	some ps in permission_sets
	ps.ref in undetermined
	some e in strangers
}

unclear.workflow contains evidence.shown(ps, a, ["parts", "DescribeAccountAssignmentCreationStatus"]) if {
	some ps in permission_sets
	unlogged(ps)
	some a in assignments(ps)
	requested(a)
}

events := [e |
	some e in input.resources.aws_cloudtrail_event_summary
	e.config.EventSource == "sso.amazonaws.com"
	e.config.EventName == "CreateAccountAssignment"
]

# Those who assigned something, whatever it was; whoever only tried and failed did not.
strangers := [e |
	some e in events
	not e.derived.failed == e.derived.count
	not known(e)
]

known(e) if e.derived.principal in {p | some p in input.settings.elevation_identities}

# Somebody was given it lately, and no log that was read says by whom: it lies in an account or region that was not scanned.
unlogged(ps) if {
	count(events) == 0
	some a in assignments(ps)
	requested(a)
}

# Requests of the last day are kept. One that could not be read may be there.
requested(a) if a.parts.DescribeAccountAssignmentCreationStatus

requested(a) if undated(a)
