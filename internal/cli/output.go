package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"

	"golang.org/x/term"

	"github.com/aismm/aismm/internal/strictyaml"
)

// watched is standard output, with the first error in writing to it: few commands could do more about one than stop.
type watched struct {
	io.Writer
	err error
}

func (w *watched) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

// terminal reports whether a stream is a terminal, and how wide it is.
func terminal(stream any) (width int, ok bool) {
	f, isFile := stream.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	return width, err == nil && width > 0
}

// colored reports whether standard output takes colours: --color decides, then NO_COLOR (no-color.org), then the terminal.
func (a *app) colored() bool {
	switch a.color {
	case "always":
		return true
	case "never":
		return false
	}
	_, isTerminal := terminal(a.stdout.Writer)
	return isTerminal && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb"
}

// width is the width of standard output; where it is no terminal, COLUMNS or 80.
func (a *app) width() int {
	if w, ok := terminal(a.stdout.Writer); ok {
		return w
	}
	var w int
	if _, err := fmt.Sscanf(a.env("COLUMNS"), "%d", &w); err == nil && w >= 40 {
		return w
	}
	return 80
}

// table writes rows in columns; the first row is the header.
func table(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(t, strings.TrimRight(strings.Join(r, "\t"), "\t "))
	}
	return t.Flush()
}

// deliver writes what render produces to a file, whole or not at all, or to standard output when the file is empty or "-".
func (a *app) deliver(file string, force bool, render func(io.Writer) error) error {
	return a.deliverWithMode(file, force, 0o644, render)
}

// deliverWithMode does the same for a file that not everybody may read.
func (a *app) deliverWithMode(file string, force bool, mode fs.FileMode, render func(io.Writer) error) error {
	if file == "" || file == "-" {
		w := bufio.NewWriter(a.stdout)
		if err := render(w); err != nil {
			return err
		}
		return w.Flush()
	}
	var buf bytes.Buffer
	if err := render(&buf); err != nil {
		return err
	}
	return writeWithMode(file, buf.Bytes(), force, mode)
}

// special reports whether a name is that of a device or a pipe: it is written to, and never replaced.
func special(file string) bool {
	info, err := os.Stat(file)
	return err == nil && !info.IsDir() && !info.Mode().IsRegular()
}

// mayWrite reports early what writeFile would refuse: long work should not end there.
func mayWrite(file string, force bool) error {
	if file == "" || file == "-" || special(file) {
		return nil
	}
	info, err := os.Lstat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return usagef("write %s: it lies below a file, not a folder; choose another name", file)
	case err != nil:
		return incomplete(fmt.Errorf("write %s: %w", file, err))
	case info.IsDir():
		return usagef("%s is a folder; name a file", file)
	case !force:
		return usagef("%s exists; choose another name, or replace it with --force", file)
	}
	return nil
}

// writeFile writes a file beside its name and renames it, so that the name never holds half of it.
func writeFile(file string, data []byte, force bool) error {
	return writeWithMode(file, data, force, 0o644)
}

// writeWithMode does the same for a file that not everybody may read.
func writeWithMode(file string, data []byte, force bool, mode fs.FileMode) error {
	if err := mayWrite(file, force); err != nil {
		return err
	}
	if special(file) {
		if err := os.WriteFile(file, data, mode); err != nil {
			return incomplete(fmt.Errorf("write %s: %w", file, err))
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return incomplete(fmt.Errorf("write %s: %w", file, err))
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".tmp-*")
	if err != nil {
		return incomplete(fmt.Errorf("write %s: %w", file, err))
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(mode), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
		return incomplete(fmt.Errorf("write %s: %w", file, err))
	}
	return nil
}

// oneOf checks a flag's value against the words that it may have.
func oneOf(flag, value string, known ...string) error {
	for _, k := range known {
		if value == k {
			return nil
		}
	}
	return usagef("--%s is %q%s", flag, value, strictyaml.Nearest(value, known))
}

// say writes a line for people to standard error, unless --quiet.
func (a *app) say(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}
