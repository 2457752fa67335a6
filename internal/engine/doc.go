// Package engine judges evidence with Rego policies. It loads and checks policies, decodes a bundle once, evaluates each policy in each
// boundary, and turns the rows that policies return into verdicts with their evidence, or into gaps with what would close them.
//
// It is the only package that imports OPA, and it knows nothing about providers: kinds of evidence, objectives and settings are given to it.
package engine
