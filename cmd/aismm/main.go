// Command aismm tells an enterprise, from evidence, how mature its AI security programme is on the CSA AISMM.
package main

import (
	"context"
	"os"

	"github.com/aismm/aismm/internal/cli"
)

func main() {
	ctx, stop := cli.Interruptible(context.Background())
	defer stop()
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
