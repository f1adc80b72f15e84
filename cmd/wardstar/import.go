package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// importing reads the lists that a hospital brings along.
type importing struct {
	Roster     importRoster     `cmd:"" help:"Who is employed, where and as what: CSV or XLSX."`
	Duty       importDuty       `cmd:"" help:"Who works where and when, and who came."`
	Activity   importActivity   `cmd:"" help:"Visits and hours worked, by person or department and day."`
	Source     importSource     `cmd:"" help:"Register a source of evidence, with its scale and weight."`
	Ratings    importRatings    `cmd:"" help:"Ratings that patients gave elsewhere."`
	SpotChecks importSpotChecks `cmd:"" help:"Spot checks that were written down elsewhere."`
	Training   importTraining   `cmd:"" help:"Training hours that another system has kept."`
}

// listFile is a list to import, and says how.
type listFile struct {
	File   string `arg:"" type:"existingfile" placeholder:"FILE" help:"List with a header in its first row: CSV or XLSX."`
	DryRun bool   `env:"-" help:"Report what would change, and change nothing."`
}

// open opens the list. What is larger than any list is refused before it is read.
func (l listFile) open() (*os.File, int64, error) {
	f, err := os.Open(l.File)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	if info.Size() > tables.MaxSize {
		return nil, 0, errors.Join(fmt.Errorf("%s is larger than %d MB", l.File, tables.MaxSize>>20), f.Close())
	}
	return f, info.Size(), nil
}

// with runs do on a hospital that is there, with the list. One that was never
// served gets what every hospital starts with first: a list speaks of its posts.
func (l listFile) with(ctx context.Context, s store, do func(o *opened, f *os.File, size int64) error) (err error) {
	f, size, err := l.open()
	if err != nil {
		return err
	}
	defer f.Close()
	o, err := s.openExisting(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	if err := o.seed(ctx, startOf(worktime.DayOf(time.Now(), time.UTC))); err != nil {
		return err
	}
	return do(o, f, size)
}

// progressBar shows on a terminal how far work is. On anything else, such as a log,
// it shows nothing.
type progressBar struct {
	w     io.Writer
	part  string
	drawn time.Time
}

// newProgressBar returns one on the terminal that f is, if it is one.
func newProgressBar(f *os.File) *progressBar {
	if !term.IsTerminal(int(f.Fd())) {
		return &progressBar{}
	}
	return &progressBar{w: f}
}

// barWidth is the bar's, in characters.
const barWidth = 30

// show draws the bar, ten times a second at most. A total of 0 is not known.
func (b *progressBar) show(part string, done, total int) {
	now := time.Now()
	if b.w == nil || part == b.part && done < total && now.Sub(b.drawn) < 100*time.Millisecond {
		return
	}
	b.part, b.drawn = part, now
	if total == 0 {
		fmt.Fprintf(b.w, "\r\x1b[K%s %d", part, done)
		return
	}
	filled := min(barWidth, done*barWidth/total)
	fmt.Fprintf(b.w, "\r\x1b[K%-10s [%s%s] %d of %d", part, strings.Repeat("#", filled), strings.Repeat(".", barWidth-filled), done, total)
}

// clear takes the bar away.
func (b *progressBar) clear() {
	if b.w != nil {
		fmt.Fprint(b.w, "\r\x1b[K")
	}
}
