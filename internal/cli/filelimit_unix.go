//go:build unix

package cli

import (
	"os/signal"
	"syscall"
)

// ignoreFileLimit keeps SIGXFSZ from ending the program with a dump: the write then fails with EFBIG (setrlimit(2), RLIMIT_FSIZE).
func ignoreFileLimit() { signal.Ignore(syscall.SIGXFSZ) }
