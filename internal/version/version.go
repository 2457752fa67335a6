// Package version says which aismm this is.
package version

import "runtime/debug"

// Version is set by the linker; a build without it takes the module's version, or "dev".
var Version = ""

// String is the version for people and for bundles.
func String() string {
	if Version != "" {
		return Version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
