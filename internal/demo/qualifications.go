package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// diligence is how likely a person went to a course that their post requires.
const diligence = 0.94

// trainForPosts holds the courses that single posts require, each once in the
// months before the year began: the year's own hours are those of [held].
func (m *maker) trainForPosts(ctx context.Context) (credits [][]any, err error) {
	var cs []struct {
		course
		Posts pq.StringArray `db:"posts"`
	}
	err = m.tx.SelectContext(ctx, &cs, `
		SELECT c.id, c.code, c.minutes, array_agg(DISTINCT o.code) AS posts
		FROM requirements r JOIN courses c ON c.id = r.course_id JOIN posts o ON o.id = r.post_id
		WHERE c.code <> ALL($1) AND r.level IN ('everyone', 'senior') GROUP BY c.id ORDER BY c.code`, pq.Array(held))
	if err != nil {
		return nil, fmt.Errorf("read courses that posts require: %w", err)
	}
	rng, day := m.chance(chanceQualifications), worktime.Date(m.months[0].Year(), time.January, 1)
	for _, c := range cs {
		day = day.AddDays(-7)
		id, err := m.session(ctx, c.course, m.staff[0], day.In(m.zone).Add(13*time.Hour))
		if err != nil {
			return nil, err
		}
		required := map[string]bool{}
		for _, post := range c.Posts {
			required[post] = true
		}
		for _, p := range m.staff {
			if required[p.post] && p.hired < day && rng.Float64() < diligence {
				credits = append(credits, []any{id, p.id, p.posting, c.Minutes, "annual", string(day), m.now})
			}
		}
	}
	return credits, nil
}

// certificates gives people what their posts require. Of one in forty a
// certificate expires in the next weeks, and of one in seventy it has.
func (m *maker) certificates(ctx context.Context) error {
	var required []struct {
		KindID int64  `db:"kind_id"`
		Code   string `db:"code"`
		Months int    `db:"months"`
		Post   string `db:"post"`
	}
	if err := m.tx.SelectContext(ctx, &required, `
		SELECT r.kind_id, k.code, k.months, o.code AS post
		FROM requirements r JOIN certificate_kinds k ON k.id = r.kind_id JOIN posts o ON o.id = r.post_id ORDER BY o.code, k.code`); err != nil {
		return fmt.Errorf("read certificates that posts require: %w", err)
	}
	rng, rows := m.chance(chanceQualifications+100), [][]any{}
	for i, p := range m.staff {
		for _, r := range required {
			if r.Post != p.post || r.Months == 0 {
				continue
			}
			left := 95 + rng.IntN(30*r.Months-100) // days for which it still holds
			switch {
			case i%70 == 11:
				left = -3 - rng.IntN(40)
			case i%40 == 23:
				left = 4 + rng.IntN(80)
			}
			until := m.o.Today.AddDays(left)
			issued := worktime.DayOf(until.In(m.zone).AddDate(0, -r.Months, 1), m.zone)
			number := fmt.Sprintf("%s-%06d", p.number, rng.IntN(1_000_000))
			rows = append(rows, []any{r.KindID, p.id, number, string(issued), string(until), "confirmed", m.now, m.now})
		}
	}
	columns := []string{"kind_id", "employee_id", "number", "issued_on", "valid_until", "status", "submitted_at", "decided_at"}
	return m.copyIn(ctx, "certificates", columns, len(rows), func(i int) []any { return rows[i] })
}
