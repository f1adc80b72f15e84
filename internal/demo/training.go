package demo

import (
	"context"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

type course struct {
	code, category, level string
	minutes               int
	title                 texts.Localized
	id                    int64
}

func courses() []course {
	return []course{
		{code: "service-etiquette", category: "etiquette", level: "everyone", minutes: 120, title: texts.Localized{"zh-CN": "服务礼仪：三米微笑与首先问询", "zh-TW": "服務禮儀：三米微笑與首先詢問", "ko": "서비스 예절: 3미터 미소와 먼저 여쭙기", "en": "Service etiquette: three-metre smile and asking first"}},
		{code: "calm-communication", category: "communication", level: "everyone", minutes: 180, title: texts.Localized{"zh-CN": "情绪管理与沟通", "zh-TW": "情緒管理與溝通", "ko": "감정 조절과 소통", "en": "Emotional control and communication"}},
		{code: "privacy-law", category: "law-privacy", level: "everyone", minutes: 120, title: texts.Localized{"zh-CN": "患者隐私与相关法规", "zh-TW": "病人隱私與相關法規", "ko": "환자 개인정보와 관련 법규", "en": "Patients’ privacy and the law"}},
		{code: "case-sharing", category: "cases", level: "everyone", minutes: 60, title: texts.Localized{"zh-CN": "投诉案例分享会", "zh-TW": "申訴案例分享會", "ko": "불만 사례 공유회", "en": "Complaint cases shared"}},
		{code: "medical-basics", category: "medical-basics", level: "senior", minutes: 180, title: texts.Localized{"zh-CN": "医学基础知识更新", "zh-TW": "醫學基礎知識更新", "ko": "의학 기초 보수교육", "en": "Medical basics refreshed"}},
		{code: "elderly-care", category: "service-skills", level: "everyone", minutes: 120, title: texts.Localized{"zh-CN": "老年人与行动不便者的服务", "zh-TW": "高齡者與行動不便者的服務", "ko": "어르신과 거동이 불편한 분을 위한 서비스", "en": "Serving older people and people who move with difficulty"}},
		{code: "onboarding-process", category: "onboarding", level: "newcomer", minutes: 480, title: texts.Localized{"zh-CN": "新员工流程培训", "zh-TW": "新進人員流程訓練", "ko": "신규 직원 절차 교육", "en": "Onboarding: how we work"}},
		{code: "onboarding-standards", category: "onboarding", level: "newcomer", minutes: 480, title: texts.Localized{"zh-CN": "新员工服务标准培训", "zh-TW": "新進人員服務標準訓練", "ko": "신규 직원 서비스 표준 교육", "en": "Onboarding: our standards"}},
	}
}

// attendance is how likely a person goes to a session they are due at. Most
// reach their forty hours in the year; some don't.
const attendance = 0.72

// training holds two sessions a week from January on, and onboarding for newcomers.
func (m *maker) training(ctx context.Context) error {
	rng := m.chance(chanceTraining)
	cs := courses()
	for i := range cs {
		c := &cs[i]
		err := m.tx.GetContext(ctx, &c.id, `INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ($1, $2, 'internal', $3, $4, $5) RETURNING id`,
			c.code, c.title, c.level, c.category, c.minutes)
		if err != nil {
			return fmt.Errorf("make course %s: %w", c.code, err)
		}
	}
	var credits [][]any
	first := m.months[0].Year()
	for day, n := m.o.Today.AddDays(-1), 0; day.Year() >= first && n < 110; day, n = day.AddDays(-3), n+1 {
		c := cs[n%6]
		id, err := m.session(ctx, c, m.staff[(n*37)%len(m.staff)], day.In(m.zone).Add(13*time.Hour))
		if err != nil {
			return err
		}
		for i, p := range m.staff {
			if (i+n)%4 == 0 && string(p.hired) < string(day) && rng.Float64() < attendance {
				credits = append(credits, []any{id, p.id, p.posting, c.minutes, "annual", string(day), m.now})
			}
		}
	}
	onboarding, err := m.onboard(ctx, cs[6:])
	if err != nil {
		return err
	}
	credits = append(credits, onboarding...)
	columns := []string{"session_id", "employee_id", "posting_id", "minutes", "purpose", "earned_on", "credited_at"}
	return m.copyIn(ctx, "credits", columns, len(credits), func(i int) []any { return credits[i] })
}

// onboard holds a week of onboarding a month, five days of eight hours, for
// whoever was hired in the month before. Those of the last weeks are not
// through yet.
func (m *maker) onboard(ctx context.Context, cs []course) (credits [][]any, err error) {
	first := worktime.Date(m.o.Today.Year()-1, time.January, 1)
	for month := first; ; month = worktime.Date(month.Year(), month.Month()+1, 1) {
		next := worktime.Date(month.Year(), month.Month()+1, 1)
		if next.AddDays(7) > m.o.Today {
			return credits, nil
		}
		for day := range 5 {
			on, c := next.AddDays(1+day), cs[day%len(cs)]
			id, err := m.session(ctx, c, m.staff[0], on.In(m.zone).Add(8*time.Hour))
			if err != nil {
				return nil, err
			}
			for _, p := range m.staff {
				if p.hired >= month && p.hired < next {
					credits = append(credits, []any{id, p.id, p.posting, c.minutes, "onboarding", string(on), m.now})
				}
			}
		}
	}
}

func (m *maker) session(ctx context.Context, c course, trainer *person, start time.Time) (id int64, err error) {
	err = m.tx.GetContext(ctx, &id, `INSERT INTO training_sessions (course_id, trainer_id, place, starts_at, ends_at) VALUES ($1, $2, '示教室', $3, $4) RETURNING id`,
		c.id, trainer.id, start, start.Add(time.Duration(c.minutes)*time.Minute))
	if err != nil {
		return 0, fmt.Errorf("make session of %s: %w", c.code, err)
	}
	return id, nil
}
