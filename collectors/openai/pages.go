package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/packages/pagination"
	"github.com/openai/openai-go/v3/packages/param"
)

// limit is the largest page that every list of the administration API allows.
var limit = sdk.Int(100)

// fetcher reads the page of a list that follows a cursor; an empty cursor asks for the first.
type fetcher func(ctx context.Context, after string) (page, error)

// cursor writes a cursor as the client's parameters have it: absent for the first page.
func cursor(after string) param.Opt[string] {
	if after == "" {
		return param.Opt[string]{}
	}
	return sdk.String(after)
}

// page is one page of a list, whatever way the endpoint continues.
type page struct {
	items []map[string]any
	next  string
	more  bool
}

type rawObject interface{ RawJSON() string }

// pointer is a pointer to an object of the client's.
type pointer[T any] interface {
	*T
	rawObject
}

var (
	errNull    = errors.New("the reply is null")
	errNotList = errors.New("the reply is not a list: it lacks data or has_more")
)

// single refuses the reply null, for which the client has no error.
func single[T any, P pointer[T]](o P, err error) (rawObject, error) {
	if err == nil && o == nil {
		err = errNull
	}
	return o, err
}

// The client's own pagers end a list silently when has_more is true and no cursor follows, and when a reply has no data at all. Both would
// turn a broken reply into an absence; so pages are followed here.
func collectPages(ctx context.Context, fetch fetcher) ([]map[string]any, error) {
	var all []map[string]any
	seen := map[string]bool{}
	for after := ""; ; {
		p, err := fetch(ctx, after)
		if err != nil {
			return all, err
		}
		all = append(all, p.items...)
		if !p.more {
			return all, nil
		}
		if p.next == "" || seen[p.next] {
			return all, errors.New("the reply says that more follows, but gives no new cursor")
		}
		seen[p.next], after = true, p.next
	}
}

func conversationPage[T rawObject](p *pagination.ConversationCursorPage[T], err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	if p == nil {
		return page{}, errNull
	}
	return newPage(p.Data, p.JSON.Data.Valid(), p.JSON.HasMore.Valid(), p.HasMore, p.LastID)
}

// cursorPage continues after the id of the last object.
func cursorPage[T rawObject](p *pagination.CursorPage[T], err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	if p == nil {
		return page{}, errNull
	}
	out, err := newPage(p.Data, p.JSON.Data.Valid(), p.JSON.HasMore.Valid(), p.HasMore, "")
	if n := len(out.items); n > 0 {
		out.next, _ = out.items[n-1]["id"].(string)
	}
	return out, err
}

func nextPage[T rawObject](p *pagination.NextCursorPage[T], err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	if p == nil {
		return page{}, errNull
	}
	return newPage(p.Data, p.JSON.Data.Valid(), p.JSON.HasMore.Valid(), p.HasMore, p.Next)
}

// wholePage is the only page of a list that the API gives in one.
func wholePage[T rawObject](p *pagination.Page[T], err error) (page, error) {
	if err != nil {
		return page{}, err
	}
	if p == nil {
		return page{}, errNull
	}
	return newPage(p.Data, p.JSON.Data.Valid(), true, false, "")
}

func newPage[T rawObject](data []T, hasData, hasMore, more bool, next string) (page, error) {
	if !hasData || !hasMore {
		return page{}, errNotList
	}
	out := page{next: next, more: more}
	for _, d := range data {
		o, err := decode(d.RawJSON())
		if err != nil {
			return page{}, err
		}
		if id, _ := o["id"].(string); id == "" {
			return page{}, errors.New("the reply lists an object without an id")
		}
		out.items = append(out.items, o)
	}
	return out, nil
}

// decode turns an object of the API into the form that documents keep: numbers as written, members that are null left out.
func decode(raw string) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(raw)))
	d.UseNumber()
	var o map[string]any
	if err := d.Decode(&o); err != nil {
		return nil, fmt.Errorf("decode an object of the reply: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("decode an object of the reply: something follows it")
	}
	if o == nil {
		return nil, errors.New("decode an object of the reply: it is null")
	}
	withoutNulls(o)
	return o, nil
}

func withoutNulls(v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			if e == nil {
				delete(v, k)
				continue
			}
			withoutNulls(e)
		}
	case []any:
		for _, e := range v {
			withoutNulls(e)
		}
	}
}

// withoutSecrets removes what a list of keys must never show: a value in full. The documented list replies hold redacted_value only, such as
// "sk-abc...def"; anything that is not redacted is dropped.
func withoutSecrets(key map[string]any) {
	delete(key, "value")
	if r, ok := key["redacted_value"].(string); ok {
		if head, tail, marked := visibleEnds(r); !marked || len(head) > 12 || len(tail) > 6 {
			delete(key, "redacted_value")
		}
	}
}
