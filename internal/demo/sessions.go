package demo

import (
	"context"
	"fmt"
	"time"
)

// planned is a session around today, with how many people it has to do with. The
// person who signs in as staff is the first of those enrolled.
type planned struct {
	course     string
	place      string
	day        int           // from today
	starts     time.Duration // after midnight
	lasts      time.Duration // 0: as long as the course is worth
	capacity   int
	enrolled   int
	came       int // of those: by their phones
	ticked     int // further ones: by the trainer
	withoutOne bool
}

// around lists what a trainer finds: yesterday evening, whose hours have yet to be
// credited; a room that is open to all shifts the whole day, so that its code can be
// tried at any hour; and what is to come, of which one is full.
var around = []planned{
	{course: "complaint-first-response", place: "三号楼示教室", day: -1, starts: 18 * time.Hour, enrolled: 16, came: 12, ticked: 2, withoutOne: true},
	{course: "five-second-practice", place: "技能训练室", starts: 0, lasts: 24 * time.Hour, enrolled: 9, came: 5},
	{course: "service-etiquette", place: "学术报告厅", day: 1, starts: 13 * time.Hour, capacity: 40, enrolled: 24},
	{course: "case-sharing", place: "二号会议室", day: 3, starts: 12*time.Hour + 15*time.Minute, enrolled: 9, withoutOne: true},
	{course: "difficult-conversations", place: "三号楼示教室", day: 6, starts: 14 * time.Hour, capacity: 12, enrolled: 15, withoutOne: true},
	{course: "case-review", place: "学术报告厅", day: 11, starts: 15 * time.Hour, capacity: 60, enrolled: 20, withoutOne: true},
}

// sessions plans what is around today, held by whoever signs in as trainer.
func (m *maker) sessions(ctx context.Context) error {
	trainer, err := m.signedInAs(ctx, "trainer")
	if err != nil {
		return err
	}
	staff, err := m.signedInAs(ctx, "staff")
	if err != nil {
		return err
	}
	codes := make([]string, len(around))
	for i, p := range around {
		codes[i] = p.course
	}
	cs, err := m.readCourses(ctx, codes)
	if err != nil {
		return err
	}
	for i, p := range around {
		who := m.attenders(i, p, trainer, staff)
		if err := m.plan(ctx, p, cs[i], trainer, who); err != nil {
			return fmt.Errorf("plan %s: %w", p.course, err)
		}
	}
	return nil
}

// signedInAs returns the employee of the account that bears a role's name; the first
// of the staff where there is none.
func (m *maker) signedInAs(ctx context.Context, role string) (id int64, err error) {
	err = m.tx.GetContext(ctx, &id, `SELECT coalesce((SELECT employee_id FROM accounts WHERE name = $1), $2)`, role, m.staff[0].id)
	if err != nil {
		return 0, fmt.Errorf("who signs in as %s: %w", role, err)
	}
	return id, nil
}

// attenders chooses who has to do with the i-th session.
func (m *maker) attenders(i int, p planned, trainer, staff int64) []int64 {
	who := []int64{}
	if !p.withoutOne {
		who = append(who, staff)
	}
	for k := i * 7; len(who) < p.enrolled+p.ticked; k += 13 {
		one := m.staff[k%len(m.staff)]
		if one.id != trainer && one.id != staff && one.hired < m.months[0] {
			who = append(who, one.id)
		}
	}
	return who
}

// plan writes a session with those who mean to come, wait for a place, or came.
func (m *maker) plan(ctx context.Context, p planned, c course, trainer int64, who []int64) error {
	start := m.o.Today.AddDays(p.day).In(m.zone).Add(p.starts)
	if p.lasts == 0 {
		p.lasts = time.Duration(c.Minutes) * time.Minute
	}
	kind := kinds[c.Code]
	if kind == "" {
		kind = "lesson"
	}
	var id int64
	if err := m.tx.GetContext(ctx, &id, `
		INSERT INTO training_sessions (course_id, trainer_id, place, capacity, starts_at, ends_at, kind) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		c.ID, trainer, p.place, p.capacity, start, start.Add(p.lasts), kind); err != nil {
		return err
	}
	enrolled := []string{"session_id", "employee_id", "enrolled_at", "placed_at"}
	if err := m.copyIn(ctx, "enrolments", enrolled, p.enrolled, func(i int) []any {
		at := m.now.AddDate(0, 0, -5).Add(time.Duration(i) * 47 * time.Minute)
		if p.capacity > 0 && i >= p.capacity {
			return []any{id, who[i], at, nil}
		}
		return []any{id, who[i], at, at}
	}); err != nil {
		return err
	}
	// The person who signs in as staff has yet to come: that is what they try.
	came := who[p.enrolled-p.came : p.enrolled+p.ticked]
	return m.copyIn(ctx, "attendances", []string{"session_id", "employee_id", "came_at", "came_by"}, len(came), func(i int) []any {
		at, by := start.Add(time.Duration(i-4)*97*time.Second), "qr"
		switch {
		case i >= p.came:
			at, by = start.Add(25*time.Minute), "trainer"
		case i%5 == 4:
			by = "typed"
		}
		return []any{id, came[i], at, by}
	})
}
