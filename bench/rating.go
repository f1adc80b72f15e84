package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/localpg"
	"github.com/wardstar/wardstar/internal/secrets"
)

// rating compares a tap on Wardstar's page with a bare INSERT.
type rating struct {
	Binary string        `default:"bin/wardstar" help:"The server; \"domain\" for the feedback package behind a bare one."`
	Round  time.Duration `default:"2s" help:"How long each round lasts."`
	Rounds int           `default:"3" help:"Rounds of each kind; the median counts."`
	At     []int         `default:"8,32,256" help:"Connections."`
}

// Run starts a private PostgreSQL, lets both servers work on it in turns, and
// prints the ratios.
func (b rating) Run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "wardstar-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL may run as another account
		return err
	}
	pg, err := localpg.Start(ctx, localpg.Options{
		Dir: filepath.Join(dir, "db"), Settings: map[string]string{"max_connections": "400"}, // pgbench opens one each
	})
	if err != nil {
		return err
	}
	defer pg.Stop()
	dsn := pg.DSN(localpg.Superuser, "postgres")
	db, err := settle(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	var durable string
	if err := db.GetContext(ctx, &durable, `SELECT concat_ws(' ', 'synchronous_commit', current_setting('synchronous_commit'), 'fsync', current_setting('fsync'))`); err != nil {
		return err
	}
	fmt.Println("PostgreSQL with", durable)

	bare, err := startFloor(ctx, dsn)
	if err != nil {
		return err
	}
	defer bare.stop()
	real, err := startServer(ctx, b.Binary, dsn, dir)
	if err != nil {
		return err
	}
	defer real.stop()
	master, err := postmaster(filepath.Join(dir, "db"))
	if err != nil {
		return err
	}
	keys, err := secrets.Open(real.keys)
	if err != nil {
		return err
	}
	pages := feedback.New(feedback.Config{DB: db, Now: time.Now, Keys: keys})
	defer pages.Close()
	taps, err := newTaps(real.address, pages)
	if err != nil {
		return err
	}
	return b.compare(ctx, pg, master, bare, real, taps)
}

func (b rating) compare(ctx context.Context, pg *localpg.Server, master int, bare, real *server, taps taps) error {
	fmt.Printf("%11s  %35s  %35s  %7s  %6s  %6s\n", "connections", "bare INSERT", "Wardstar", "pgbench", "ratio", "target")
	for _, connections := range b.At {
		var bares, reals []result
		var limits []float64
		for range b.Rounds {
			r, err := hammer(bare, master, connections, b.Round, "204", bareTap)
			if err != nil {
				return fmt.Errorf("bare server: %w", err)
			}
			bares = append(bares, r)
			if r, err = hammer(real, master, connections, b.Round, "303", taps.next); err != nil {
				return fmt.Errorf("Wardstar: %w", err)
			}
			reals = append(reals, r)
			limit, err := pgbench(ctx, pg, connections, b.Round)
			if err != nil {
				return err
			}
			limits = append(limits, limit)
		}
		x, y := median(bares), median(reals)
		slices.Sort(limits)
		fmt.Printf("%11d  %s  %s  %6.0f/s  %5.2f×  %s\n", connections, x, y, limits[len(limits)/2], y.rate/x.rate, target(connections))
	}
	rss, err := real.memory()
	if err != nil {
		return err
	}
	fmt.Printf("the server uses %d MB (target: at most 60)\n", rss>>20)
	return nil
}

func target(connections int) string {
	want, ok := map[int]string{8: "≥ 0.8×", 32: "≥ 1.2×", 256: "≥ 2×"}[connections]
	if !ok {
		return "none"
	}
	return want
}

func median(results []result) result {
	slices.SortFunc(results, func(a, b result) int { return int(a.rate - b.rate) })
	return results[len(results)/2]
}

func (r result) String() string {
	return fmt.Sprintf("%6.0f/s %6.2f ms p99 %6.2f %4dµs", r.rate, milliseconds(r.p50), milliseconds(r.p99), r.cpu.Microseconds())
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
