package periods

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
)

// Move is something that would have moved the score, and by how much: what
// was seen of a standard, had all of it been met; what patients answered, had
// five who gave a middling or a bad answer given the next better one; or a gate
// of the star that is still open.
type Move struct {
	Kind  string          `json:"kind"`            // standard, ratings or gate
	Code  string          `json:"code"`            // of the standard or the gate; ratings
	Title texts.Localized `json:"title,omitempty"` // of the standard
	Count int             `json:"count"`           // findings that were not met; answers; what a gate lacks
	Gain  int64           `json:"gain"`            // ten-thousandths of a point; of a gate 0
}

// The kinds of moves.
const (
	standardMove = "standard"
	ratingsMove  = "ratings"
	gateMove     = "gate"
)

// answerStep is from an answer to the next better one.
const answerStep = 25

// mostMoves is how many are told: more is a list that nobody acts on.
const mostMoves = 3

// moves tells what would have moved a score most, the largest gain first and
// then open gates. It is worked out as the score was, from the same parameters
// and down to bounds and caps, with the evidence changed: an estimate never.
func (s *Service) moves(ctx context.Context, o opened, gates Gates) ([]Move, error) {
	files, err := s.frozen.files(ctx, s.DB, o.by.computation)
	if err != nil {
		return nil, err
	}
	var f figures
	if err := s.DB.GetContext(ctx, &f, `SELECT `+strings.Join(figureColumns(), ", ")+` FROM scores
		WHERE computation_id = $1 AND employee_id = $2`, o.by.computation, o.employee); err != nil {
		return nil, fmt.Errorf("figures of employee %d: %w", o.employee, err)
	}
	w := whatIf{o, files, subject{worker: f.worker(), facts: f.Facts.Of, tables: f.Tables.Of}}
	found, err := w.standards()
	if err != nil {
		return nil, err
	}
	answered, err := w.ratings()
	if err != nil {
		return nil, err
	}
	return leading(found, answered, gates), nil
}

// leading returns the moves with the largest gains and, if there are few, the open
// gates. The patients' part is always there: five answers are as few beside all
// findings of a standard as they are beside what patients can say.
func leading(standards []Move, ratings Move, gates Gates) []Move {
	gains := func(list []Move) []Move {
		return slices.DeleteFunc(list, func(m Move) bool { return m.Gain <= 0 })
	}
	out := gains([]Move{ratings})
	standards = gains(standards)
	slices.SortFunc(standards, byGain)
	out = append(out, standards[:min(len(standards), mostMoves-len(out))]...)
	slices.SortFunc(out, byGain)
	for _, g := range gates {
		if !g.Passed {
			out = append(out, Move{Kind: gateMove, Code: g.Code, Count: int(max(g.Have-g.Need, g.Need-g.Have))})
		}
	}
	return out[:min(len(out), mostMoves)]
}

func byGain(a, b Move) int { return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(a.Code, b.Code)) }

// whatIf is a score about to be worked out from other evidence.
type whatIf struct {
	opened
	files []file
	x     subject
}

// gain returns by how much the score of some rows is above that of others.
func (w *whatIf) gain(rows, than []evidence) (int64, error) {
	var totals [2]int64
	for i, r := range [][]evidence{rows, than} {
		x := w.x
		x.rows = r
		p, err := x.score(w.scheme, w.files)
		if err != nil {
			return 0, fmt.Errorf("score of employee %d with other evidence: %w", w.employee, err)
		}
		totals[i] = p.total
	}
	return totals[0] - totals[1], nil
}

// standards returns, of each standard that was not always met, what it would
// have been worth if it had been.
func (w *whatIf) standards() (out []Move, err error) {
	for i := range w.sources {
		e := &w.sources[i]
		if e.Kind != findingKind || e.Value == bestValue {
			continue
		}
		at := slices.IndexFunc(out, func(m Move) bool { return m.Code == e.Code })
		if at < 0 {
			at, out = len(out), append(out, Move{Kind: standardMove, Code: e.Code})
		}
		out[at].Title = e.Standard // of the version that was observed last
		out[at].Count++
	}
	for i := range out {
		if out[i].Gain, err = w.gain(w.met(out[i].Code), w.rows); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// bestValue is that of the best answer, and of a standard that was met.
const bestValue = 100

// met returns the evidence as if all findings of a standard had been met.
func (w *whatIf) met(code string) []evidence {
	rows := slices.Clone(w.rows)
	for i := range rows {
		if rows[i].Kind == findingKind && w.sources[i].Code == code {
			rows[i].Value = bestValue
		}
	}
	return rows
}

// ratings returns what it would have been worth if five answers below the best had
// been a step better: as many as somebody can do something about, of the groups
// that are shown and lie a whole step below. Their step is shared out evenly among
// all answers of the post (see level), so that it tells nothing that the groups and
// the four lines do not. Where a person's ratings all weigh the same it is what
// raising those very answers gives.
func (w *whatIf) ratings() (Move, error) {
	m := Move{Kind: ratingsMove, Code: ratings}
	now, better := slices.Clone(w.rows), slices.Clone(w.rows)
	for _, o := range w.x.posts {
		var at, values []int
		for i := range w.rows {
			if w.rows[i].Kind == ratingKind && w.rows[i].PostID == o.ID {
				at, values = append(at, i), append(values, w.rows[i].Value)
			}
		}
		below, sum := 0, int64(0)
		for _, a := range answers(values) {
			sum += a.sum
			if a.high <= bestValue-answerStep {
				below += int(a.n)
			}
		}
		below = min(below, countedFrom-m.Count)
		level(now, at, sum)
		level(better, at, sum+int64(below)*answerStep)
		m.Count += below
	}
	if m.Count == 0 {
		return m, nil
	}
	var err error
	m.Gain, err = w.gain(better, now)
	return m, err
}

// level lets each of the rows count as much as the others, so that they sum to
// sum: no row's own circumstances meet what it said.
func level(rows []evidence, at []int, sum int64) {
	n := int64(len(at))
	for k, i := range at {
		share := sum * evaluation.Unit / n
		if int64(k) < sum*evaluation.Unit%n {
			share++
		}
		rows[i].level = sql.Null[int64]{V: share, Valid: true}
	}
}
