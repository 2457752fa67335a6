// Package policies embeds the Rego policies that ship, with their libraries, settings and tests.
package policies

import (
	"embed"
	"io/fs"
)

// A category without policies yet has no folder; embedding `*` takes those that are there.
//
//go:embed */*.rego */*/*.rego */*.yaml
var files embed.FS

// FS is the tree of policies: <category>/<objective>/<provider>.rego, lib, settings, and tests beside what they test.
func FS() fs.FS { return files }
