package periods

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// The formats of an export.
const (
	CSV  = documents.CSV
	XLSX = documents.XLSX
)

// ExportPeriod says which period to export, and how.
type ExportPeriod struct {
	Name     string `params:"name"   validate:"required,len=7"`
	Format   string `query:"format"  validate:"omitempty,oneof=csv xlsx"` // xlsx if absent
	Language string `query:"lang"    validate:"omitempty,oneof=zh-CN zh-TW ko en"`
}

// Export returns the scores of the people in the actor's reach as a file, and
// notes in the journal that they were taken.
func (s *Service) Export(ctx context.Context, actor accounts.Actor, in ExportPeriod) (documents.File, error) {
	if in.Format == "" {
		in.Format = XLSX
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (documents.File, error) {
		p, out, err := export(ctx, tx, actor.Reach, in)
		if err != nil {
			return documents.File{}, err
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.Now(), journal.Entry{
			Action: "export", Object: "period", ObjectID: p.ID, After: map[string]any{"format": in.Format, "bytes": len(out.Content)},
		})
	})
}

// Write writes the scores of the whole hospital to w, for whoever runs the
// program. The same computation gives the same bytes.
func (s *Service) Write(ctx context.Context, w io.Writer, in ExportPeriod) error {
	_, out, err := export(ctx, s.DB, accounts.Reach{Hospital: true}, in)
	if err != nil {
		return err
	}
	_, err = w.Write(out.Content)
	return err
}

func export(ctx context.Context, q sqlx.ExtContext, who accounts.Reach, in ExportPeriod) (Period, documents.File, error) {
	r, err := gatherReport(ctx, q, who, in)
	if err != nil {
		return Period{}, documents.File{}, err
	}
	sheets := []documents.Sheet{r.summary()}
	if in.Format != CSV {
		sheets = append(sheets, r.components(), r.evidence(), r.method())
	}
	properties := documents.Properties{Title: r.say("title", "period", r.period.Name), Created: r.computation.ComputedAt}
	out, err := documents.NewFile("scores-"+r.period.Name, in.Format, properties, sheets...)
	return r.period, out, err
}

// report is what an export is made of.
type report struct {
	lang        string
	loc         *time.Location
	period      Period
	computation computation
	people      []standing
	posts       map[int64]texts.Localized
	hidden      map[int64]bool // whose number of ratings is not told
	total       bool           // nor that of the hospital
	hashes      []hash
}

// hash names a file by its SHA-256.
type hash struct {
	Component string `db:"component"`
	Sum       []byte `db:"sha256"`
}

func gatherReport(ctx context.Context, q sqlx.ExtContext, who accounts.Reach, in ExportPeriod) (r report, err error) {
	h, err := people.ReadHospital(ctx, q)
	if err != nil {
		return report{}, err
	}
	if r.loc, err = h.Location(); err != nil {
		return report{}, err
	}
	if r.lang = in.Language; r.lang == "" {
		r.lang = h.Language
	}
	if r.period, r.computation, err = latest(ctx, q, in.Name); err != nil {
		return report{}, err
	}
	if r.people, err = standings(ctx, q, r.computation.ID, who, AskRanking{}); err != nil {
		return report{}, err
	}
	if r.hidden, r.total, err = hiddenCounts(ctx, q, r.computation); err != nil {
		return report{}, err
	}
	if r.posts, err = postNames(ctx, q); err != nil {
		return report{}, err
	}
	err = sqlx.SelectContext(ctx, q, &r.hashes, `
		SELECT 'scheme' AS component, sha256 FROM schemes WHERE id = $2
		UNION ALL
		SELECT * FROM (SELECT component, sha256 FROM parameters WHERE computation_id = $1 ORDER BY component COLLATE "C") p`,
		r.computation.ID, r.computation.Scheme.ID)
	if err != nil {
		return report{}, fmt.Errorf("hashes of %s: %w", in.Name, err)
	}
	return r, nil
}

// say returns a word of the catalogue in the report's language.
func (r *report) say(key string, args ...any) string {
	return texts.Text(r.lang, "export."+key, args...)
}
