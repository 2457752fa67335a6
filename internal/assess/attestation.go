package assess

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aismm/aismm/internal/attestation"
	"github.com/aismm/aismm/internal/evidence"
	"github.com/aismm/aismm/internal/statement"
	"github.com/aismm/aismm/model"
)

// AttestationKind is the kind of the bundle's attestations.
const AttestationKind = "record_attestation"

// AttestationSource is one attestation of a bundle, and where it lies there.
type AttestationSource struct {
	Resource *evidence.Resource
	Document string
	SHA256   string
	Pointer  string
	// Unread says why a file behind it could not be read.
	Unread []string
}

// AttestationsOf finds the attestations of a bundle.
func AttestationsOf(b *evidence.Bundle) ([]AttestationSource, error) {
	list := []AttestationSource{}
	for _, e := range b.Manifest.Documents {
		if e.Resources[AttestationKind] == 0 {
			continue
		}
		d, err := b.Document(e)
		if err != nil {
			return nil, err
		}
		for i, r := range d.Resources[AttestationKind] {
			list = append(list, AttestationSource{Resource: r, Document: e.Path, SHA256: e.SHA256, Pointer: "/resources/" + AttestationKind + "/" + strconv.Itoa(i),
				Unread: unread(d, r.ID)})
		}
	}
	return list, nil
}

// unread are the messages of the reads about one attestation that failed.
func unread(d *evidence.Document, id string) []string {
	var why []string
	for _, r := range d.Reads {
		if r.Form == evidence.Detail && r.Outcome.Gap() && r.Resource == id && slices.Contains(r.Kinds, AttestationKind) {
			why = append(why, cmp.Or(r.Message, string(r.Outcome)))
		}
	}
	return why
}

const unneededMessage = "policies decided all that it speaks of"

// claim is an attestation that was read, with what its rules said.
type claim struct {
	*Attestation
	objective model.ObjectiveID
	signed    time.Time
}

// read takes an attestation out of a resource. Its form was checked when it was collected; a bundle can come from anywhere, so
// that everything is checked again. What is wrong refuses the attestation and nothing else.
func read(s AttestationSource, catalog *model.Catalog, asOf time.Time) *claim {
	r := reader{config: s.Resource.Config}
	c := &claim{Attestation: &Attestation{ID: s.Resource.ID, Objective: r.text("objective"), Statement: r.text("statement"), Owner: r.text("owner"), Reviewer: r.text("reviewer"),
		SignedAt: r.text("signed_at"), ExpiresAt: r.text("expires_at"), Provider: r.optional("provider"), Boundaries: r.list("boundaries"),
		Files: []AttestedFile{}, Document: s.Document, SHA256: s.SHA256, Pointer: s.Pointer}}
	id, err := model.ParseObjectiveID(c.Objective)
	r.fail(err)
	c.objective = id
	c.signed = r.moment("signed_at", false)
	r.moment("expires_at", true)
	c.Measured = r.measured()
	c.Files = r.files()
	if len(s.Resource.Missing) > 0 {
		r.fail(errors.New(cmp.Or(strings.Join(s.Unread, "; "), "a file behind it could not be read")))
	}
	for _, f := range c.Files {
		if f.SignedSHA256 != "" && f.SignedSHA256 != f.SHA256 {
			r.fail(errors.New(attestation.ChangedMessage(f.Path, f.SignedSHA256, f.SHA256)))
		}
	}
	days := 0
	if o, ok := catalog.Lookup(id); ok {
		days = o.AttestationDays
	}
	signed := &attestation.Attestation{Objective: id, Owner: c.Owner, Reviewer: c.Reviewer, SignedAt: c.SignedAt, ExpiresAt: c.ExpiresAt}
	for _, f := range signed.Faults(days) {
		r.fail(errors.New(f.Message))
	}
	state, message := signed.State(asOf)
	switch {
	case len(r.faults) > 0:
		c.State, c.Message = AttestationRefused, strings.Join(r.faults, "; ")
	case state == attestation.Future:
		c.State, c.Message = AttestationFuture, message
	case state == attestation.Expired:
		c.State, c.Message = AttestationExpired, message
	default:
		c.State, c.Message = AttestationUnneeded, unneededMessage
	}
	return c
}

