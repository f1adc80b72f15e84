package main

import (
	"context"
	"net/http"
	"path/filepath"
	"strconv"
	"time"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
)

// domain serves ratings with feedback.Service and nothing around it.
type domain struct {
	Listen      string `required:""`
	DatabaseURL string `required:""`
	DataDir     string `required:""`
}

func (d domain) Run(ctx context.Context) error {
	db, err := database.OpenAsRuntime(ctx, d.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := secrets.Open(filepath.Join(d.DataDir, "keys.json"))
	if err != nil {
		return err
	}
	s := feedback.New(feedback.Config{DB: db, Now: time.Now, Keys: keys})
	defer s.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /r/{code}", func(w http.ResponseWriter, r *http.Request) {
		page, err := s.Open(r.Context(), feedback.Visitor{Code: r.PathValue("code"), Network: r.Header.Get("X-Forwarded-For")})
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "d", Value: page.Device})
		w.Write([]byte(`<input name="k" value="` + page.Key + `">`))
	})
	mux.HandleFunc("POST /r/{code}", func(w http.ResponseWriter, r *http.Request) {
		score, _ := strconv.Atoi(r.PostFormValue("score"))
		in := feedback.NewRating{
			Code: r.PathValue("code"), Key: r.PostFormValue("k"), Network: r.Header.Get("X-Forwarded-For"),
			Score: score, Language: r.PostFormValue("lang"),
		}
		if c, err := r.Cookie("d"); err == nil {
			in.Device = c.Value
		}
		if _, err := s.Submit(r.Context(), in); err != nil {
			http.Error(w, err.Error(), map[bool]int{true: 503, false: 422}[fault.Is(err, fault.Unavailable)])
			return
		}
		w.WriteHeader(http.StatusSeeOther)
	})
	return serve(ctx, d.Listen, mux)
}
