// Package model is the maturity model as data and arithmetic: domains, categories, levels, control objectives, and the
// rules that turn counts of passed, failed and unknown subjects into levels.
//
// What a model is made of is data: a catalog names its levels, domains, categories and objectives, and overlays change it. The
// catalog that ships follows the public structure of the Cloud Security Alliance's AI Security Maturity Model (CSA AISMM v1.0); its
// objectives are this project's own. The package is pure: apart from that catalog, which is embedded, it reads what it is given.
package model
