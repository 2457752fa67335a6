package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/aismm/aismm/internal/assess"
	"github.com/aismm/aismm/internal/standin/aws"
	"github.com/aismm/aismm/internal/standin/enterprise"
	"github.com/aismm/aismm/internal/standin/openai"
	"github.com/aismm/aismm/internal/verdict"
)

// serve starts the invented enterprise in ./enterprise and points the environment at it, with faults beside its own:
//
//	serve aws=hang,service=bedrock,operation=ListGuardrails,region=us-east-1,times=2 openai=html,path=/v1/organization/users
//
// Its configuration is at enterprise/aismm.yaml; a story names it where it wants it.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve [aws=KIND[,KEY=VALUE...]] [openai=KIND[,KEY=VALUE...]]...")
	}
	o := enterprise.Options{Dir: ts.MkAbs("enterprise")}
	for _, arg := range args {
		given := map[string]string{}
		for part := range strings.SplitSeq(arg, ",") {
			key, value, ok := strings.Cut(part, "=")
			if !ok {
				ts.Fatalf("serve: %q is no KEY=VALUE", part)
			}
			given[key] = value
		}
		number := func(key string) int {
			n, err := strconv.Atoi(given[key])
			if given[key] != "" && err != nil {
				ts.Fatalf("serve: %s: %v", key, err)
			}
			return n
		}
		switch {
		case strings.HasPrefix(arg, "aws="):
			o.AWS = append(o.AWS, aws.Fault{Kind: aws.Kind(given["aws"]), Service: given["service"], Operation: given["operation"], Account: given["account"],
				Region: given["region"], Times: number("times"), Delay: time.Duration(number("ms")) * time.Millisecond})
		case strings.HasPrefix(arg, "openai="):
			o.OpenAI = append(o.OpenAI, openai.Fault{Kind: openai.FaultKind(given["openai"]), Path: given["path"], Times: number("times"),
				Delay: time.Duration(number("ms")) * time.Millisecond})
		default:
			ts.Fatalf("serve: %q is a fault of neither aws nor openai", arg)
		}
	}
	e, err := enterprise.Start(context.Background(), o)
	ts.Check(err)
	ts.Defer(func() { e.Close() })
	for name, value := range e.Env() {
		ts.Setenv(name, value)
	}
}

// interrupt runs a command, sends it signals once a file has so many lines (or, with "after", has run so many milliseconds), and compares its
// exit code: "interrupt INT bundle/journal.jsonl 5 2 aismm collect". Two signals, "INT,INT", come one after the other. A command that a signal
// has ended has the code -1.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 5 {
		ts.Fatalf("usage: interrupt SIGNAL[,SIGNAL] FILE LINES CODE COMMAND [ARG...]")
	}
	known := map[string]os.Signal{"INT": os.Interrupt, "TERM": syscall.SIGTERM, "KILL": os.Kill}
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	c := command(ts, args[4:])
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	ts.Check(c.Start())
	done := make(chan error, 1)
	go func() { done <- c.Wait() }()
	err = nil
	running := true
	pause := func(d time.Duration) {
		select {
		case err = <-done:
			running = false
		case <-time.After(d):
		}
	}
	if args[1] == "after" {
		pause(time.Duration(count) * time.Millisecond)
	} else {
		for until := time.Now().Add(30 * time.Second); running && lines(ts.MkAbs(args[1])) < count && time.Now().Before(until); {
			pause(10 * time.Millisecond)
		}
	}
	if !running {
		ts.Fatalf("%v ended before it was interrupted: %v\n%s%s", args[4:], err, stdout.Bytes(), stderr.Bytes())
	}
	for i, name := range strings.Split(args[0], ",") {
		if i > 0 {
			pause(200 * time.Millisecond)
		}
		if running {
			ts.Check(c.Process.Signal(known[name]))
		}
	}
	for until := time.Now().Add(20 * time.Second); running; pause(100 * time.Millisecond) {
		if time.Now().After(until) {
			c.Process.Kill()
			ts.Fatalf("%v does not heed %s\n%s%s", args[4:], args[0], stdout.Bytes(), stderr.Bytes())
		}
	}
	fmt.Fprint(ts.Stdout(), stdout.String())
	fmt.Fprint(ts.Stderr(), stderr.String())
	ended(ts, args[3], args[4:], err)
}