// reader takes fields out of what a bundle holds, and notes what does not fit.
type reader struct {
	config map[string]any
	faults []string
}

func (r *reader) fail(err error) {
	if err != nil {
		r.faults = append(r.faults, err.Error())
	}
}

func (r *reader) text(field string) string {
	s := r.optional(field)
	if s == "" && r.config[field] == nil {
		r.fail(fmt.Errorf("%s is missing", field))
	}
	return s
}

func (r *reader) optional(field string) string {
	v, ok := r.config[field]
	if !ok || v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		r.fail(fmt.Errorf("%s is no text", field))
		return ""
	}
	if strings.TrimSpace(s) == "" {
		r.fail(fmt.Errorf("%s is empty", field))
	}
	return s
}

func (r *reader) list(field string) []string {
	list := []string{}
	v, ok := r.config[field]
	if !ok || v == nil {
		return list
	}
	values, ok := v.([]any)
	for _, x := range values {
		s, isText := x.(string)
		ok = ok && isText && s != ""
		list = append(list, s)
	}
	if !ok {
		r.fail(fmt.Errorf("%s is no list of texts", field))
		return []string{}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// moment reads a date or a time; a date as an end holds to the end of its day.
func (r *reader) moment(field string, end bool) time.Time {
	s, ok := r.config[field].(string)
	if !ok || s == "" {
		return time.Time{} // text has said so
	}
	t, err := statement.ParseMoment(s, end)
	if err != nil {
		r.fail(fmt.Errorf("%s is %w", field, err))
	}
	return t
}

func (r *reader) measured() *Measured {
	v, ok := r.config["measured"]
	if !ok || v == nil {
		return nil
	}
	m, _ := v.(map[string]any)
	passed, okPassed := wholeNumber(m["passed"])
	of, okOf := wholeNumber(m["of"])
	if !okPassed || !okOf || passed < 0 || of < 1 || passed > of {
		r.fail(errors.New("measured needs whole numbers passed and of, with 0 <= passed <= of and of >= 1"))
		return nil
	}
	return &Measured{Passed: passed, Of: of}
}

// maxMeasured bounds what an attestation can claim to have counted, so that arithmetic on it cannot overflow.
const maxMeasured = 1_000_000_000

func wholeNumber(v any) (int, bool) {
	var f float64
	switch n := v.(type) {
	case json.Number:
		i, err := strconv.Atoi(n.String())
		return i, err == nil && i <= maxMeasured
	case float64:
		f = n
	case int:
		f = float64(n)
	default:
		return 0, false
	}
	return int(f), f == float64(int(f)) && f <= maxMeasured
}

func (r *reader) files() []AttestedFile {
	list := []AttestedFile{}
	v, ok := r.config["files"]
	if !ok || v == nil {
		return list
	}
	values, ok := v.([]any)
	if !ok {
		r.fail(errors.New("files is no list"))
		return list
	}
	for _, x := range values {
		m, _ := x.(map[string]any)
		path, okPath := m["path"].(string)
		digest, okDigest := m["sha256"].(string)
		size, okSize := wholeNumber(m["size"])
		pinned, wasPinned := m["signed_sha256"]
		signed, okSigned := pinned.(string)
		if !okPath || !okDigest || !okSize || path == "" || len(digest) != 64 || size < 0 || wasPinned && !okSigned {
			r.fail(errors.New("files needs path, sha256 and size of every file"))
			return []AttestedFile{}
		}
		list = append(list, AttestedFile{Path: path, SHA256: digest, Size: int64(size), SignedSHA256: signed})
	}
	slices.SortFunc(list, func(a, b AttestedFile) int { return cmp.Compare(a.Path, b.Path) })
	return list
}
