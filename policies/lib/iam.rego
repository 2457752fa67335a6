# METADATA
# scope: package
# title: What a statement of an AWS policy document says
# description: Documents as the collectors decode them. Statement is a list; Action, NotAction, Resource and Principal are one value or a list.
package aismm.lib.iam

import data.aismm.lib.evidence

# Whether a pattern stands for a text, as IAM compares actions: in any case, * for any text and ? for any character.
matches(pattern, text) if glob.match(lower(pattern), null, lower(text))

# Whether a statement is about an action: it lists the action, or everything but some others.
about(s, action) if {
	some pattern in evidence.list(s.Action)
	matches(pattern, action)
}

about(s, action) if {
	s.NotAction
	not excepts(s, action)
}

excepts(s, action) if {
	some pattern in evidence.list(s.NotAction)
	matches(pattern, action)
}

# Whether a pattern of actions stands for all of a service, those that do not exist yet included.
whole(pattern, service) if matches(pattern, concat(":", [service, "~any-action~"]))

# Whether a statement names its resources, and none of them is everything.
particular(s) if {
	s.Resource
	every r in evidence.list(s.Resource) { not everything(r) }
}

everything(r) if matches(r, "~")

everything(r) if matches(r, "arn:~")
