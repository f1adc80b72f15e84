package audits

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// ImportedSpotCheck is a spot check that was written down elsewhere.
type ImportedSpotCheck struct {
	ExternalID string            `json:"externalId" validate:"required,max=100"`                         // the source's; the same one again is the same check
	Number     string            `json:"number"     validate:"required,max=40"`                          // of who was observed
	Supervisor string            `json:"supervisor" validate:"required,max=100"`                         // the number or the name of who observed
	Mode       string            `json:"mode"       validate:"omitempty,oneof=round unannounced camera"` // round unless given
	Shift      string            `json:"shift"      validate:"omitempty,oneof=day evening night"`        // by the time unless given
	Place      string            `json:"place"      validate:"max=200"`
	At         time.Time         `json:"at"         validate:"required"`
	Findings   []ImportedFinding `json:"findings"   validate:"required,min=1,max=40,dive"`
}

// ImportedFinding is what was seen of one standard.
type ImportedFinding struct {
	Standard     string `json:"standard"     validate:"required,max=60"` // its code
	Result       string `json:"result"       validate:"required,oneof=met partly not-met not-seen not-applicable"`
	Reason       string `json:"reason"       validate:"max=500"`
	Note         string `json:"note"         validate:"max=2000"`           // the instance behind a deduction
	Milliseconds int    `json:"milliseconds" validate:"min=0,max=86400000"` // of what is timed
}

// ImportSpotChecks is what one source has written down.
type ImportSpotChecks struct {
	people.Batch
	Source  string              `json:"source"  validate:"required,max=40"` // a registered one
	Correct bool                `json:"correct"`                            // what was imported with other content is voided, and this counts instead
	Rows    []ImportedSpotCheck `json:"rows"    validate:"required,min=1,max=1000,dive"`
}

// ImportSpotChecks takes over spot checks that were written down elsewhere, under
// the rules of [Service.Log], however long ago they were made. They count with
// the source's weight. A check that came before is not stored again; with other
// content it is refused unless it is to be corrected. All are stored or none.
func (s *Service) ImportSpotChecks(ctx context.Context, actor accounts.Actor, in ImportSpotChecks) (people.Imported, error) {
	now := s.Now().UTC().Truncate(time.Microsecond)
	i := people.Import{Batch: in.Batch, Object: "spot-check", Source: in.Source, At: now}
	return i.Run(ctx, s.DB, actor, func(tx *sqlx.Tx) (people.Imported, error) {
		source, err := people.SourceOf(ctx, tx, people.SourceOfSpotChecks, in.Source)
		if err != nil {
			return people.Imported{}, err
		}
		var named []string
		for _, r := range in.Rows {
			named = append(named, strings.TrimSpace(r.Number), strings.TrimSpace(r.Supervisor))
		}
		lookup, err := people.NewLookup(ctx, tx, actor.Reach, named)
		if err != nil {
			return people.Imported{}, err
		}
		r := importer{source: source, lookup: lookup, self: actor.EmployeeID, account: actor.AccountID, now: now}
		var wrong fault.Rows
		list, err := r.read(ctx, tx, in.Rows, &wrong)
		if err != nil {
			return people.Imported{}, err
		}
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		before, err := importedBefore(ctx, tx, source.Code, list)
		if err != nil {
			return people.Imported{}, err
		}
		c := compareChecks(list, before, in.Correct, &wrong)
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		return c.done, r.save(ctx, tx, c)
	})
}

// checkChange is what an import changes.
type checkChange struct {
	done people.Imported
	add  []importedCheck
	void []int64
}

// compareChecks decides which checks are new or corrected. One that was voided
// here stays so when it comes again as it was.
func compareChecks(list []importedCheck, before map[string]storedImport, correct bool, wrong *fault.Rows) checkChange {
	c := checkChange{done: people.Imported{Rows: len(list)}}
	for _, r := range list {
		b, known := before[r.external]
		switch {
		case !known:
			r.version = 1
			c.done.Added++
			c.add = append(c.add, r)
		case string(b.Hash) == string(r.hash):
			c.done.Unchanged++
		case !correct:
			wrong.Add(r.at, "externalId", "%s was imported before with other content; import it as a correction to replace that", r.external)
		default:
			r.version = b.Version + 1
			c.done.Changed++
			c.add = append(c.add, r)
			if !b.Voided {
				c.void = append(c.void, b.ID)
			}
		}
	}
	return c
}

// storedImport is the latest version of a check that was imported before.
type storedImport struct {
	ID         int64  `db:"id"`
	ExternalID string `db:"external_id"`
	Version    int    `db:"version"`
	Hash       []byte `db:"content_hash"`
	Voided     bool   `db:"voided"`
}

// corrected is why a check is void that a correction has replaced.
func corrected(source string) string { return fmt.Sprintf("corrected by the source, %s", source) }
