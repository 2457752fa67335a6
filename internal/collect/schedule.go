package collect

import (
	"context"
	"errors"
)

// performAll runs all tasks, those that others wait for first, a bounded number at a time. It returns when every task that it began has ended.
func (r *run) performAll(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var ready queue
	for _, t := range r.tasks {
		raw, ok, err := r.sink.kept(t)
		if err == nil && ok {
			err = r.keep(t, raw)
		}
		if err != nil {
			return err
		}
	}
	r.emit(Event{Kind: Planned, Done: r.done, Total: len(r.tasks)})
	for _, t := range r.tasks {
		if t.result != nil {
			r.release(t)
		}
	}
	left := 0
	for _, t := range r.tasks {
		if t.result == nil {
			left++
			if t.waits == 0 {
				ready.push(t)
			}
		}
	}
	type ended struct {
		task *task
		err  error
	}
	ends := make(chan ended)
	var failure error
	for running := 0; running > 0 || left > 0 && failure == nil; {
		for running < r.o.Concurrency && ready.size() > 0 && failure == nil {
			t := ready.pop()
			running++
			go func() { ends <- ended{t, r.perform(ctx, t)} }()
		}
		if running == 0 {
			return errors.New("internal error: tasks wait for each other") // checkNeeds rules it out
		}
		e := <-ends
		running--
		left--
		if e.err != nil {
			if failure == nil {
				failure = e.err
				cancel()
			}
			continue
		}
		for _, t := range r.release(e.task) {
			ready.push(t)
		}
	}
	return failure
}

// queue holds the tasks that wait for nothing but their turn: first those that others wait for.
type queue struct{ urgent, other []*task }

func (q *queue) size() int { return len(q.urgent) + len(q.other) }

func (q *queue) push(t *task) {
	if len(t.holding) > 0 {
		q.urgent = append(q.urgent, t)
	} else {
		q.other = append(q.other, t)
	}
}

func (q *queue) pop() (t *task) {
	if len(q.urgent) > 0 {
		t, q.urgent = q.urgent[0], q.urgent[1:]
	} else {
		t, q.other = q.other[0], q.other[1:]
	}
	return t
}

// release lets go of the tasks that waited for one that has ended, and returns those that wait for nothing more.
func (r *run) release(t *task) []*task {
	var free []*task
	for _, next := range t.holding {
		if next.waits--; next.waits == 0 && next.result == nil {
			free = append(free, next)
		}
	}
	return free
}
