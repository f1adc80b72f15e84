package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/worktime"
)

// course is one of the catalogue.
type course struct {
	ID      int64  `db:"id"`
	Code    string `db:"code"`
	Minutes int    `db:"minutes"`
}

// The courses that are held again and again, and those of an onboarding week.
var (
	held       = []string{"service-etiquette", "calm-communication", "privacy-law", "case-sharing", "medical-basics", "elderly-care", "case-review"}
	onboarding = []string{"onboarding-process", "onboarding-standards", "onboarding-communication", "onboarding-privacy-safety", "onboarding-practice"}
)

// readCourses returns courses of the catalogue in the order of their codes given.
func (m *maker) readCourses(ctx context.Context, codes []string) ([]course, error) {
	var list []course
	if err := m.tx.SelectContext(ctx, &list, `SELECT id, code, minutes FROM courses WHERE code = ANY($1) ORDER BY array_position($1, code)`, pq.Array(codes)); err != nil {
		return nil, fmt.Errorf("read courses: %w", err)
	}
	if len(list) != len(codes) {
		return nil, fmt.Errorf("the catalogue has not all of the courses %v", codes)
	}
	return list, nil
}

// attendance is how likely a person goes to a session they are due at. Most
// reach their forty hours in the year; some don't.
const attendance = 0.72

// training holds two sessions a week from January on, and onboarding for newcomers.
func (m *maker) training(ctx context.Context) error {
	rng := m.chance(chanceTraining)
	cs, err := m.readCourses(ctx, held)
	if err != nil {
		return err
	}
	var credits [][]any
	first := m.months[0].Year()
	for day, n := m.o.Today.AddDays(-1), 0; day.Year() >= first && n < 110; day, n = day.AddDays(-3), n+1 {
		c := cs[n%len(cs)]
		id, err := m.session(ctx, c, m.staff[(n*37)%len(m.staff)], day.In(m.zone).Add(13*time.Hour))
		if err != nil {
			return err
		}
		for i, p := range m.staff {
			if (i+n)%4 == 0 && string(p.hired) < string(day) && rng.Float64() < attendance {
				credits = append(credits, []any{id, p.id, p.posting, c.Minutes, "annual", string(day), m.now})
			}
		}
	}
	for _, more := range []func(context.Context) ([][]any, error){m.onboard, m.trainForPosts} {
		list, err := more(ctx)
		if err != nil {
			return err
		}
		credits = append(credits, list...)
	}
	columns := []string{"session_id", "employee_id", "posting_id", "minutes", "purpose", "earned_on", "credited_at"}
	return m.copyIn(ctx, "credits", columns, len(credits), func(i int) []any { return credits[i] })
}

// onboard holds a week of onboarding a month, five days of eight hours, for
// whoever was hired in the month before. Those of the last weeks are not
// through yet.
func (m *maker) onboard(ctx context.Context) (credits [][]any, err error) {
	cs, err := m.readCourses(ctx, onboarding)
	if err != nil {
		return nil, err
	}
	first := worktime.Date(m.o.Today.Year()-1, time.January, 1)
	for month := first; ; month = worktime.Date(month.Year(), month.Month()+1, 1) {
		next := worktime.Date(month.Year(), month.Month()+1, 1)
		if next.AddDays(7) > m.o.Today {
			return credits, nil
		}
		for day := range cs {
			on, c := next.AddDays(1+day), cs[day]
			id, err := m.session(ctx, c, m.staff[0], on.In(m.zone).Add(8*time.Hour))
			if err != nil {
				return nil, err
			}
			for _, p := range m.staff {
				if p.hired >= month && p.hired < next {
					credits = append(credits, []any{id, p.id, p.posting, c.Minutes, "onboarding", string(on), m.now})
				}
			}
		}
	}
}

// kinds are what sessions of a course are, where they are not lessons.
var kinds = map[string]string{"case-sharing": "case-sharing", "case-review": "case-review"}

func (m *maker) session(ctx context.Context, c course, trainer *person, start time.Time) (id int64, err error) {
	err = m.tx.GetContext(ctx, &id, `INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at, kind)
		VALUES ($1, $2, '示教室', $3, $4, coalesce(nullif($5, ''), 'lesson')) RETURNING id`,
		c.ID, trainer.id, start, start.Add(time.Duration(c.Minutes)*time.Minute), kinds[c.Code])
	if err != nil {
		return 0, fmt.Errorf("make session of %s: %w", c.Code, err)
	}
	return id, nil
}
