package cli

import (
	"github.com/spf13/cobra"
)

func (a *app) recordsCommand() *cobra.Command {
	return group("records", "Records that the organization exports from its own systems", a.recordsList(), a.recordsTemplate())
}

func (a *app) recordsList() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "The kinds of record, and where they usually come from", Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			rows := [][]string{{"KIND", "USUALLY FROM", "WHAT"}}
			b, err := a.basis()
			if err != nil {
				return err
			}
			for _, name := range b.records.Names() {
				d, err := b.records.Describe(name)
				if err != nil {
					return err
				}
				rows = append(rows, []string{d.Name, d.System, d.Title})
			}
			return table(a.stdout, rows)
		},
	}
}

func (a *app) recordsTemplate() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use: "template KIND", Short: "A CSV file with the header of a kind of record, to be filled", Args: exactArgs(1, "a kind of record, such as person"),
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := a.basis()
			if err != nil {
				return err
			}
			data, err := b.records.Template(args[0])
			if err != nil {
				return usagef("%w (`aismm records list` shows them)", err)
			}
			if output == "" {
				_, err = a.stdout.Write(data)
				return err
			}
			return writeFile(output, data, false)
		},
	}
	c.Flags().StringVar(&output, "output", "", "write to this file (default: standard output)")
	return c
}
