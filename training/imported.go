package training

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// byImport is what credits rest on that another system has kept.
const byImport = "import"

// ImportedCredit is what one person has earned, as another system has it.
type ImportedCredit struct {
	ExternalID string       `json:"externalId" validate:"required,max=100"`                                                                                   // the source's; the same one again is the same credit
	Number     string       `json:"number"     validate:"required,max=40"`                                                                                    // the employee's
	Course     string       `json:"course"     validate:"required,max=200"`                                                                                   // its code, or its title in any language
	Category   string       `json:"category"   validate:"omitempty,oneof=medical-basics service-skills communication law-privacy cases etiquette onboarding"` // of a course that is not known yet; service-skills unless given
	Minutes    int          `json:"minutes"    validate:"required,min=1,max=60000"`
	EarnedOn   worktime.Day `json:"earnedOn"   validate:"required"`
}

// ImportCredits is what one source has kept.
type ImportCredits struct {
	people.Batch
	Source     string           `json:"source"     validate:"required,max=40"` // a registered one
	Correct    bool             `json:"correct"`                               // what was imported with other content is voided, and this counts instead
	NewCourses bool             `json:"newCourses"`                            // courses that are not known are created
	Rows       []ImportedCredit `json:"rows"       validate:"required,min=1,max=5000,dive"`
}

// ImportCredits takes over training hours that another system has kept. A credit
// that came before is not stored again; with other content it is refused unless
// it is to be corrected. All rows are stored or none.
func (s *Service) ImportCredits(ctx context.Context, actor accounts.Actor, in ImportCredits) (people.Imported, error) {
	i := people.Import{Batch: in.Batch, Object: "credit", Source: in.Source, At: s.now()}
	return i.Run(ctx, s.DB, actor, func(tx *sqlx.Tx) (people.Imported, error) {
		if _, err := people.SourceOf(ctx, tx, people.SourceOfTraining, in.Source); err != nil {
			return people.Imported{}, err
		}
		m, err := s.importer(ctx, tx, actor, in)
		if err != nil {
			return people.Imported{}, err
		}
		var wrong fault.Rows
		list := m.read(in.Rows, &wrong)
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		before, err := importedBefore(ctx, tx, in.Source, list)
		if err != nil {
			return people.Imported{}, err
		}
		c := compareCredits(list, before, in.Correct, &wrong)
		if err := wrong.Err(); err != nil {
			return people.Imported{}, err
		}
		return c.done, m.save(ctx, tx, c)
	})
}

// importer is all that imported credits are read and stored with.
type importer struct {
	service *Service
	actor   accounts.Actor
	source  string
	lookup  *people.Lookup
	courses map[string][]*importedCourse // by code and title, folded
	create  bool                         // those that are not known
	named   []*importedCourse            // to be created
	lang    string                       // the hospital's
	today   worktime.Day
}

// importedCourse is a course that rows name; one to be created has no id yet.
type importedCourse struct{ Course }

// importedCredit is an imported credit that may be stored.
type importedCredit struct {
	ImportedCredit
	at      int // in the list
	version int
	course  *importedCourse
	posting people.Posting
}

func foldTitle(title string) string { return strings.ToLower(strings.Join(strings.Fields(title), " ")) }

// importer reads what the rows name.
func (s *Service) importer(ctx context.Context, tx *sqlx.Tx, actor accounts.Actor, in ImportCredits) (*importer, error) {
	m := &importer{service: s, actor: actor, source: in.Source, courses: map[string][]*importedCourse{}, create: in.NewCourses}
	var numbers []string
	for _, r := range in.Rows {
		numbers = append(numbers, strings.TrimSpace(r.Number))
	}
	h, err := people.ReadHospital(ctx, tx)
	if err != nil {
		return nil, err
	}
	m.lang = h.Language
	if m.lookup, err = people.NewLookup(ctx, tx, actor.Reach, numbers); err != nil {
		return nil, err
	}
	m.today = worktime.DayOf(s.now(), m.lookup.Zone)
	var all []Course
	if err := tx.SelectContext(ctx, &all, `SELECT `+courseColumns+` FROM courses ORDER BY id`); err != nil {
		return nil, fmt.Errorf("courses of imported credits: %w", err)
	}
	for _, c := range all {
		names := []string{c.Code}
		for _, title := range c.Title {
			names = append(names, foldTitle(title))
		}
		slices.Sort(names)
		known := &importedCourse{c}
		for _, name := range slices.Compact(names) {
			m.courses[name] = append(m.courses[name], known)
		}
	}
	return m, nil
}

// read returns the rows that nothing is wrong with.
func (m *importer) read(rows []ImportedCredit, wrong *fault.Rows) []importedCredit {
	out := make([]importedCredit, 0, len(rows))
	seen := map[string]bool{}
	for i, in := range rows {
		in.ExternalID, in.Number, in.Course = strings.TrimSpace(in.ExternalID), strings.TrimSpace(in.Number), strings.TrimSpace(in.Course)
		c := importedCredit{ImportedCredit: in, at: i}
		ok := m.check(in, i, wrong) && m.stamp(&c, wrong)
		if in.ExternalID != "" && seen[in.ExternalID] {
			wrong.Add(i, "externalId", "%s is there twice", in.ExternalID)
			ok = false
		}
		if seen[in.ExternalID] = true; ok {
			out = append(out, c)
		}
	}
	return out
}

func (m *importer) check(in ImportedCredit, i int, wrong *fault.Rows) bool {
	switch {
	case in.ExternalID == "":
		wrong.Add(i, "externalId", "required")
	case utf8.RuneCountInString(in.ExternalID) > 100 || !utf8.ValidString(in.ExternalID):
		wrong.Add(i, "externalId", "at most 100 characters")
	case in.Course == "":
		wrong.Add(i, "course", "required")
	case utf8.RuneCountInString(in.Course) > 200 || !utf8.ValidString(in.Course):
		wrong.Add(i, "course", "at most 200 characters")
	case in.Category != "" && !slices.Contains(categories, in.Category):
		wrong.Add(i, "category", "one of %s", strings.Join(categories, ", "))
	case in.Minutes < 1 || in.Minutes > 60_000:
		wrong.Add(i, "minutes", "between 1 and 60000")
	case in.EarnedOn == "":
		wrong.Add(i, "earnedOn", "required")
	case in.EarnedOn.Validate() != nil:
		wrong.Add(i, "earnedOn", "%v", in.EarnedOn.Validate())
	case in.EarnedOn > m.today:
		wrong.Add(i, "earnedOn", "%s lies in the future", in.EarnedOn)
	default:
		return true
	}
	return false
}

var categories = []string{"medical-basics", "service-skills", "communication", "law-privacy", "cases", "etiquette", "onboarding"}

// stamp fills in whose the credit is, as it was on its day, and of which course.
func (m *importer) stamp(c *importedCredit, wrong *fault.Rows) bool {
	var err error
	if c.posting, err = m.lookup.PostingOn(c.Number, c.EarnedOn, 0); err != nil {
		wrong.Add(c.at, "number", "%v", err)
		return false
	}
	if m.actor.Is(c.posting.EmployeeID) {
		wrong.Add(c.at, "number", "nobody credits their own hours")
		return false
	}
	if c.course, err = m.courseOf(c.ImportedCredit); err != nil {
		wrong.Add(c.at, "course", "%v", err)
	}
	return err == nil
}
