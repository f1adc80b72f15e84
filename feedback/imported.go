package feedback

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// ImportedRating is a rating that was given elsewhere. It has no place for who
// gave it or how to reach them, and must not have.
type ImportedRating struct {
	ExternalID string    `json:"externalId" validate:"required,max=100"` // the source's; the same one again is the same rating
	Number     string    `json:"number"     validate:"max=40"`           // of the employee; or
	Touchpoint string    `json:"touchpoint" validate:"max=20"`           // the code of a badge or of a place
	Value      float64   `json:"value"`                                  // on the source's scale
	At         time.Time `json:"at"         validate:"required"`         // when they were served; the hour is kept
	Shift      string    `json:"shift"      validate:"omitempty,oneof=day evening night"`
	Language   string    `json:"language"   validate:"omitempty,oneof=zh-CN zh-TW ko en"` // the hospital's unless given
	Visit      string    `json:"visit"      validate:"max=100"`                           // the same of one patient's day; kept as a keyed hash
	Tags       []string  `json:"tags"       validate:"max=12,dive,max=60"`
	Comment    string    `json:"comment"    validate:"max=500"`
}

// ImportRatings is what one source has heard.
type ImportRatings struct {
	people.Batch
	Source  string           `json:"source"  validate:"required,max=40"` // a registered one
	Correct bool             `json:"correct"`                            // what was imported with other content is replaced, as when a patient changes their mind
	Rows    []ImportedRating `json:"rows"    validate:"required,min=1,max=5000,dive"`
}

// ImportRatings takes over ratings that were given elsewhere. They count from
// then on like those that patients give here, with the source's weight; also in
// a month that is closed they are stored. A rating that came before is not
// stored again; with other content it is refused unless it is to be corrected.
// All rows are stored or none.
func (s *Service) ImportRatings(ctx context.Context, actor accounts.Actor, in ImportRatings) (people.Imported, error) {
	i := people.Import{Batch: in.Batch, Object: "rating", Source: in.Source, At: s.Now().UTC()}
	return i.Run(ctx, s.DB, actor, func(tx *sqlx.Tx) (people.Imported, error) {
		source, err := people.SourceOf(ctx, tx, people.SourceOfRatings, in.Source)
		if err != nil {
			return people.Imported{}, err
		}
		r, err := s.importer(ctx, tx, actor, source, in.Rows)
		if err != nil {
			return people.Imported{}, err
		}
		var wrong fault.Rows
		list := r.read(in.Rows, &wrong)
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		before, err := importedBefore(ctx, tx, source.Code, list)
		if err != nil {
			return people.Imported{}, err
		}
		list, done := compareRatings(list, before, in.Correct, &wrong)
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		return done, r.save(ctx, tx, actor, list)
	})
}

// compareRatings returns those that are new or corrected, and counts.
func compareRatings(list []importedRow, before map[string]storedImport, correct bool, wrong *fault.Rows) ([]importedRow, people.Imported) {
	done := people.Imported{Rows: len(list)}
	var out []importedRow
	for _, r := range list {
		b, known := before[r.ExternalID]
		switch {
		case !known:
			done.Added++
			r.version, r.standing = 1, "counted"
			out = append(out, r)
		case string(b.Hash) == string(r.hash):
			done.Unchanged++
		case !correct:
			wrong.Add(r.at, "externalId", "%s was imported before with other content; import it as a correction to replace that", r.ExternalID)
		case b.Version >= mostCorrections:
			wrong.Add(r.at, "externalId", "%s was corrected %d times already", r.ExternalID, mostCorrections)
		default:
			done.Changed++
			r.version, r.standing = b.Version+1, b.Standing // no correction frees what is held
			out = append(out, r)
		}
	}
	return out, done
}

// mostCorrections is how often a rating may be corrected, which is never needed.
const mostCorrections = 100

// importedRow is an imported rating that may be stored.
type importedRow struct {
	ImportedRating
	at                            int // in the list
	vote, visit, hash             []byte
	touchpoint, employee, posting int64
	department                    int64
	points, score                 int
	version                       int
	standing                      string
}

// remarked reports whether there is a remark to store.
func (r importedRow) remarked() bool { return len(r.Tags) > 0 || r.Comment != "" }

// tidied returns r as it is stored and compared.
func (r ImportedRating) tidied() ImportedRating {
	r.ExternalID, r.Number = strings.TrimSpace(r.ExternalID), strings.TrimSpace(r.Number)
	if code, ok := ParseCode(r.Touchpoint); ok {
		r.Touchpoint = code
	}
	r.Visit = strings.TrimSpace(r.Visit)
	r.At = r.At.UTC().Truncate(time.Hour)
	r.Tags = slices.Sorted(slices.Values(r.Tags))
	r.Tags = slices.Compact(r.Tags)
	r.Comment = contacts.ReplaceAllString(clean(r.Comment), "***")
	return r
}

// contacts are what somebody could be reached by: addresses, and numbers of
// seven digits or more, however they are grouped.
var contacts = regexp.MustCompile(`[\p{L}\d._%+-]+@[\p{L}\d.-]+|\+?\p{Nd}(?:[ ().\x{00A0}-]{0,2}\p{Nd}){6,}`)
