// Package providers holds what the stand-ins answer: the replies and exports of one invented enterprise.
package providers

import "embed"

// FS holds Halden Mutual: one folder for each provider (aws, openai, records), and enterprise: the configuration, waivers and attestations. Dates are marks that internal/standin/relative renders.
// The folders northbay and skerry are other tenants, which tests read from the disk.
//
//go:embed all:aws all:enterprise all:openai all:records
var FS embed.FS
