package engine

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// The rules below are what loading checks anyway, each with its page.

var ruleParse = LintRule{
	ID: "parse", Severity: SeverityError, stops: true, codes: []string{CodeParse},
	Title:  "the file is no Rego, or its METADATA is no YAML",
	Why:    "What cannot be read is not judged: the check is an error in every boundary, and its population stays open.",
	Avoid:  "met.on contains evidence.at(r, [\"id\"] if {",
	Prefer: "met.on contains evidence.at(r, [\"id\"]) if {",
	Fix:    "mend the syntax at the place that is named; `opa fmt` says the same",
}

var ruleStrictCompile = LintRule{
	ID: "strict-compile", Severity: SeverityError, stops: true, codes: []string{CodeCompile},
	Title: "OPA's compiler refuses the file, in strict mode",
	Why: `Strict mode also refuses what is written and not used: imports, local variables, arguments. Such a leftover is often a typo for something
that was meant. A module that does not compile is dropped, and its check is an error.`,
	Avoid: `import data.aismm.lib.when # never used

met.on contains evidence.at(r, ["id"]) if r.config.on`,
	Prefer: `met.on contains evidence.at(r, ["id"]) if {
	some r in input.resources.aws_bedrock_guardrail
	r.config.status == "READY"
}`,
	Fix: "bind every variable with `some`, `:=` or an argument, and remove what is not used",
}

var ruleSchema = LintRule{
	ID: "schema", Severity: SeverityError, stops: true, codes: []string{CodeSchema, CodeInput}, check: checkSchema,
	Title: "a path or a value that the schema of the input does not have",
	Why: `A field that does not exist is undefined, and undefined is never a pass: the condition fails for everyone, whatever is configured. The schema of
the input is drawn from the kinds of evidence, the records and the settings.`,
	Avoid:  `g.config.contentPolicy.filter[_].type == "PROMPT_ATTACK"`,
	Prefer: `g.config.contentPolicy.filters[_].type == "PROMPT_ATTACK"`,
	Fix:    "use the provider's own name of the field: `aismm policy schema` prints every kind with its fields, and docs/evidence.md lists the kinds",
}

func checkSchema(g *linting) { g.missing(inRule) }

var ruleClock = LintRule{
	ID: "clock", Severity: SeverityError, stops: true,
	Title: "a builtin whose answer is not in the evidence",
	Why: `The same bundle must give the same verdicts, whenever and wherever it is judged. So a policy has no clock, no network, no randomness and no
environment: the builtins that reach for them are removed.`,
	Avoid:  "time.now_ns() - time.parse_rfc3339_ns(p.config.signed_at) < 365 * when.day",
	Prefer: "when.within_days(p.config.signed_at, 365) # data.aismm.lib.when, by input.as_of",
	Fix:    "judge times by input.as_of (data.aismm.lib.when), and let a record or a setting bring what is not in the evidence",
}

// removedBuiltin tells a call of a builtin that the engine took away from one of a function that nobody has.
func removedBuiltin(p Problem) (message string, removed bool) {
	_, after, ok := strings.Cut(p.Message, undefinedFunction)
	if !ok {
		return "", false
	}
	name := strings.TrimSuffix(strings.Fields(after + " ")[0], ":")
	if b := ast.BuiltinMap[name]; b == nil || !b.Nondeterministic {
		return "", false
	}
	return fmt.Sprintf("%s asks for something that is not in the evidence, so that the same bundle could give another verdict", name), true
}

var rulePath = LintRule{
	ID: "path", Severity: SeverityError, stops: true, codes: []string{CodePath},
	Title:  "the file lies in a wrong place, or its package says something else",
	Why:    "A policy's path says which objective and provider it is for; nothing else does. So the two must agree.",
	Avoid:  "package aismm.mon.spend_alert.aws # in mon/spend_alerts/aws.rego",
	Prefer: "package aismm.mon.spend_alerts.aws",
	Fix:    "put a policy at <category>/<objective>/<provider>.rego, a library at lib/<name>.rego, and give it the package aismm.<path with dots>",
}

