package demo

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

type post struct {
	ID   int64  `db:"id"`
	Code string `db:"code"`
}

func readPosts(ctx context.Context, tx *sqlx.Tx) (map[string]post, error) {
	var rows []post
	if err := tx.SelectContext(ctx, &rows, `SELECT id, code FROM posts`); err != nil {
		return nil, fmt.Errorf("read posts: %w", err)
	}
	posts := map[string]post{}
	for _, p := range rows {
		posts[p.Code] = p
	}
	return posts, nil
}

// unit is a department: who works there, and what the department itself,
// not its people, does to ratings and findings.
type unit struct {
	code, parent string
	name         texts.Localized
	posts        []share
	busy         float64 // share of the hospital's visits
	night        bool    // works around the clock
	effect       float64 // on ratings, in points
	auditEffect  float64
	id           int64
}

type share struct {
	post   string
	people int
}

// units lists the departments; their people add up to Employees.
func units() []unit {
	return []unit{
		{code: "outpatients", name: texts.Localized{"zh-CN": "门诊部", "zh-TW": "門診部", "ko": "외래진료부", "en": "Outpatients"},
			posts: []share{{"doctor", 45}, {"nurse", 36}}, busy: 0.14, effect: 0.5, auditEffect: 1},
		{code: "reception", parent: "outpatients", name: texts.Localized{"zh-CN": "门诊服务台", "zh-TW": "門診服務檯", "ko": "외래 안내데스크", "en": "Outpatient reception"},
			posts: []share{{"guide", 24}, {"consultation-desk", 16}, {"call-centre", 14}}, busy: 0.11, effect: -3, auditEffect: 2},
		{code: "blood-tests", parent: "outpatients", name: texts.Localized{"zh-CN": "采血室", "zh-TW": "抽血室", "ko": "채혈실", "en": "Blood tests"},
			posts: []share{{"nurse", 22}, {"technician", 8}}, busy: 0.06, effect: 2, auditEffect: 3},
		{code: "cashier", parent: "outpatients", name: texts.Localized{"zh-CN": "收费处", "zh-TW": "批價櫃檯", "ko": "수납 창구", "en": "Cashier"},
			posts: []share{{"cashier", 28}}, busy: 0.06, effect: -5, auditEffect: -2},
		{code: "pharmacy", name: texts.Localized{"zh-CN": "药房", "zh-TW": "藥局", "ko": "약국", "en": "Pharmacy"},
			posts: []share{{"pharmacist", 38}}, busy: 0.07, effect: -4, auditEffect: 0},
		{code: "emergency", name: texts.Localized{"zh-CN": "急诊科", "zh-TW": "急診科", "ko": "응급의학과", "en": "Emergency"},
			posts: []share{{"doctor", 18}, {"nurse", 50}, {"guide", 6}}, busy: 0.12, night: true, effect: -6, auditEffect: -5},
		{code: "cardiology", name: texts.Localized{"zh-CN": "心内科病区", "zh-TW": "心臟內科病房", "ko": "심장내과 병동", "en": "Cardiology ward"},
			posts: []share{{"doctor", 14}, {"nurse", 46}}, busy: 0.09, night: true, effect: 2, auditEffect: 2},
		{code: "surgery", name: texts.Localized{"zh-CN": "外科病区", "zh-TW": "外科病房", "ko": "외과 병동", "en": "Surgery ward"},
			posts: []share{{"doctor", 18}, {"nurse", 48}}, busy: 0.1, night: true, effect: 1, auditEffect: -1},
		{code: "maternity", name: texts.Localized{"zh-CN": "产科", "zh-TW": "產科", "ko": "산부인과", "en": "Maternity"},
			posts: []share{{"doctor", 12}, {"nurse", 36}}, busy: 0.075, night: true, effect: 7, auditEffect: 4},
		{code: "imaging", name: texts.Localized{"zh-CN": "影像科", "zh-TW": "影像醫學科", "ko": "영상의학과", "en": "Imaging"},
			posts: []share{{"technician", 34}, {"doctor", 8}}, busy: 0.065, effect: 0, auditEffect: -3},
		{code: "rehabilitation", name: texts.Localized{"zh-CN": "康复科", "zh-TW": "復健科", "ko": "재활의학과", "en": "Rehabilitation"},
			posts: []share{{"therapist", 34}, {"doctor", 6}, {"nurse", 8}}, busy: 0.065, effect: 5, auditEffect: 1},
		{code: "health-check", name: texts.Localized{"zh-CN": "体检中心", "zh-TW": "健檢中心", "ko": "건강검진센터", "en": "Health check centre"},
			posts: []share{{"health-manager", 14}, {"nurse", 15}, {"consultation-desk", 2}}, busy: 0.045, effect: 3, auditEffect: 3},
	}
}

