package main

import (
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/wardstar/wardstar/internal/database"
)

// floor is the least a Go program can do to store a rating durably: one
// prepared INSERT of the same row per request. It knows no codes, no cookies,
// no repeated taps and no bad input.
type floor struct {
	Listen      string `required:""`
	DatabaseURL string `required:""`
}

func (f floor) Run(ctx context.Context) error {
	db, err := database.OpenAsRuntime(ctx, f.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	insert, err := db.Prepare(`
		INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id,
		                     score, language, channel, shift, occurred_at)
		VALUES ($1, 1, $2, $3, $3, $3, $4, $5, 'en', 'qr', 'day', $6)`)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /r/{id}", func(w http.ResponseWriter, r *http.Request) {
		var hash [32]byte
		rand.Read(hash[:])
		id, _ := strconv.Atoi(r.PathValue("id"))
		score, _ := strconv.Atoi(r.PostFormValue("score"))
		if _, err := insert.Exec(hash[:16], hash[16:], id, department(id), score, time.Now().UTC().Truncate(time.Hour)); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return serve(ctx, f.Listen, mux)
}

// serve answers until ctx ends, and says on which address.
func serve(ctx context.Context, address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: h}
	context.AfterFunc(ctx, func() { server.Close() })
	if err := server.Serve(l); err != http.ErrServerClosed {
		return err
	}
	return nil
}