var ruleMetadata = LintRule{
	ID: "metadata", Severity: SeverityError, codes: []string{CodeMetadata},
	Title: "METADATA is missing something, or says something that nobody reads",
	Why: `Reports take their words from METADATA. OPA drops keys that it does not know without a word, so that a misspelt "titel" is a report without a
title, and a misspelt "absent" a default that is never applied.`,
	Avoid: `# METADATA
# titel: invocations are logged
# custom:
#   off: aws_bedrock_invocation_logging`,
	Prefer: `# METADATA
# scope: document
# title: invocations are logged
# custom:
#   of: aws_bedrock_invocation_logging
#   field: config.loggingConfig`,
	Fix: "a package has title and custom.remediation; a condition has title, custom.of and custom.field, and may have custom.covers, absent, within, compares and survives",
}

var ruleUnknownObjective = LintRule{
	ID: "unknown-objective", Severity: SeverityError, stops: true, codes: []string{CodeObjective},
	Title:  "the path names an objective that does not exist",
	Why:    "Verdicts of a policy without an objective would count nowhere.",
	Avoid:  "policies/mon/spend_allerts/aws.rego",
	Prefer: "policies/mon/spend_alerts/aws.rego",
	Fix:    "`aismm model list` shows the objectives; the folder is named <category>/<slug>",
}

var ruleUnknownKind = LintRule{
	ID: "unknown-kind", Severity: SeverityError, stops: true, codes: []string{CodeKind},
	Title: "a kind that does not exist, or that is read where it is not found",
	Why: `Resources of the boundary lie under input.resources, those of its organization under input.enclosing.resources, records under input.records. Read
in another place, a kind is always empty.`,
	Avoid:  "some p in input.resources.record_person",
	Prefer: "some p in input.records.record_person",
	Fix:    "docs/evidence.md lists the kinds, and for which scopes each is collected",
}

var ruleSetting = LintRule{
	ID: "setting", Severity: SeverityError, codes: []string{CodeSetting},
	Title:  "a setting that nobody declares, or whose declaration does not hold",
	Why:    "A setting has a title, a description and a schema, so that aismm.yaml can be checked against it, and a verdict that lacks it can say so.",
	Avoid:  "r.region in input.settings.aproved_regions",
	Prefer: "r.region in input.settings.approved_regions # declared in settings/approved_regions.yaml",
	Fix:    "declare it in settings/<name>.yaml, below the key <name>, with title, description, schema and, where there is a sensible one, a default",
}

var ruleShape = LintRule{
	ID: "shape", Severity: SeverityError, stops: true, codes: []string{CodeShape},
	Title:  "subjects, met, violations or unclear are not what the engine asks for",
	Why:    "The engine asks for `subjects` and for one set for each condition. A rule of another form, or of nearly the right name, would never be read.",
	Avoid:  "met[condition] contains evidence.at(r, [\"id\"]) if some r in input.resources.aws_bedrock_guardrail",
	Prefer: "met.ready contains evidence.at(r, [\"config\", \"status\"]) if some r in input.resources.aws_bedrock_guardrail",
	Fix:    "write `subjects contains evidence.subject(x) if …` and `met.<condition> contains evidence.at(x, […]) if …`",
}

var ruleLiteralReads = LintRule{
	ID: "literal-reads", Severity: SeverityError, stops: true, codes: []string{CodeRead},
	Title: "what the policy reads cannot be told from its text",
	Why: `Which kinds and settings a policy reads decides which gaps touch its verdicts, which permissions it needs, and what is collected for it. So kinds
and settings are literal words, and input is never used as a whole.`,
	Avoid:  "some r in input.resources[kind]",
	Prefer: "some r in array.concat(input.resources.aws_bedrock_agent, input.resources.aws_bedrock_flow)",
	Fix:    "name the kind, the setting or the member of input as a literal word",
}

var ruleReference = LintRule{
	ID: "reference", Severity: SeverityError, stops: true, codes: []string{CodeReference},
	Title:  "a rule that does not exist",
	Why:    "A rule that is not there is undefined, without an error: what depends on it is never true.",
	Avoid:  "data.aismm.lib.when.nov",
	Prefer: "data.aismm.lib.when.now",
	Fix:    "check the name of the rule and the import",
}
