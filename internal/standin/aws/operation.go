package aws

import (
	"fmt"
	"strings"
)

// operation is what the stand-in knows of one API operation: how a request for it looks, and how a reply is made from the data.
// Member names are those on the wire.
type operation struct {
	service string
	name    string
	// method and path route a REST request; path has {labels}.
	method, path string
	// key are the request members that say which thing is meant, in the order in which a data file writes them: "agent/version".
	key []string
	// fallback stands in for key members that a request may leave out.
	fallback map[string]string
	// list is the reply member that holds the items; empty for an operation with a single reply.
	list string
	// token, next and limit are the members of pagination: in the request, in the reply, and the page's size. Without token
	// the operation has no pages.
	token, next, limit string
	// wrap is the reply member around a single reply, which the data file leaves out.
	wrap string
	// drawn says how the items are drawn from the details of the same file, where the file does not write the list itself.
	drawn *drawing
	// tags is the form of tags in the reply: "map", "key" ({key, value}) or "Key" ({Key, Value}).
	tags string
	// keep leaves items out as the request's filters ask.
	keep func(r *request, item any) bool
	// absent is the answer where the data says nothing. Without it, a keyed single reply is an error of the service, any other
	// is empty.
	absent *apiError
	// answer replaces the reply from the data. With computed set, the data says nothing of this operation itself.
	answer   func(h *Handler, r *request) (any, error)
	computed bool
	// root is how a REST XML reply departs from one element of members: "raw" is a bare document, "head" has headers alone, "text"
	// is one element of text.
	root string
}

// drawing makes a list's items from the replies of the operation that reads one thing.
type drawing struct {
	from    string
	members [][2]string // name in the item, path in the detail
}

// op starts a REST operation's description: op("GetAgent", "GET /agents/{agentId}"). Without a route it is an RPC.
func op(name, route string) *operation {
	o := &operation{name: name}
	if route != "" {
		o.method, o.path, _ = strings.Cut(route, " ")
	}
	return o
}

func (o *operation) by(members ...string) *operation             { o.key = members; return o }
func (o *operation) in(wrap string) *operation                   { o.wrap = wrap; return o }
func (o *operation) lists(member string) *operation              { o.list = member; return o }
func (o *operation) tagged(form string) *operation               { o.tags = form; return o }
func (o *operation) orElse(e *apiError) *operation               { o.absent = e; return o }
func (o *operation) where(f func(*request, any) bool) *operation { o.keep = f; return o }

// answered replaces the reply from the data; computed says that the data has none of its own.
func (o *operation) answered(f func(*Handler, *request) (any, error)) *operation {
	o.answer = f
	return o
}
func (o *operation) computedBy(f func(*Handler, *request) (any, error)) *operation {
	o.answer, o.computed = f, true
	return o
}
func (o *operation) as(root string) *operation { o.root = root; return o }

// pages gives the members of pagination, "token next limit".
func (o *operation) pages(members string) *operation {
	f := strings.Fields(members)
	o.token, o.next, o.limit = f[0], f[1], f[2]
	return o
}

// draws says that the items are the details that `from` reads, with the members named: "id=guardrailId name status".
func (o *operation) draws(from, members string) *operation {
	d := &drawing{from: from}
	for _, m := range strings.Fields(members) {
		item, detail, renamed := strings.Cut(m, "=")
		if !renamed {
			detail = item
		}
		d.members = append(d.members, [2]string{item, detail})
	}
	o.drawn = d
	return o
}

func (o *operation) defaulting(member, value string) *operation {
	if o.fallback == nil {
		o.fallback = map[string]string{}
	}
	o.fallback[member] = value
	return o
}

// service is one AWS service: its operations, and how its errors are called.
type service struct {
	name     string
	protocol protocol
	// signing is the service in the credential scope; target the prefix of X-Amz-Target or of the RPC's path.
	signing, target string
	// global services are those that an account has once, in no region.
	global     bool
	operations []*operation
	notFound   apiError
	// documents are members that hold JSON as a string; a data file writes them as mappings.
	documents []string
	// times are members that hold moments, where the protocol marks them.
	times  []string
	byName map[string]*operation
}

type protocol int

const (
	restJSON protocol = iota
	jsonRPC
	query
	ec2Query
	restXML
	cborRPC
)

// services lists all services, by name.
func services() (map[string]*service, error) {
	all := map[string]*service{}
	for _, s := range []*service{bedrock(), bedrockAgent(), agentCore(), guardDuty(), securityHub(), lambda(), sageMaker(), organizations(), cloudTrail(),
		logs(), config(), budgets(), costExplorer(), events(), ssoAdmin(), iam(), sts(), s3(), s3Control(), cloudWatch(),
		comprehend(), translate(), lex(), kendra(), qBusiness(), openSearchServerless(), macie(), scheduler(),
		accountManagement(), incidentManager(), waf(), apiGateway(), serviceQuotas(), containerRegistry(), inspector(),
		ec2(), keyManagement(), networkFirewall(), applicationAutoscaling(), cloudFormation()} {
		s.byName = map[string]*operation{}
		for _, o := range s.operations {
			o.service = s.name
			if s.byName[o.name] != nil {
				return nil, fmt.Errorf("operation %s:%s is described twice", s.name, o.name)
			}
			s.byName[o.name] = o
		}
		for _, o := range s.operations {
			if o.drawn != nil && s.byName[o.drawn.from] == nil {
				return nil, fmt.Errorf("operation %s:%s is drawn from %s, which is not described", s.name, o.name, o.drawn.from)
			}
		}
		all[s.name] = s
	}
	return all, nil
}
