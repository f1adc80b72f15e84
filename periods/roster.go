package periods

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// posting is a stretch of a person's work, cut to the period.
type posting struct {
	ID           int64  `db:"id"`
	EmployeeID   int64  `db:"employee_id"`
	DepartmentID int64  `db:"department_id"`
	PostID       int64  `db:"post_id"`
	Post         string `db:"post"` // its code
	Family       string `db:"family"`
	Days         int    `db:"days"`
}

// worker is a person with what they did in a period, one entry per post.
type worker struct {
	id    int64
	main  posting // held for most days
	posts []post
}

// post is a post that a person held, and for how many days.
type post struct {
	ID   int64  `json:"postId"`
	Code string `json:"code"`
	Days int    `json:"days"`
}

// readRoster returns those whose who worked in the span or have evidence in it,
// ordered by id. Postings are counted in days, each cut to the span and to
// the last day of employment; one that has evidence but, by a later
// correction, no day counts as one day.
func readRoster(ctx context.Context, q sqlx.ExtContext, s span, whose employee, rows []evidence) ([]worker, error) {
	var ps []posting
	err := sqlx.SelectContext(ctx, q, &ps, `
		SELECT p.id, p.employee_id, p.department_id, p.post_id, o.code AS post, o.family,
		       greatest(1, least(p.to_day, e.left_on, $2) - greatest(p.from_day, $1)) AS days
		FROM postings p
		JOIN employees e ON e.id = p.employee_id
		JOIN posts o ON o.id = p.post_id
		WHERE (greatest(p.from_day, $1) < least(p.to_day, e.left_on, $2) OR p.id = ANY($3)) AND ($4 = 0 OR p.employee_id = $4)
		ORDER BY p.employee_id, p.id`, s.from, s.to, postingsOf(rows), int64(whose))
	if err != nil {
		return nil, fmt.Errorf("read roster: %w", err)
	}
	var out []worker
	for len(ps) > 0 {
		n := 1
		for n < len(ps) && ps[n].EmployeeID == ps[0].EmployeeID {
			n++
		}
		out = append(out, newWorker(ps[:n]))
		ps = ps[n:]
	}
	return out, nil
}

func newWorker(ps []posting) worker {
	w := worker{id: ps[0].EmployeeID, main: ps[0]}
	for _, p := range ps {
		if p.Days > w.main.Days {
			w.main = p
		}
		i := slices.IndexFunc(w.posts, func(o post) bool { return o.ID == p.PostID })
		if i < 0 {
			w.posts = append(w.posts, post{ID: p.PostID, Code: p.Post})
			i = len(w.posts) - 1
		}
		w.posts[i].Days += p.Days
	}
	slices.SortFunc(w.posts, func(a, b post) int { return cmp.Compare(a.ID, b.ID) })
	return w
}

// postingsOf returns the postings that the rows are stamped with.
func postingsOf(rows []evidence) pq.Int64Array {
	seen := map[int64]bool{}
	ids := pq.Int64Array{}
	for i := range rows {
		if id := rows[i].PostingID; !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
