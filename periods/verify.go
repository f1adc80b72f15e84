package periods

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Verification says whether a computation's figures follow from what is kept.
type Verification struct {
	Period      string
	Computation int // its number
	Scores      int
	Evidence    []byte   // SHA-256, as stored
	Result      []byte   // the same
	Differences []string // empty: all of it follows
}

// Verify does a period's latest computation again, but for the estimates,
// from the scheme, the frozen parameters, the evidence that was read and what
// gates and caps asked for then, in integers. It compares every stored figure,
// line, rank and hash with what follows, and whether the ratings that counted
// are the same as in each computation before or differ by five at least. It
// returns an error if the scheme or the parameters themselves were changed.
func (s *Service) Verify(ctx context.Context, name string) (Verification, error) {
	_, c, err := latest(ctx, s.DB, name)
	if err != nil {
		return Verification{}, err
	}
	a, err := openArchive(ctx, s.DB, c)
	if err != nil {
		return Verification{}, fmt.Errorf("verify %s: %w", name, err)
	}
	v := Verification{Period: name, Computation: c.Number, Scores: len(a.scores), Evidence: c.Evidence, Result: c.Result}
	v.Differences, err = a.differences(c)
	return v, err
}

// differences describes all that does not follow.
func (a *archive) differences(c computation) ([]string, error) {
	out, found := a.evaluate()
	for i := range out.people {
		found = append(found, a.compare(&out.people[i])...)
	}
	for _, p := range a.past {
		if i := a.find(p.EmployeeID); i >= 0 && !farApart(a.scores[i].RatingIDs, p.RatingIDs) {
			found = append(found, fmt.Sprintf("employee %d: one to four ratings differ from an earlier computation", p.EmployeeID))
		}
	}
	again, err := newComputation(input{rows: a.rows, scheme: a.scheme}, out)
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		same bool
	}{
		{"algorithm", c.Algorithm == again.Algorithm},
		{"number of ratings, findings or credits", c.Ratings == again.Ratings && c.Findings == again.Findings && c.Credits == again.Credits},
		{"threshold of display", c.ShownFrom == again.ShownFrom},
		{"families", reflect.DeepEqual(c.Families, again.Families)},
		{"warnings", reflect.DeepEqual(c.Warnings, again.Warnings)},
		{"hash of the evidence", bytes.Equal(c.Evidence, again.Evidence)},
		{"hash of the result", bytes.Equal(c.Result, again.Result)},
	} {
		if !f.same {
			found = append(found, "the computation: another "+f.name)
		}
	}
	return found, nil
}

// evaluate works out what follows, and describes whose figures cannot be.
func (a *archive) evaluate() (out outcome, found []string) {
	out.files, out.warnings = a.files, warningsOf(a.files)
	theirs := byEmployee(a.rows)
	for _, f := range a.scores {
		x := subject{worker: f.worker(), facts: f.Facts.Of, tables: f.Tables.Of, rows: theirs[f.EmployeeID]}
		p, err := x.score(a.scheme, a.files)
		if err != nil {
			found = append(found, fmt.Sprintf("employee %d: %v", f.EmployeeID, err))
			continue
		}
		p.held.training = f.Training
		out.people = append(out.people, p)
	}
	out.families = rank(out.people)
	return out, found
}

// worker returns whom the figures are about, as the roster knew them.
func (f figures) worker() worker {
	w := worker{id: f.EmployeeID, posts: f.Posts.Of}
	family, _ := familyOf(f.Family)
	w.main = posting{ID: f.PostingID, EmployeeID: f.EmployeeID, DepartmentID: f.DepartmentID, PostID: f.PostID, Family: family}
	for _, o := range f.Posts.Of {
		if o.ID == f.PostID {
			w.main.Post = o.Code
		}
	}
	return w
}

// compare describes what is stored of a person otherwise than it follows.
func (a *archive) compare(p *person) (found []string) {
	if wrong := p.figures().differences(a.scores[a.find(p.id)]); len(wrong) > 0 {
		found = append(found, fmt.Sprintf("employee %d: another %s", p.id, strings.Join(wrong, ", ")))
	}
	if !slices.Equal(p.lines, a.lines[p.id]) {
		found = append(found, fmt.Sprintf("employee %d: other lines", p.id))
	}
	return found
}

func (a *archive) find(employee int64) int {
	i, ok := slices.BinarySearchFunc(a.scores, employee, func(f figures, id int64) int { return cmp.Compare(f.EmployeeID, id) })
	if !ok {
		return -1
	}
	return i
}
