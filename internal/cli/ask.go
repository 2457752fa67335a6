package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// question is a value that a command needs, and that its flag may have left empty.
type question struct {
	flag, ask string
	into      *string
	// check says what is wrong with an answer; it may be nil.
	check func(answer string) error
}

// interactive reports whether somebody can be asked.
func (a *app) interactive() bool {
	f, ok := a.stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// fill asks for what flags left empty. Where nobody can be asked, all that is missing is one error that names the flags.
func (a *app) fill(ctx context.Context, command string, questions ...question) error {
	var missing []string
	for _, q := range questions {
		*q.into = strings.TrimSpace(*q.into)
		switch {
		case *q.into == "":
			missing = append(missing, "--"+q.flag)
		case q.check != nil:
			if err := q.check(*q.into); err != nil {
				return usagef("--%s: %w", q.flag, err)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if !a.interactive() {
		return usagef("%s needs %s (on a terminal it asks; see `%s --help`)", command, strings.Join(missing, ", "), command)
	}
	in := bufio.NewReader(a.stdin)
	for _, q := range questions {
		for *q.into == "" {
			fmt.Fprintf(a.stderr, "%s: ", q.ask)
			answer, err := nextLine(ctx, in)
			if err != nil {
				return usagef("%s was not finished, and nothing was written: %w", command, err)
			}
			if answer != "" && q.check != nil {
				if err := q.check(answer); err != nil {
					fmt.Fprintf(a.stderr, "  %v\n", err)
					continue
				}
			}
			*q.into = answer
		}
	}
	return nil
}

// nextLine reads a line, until the context ends.
func nextLine(ctx context.Context, in *bufio.Reader) (string, error) {
	type read struct {
		line string
		err  error
	}
	done := make(chan read, 1)
	go func() {
		line, err := in.ReadString('\n')
		done <- read{strings.TrimSpace(line), err}
	}()
	select {
	case <-ctx.Done():
		return "", errors.New("interrupted")
	case r := <-done:
		if errors.Is(r.err, io.EOF) && r.line != "" {
			return r.line, nil
		}
		return r.line, r.err
	}
}
