# METADATA
# scope: package
# title: What Amazon Macie of an account can say of a bucket
package aismm.lib.macie

import data.aismm.lib.stores

# Macie of an account speaks for the account's own buckets and, where it administers other accounts, for those of theirs that it knows.
speaks_for(b) if b.derived.owned == true

speaks_for(b) if count(input.lookup.aws_macie_bucket.bucketName[b.name]) > 0

# The regions in which Macie is there.
regions := {s.region | some s in input.resources.aws_macie_session}

# Those in which no other account administers it, so that it knows all that was found.
sole_regions := {s.region |
	some s in input.resources.aws_macie_session
	s.parts.GetAdministratorAccount
	not led(s)
}

led(s) if s.parts.GetAdministratorAccount.administrator.relationshipStatus == "Enabled"

# Buckets of which Macie here need not say all, each with what shows it. Those that are not the account's own, or not surely, are their owner's
# to look into. And where another account administers Macie, the jobs and what they find of sensitive data are that account's ("Understanding
# the relationship between Amazon Macie administrator and member accounts", Amazon Macie user guide).
doubts := array.concat(
	[{"bucket": b, "of": b, "path": ["derived", "owned"]} |
		some b in stores.buckets
		not speaks_for(b)
	],
	[{"bucket": b, "of": s, "path": ["parts", "GetAdministratorAccount", "administrator", "accountId"]} |
		some s in input.resources.aws_macie_session
		doubtful(s)
		some b in stores.buckets
		b.derived.region == s.region
	],
)

doubtful(s) if led(s)

doubtful(s) if {
	count(s.missing) > 0
	not s.parts.GetAdministratorAccount
}
