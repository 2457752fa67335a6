package collect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// provider is a target that a run connects to.
type provider struct {
	Target
	client   *http.Client
	calls    *atomic.Int64
	chosen   []*collectors.Collector
	conn     collectors.Connection
	identity string
	expected []collectors.Expected
	err      error // why nothing can be read from it
}

func (p *provider) name() string { return p.Provider.Name }

// connectAll signs in to all providers side by side. One that cannot be reached leaves the others alone.
func (r *run) connectAll(ctx context.Context) {
	var wait sync.WaitGroup
	for _, p := range r.providers {
		wait.Go(func() { r.connect(ctx, p) })
	}
	wait.Wait()
}

func (r *run) connect(ctx context.Context, p *provider) {
	r.emit(Event{Kind: Connecting, Provider: p.name()})
	start := time.Now()
	whole := ctx
	ctx, cancel := context.WithDeadline(ctx, r.before(connectDeadline))
	defer cancel()
	type signedIn struct {
		conn     collectors.Connection
		identity string
		expected []collectors.Expected
	}
	var in signedIn
	err := r.bounded(ctx, func() error {
		return safely(r.log, "provider "+p.name(), func() error {
			o := r.o.connecting(p.Target)
			o.HTTP = p.client
			conn, err := p.Provider.Connect(ctx, o)
			if err != nil {
				return err
			}
			if conn == nil {
				return errors.New("the provider gave no connection")
			}
			in = signedIn{conn, conn.Identity(), conn.Scopes()}
			return checkScopes(p.name(), in.expected)
		})
	})
	if err != nil && whole.Err() != nil {
		p.err = err // the interruption, which the run tells
		return
	}
	if err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() != nil {
			err = fmt.Errorf("signing in took longer than allowed: %w", err)
		}
		p.err = err
		r.log.Warn("provider not connected", "provider", p.name(), "error", err)
		r.emit(Event{Kind: NotConnected, Provider: p.name(), Message: r.reason(err), Duration: time.Since(start)})
		return
	}
	p.conn, p.identity, p.expected = in.conn, in.identity, in.expected
	r.log.Info("provider connected", "provider", p.name(), "identity", p.identity, "scopes", len(p.expected))
	r.emit(Event{Kind: Connected, Provider: p.name(), Identity: p.identity, Scopes: len(p.expected), Calls: int(p.calls.Load()), Duration: time.Since(start)})
}

// bounded returns what do returns, or the context's error when do does not heed its context. What such a do still holds is left behind.
func (r *run) bounded(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(r.o.grace):
		return ctx.Err()
	}
}

// checkScopes refuses what the ledger could not account for.
func checkScopes(name string, expected []collectors.Expected) error {
	if len(expected) == 0 {
		return errors.New("the provider lists nothing to read")
	}
	seen := map[string]bool{}
	for _, e := range expected {
		if err := e.Scope.Validate(); err != nil {
			return fmt.Errorf("list the scopes: %w", err)
		}
		if e.Scope.Provider != name {
			return fmt.Errorf("list the scopes: %s belongs to provider %q", e.Scope.ID, e.Scope.Provider)
		}
		key := string(e.Scope.Level) + " " + e.Scope.ID
		if seen[key] {
			return fmt.Errorf("list the scopes: %s is listed twice", e.Scope.ID)
		}
		seen[key] = true
	}
	return nil
}

// reason is an error's text for the bundle: in one paragraph, and without secrets.
func (r *run) reason(err error) string {
	return r.o.Redactor.Text(strings.Join(strings.Fields(err.Error()), " "))
}

// anyAccount stands in the ledger for all scopes of a provider that could not be connected to.
func (p *provider) anyAccount(reason string) []evidence.LedgerEntry {
	var entries []evidence.LedgerEntry
	for _, s := range []evidence.Scope{evidence.NewScope(p.name(), evidence.AnyAccount, ""), evidence.NewScope(p.name(), evidence.AnyAccount, evidence.AnyAccount)} {
		names := namesOf(p.chosen, s.Level)
		if s.Level == evidence.Region && len(names) == 0 {
			continue
		}
		entries = append(entries, evidence.LedgerEntry{Scope: s, Status: evidence.ScopeFailed, Outcome: evidence.Failed, Reason: reason, Expected: names})
	}
	return entries
}

func namesOf(all []*collectors.Collector, l evidence.Level) []string {
	names := []string{}
	for _, c := range all {
		if c.Level == l {
			names = append(names, c.Name)
		}
	}
	return names
}
