package cli

import (
	"context"
	"errors"
	"fmt"
)

// The exit codes of every command.
const (
	exitOK         = 0  // all well
	exitNotMet     = 1  // an objective that should hold does not
	exitIncomplete = 2  // the run is incomplete, or too much is unknown
	exitUsage      = 64 // wrong usage: flags, arguments, files that people write
	exitInternal   = 70 // an error of this program
)

// exitError is an error with the code that it ends the program with.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usagef is an error in what the caller wrote.
func usagef(format string, args ...any) error {
	return &exitError{exitUsage, fmt.Errorf(format, args...)}
}

// usage marks an error as one in what the caller wrote.
func usage(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{exitUsage, err}
}

// incomplete marks an error that kept the run from finishing.
func incomplete(err error) error { return &exitError{exitIncomplete, err} }

// outcome ends a command with a code and no message: the output has said it.
func outcome(code int) error {
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

func codeOf(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, context.Canceled): // an interrupt that no command turned into words of its own
		return exitIncomplete
	}
	return exitInternal
}
