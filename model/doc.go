// Package model is the maturity model as data and arithmetic: domains, categories, levels, control objectives, and the
// rules that turn counts of passed, failed and unknown subjects into levels.
//
// It follows the public structure of the Cloud Security Alliance's AI Security Maturity Model (CSA AISMM v1.0). The
// objectives are this project's own. The package is pure: apart from the catalog embedded in it, it reads nothing.
package model
