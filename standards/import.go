package standards

import (
	"context"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// ImportStandards is a file that another hospital shares.
type ImportStandards struct {
	YAML          string       `json:"yaml"                    validate:"required"`
	EffectiveFrom worktime.Day `json:"effectiveFrom,omitempty"` // from when it shall hold; tomorrow unless given
	DryRun        bool         `json:"dryRun,omitempty"`        // only tell what would be proposed
}

// Imported says what became of a file.
type Imported struct {
	Entries []ImportedEntry `json:"entries"`
}

// The outcomes of an entry.
const (
	ImportSame    = "same"    // the hospital says so already
	ImportNew     = "new"     // proposed; the hospital had nothing of the kind
	ImportChanged = "changed" // proposed
	ImportWaiting = "waiting" // the same is proposed already
	ImportSkipped = "skipped" // the hospital has no such post
)

// ImportedEntry says what became of a standard, a set or a list of phrases.
type ImportedEntry struct {
	Name        string       `json:"name"` // "standard ask-first", "set of nurse"
	Line        int          `json:"line"`
	Outcome     string       `json:"outcome"`
	Words       string       `json:"words,omitempty"`
	Differences []Difference `json:"differences"`
	ChangeID    int64        `json:"changeId,omitempty"` // to be approved by somebody else
}

// Import proposes what a file says otherwise than the hospital does: somebody
// else has to approve it, and nothing is overwritten. What the file leaves out
// stays as it is. A file with an error proposes nothing.
func (s *Service) Import(ctx context.Context, actor accounts.Actor, in ImportStandards) (Imported, error) {
	d, problems := decode([]byte(in.YAML))
	if len(problems) > 0 {
		return Imported{}, &FileError{problems}
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Imported, error) {
		if in.EffectiveFrom != "" {
			if err := s.mayTakeEffect(ctx, tx, in.EffectiveFrom, Approval{}); err != nil {
				return Imported{}, err
			}
		}
		if err := s.checkFile(ctx, tx, d); err != nil {
			return Imported{}, err
		}
		posts, err := postIDs(ctx, tx)
		if err != nil {
			return Imported{}, err
		}
		out := Imported{Entries: d.skipped(posts)}
		for _, o := range d.content().offers(posts) {
			entry, err := s.importOne(ctx, tx, actor, o, in)
			if err != nil {
				return Imported{}, err
			}
			entry.Line = d.lineOf(o)
			out.Entries = append(out.Entries, entry)
		}
		if in.DryRun {
			return out, nil
		}
		return out, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "import", Object: "standard-change", After: out.summary()})
	})
}

// checkFile holds a file to the rules that editors are held to, and to what
// never changes.
func (s *Service) checkFile(ctx context.Context, tx *sqlx.Tx, d decoded) error {
	hospital, err := people.ReadHospital(ctx, tx)
	if err != nil {
		return err
	}
	ids, err := idsByCode(ctx, tx)
	if err != nil {
		return err
	}
	problems := d.check(ids, hospital.Language)
	for i, c := range d.Standards {
		if ids[c.Code] == 0 {
			continue
		}
		st, err := subject{kind: OfStandard, code: c.Code}.stands(ctx, tx)
		if err != nil {
			return err
		}
		if st.says.Principal != c.Principal || st.says.Requirement != c.Requirement {
			problems = append(problems, Problem{d.line(fmt.Sprintf("standards[%d].requirement", i)), fmt.Sprintf(
				"%s is principal: %t and meets %s here; that never changes, so give the file's another code", c.Code, st.says.Principal, st.says.Requirement)})
		}
	}
	if len(problems) > 0 {
		return &FileError{problems}
	}
	return nil
}

func (f File) content() Content {
	return Content{Standards: f.Standards, Posts: f.Posts, Phrases: f.Phrases}
}

// skipped lists what the file says about posts that the hospital has not.
func (d decoded) skipped(posts map[string]int64) []ImportedEntry {
	out := []ImportedEntry{}
	skip := func(name, post, path string) {
		out = append(out, ImportedEntry{Name: name + post, Line: d.line(path), Outcome: ImportSkipped, Differences: []Difference{},
			Words: fmt.Sprintf("there is no post %q here; create it first to take this in", post)})
	}
	for i, p := range d.Posts {
		if _, ok := posts[p.Code]; !ok {
			skip("set of ", p.Code, fmt.Sprintf("posts[%d]", i))
		}
	}
	for i, list := range d.Phrases {
		if _, ok := posts[list.Post]; !ok && list.Post != Everyone {
			skip("phrases of ", list.Post, fmt.Sprintf("phrases[%d]", i))
		}
	}
	return out
}

