//go:build !unix

package cli

// ignoreFileLimit has nothing to do where processes have no limit on the size of files.
func ignoreFileLimit() {}
