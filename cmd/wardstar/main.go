// Command wardstar serves a hospital's service standards, ratings, spot
// checks, training hours and incentive scores.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // hospitals' time zones, also where the machine has none

	"github.com/alecthomas/kong"

	"github.com/wardstar/wardstar/internal/fault"
)

// version is set when the binary is built.
var version = "unknown"

// cli is every command with its flags. Flags can be set by environment, too:
// --data-dir by WARDSTAR_DATA_DIR.
type cli struct {
	Serve     serve            `cmd:"" help:"Serve the patients' pages, the API and the console."`
	Compute   compute          `cmd:"" help:"Compute a period's scores from its evidence."`
	Verify    verify           `cmd:"" help:"Work a period's stored scores out again, and list what differs."`
	Export    exports          `cmd:"" help:"Write a period's incentive scores, or the roster, to a file."`
	Import    importing        `cmd:"" help:"Import lists that the hospital keeps, such as the roster."`
	Admin     administration   `cmd:"" help:"Create an administrator, or manage API keys."`
	Fit       fit              `cmd:"" help:"Fit a mixed model to any table: the engine behind the scores."`
	Standards standardsCommand `cmd:"" help:"Share standards, sets and phrases with other hospitals."`
	Version   kong.VersionFlag `env:"-" help:"Print the version."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	asked := ctx.Err() != nil // to stop
	stop()
	if err != nil && !errors.Is(err, errHelp) && !(asked && errors.Is(err, context.Canceled)) {
		fmt.Fprintln(os.Stderr, "wardstar:", explain(err))
		os.Exit(1)
	}
}

// explain returns an error's message, with the fields that it is about.
func explain(err error) string {
	b := strings.Builder{}
	b.WriteString(err.Error())
	fields := fault.As(err).Fields
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		fmt.Fprintf(&b, "\n  %s: %s", name, fields[name])
	}
	return b.String()
}

// errHelp ends a run that was asked for help or the version only.
var errHelp = errors.New("help shown")

// run is main, but for what a test must be able to replace.
func run(ctx context.Context, args []string, out io.Writer) (err error) {
	var c cli
	parser, err := kong.New(&c,
		kong.Name("wardstar"),
		kong.Description("Wardstar turns patients' ratings, spot checks and training hours into fair, provable incentive scores."+
			"\n\nEvery flag can be set by environment: WARDSTAR_DATA_DIR for --data-dir."),
		kong.DefaultEnvars("WARDSTAR"),
		kong.Vars{"version": version},
		kong.Writers(out, os.Stderr),
		kong.Exit(func(int) { panic(errHelp) }), // after --help and --version
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
	if err != nil {
		return err
	}
	defer func() {
		if v := recover(); v == errHelp {
			err = errHelp
		} else if v != nil {
			panic(v)
		}
	}()
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err != nil {
		return fmt.Errorf("%w (see wardstar --help)", err)
	}
	return command.Run()
}
