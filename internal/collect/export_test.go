package collect

import (
	"net/http"
	"time"
)

// WithGrace shortens how long a collector may take to return after its time is up.
func (o Options) WithGrace(d time.Duration) Options {
	o.grace = d
	return o
}

// ClientForTest is a paced client whose replies are bounded.
func ClientForTest(maxReply int64) *http.Client {
	p := newPacer(Options{Tool: "test"})
	p.maxReply = maxReply
	c, _ := p.client("toy")
	return c
}