// person is an employee and the truth about them.
type person struct {
	number, name, latin string
	unit                int // index into units
	post                string
	id, posting         int64
	badge               int64 // touchpoint
	hired               worktime.Day
	busy                float64 // how often patients meet and rate them

	ratingEffect, auditEffect float64

	supervisor bool
	severity   float64 // points that they take off everyone
}

// Spread of people on the scale from 0 to 100. The two effects go together,
// but not wholly: kind people can be slow to look up.
const (
	staffSD     = 9.0
	severitySD  = 9.0
	correlation = 0.6
)

func (m *maker) hospital(ctx context.Context) error {
	name := texts.Localized{"zh-CN": "示范市第一人民医院", "zh-TW": "示範市第一人民醫院", "ko": "시범시 제1인민병원", "en": "Model City First People’s Hospital"}
	_, err := m.tx.ExecContext(ctx, `
		INSERT INTO hospital (name, time_zone, language) VALUES ($1, $2, 'zh-CN')
		ON CONFLICT (singleton) DO UPDATE SET name = EXCLUDED.name, time_zone = EXCLUDED.time_zone, language = EXCLUDED.language`, name, TimeZone)
	if err != nil {
		return fmt.Errorf("make hospital: %w", err)
	}
	return nil
}

func (m *maker) departments(ctx context.Context) error {
	m.units = units()
	ids := map[string]int64{}
	for i := range m.units {
		u := &m.units[i]
		err := m.tx.GetContext(ctx, &u.id, `INSERT INTO departments (parent_id, code, name) VALUES (nullif($1, 0), $2, $3) RETURNING id`,
			ids[u.parent], u.code, u.name)
		if err != nil {
			return fmt.Errorf("make department %s: %w", u.code, err)
		}
		ids[u.code] = u.id
	}
	return nil
}

func (m *maker) employees(ctx context.Context) error {
	rng := m.chance(chanceStaff)
	for i, u := range m.units {
		for _, s := range u.posts {
			for range s.people {
				p := &person{number: fmt.Sprintf("E%04d", len(m.staff)+1001), unit: i, post: s.post}
				p.name, p.latin = name(rng)
				p.hired = m.o.Today.AddDays(-200 - rng.IntN(7000))
				p.busy = math.Exp(0.3 * rng.NormFloat64())
				z := rng.NormFloat64()
				p.ratingEffect = staffSD * z
				p.auditEffect = staffSD * (correlation*z + math.Sqrt(1-correlation*correlation)*rng.NormFloat64())
				m.staff = append(m.staff, p)
			}
		}
	}
	if len(m.staff) != Employees {
		return fmt.Errorf("the departments have %d people, not %d", len(m.staff), Employees)
	}
	m.newcomers()
	m.supervisors()
	for _, p := range m.staff {
		if err := m.employ(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// newcomers hires every fortieth person in the last months, and gives every
// sixth few patients and every twenty-fifth hardly any: there is always
// someone with too little evidence.
func (m *maker) newcomers() {
	rng := m.chance(chanceStaff + 100)
	for i := 17; i < len(m.staff); i += 40 {
		m.staff[i].hired = m.o.Today.AddDays(-3 - rng.IntN(60))
	}
	for i := 3; i < len(m.staff); i += 6 {
		m.staff[i].busy *= 0.25
	}
	for i := 9; i < len(m.staff); i += 25 {
		m.staff[i].busy = 0.06
	}
}

// supervisors makes every twentieth person one, of differing strictness.
func (m *maker) supervisors() {
	rng := m.chance(chanceStaff + 200)
	for i := 5; i < len(m.staff); i += Employees / Supervisors {
		p := m.staff[i]
		p.supervisor, p.severity = true, severitySD*rng.NormFloat64()
		p.hired = min(p.hired, m.months[0].AddDays(-100))
	}
}

func (m *maker) employ(ctx context.Context, p *person) error {
	err := m.tx.GetContext(ctx, &p.id, `INSERT INTO employees (number, name, latin_name, hired_on) VALUES ($1, $2, $3, $4) RETURNING id`,
		p.number, p.name, p.latin, p.hired)
	if err != nil {
		return fmt.Errorf("make employee %s: %w", p.number, err)
	}
	at, ok := m.posts[p.post]
	if !ok {
		return fmt.Errorf("the catalogue has no post %s", p.post)
	}
	err = m.tx.GetContext(ctx, &p.posting, `INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES ($1, $2, $3, $4) RETURNING id`,
		p.id, m.units[p.unit].id, at.ID, p.hired)
	if err != nil {
		return fmt.Errorf("post employee %s: %w", p.number, err)
	}
	return nil
}

// of returns the people of a department, in order.
func (m *maker) of(unit int) []*person {
	return slices.DeleteFunc(slices.Clone(m.staff), func(p *person) bool { return p.unit != unit })
}
