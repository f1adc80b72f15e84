package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"
)

// TestNoAcknowledgedRatingIsLost kills the server, and in another round
// PostgreSQL, while patients rate. Whatever was acknowledged is there
// afterwards; and when all phones send again, as patients do who saw no
// thanks, there is one rating a phone.
func TestNoAcknowledgedRatingIsLost(t *testing.T) {
	for _, test := range []struct {
		name string
		kill func(t *testing.T, p *server, dataDir string)
	}{
		{"the server is killed", func(_ *testing.T, p *server, _ string) { p.kill() }},
		{"PostgreSQL is killed", func(t *testing.T, _ *server, dataDir string) { killPostgres(t, dataDir) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			dataDir := dataFolder(t)
			running := startServer(t, dataDir)
			code := hire(t, beside(t, dataDir))
			phones := make([]phone, 400) // fewer than one address may send at once
			for i := range phones {
				var err error
				if phones[i], err = scan(running.url, code); err != nil {
					t.Fatal(err)
				}
			}

			killed := make(chan struct{})
			go func() {
				defer close(killed)
				time.Sleep(150 * time.Millisecond) // in the middle of it
				test.kill(t, running, dataDir)
			}()
			acknowledged := rateAll(t.Context(), running.url, code, phones)
			<-killed
			running.kill()

			running = startServer(t, dataDir)
			db := beside(t, dataDir)
			if stored := votes(t, db); stored < len(acknowledged) {
				t.Errorf("%d ratings acknowledged, %d stored", len(acknowledged), stored)
			}
			if len(acknowledged) == 0 || len(acknowledged) == len(phones) {
				t.Logf("%d of %d acknowledged before the end", len(acknowledged), len(phones))
			}
			if again := rateAll(t.Context(), running.url, code, phones); len(again) != len(phones) {
				t.Errorf("only %d of %d phones could send again", len(again), len(phones))
			}
			if stored := votes(t, db); stored != len(phones) {
				t.Errorf("%d phones, %d ratings", len(phones), stored)
			}
			running.stop()
		})
	}
}

func votes(t *testing.T, db *sqlx.DB) (n int) {
	t.Helper()
	if err := db.Get(&n, `SELECT count(*) FROM ratings`); err != nil { // every version is a row: none is doubled either
		t.Fatal(err)
	}
	return n
}

func killPostgres(t *testing.T, dataDir string) {
	b, err := os.ReadFile(filepath.Join(dataDir, "postgres", "data", "postmaster.pid"))
	if err != nil {
		t.Error(err)
		return
	}
	pid, err := strconv.Atoi(strings.SplitN(string(b), "\n", 2)[0])
	if err != nil {
		t.Error(err)
		return
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Error(err)
	}
}
