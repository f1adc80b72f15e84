package audits

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// importer is all that imported checks are read and stored with.
type importer struct {
	source  people.Source
	lookup  *people.Lookup
	self    int64 // the importing employee; or 0
	account int64
	now     time.Time
}

// importedCheck is an imported check that may be stored.
type importedCheck struct {
	record
	at       int // in the list
	external string
	version  int
	day      worktime.Day
}

// key returns what takes the place of a phone's.
func (c importedCheck) key(source string) uuid.UUID {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%d", source, c.external, c.version))
	return uuid.UUID(sum[:16])
}

// read returns the checks that nothing is wrong with.
func (r *importer) read(ctx context.Context, tx *sqlx.Tx, rows []ImportedSpotCheck, wrong *fault.Rows) ([]importedCheck, error) {
	out := make([]importedCheck, 0, len(rows))
	seen := map[string]bool{}
	for i, in := range rows {
		c := importedCheck{at: i, external: strings.TrimSpace(in.ExternalID)}
		c.recorded = r.now
		c.NewSpotCheck = in.native().tidied()
		ok := r.check(c, wrong) && r.stamp(&c, in, wrong)
		if c.external != "" && seen[c.external] {
			wrong.Add(i, "externalId", "%s is there twice", c.external)
			ok = false
		}
		if seen[c.external] = true; ok {
			out = append(out, c)
		}
	}
	return out, r.measure(ctx, tx, out, wrong)
}

// native returns the check as a phone would send it.
func (in ImportedSpotCheck) native() NewSpotCheck {
	n := NewSpotCheck{Mode: cmp.Or(in.Mode, "round"), Shift: in.Shift, Place: in.Place, StartedAt: in.At, FinishedAt: in.At}
	for _, f := range in.Findings {
		finding := NewFinding{Standard: strings.TrimSpace(f.Standard), Result: f.Result, Reason: f.Reason, Note: f.Note}
		if f.Milliseconds > 0 {
			finding.Attempts = []Attempt{{Milliseconds: f.Milliseconds}}
		}
		n.Findings = append(n.Findings, finding)
	}
	return n
}

// check refuses what cannot be stored of a check, whomever it is about.
func (r *importer) check(c importedCheck, wrong *fault.Rows) bool {
	switch {
	case c.external == "":
		wrong.Add(c.at, "externalId", "required")
	case utf8.RuneCountInString(c.external) > 100 || !storable(c.external):
		wrong.Add(c.at, "externalId", "at most 100 characters")
	case c.StartedAt.IsZero():
		wrong.Add(c.at, "at", "required")
	case c.StartedAt.After(r.now):
		wrong.Add(c.at, "at", "lies in the future")
	case !slices.Contains([]string{"round", "unannounced", "camera"}, c.Mode):
		wrong.Add(c.at, "mode", "one of round, unannounced, camera")
	case !slices.Contains([]string{"", "day", "evening", "night"}, c.Shift):
		wrong.Add(c.at, "shift", "one of day, evening, night")
	case utf8.RuneCountInString(c.Place) > 200 || !storable(c.Place):
		wrong.Add(c.at, "place", "at most 200 characters")
	case len(c.Findings) == 0:
		wrong.Add(c.at, "findings", "required")
	default:
		return r.checkLimits(c, wrong)
	}
	return false
}

// checkLimits holds the findings to what callers of the API are held to.
func (r *importer) checkLimits(c importedCheck, wrong *fault.Rows) bool {
	ok := true
	refuse := func(n int, field, words string) {
		wrong.Add(c.at, fmt.Sprintf("findings[%d].%s", n, field), "%s", words)
		ok = false
	}
	if len(c.Findings) > 40 {
		refuse(40, "standard", "at most 40 standards in a check")
	}
	for n, f := range c.Findings {
		switch {
		case !slices.Contains([]string{Met, Partly, NotMet, NotSeen, NotApplicable}, f.Result):
			refuse(n, "result", "one of met, partly, not-met, not-seen, not-applicable")
		case utf8.RuneCountInString(f.Reason) > 500:
			refuse(n, "reason", "at most 500 characters")
		case utf8.RuneCountInString(f.Note) > 2000:
			refuse(n, "note", "at most 2000 characters")
		case len(f.Attempts) > 0 && f.Attempts[0].Milliseconds > 86_400_000:
			refuse(n, "milliseconds", "more than a day")
		}
	}
	return ok
}

// stamp fills in who, by whom and where, as it was on the day.
func (r *importer) stamp(c *importedCheck, in ImportedSpotCheck, wrong *fault.Rows) bool {
	c.day = worktime.DayOf(c.StartedAt, r.lookup.Zone)
	c.Shift = cmp.Or(c.Shift, worktime.ShiftAt(c.StartedAt.In(r.lookup.Zone)))
	c.started, c.finished = c.StartedAt, c.FinishedAt
	var err error
	if c.posting, err = r.lookup.PostingOn(strings.TrimSpace(in.Number), c.day, 0); err != nil {
		wrong.Add(c.at, "number", "%v", err)
		return false
	}
	c.EmployeeID = c.posting.EmployeeID
	if c.observer, err = r.lookup.Employee(strings.TrimSpace(in.Supervisor)); err != nil {
		wrong.Add(c.at, "supervisor", "%v", err)
		return false
	}
	switch c.EmployeeID {
	case c.observer:
		wrong.Add(c.at, "supervisor", "nobody observes themselves")
		return false
	case r.self:
		wrong.Add(c.at, "number", "nobody imports checks of themselves")
		return false
	}
	c.outside = r.lookup.Apart(c.observer, c.posting.DepartmentID, c.day)
	b, err := json.Marshal([]any{c.observer, c.NewSpotCheck})
	if err != nil {
		wrong.Add(c.at, "", "%v", err)
		return false
	}
	sum := sha256.Sum256(b)
	c.hash = sum[:]
	return true
}

// measure holds the findings to the standards in force, day by day. What was seen
// before the hospital had any is held to its first ones.
func (r *importer) measure(ctx context.Context, tx *sqlx.Tx, list []importedCheck, wrong *fault.Rows) error {
	first, err := firstStandards(ctx, tx)
	if err != nil {
		return err
	}
	days := map[worktime.Day][]*importedCheck{}
	for i := range list {
		days[list[i].day] = append(days[list[i].day], &list[i])
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		var findings []NewFinding
		for _, c := range days[day] {
			findings = append(findings, c.Findings...)
		}
		standards, err := inForce(ctx, tx, findings, max(day, first))
		if err != nil {
			return err
		}
		for _, c := range days[day] {
			c.standards, standards = standards[:len(c.Findings)], standards[len(c.Findings):]
			var found problems
			found.checkFindings(c.Findings, c.standards, string(day))
			for field, words := range found.fields {
				wrong.Add(c.at, imported(field), "%s", words)
			}
		}
	}
	return nil
}

// imported names a finding's field as an import has it: of attempts there is one.
func imported(field string) string {
	if finding, _, timed := strings.Cut(field, ".attempts"); timed {
		return finding + ".milliseconds"
	}
	return field
}
