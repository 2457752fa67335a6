package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/aismm/aismm/internal/version"
	"github.com/aismm/aismm/model"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Which aismm this is, and which model it ships", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := model.Default()
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "aismm %s, objectives %s (%d) on the structure of CSA AISMM v1.0\n", version.String(), c.Version(), len(c.All()))
			return nil
		},
	}
}
