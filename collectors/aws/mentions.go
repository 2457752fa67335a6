package aws

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// aiServiceKinds are the kinds of the services that are AI.
var aiServiceKinds = slices.Concat(bedrockKinds, bedrockModelKinds, bedrockSafetyKinds, bedrockAgentKinds, bedrockFlowKinds, bedrockSourceKinds, agentcoreKinds,
	sagemakerKinds, registryKinds, comprehendKinds, kendraKinds, lexKinds, opensearchServerlessKinds, qbusinessKinds, translateKinds)

// aiKinds are those, and the functions that agents call: what they name of the platform's services (keys, security groups, images) is read
// there, and nothing else of what may be thousands of things.
var aiKinds = append(namesOf(aiServiceKinds, func(k evidence.Kind) bool {
	return k.Name != kindFoundationModel && k.Name != kindInferenceProfile // lists of what AWS offers
}), kindFunction)

// aiInventory are those that show that AI is there.
var aiInventory = namesOf(aiServiceKinds, func(k evidence.Kind) bool { return k.Inventory })

func namesOf(kinds []evidence.Kind, keep func(evidence.Kind) bool) []string {
	var names []string
	for _, k := range kinds {
		if keep(k) {
			names = append(names, k.Name)
		}
	}
	slices.Sort(names)
	return names
}

// mentions looks through what AI resources say for the names of one kind of thing.
type mentions struct {
	// find gives the name in a text, in the form in which it is the same wherever it is said; empty where the text names nothing. Member is the
	// member that holds the text, after the one that it lies in: "EncryptionKey.Id". Region is that of the resource.
	find func(member, text, region string) string
	// things is what the names are of, for messages.
	things string
}

// in gives the names that the resources of these kinds mention, anywhere in the boundary, each with the "<kind> <id>" of all that mention it. Where a resource could
// not be read in full, the lists become gaps: it may have named more.
func (m mentions) in(ctx context.Context, s *Session, rec *collectors.Recorder, kinds []string, lists ...string) map[string][]any {
	named := map[string][]any{}
	for _, kind := range kinds {
		resources := rec.Seen(kind)
		for _, res := range resources {
			found := map[string]bool{}
			region := regionOf(res.ID)
			m.walk(res.Config, "", "", region, found)
			m.walk(res.Parts, "", "", region, found)
			for name := range found {
				named[name] = append(named[name], kind+" "+res.ID)
			}
		}
		unnamed(ctx, rec, kind, resources, func(res *evidence.Resource, operation string) bool {
			return describes(operation) && cmp.Or(regionOf(res.ID), s.Region) == s.Region
		}, m.things, lists...)
	}
	for _, by := range named {
		slices.SortFunc(by, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	}
	return named
}

func (m mentions) walk(v any, parent, member, region string, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, below := range v {
			m.walk(below, member, name, region, found)
		}
	case []any:
		for _, below := range v {
			m.walk(below, parent, member, region, found)
		}
	case string:
		if name := m.find(parent+"."+member, v, region); name != "" {
			found[name] = true
		}
	}
}

// regionOf reads the region out of an ARN, or out of an id that starts with one.
func regionOf(id string) string {
	parsed, err := arn.Parse(id)
	if err != nil {
		return ""
	}
	return parsed.Region
}

// describes reports the detail reads whose replies hold a resource's settings; tags and policies name nothing that is looked for.
func describes(operation string) bool {
	_, verb, _ := strings.Cut(operation, ":")
	return (strings.HasPrefix(verb, "Get") || strings.HasPrefix(verb, "Describe")) && !strings.Contains(verb, "Policy")
}

// chunks cuts a list of names, sorted, into pieces that one request may ask for.
func chunks(named map[string][]any, size int) [][]string {
	return slices.Collect(slices.Chunk(slices.Sorted(maps.Keys(named)), size))
}
