package cli

import (
	"cmp"
	"context"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aismm/aismm/internal/engine"
)

// policyDeadlineEnv bounds the policies of aismm-with.
const policyDeadlineEnv = "TEST_POLICY_DEADLINE"

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"aismm":      func() { os.Exit(asMain(os.Args[1:])) },
		"aismm-with": func() { os.Exit(asMain(os.Args[2:], os.Args[1])) },
		"stubborn":   stubborn,
	})
}

// stubborn is a program that takes its time after an interrupt.
func stubborn() {
	ctx, stop := Interruptible(context.Background())
	defer stop()
	<-ctx.Done()
	time.Sleep(time.Minute)
}

// asMain does what the program's main does. Policies in the folders are laid over those that ship.
func asMain(args []string, policies ...string) int {
	ctx, stop := Interruptible(context.Background())
	defer stop()
	a := newApp(os.Stdin, os.Stdout, os.Stderr)
	for _, dir := range policies {
		a.sources = append(a.sources, engine.Source{Name: dir, FS: os.DirFS(dir)})
	}
	a.policyDeadline, _ = time.ParseDuration(cmp.Or(os.Getenv(policyDeadlineEnv), "0"))
	return a.run(ctx, args)
}

// TestStories runs testdata/script: each file is one story, told through the command line.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "../../testdata/script", RequireExplicitExec: true, RequireUniqueNames: true,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits, "serve": serve, "renaming": renaming, "interrupt": interrupt, "replace": replace, "truncate": truncate, "escaped": escaped, "spreadsheet": spreadsheet, "assessed": assessed,
			"pack": pack, "publish": publish, "agrees": agrees,
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "1")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
	})
}

// exits runs a command and compares its exit code: "exits 64 aismm scan".
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG...]")
	}
	ended(ts, args[0], args[1:], ts.Exec(args[1], args[2:]...))
}

// ended compares the exit code of a command that has ended with err.
func ended(ts *testscript.TestScript, want string, command []string, err error) {
	got := "0"
	if e, ok := err.(interface{ ExitCode() int }); ok {
		got = strconv.Itoa(e.ExitCode())
	} else if err != nil {
		ts.Fatalf("run %s: %v", command[0], err)
	}
	if got != want {
		ts.Fatalf("%v ended with %s, not %s", command, got, want)
	}
}
