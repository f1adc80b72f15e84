package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// ActivityRow is how much a person, or a department, had to do on a day.
type ActivityRow struct {
	Number  string       `json:"number" validate:"max=40"`  // the employee's; none: of the department as a whole
	Place   string       `json:"place"  validate:"max=300"` // a department's code, name or path of names; a person's own unless given
	Post    string       `json:"post"   validate:"max=40"`  // its code, of a department's row; all posts unless given
	Day     worktime.Day `json:"day"    validate:"required"`
	Shift   string       `json:"shift"  validate:"omitempty,oneof=day evening night"` // the whole day unless given
	Visits  int          `json:"visits" validate:"min=0,max=1000000"`                 // patients seen
	Minutes int          `json:"minutes" validate:"min=0,max=10000000"`               // worked
}

// ImportActivity is what one system has counted.
type ImportActivity struct {
	Batch
	Source string        `json:"source" validate:"required,max=40"` // the system's code, such as his
	Rows   []ActivityRow `json:"rows"   validate:"required,min=1,max=5000,dive"`
}

// count is a row of the table activity; its key is what must not repeat.
type count struct {
	countKey
	ID      int64 `db:"id"`
	Visits  int   `db:"visits"`
	Minutes int   `db:"minutes"`
	row     int
}

type countKey struct {
	EmployeeID   int64        `db:"employee_id"` // 0: of the department
	DepartmentID int64        `db:"department_id"`
	PostID       int64        `db:"post_id"` // 0: of all posts
	Day          worktime.Day `db:"day"`
	Shift        string       `db:"shift"`
}

// ImportActivity takes over how much there was to do. What the same system has
// said of the same person or department, day and shift is replaced, so the same
// rows twice change nothing. All rows are stored or none.
func (s *Service) ImportActivity(ctx context.Context, actor accounts.Actor, in ImportActivity) (Imported, error) {
	i := Import{Batch: in.Batch, Object: "activity", Source: in.Source, At: s.now()}
	return i.Run(ctx, s.DB, actor, func(tx *sqlx.Tx) (Imported, error) {
		if !isCode(in.Source) {
			return Imported{}, fault.Field("source", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 40")
		}
		var numbers []string
		for _, r := range in.Rows {
			numbers = append(numbers, strings.TrimSpace(r.Number))
		}
		l, err := NewLookup(ctx, tx, actor.Reach, numbers)
		if err != nil {
			return Imported{}, err
		}
		posts, err := postCodes(ctx, tx)
		if err != nil {
			return Imported{}, err
		}
		var wrong fault.Rows
		today := worktime.DayOf(s.now(), l.Zone)
		counts := l.counts(in.Rows, posts, today, &wrong)
		if err := wrong.Err(); err != nil {
			return Imported{}, err
		}
		return s.saveActivity(ctx, tx, in.Source, counts)
	})
}

// postCodes returns the ids of posts by their codes.
func postCodes(ctx context.Context, q sqlx.ExtContext) (map[string]int64, error) {
	var posts []struct {
		ID   int64
		Code string
	}
	if err := sqlx.SelectContext(ctx, q, &posts, `SELECT id, code FROM posts`); err != nil {
		return nil, fmt.Errorf("codes of posts: %w", err)
	}
	out := map[string]int64{}
	for _, p := range posts {
		out[p.Code] = p.ID
	}
	return out, nil
}

// counts reads the rows that nothing is wrong with.
func (l *Lookup) counts(rows []ActivityRow, posts map[string]int64, today worktime.Day, wrong *fault.Rows) []count {
	out := make([]count, 0, len(rows))
	seen := map[countKey]bool{}
	for i, r := range rows {
		c := count{countKey: countKey{Day: r.Day, Shift: r.Shift}, Visits: r.Visits, Minutes: r.Minutes, row: i}
		if !checkCount(r, i, today, wrong) || !l.subject(&c, r, posts, wrong) {
			continue
		}
		if seen[c.countKey] {
			wrong.Add(i, "", "another row is about the same, on the same day and shift")
			continue
		}
		seen[c.countKey] = true
		out = append(out, c)
	}
	return out
}

func checkCount(r ActivityRow, i int, today worktime.Day, wrong *fault.Rows) bool {
	const dayMinutes = 24 * 60
	switch {
	case r.Day == "":
		wrong.Add(i, "day", "required")
	case r.Day.Validate() != nil:
		wrong.Add(i, "day", "%v", r.Day.Validate())
	case r.Day > today:
		wrong.Add(i, "day", "%s lies in the future", r.Day)
	case !slices.Contains([]string{"", "day", "evening", "night"}, r.Shift):
		wrong.Add(i, "shift", "one of day, evening, night; or empty for the whole day")
	case r.Visits < 0 || r.Visits > 1_000_000:
		wrong.Add(i, "visits", "between 0 and 1000000")
	case r.Minutes < 0 || r.Minutes > 10_000_000:
		wrong.Add(i, "minutes", "between 0 and 10000000")
	case r.Number != "" && r.Minutes > dayMinutes:
		wrong.Add(i, "minutes", "nobody works more than 24 hours on a day")
	default:
		return true
	}
	return false
}

// subject fills in whom or what the row is about.
func (l *Lookup) subject(c *count, r ActivityRow, posts map[string]int64, wrong *fault.Rows) bool {
	var err error
	if r.Place != "" {
		if c.DepartmentID, err = l.Department(r.Place); err != nil {
			wrong.Add(c.row, "place", "%v", err)
			return false
		}
	}
	number := strings.TrimSpace(r.Number)
	switch {
	case number == "" && r.Place == "":
		wrong.Add(c.row, "number", "write a number, or a place")
	case number != "" && r.Post != "":
		wrong.Add(c.row, "post", "a person's post is known: leave it empty")
	case number != "":
		p, err := l.PostingOn(number, r.Day, c.DepartmentID)
		if err != nil {
			wrong.Add(c.row, "number", "%v", err)
			return false
		}
		c.EmployeeID, c.DepartmentID = p.EmployeeID, cmp.Or(c.DepartmentID, p.DepartmentID)
		return true
	case r.Post != "" && posts[r.Post] == 0:
		wrong.Add(c.row, "post", "there is no post %s", r.Post)
	default:
		c.PostID = posts[r.Post]
		return true
	}
	return false
}

// isCode reports whether the database would take text for a code.
func isCode(text string) bool {
	if text == "" || len(text) > 40 || text[0] == '-' {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' })
}
