package people

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// RosterFile is a list of who is employed, where and as what.
type RosterFile struct {
	Name    string // of the file, for the journal
	Content io.ReaderAt
	Size    int64

	DryRun   bool         // find out what would change, and change nothing
	Yes      bool         // new departments, new posts, many who leave: all that is meant
	Complete bool         // who is employed and not in the file has left
	AsOf     worktime.Day // when the file is true; today unless given
	Ignore   []string     // columns that are known to matter to others

	// Progress, if not nil, is told how far which part of the work is; a total of 0
	// is not known.
	Progress func(part string, done, total int)
}

// errNothingStored ends a transaction that is not to last.
var errNothingStored = errors.New("nothing is stored")

// ImportRoster brings the roster in line with a file, whole or not at all. Problems
// with the file, and what has to be confirmed, are in the report; nothing is
// stored then. The error is of a file that cannot be read as a roster.
//
// A file says nothing by what it leaves out: a blank cell leaves what is stored as
// it is, and so does a person without a row, unless the file is complete. Of a
// person with rows, though, the rows name all current postings.
func (s *Service) ImportRoster(ctx context.Context, actor accounts.Actor, in RosterFile) (RosterReport, error) {
	if !actor.Reach.Hospital {
		return RosterReport{}, fault.Errorf(fault.Forbidden, "a roster is of the whole hospital")
	}
	if err := checkDay("asOf", in.AsOf); err != nil {
		return RosterReport{}, err
	}
	var err error
	if in.AsOf, err = s.dayOr(ctx, in.AsOf); err != nil {
		return RosterReport{}, err
	}
	if in.Progress == nil {
		in.Progress = func(string, int, int) {}
	}
	im := &rosterImport{Service: s, actor: actor, in: in, report: newRosterReport(in)}
	if err := im.read(); err != nil {
		return RosterReport{}, err
	}
	_, err = database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (struct{}, error) { return struct{}{}, im.run(ctx, tx) })
	if err != nil && !errors.Is(err, errNothingStored) {
		return RosterReport{}, err
	}
	im.report.Stored = err == nil
	return im.report, nil
}

// rosterImport is an import under way.
type rosterImport struct {
	*Service
	actor   accounts.Actor
	in      RosterFile
	report  RosterReport
	persons []*rosterPerson
	names   *names
	changes []*rosterChange
}

// read reads the file.
func (im *rosterImport) read() error {
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(im.in.Content, 0, im.in.Size)); err != nil {
		return fmt.Errorf("read roster: %w", err)
	}
	im.report.SHA256 = fmt.Sprintf("%x", h.Sum(nil))
	t, err := tables.Open(im.in.Content, im.in.Size)
	if err != nil {
		return err
	}
	defer t.Close()
	if err := t.Match(rosterColumns(im.in.Ignore)); err != nil {
		return err
	}
	im.persons, im.report.Rows, err = readRosterRows(t, &im.report.Problems, func(done int) { im.in.Progress("reading", done, t.Rows()) })
	im.report.People = len(im.persons)
	if err == nil && im.report.Rows == 0 {
		return fault.Errorf(fault.Invalid, "the file has a header and nothing below it")
	}
	return err
}

// run plans and stores. Imports wait for each other, so that each is planned on
// what the one before has stored; so do changes of departments and posts.
func (im *rosterImport) run(ctx context.Context, tx *sqlx.Tx) error {
	for _, lock := range []string{
		`SELECT pg_advisory_xact_lock(hashtext(current_schema() || '.roster'), 0)`,
		`LOCK TABLE departments, posts IN SHARE ROW EXCLUSIVE MODE`,
	} {
		if _, err := tx.ExecContext(ctx, lock); err != nil {
			return fmt.Errorf("lock roster: %w", err)
		}
	}
	var err error
	if im.names, err = readNames(ctx, tx); err != nil {
		return err
	}
	if err := im.plan(ctx, tx); err != nil {
		return err
	}
	im.report.describe(im.names, im.changes)
	if im.report.Problems.Total > 0 || len(im.report.Questions) > 0 && !im.in.Yes && !im.in.DryRun {
		return errNothingStored
	}
	if err := im.store(ctx, tx); err != nil {
		return err
	}
	if im.in.DryRun {
		return errNothingStored
	}
	return nil
}

// plan reads what is stored and decides what changes.
func (im *rosterImport) plan(ctx context.Context, tx *sqlx.Tx) error {
	stored, err := im.stored(ctx, tx)
	if err != nil {
		return err
	}
	pl := &planner{names: im.names, day: im.in.AsOf, problems: &im.report.Problems}
	employed, left := 0, 0
	for i, p := range im.persons {
		e := stored[p.number]
		if e != nil && pl.employs(*e) {
			employed++
		}
		if c := pl.plan(p, e); !c.none() {
			im.changes = append(im.changes, c)
		}
		delete(stored, p.number)
		if i%1000 == 0 {
			im.in.Progress("comparing", i, len(im.persons))
		}
	}
	for _, e := range byNumber(stored) { // there are some only if the file is complete
		employed, left = employed+1, left+1
		im.changes = append(im.changes, pl.missing(*e))
	}
	if left*10 > employed {
		im.report.Questions = append(im.report.Questions, fmt.Sprintf(
			"%d of %d employees are not in the file, and would leave on %s", left, employed, im.in.AsOf))
	}
	return im.lostZeros(ctx, tx)
}

// employs reports whether somebody is employed on the day.
func (pl *planner) employs(e Employee) bool {
	return e.HiredOn <= pl.day && (e.LeftOn == "" || e.LeftOn > pl.day)
}

// missing plans for somebody who is not in a complete file.
func (pl *planner) missing(e Employee) *rosterChange {
	c := &rosterChange{before: e, after: e}
	c.after.Postings = append([]Posting{}, e.Postings...)
	c.after.LeftOn = pl.day
	pl.settle(c)
	return c
}
