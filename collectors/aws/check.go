package aws

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/aismm/aismm/collectors"
)

var accountForm = regexp.MustCompile(`^[0-9]{12}$`)

// check reports names in the settings and on the command line that cannot be right in any partition, before anybody signs in.
func check(o collectors.ConnectOptions) error {
	s, ok := o.Settings.(*Settings)
	if !ok || s == nil {
		s = &Settings{}
	}
	var errs []error
	all := allRegions()
	for _, r := range slices.Concat(o.Regions, s.Regions, s.ExcludeRegions, []string{s.MainRegion}) {
		if r = strings.ToLower(strings.TrimSpace(r)); r != "" && r != "all" && !slices.Contains(all, r) {
			errs = append(errs, unknownRegion("", r, all))
		}
	}
	for _, a := range slices.Concat(o.Accounts, s.Accounts, s.ExcludeAccounts) {
		if !accountForm.MatchString(a) {
			errs = append(errs, fmt.Errorf("choose accounts: %q is no account of AWS; an id has twelve digits", a))
		}
	}
	switch s.Organization {
	case "", "auto", "true", "false":
	default:
		errs = append(errs, badOrganization(s.Organization))
	}
	return errors.Join(errs...)
}

func badOrganization(word string) error {
	return fmt.Errorf("connect to AWS: organization is %q; it should be auto, true or false", word)
}
