package cli

import "github.com/spf13/cobra"

// commands lists every command of the program.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.demoCommand(), a.initCommand(), a.doctorCommand(), a.scanCommand(), a.collectCommand(), a.checkCommand(), a.reportCommand(),
		a.scoreCommand(), a.explainCommand(), a.planCommand(), a.bundleCommand(), a.policyCommand(), a.modelCommand(), a.recordsCommand(),
		a.attestCommand(), a.waiverCommand(), a.permissionsCommand(), a.configCommand(), a.versionCommand(), a.docsCommand(),
	}
}
