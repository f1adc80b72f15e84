package main

import (
	"context"
	"encoding/base32"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/demo"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/policies"
)

// demoSeed makes everybody's demonstration hospital the same.
const demoSeed = 2026

// demoHospital is what a newcomer is told about the demonstration. Its zero
// value is none.
type demoHospital struct {
	badge   string // code
	signIns []demo.SignIn
}

// demo makes the demonstration hospital if the database has none, and computes
// whatever of its months has not been: the last start may have been cut short.
func (o *opened) demo(ctx context.Context, out io.Writer) (demoHospital, error) {
	loaded, err := demo.Loaded(ctx, o.DB)
	if err != nil {
		return demoHospital{}, err
	}
	if !loaded {
		if err := o.loadDemo(ctx, out); err != nil {
			return demoHospital{}, fmt.Errorf("load the demonstration hospital: %w", err)
		}
	}
	show := demoHospital{}
	if show.signIns, err = demo.SignIns(ctx, o.DB, policies.Roles, o.password); err != nil {
		return demoHospital{}, err
	}
	if len(show.signIns) == 0 {
		return demoHospital{}, errors.New("this database holds a hospital already, and it is not the demonstration; start without --demo")
	}
	if err := o.letIn(ctx); err != nil {
		return demoHospital{}, err
	}
	if err := o.computeDemo(ctx, out); err != nil {
		return demoHospital{}, fmt.Errorf("compute the demonstration's scores: %w", err)
	}
	show.badge, err = demo.Badge(ctx, o.DB)
	return show, err
}

func (o *opened) loadDemo(ctx context.Context, out io.Writer) error {
	zone, err := time.LoadLocation(demo.TimeZone)
	if err != nil {
		return err
	}
	bar := progress{out: out, label: "Making the demonstration hospital"}
	hospital, err := demo.Load(ctx, o.DB, demo.Options{
		Seed: demoSeed, Today: worktime.DayOf(time.Now(), zone), Progress: bar.show,
		Roles: policies.Roles, Password: o.password, Hash: accounts.HashPassword,
	})
	if err != nil {
		return err
	}
	bar.end()
	return o.writeTruth(hospital)
}

// letIn has nobody set up a second factor to look at the demonstration. What
// somebody has chosen there since stays.
func (o *opened) letIn(ctx context.Context) error {
	service := &accounts.Service{DB: o.DB, Now: time.Now}
	settings, err := service.GetSettings(ctx, program, struct{}{})
	if err != nil || settings.Version > 0 {
		return err
	}
	settings.SecondFactorRequiredFor = []string{}
	_, err = service.PutSettings(ctx, program, settings)
	return err
}

// computeDemo computes the months that never were, so that there is a ranking to see.
func (o *opened) computeDemo(ctx context.Context, out io.Writer) error {
	first, err := demo.FirstMonth(ctx, o.DB)
	if err != nil {
		return err
	}
	bar := progress{out: out, label: "Computing its scores"}
	defer bar.end()
	return demo.Score(ctx, &periods.Service{DB: o.DB, Now: time.Now}, first, bar.show)
}

// writeTruth keeps what the demo's figures were made from beside the database.
func (o *opened) writeTruth(h demo.Hospital) error {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write([]string{"employee", "ratings_effect", "audits_effect", "severity"})
	for _, t := range h.Truth {
		severity := ""
		if s, ok := h.Severities[t.Number]; ok {
			severity = strconv.FormatFloat(s, 'f', 4, 64)
		}
		w.Write([]string{t.Number, strconv.FormatFloat(t.Ratings, 'f', 4, 64), strconv.FormatFloat(t.Audits, 'f', 4, 64), severity})
	}
	w.Flush()
	return os.WriteFile(filepath.Join(o.dataDir, "demo-truth.csv"), []byte(b.String()), 0o644)
}

// password is the demo's for a role: the same at every start of one
// installation, another in every other.
func (o *opened) password(role string) string {
	sum := o.Keys.MAC("demo password")([]byte(role))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum))[:12]
}

func (d demoHospital) print(out io.Writer, public string) {
	if len(d.signIns) == 0 {
		return
	}
	fmt.Fprintln(out)
	if d.badge != "" { // it may have been revoked
		badge := public + "/r/" + d.badge
		if err := documents.QRTerminal(out, badge); err == nil {
			fmt.Fprintln(out, "Scan this badge to rate its bearer, or open the address:")
		}
		fmt.Fprintf(out, "Demo badge: %s\n\n", badge)
	}
	for _, s := range d.signIns {
		fmt.Fprintf(out, "Sign-in %s: %s / %s\n", s.Role, s.Name, s.Password)
	}
	fmt.Fprintln(out)
}

// progress draws a bar, on one line where the terminal allows it.
type progress struct {
	out   io.Writer
	label string
	last  int
}

func (p *progress) show(done, total int) {
	percent := 100 * done / max(total, 1)
	if percent == p.last && done > 0 {
		return
	}
	p.last = percent
	if !terminal(p.out) {
		if percent%20 == 0 {
			fmt.Fprintf(p.out, "%s: %d %%\n", p.label, percent)
		}
		return
	}
	full := percent * 30 / 100
	fmt.Fprintf(p.out, "\r%s [%s%s] %3d %%", p.label, strings.Repeat("#", full), strings.Repeat("-", 30-full), percent)
}

func (p *progress) end() {
	if terminal(p.out) {
		fmt.Fprintln(p.out)
	}
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
