// Package collect runs collectors over the scopes of providers and writes what they see into a bundle.
//
// It decides who runs when, how fast providers are called, and what happens when something goes wrong: one collector, scope or provider
// that fails never stops the others, every scope that was expected is accounted for, and an interrupted run is resumed.
package collect