// command is a command in the directory and the environment of the story.
func command(ts *testscript.TestScript, args []string) *exec.Cmd {
	path := args[0]
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		if info, err := os.Stat(filepath.Join(dir, args[0])); err == nil && !info.IsDir() {
			path = filepath.Join(dir, args[0])
			break
		}
	}
	c := exec.Command(path, args[1:]...)
	c.Dir = ts.MkAbs(".")
	// sh gives the environment of the story, which testscript shows in no other way.
	out := filepath.Join(ts.MkAbs("."), ".env")
	ts.Check(ts.Exec("sh", "-c", "env -0 >.env"))
	raw, err := os.ReadFile(out)
	ts.Check(err)
	ts.Check(os.Remove(out))
	c.Env = slices.DeleteFunc(strings.Split(string(raw), "\x00"), func(v string) bool { return v == "" })
	return c
}

func lines(file string) int {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	n := 0
	for line := range bytes.Lines(data) {
		if len(bytes.TrimSpace(line)) > 0 {
			n++
		}
	}
	return n
}

// replace changes the first occurrence of a text in a file: "replace FILE OLD NEW". A text that is not there fails the story.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s holds no %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o600))
}

// truncate cuts a file to its first half: "truncate FILE".
func truncate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: truncate FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), info.Size()/2))
}

// escaped writes a file of bytes that a text cannot hold: `escaped FILE 'id\x00,name\n'`, with the escapes of a Go string.
func escaped(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: escaped FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(args[1], `"`, `\"`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// assessed compares an objective's result in an assessment: "assessed out/assessment.json IAM-L2-1 unknown 'GAP'": its status and,
// where given, what is part of the message or of the way out of one of the things that would settle it.
func assessed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: assessed FILE OBJECTIVE STATUS [TEXT...]")
	}
	a, err := assess.Parse([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	for _, o := range a.Objectives {
		if o.ID.String() != args[1] {
			continue
		}
		if string(o.Status) != args[2] {
			ts.Fatalf("%s is %s, not %s", o.ID, o.Status, args[2])
		}
		var told []string
		for _, s := range o.Settle {
			told = append(told, fmt.Sprintf("%s %s: %s → %s", s.Kind, strings.Join(s.Scopes, " "), s.Message, s.Settle))
		}
		for _, want := range args[3:] {
			if !slices.ContainsFunc(told, func(s string) bool { return strings.Contains(s, want) }) {
				ts.Fatalf("%s says nowhere %q:\n%s", o.ID, want, strings.Join(told, "\n"))
			}
		}
		return
	}
	ts.Fatalf("%s knows no %s", args[0], args[1])
}

// agrees compares the assessments of two bundles of the same estate, of which the second holds less: "agrees WHOLE PART". Less evidence may leave
// things undecided, and never turns a verdict round. Policies that judge what was read, and so the scan itself, are left out.
func agrees(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: agrees WHOLE PART")
	}
	decided := func(file string) map[string]verdict.Verdict {
		a, err := assess.Parse([]byte(ts.ReadFile(file)))
		ts.Check(err)
		found := map[string]verdict.Verdict{}
		for _, c := range a.Checks {
			for _, s := range c.Subjects {
				for _, k := range s.Conditions {
					if k.Verdict != verdict.Unknown && !strings.Contains(c.Policy, ".ai_estate_in_view.") {
						found[strings.Join([]string{c.Policy, c.Boundary, s.Kind, s.ID, k.ID}, " ")] = k.Verdict
					}
				}
			}
		}
		return found
	}
	whole, part := decided(args[0]), decided(args[1])
	for _, key := range sortedKeys(part) {
		if whole[key] != part[key] {
			ts.Logf("%s: %q with less evidence, %q with all", key, part[key], whole[key])
			neg = true
		}
	}
	if neg {
		ts.Fatalf("%s does not agree with %s", args[1], args[0])
	}
}
