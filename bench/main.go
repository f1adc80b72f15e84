// Command bench prints how fast Wardstar is, as ratios to something bare that
// runs on the same machine in the same minute: absolute numbers say more about
// the machine.
//
//	go run ./bench rating
//
// See README.md for how to read what it prints.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

type commands struct {
	Rating rating `cmd:"" help:"A patient's tap, from the socket to the disk, against a bare INSERT."`
	Floor  floor  `cmd:"" hidden:"" help:"The bare server that rating compares with."`
	Domain domain `cmd:"" hidden:"" help:"Wardstar's feedback behind a bare server: what the rest of the stack costs."`
}

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&commands{}, kong.Name("bench"), kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