// lineOf returns the line on which an entry begins.
func (d decoded) lineOf(o offered) int {
	for i, c := range d.Standards {
		if o.kind == OfStandard && c.Code == o.code {
			return d.line(fmt.Sprintf("standards[%d]", i))
		}
	}
	for i, p := range d.Posts {
		if o.kind == OfSet && p.Code == o.of {
			return d.line(fmt.Sprintf("posts[%d]", i))
		}
	}
	for i, list := range d.Phrases {
		if o.kind == OfPhrases && list.Post == o.of {
			return d.line(fmt.Sprintf("phrases[%d]", i))
		}
	}
	return 0
}

// importOne proposes what o says, unless it is said or proposed already.
func (s *Service) importOne(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, o offered, in ImportStandards) (ImportedEntry, error) {
	st, err := o.stands(ctx, tx)
	if err != nil {
		return ImportedEntry{}, err
	}
	entry := ImportedEntry{Name: o.name(), Outcome: ImportChanged, Differences: differences(st.says, o.says)}
	switch {
	case len(entry.Differences) == 0:
		entry.Outcome = ImportSame
		return entry, nil
	case st.Version == 0:
		entry.Outcome = ImportNew
	}
	if entry.ChangeID, err = waiting(ctx, tx, o); err != nil || entry.ChangeID != 0 {
		entry.Outcome = ImportWaiting
		return entry, err
	}
	if in.DryRun {
		return entry, nil
	}
	c, err := s.proposal(ctx, tx, o, st)
	if err != nil {
		return ImportedEntry{}, err
	}
	c.Origin, c.AuthorID, c.Words = FromFile, actor.AccountID, "From a file of another hospital"
	if in.EffectiveFrom > c.EffectiveFrom {
		c.EffectiveFrom = in.EffectiveFrom
	}
	entry.ChangeID, err = insertChange(ctx, tx, c, nil)
	return entry, err
}

// waiting returns the id of a proposal that says the same as o, or 0.
func waiting(ctx context.Context, tx *sqlx.Tx, o offered) (int64, error) {
	var ids []int64
	if err := tx.SelectContext(ctx, &ids, `
		SELECT id FROM standard_changes WHERE status IN ('draft', 'proposed', 'rejected') AND status = 'proposed'
			AND kind = $1 AND code = $2 AND post_id IS NOT DISTINCT FROM nullif($3::bigint, 0)
		ORDER BY id`, o.kind, o.code, o.subject.post); err != nil {
		return 0, fmt.Errorf("proposals for %s: %w", o.name(), err)
	}
	for _, id := range ids {
		c, err := readChange(ctx, tx, id, "")
		if err != nil {
			return 0, err
		}
		if len(differences(c.Content, o.says)) == 0 {
			return id, nil
		}
	}
	return 0, nil
}

// summary is what the journal keeps: what is proposed is there in full itself.
func (i Imported) summary() any {
	out := map[string][]string{}
	for _, e := range i.Entries {
		out[e.Outcome] = append(out[e.Outcome], e.Name)
	}
	return out
}

// String lists what became of the entries, in words.
func (i Imported) String() string {
	var b strings.Builder
	for _, e := range i.Entries {
		if e.Outcome == ImportSame {
			continue
		}
		fmt.Fprintf(&b, "%s (line %d): %s\n", e.Name, e.Line, e.outcome())
		for _, d := range e.Differences {
			if e.Outcome != ImportWaiting {
				fmt.Fprintf(&b, "  %s\n", d.Words)
			}
		}
	}
	return b.String()
}

// Sum says how many entries are or would be proposed.
func (i Imported) Sum(dryRun bool) string {
	n := map[string]int{}
	for _, e := range i.Entries {
		n[e.Outcome]++
	}
	verb := "proposed, to be approved"
	if dryRun {
		verb = "would be proposed"
	}
	return fmt.Sprintf("%d %s (%d new), %d the same, %d waiting already, %d left out.",
		n[ImportNew]+n[ImportChanged], verb, n[ImportNew], n[ImportSame], n[ImportWaiting], n[ImportSkipped])
}

func (e ImportedEntry) outcome() string {
	switch e.Outcome {
	case ImportSkipped:
		return "left out: " + e.Words
	case ImportWaiting:
		return fmt.Sprintf("is proposed already, as change %d", e.ChangeID)
	case ImportNew:
		return "is new"
	default:
		return "reads otherwise"
	}
}

func postIDs(ctx context.Context, q sqlx.ExtContext) (map[string]int64, error) {
	var rows []struct {
		ID   int64
		Code string
	}
	if err := sqlx.SelectContext(ctx, q, &rows, `SELECT id, code FROM posts`); err != nil {
		return nil, fmt.Errorf("posts by code: %w", err)
	}
	out := make(map[string]int64, len(rows))
	for _, r := range rows {
		out[r.Code] = r.ID
	}
	return out, nil
}
