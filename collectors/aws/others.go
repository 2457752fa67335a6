package aws

import (
	"context"

	"github.com/aismm/aismm/internal/evidence"
)

// otherAccounts are all accounts that the scan has entered, for what an account uses and another one owns: a bucket of logs, a trail of
// the organization. Its settings are shown to its owner alone, so that the reads of any other account are refused, which would be gaps that
// nobody can close. It is one for a whole scan.
type otherAccounts struct {
	sessions []*Session // one for each account, in its main region

	owners  shared[*bucketOwners]
	buckets shared[*evidence.Resource]
	trails  shared[map[string]any]
}

func newOtherAccounts(sessions []*Session) *otherAccounts {
	return &otherAccounts{sessions: sessions, owners: newShared[*bucketOwners](), buckets: newShared[*evidence.Resource](), trails: newShared[map[string]any]()}
}

// session is that of an account, where the scan has entered it.
func (o *otherAccounts) session(account string) (*Session, bool) {
	if o != nil {
		for _, s := range o.sessions {
			if s.Account == account {
				return s, true
			}
		}
	}
	return nil, false
}

// shared keeps what is read once for all who ask, by name, and why it could not be read.
type shared[T any] struct {
	turn  chan struct{} // one reader at a time; the others find what it has read
	known map[string]outcomeOf[T]
}

type outcomeOf[T any] struct {
	value T
	err   error
}

func newShared[T any]() shared[T] {
	return shared[T]{turn: make(chan struct{}, 1), known: map[string]outcomeOf[T]{}}
}

// get reads what nobody has read yet. A read that ran out of time or calls is left to the next one who asks.
func (s shared[T]) get(ctx context.Context, name string, read func(context.Context) (T, error)) (T, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
	if known, ok := s.known[name]; ok {
		return known.value, known.err
	}
	value, err := read(ctx)
	if !cutShort(ctx, err) {
		s.known[name] = outcomeOf[T]{value, err}
	}
	return value, err
}

// cutShort reports an error that says nothing about what was asked.
func cutShort(ctx context.Context, err error) bool {
	return err != nil && (ctx.Err() != nil || skipped(err))
}
