package periods

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/worktime"
)

// seat is a person in a post, and the ratings there that weigh the same: those of
// a day too crowded to count in full are apart, and so is what another system's
// weigh. A seat's ratings are counted together. (If a single one of a lighter
// kind could come or go with four others, the sums of the answers and those of
// their weights would tell what it said.)
type seat struct {
	employee, post int64
	crowd          dayOf // zero: of no such day
	own            int64 // what each weighs but for crowds, in micro-units
}

// earlier is a set of a person's ratings that a computation of the period, or a
// provisional score in it, has counted, ascending.
type earlier struct {
	EmployeeID int64         `db:"employee_id"`
	RatingIDs  pq.Int64Array `db:"rating_ids"`
}

// readSettled reads what counts of a month: of findings and credits, what
// counts now; of ratings, what settle lets count.
func readSettled(ctx context.Context, q sqlx.ExtContext, s span, whose employee, scheme evaluation.Scheme) ([]evidence, error) {
	rows, err := readEvidence(ctx, q, s, whose)
	if err != nil {
		return nil, err
	}
	past, err := readEarlier(ctx, q, s, math.MaxInt32, whose)
	if err != nil {
		return nil, err
	}
	gone, err := readRatings(ctx, q, missing(rows, past))
	if err != nil {
		return nil, err
	}
	crowd(rows, gone, scheme, s.loc)
	return settle(rows, gone, past), nil
}

// readEarlier returns the different sets of ratings of a month that were counted
// of a person: by the gates of later months and, before the month's computation
// of that number, by its computations and by provisional scores between them,
// the one counted last at the end.
func readEarlier(ctx context.Context, q sqlx.ExtContext, s span, number int, whose employee) (past []earlier, err error) {
	if err := sqlx.SelectContext(ctx, q, &past, `
		SELECT employee_id, rating_ids
		FROM (SELECT s.employee_id, s.rating_ids, ARRAY[1, c.number, 0] AS turn
		      FROM periods p JOIN computations c ON c.period_id = p.id JOIN scores s ON s.computation_id = c.id
		      WHERE p.starts_on = $1 AND c.number < $2 AND ($3 = 0 OR s.employee_id = $3)
		      UNION ALL
		      SELECT s.employee_id, s.rating_ids, ARRAY[1, s.after, s.id]
		      FROM periods p JOIN provisional_scores s ON s.period_id = p.id
		      WHERE p.starts_on = $1 AND s.after < $2 AND ($3 = 0 OR s.employee_id = $3)
		      UNION ALL
		      SELECT g.employee_id, ARRAY(SELECT r.id FROM ratings r WHERE r.id = ANY(g.rating_ids)
		                                  AND r.occurred_at >= $4 AND r.occurred_at < $5 ORDER BY r.id), ARRAY[0, g.id, 0]
		      FROM periods p JOIN gate_ratings g ON g.period_id = p.id
		      WHERE p.starts_on > $1 AND p.starts_on <= $6 AND ($3 = 0 OR g.employee_id = $3)) counted
		GROUP BY employee_id, rating_ids ORDER BY max(turn), employee_id`,
		s.from, number, int64(whose), s.start(), s.end(), worktime.Date(s.from.Year(), s.from.Month()+gateMonths, 1)); err != nil {
		return nil, fmt.Errorf("read what was counted before: %w", err)
	}
	return past, nil
}

// readRatings returns ratings by their ids, whether they count today or not.
func readRatings(ctx context.Context, q sqlx.ExtContext, ids []int64) (rows []evidence, err error) {
	if len(ids) == 0 {
		return nil, nil
	}
	if err := sqlx.SelectContext(ctx, q, &rows, evidenceColumns+`
		FROM evidence_sources WHERE kind = 'rating' AND source_id = ANY($1) ORDER BY source_id`, pq.Int64Array(ids)); err != nil {
		return nil, fmt.Errorf("read ratings that counted before: %w", err)
	}
	return rows, nil
}

// missing returns the ids of earlier ratings that are not among the rows.
func missing(rows []evidence, past []earlier) (ids []int64) {
	seen := map[int64]bool{}
	for i := range rows {
		if rows[i].Kind == ratingKind {
			seen[rows[i].SourceID] = true
		}
	}
	for _, p := range past {
		for _, id := range p.RatingIDs {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// settle replaces the ratings among the rows, which come in their order, by
// those that count in a computation. A person's ratings in a post that weigh the
// same (see seat) count as they are now if
//
//   - there are none or five at least, and
//   - against each set that was counted in this period before, nothing has
//     changed, or five at least have come, or five at least have gone;
//
// otherwise those that were counted last count again, also if some have been
// withdrawn since; at first, none.
//
// So no two computations, and no post's part of one, differ by one to four
// ratings, and neither do a score, a rank, a mean, a total or the models: who
// compares what they say today and tomorrow learns about five patients together
// or about none. (gone are earlier ratings that are not among the rows.)
func settle(rows, gone []evidence, past []earlier) []evidence {
	all := map[int64]*evidence{}
	now := map[seat][]int64{}
	var out []evidence
	for i := range rows {
		if e := &rows[i]; e.Kind == ratingKind {
			all[e.SourceID] = e
			now[e.seat()] = append(now[e.seat()], e.SourceID)
		} else {
			out = append(out, *e)
		}
	}
	for i := range gone {
		all[gone[i].SourceID] = &gone[i]
		if _, ok := now[gone[i].seat()]; !ok {
			now[gone[i].seat()] = nil
		}
	}
	before := history(all, past)
	var ids []int64
	for g, current := range now { // in any order: the ids are sorted
		ids = append(ids, choose(current, before[g])...)
	}
	slices.Sort(ids)
	for _, id := range ids {
		out = append(out, *all[id]) // rating comes after the other kinds
	}
	return out
}

func (e *evidence) seat() seat { return seat{e.EmployeeID, e.PostID, e.crowd, e.weight()} }

// history returns the sets that were counted before, by seat and in their
// order. A person's set is one of each of their seats, if only an empty one.
func history(all map[int64]*evidence, past []earlier) map[seat][][]int64 {
	posts := map[int64][]seat{}
	known := map[seat]bool{}
	for _, e := range all { // in any order: each seat is looked at by itself
		if g := e.seat(); !known[g] {
			known[g] = true
			posts[g.employee] = append(posts[g.employee], g)
		}
	}
	out := map[seat][][]int64{}
	for _, p := range past {
		split := map[seat][]int64{}
		for _, id := range p.RatingIDs {
			if e := all[id]; e != nil {
				split[e.seat()] = append(split[e.seat()], id)
			}
		}
		for _, g := range posts[p.EmployeeID] {
			out[g] = append(out[g], split[g])
		}
	}
	return out
}

// choose returns the ratings of a seat that count.
func choose(now []int64, before [][]int64) []int64 {
	fits := len(now) == 0 || len(now) >= countedFrom
	for _, b := range before {
		fits = fits && farApart(now, b)
	}
	switch {
	case fits:
		return now
	case len(before) == 0:
		return nil
	}
	return before[len(before)-1]
}

// farApart reports whether two sets are the same, or five at least are in one
// of them only. Ten of which four are replaced are not far apart: a patient
// who changes their mind withdraws a rating and gives another.
func farApart(a, b []int64) bool {
	common := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch cmp.Compare(a[i], b[k]) {
		case 0:
			common++
			i++
			k++
		case -1:
			i++
		default:
			k++
		}
	}
	differ := max(len(a), len(b)) - common
	return differ == 0 || differ >= countedFrom
}
