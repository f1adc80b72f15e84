package demo

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/lib/pq"
)

// alphabet is Crockford's base 32, which badge codes are written in.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func (m *maker) badges(ctx context.Context) error {
	rng := m.chance(chanceBadges)
	for _, p := range m.staff {
		code := make([]byte, 8)
		for i := range code {
			code[i] = alphabet[rng.IntN(len(alphabet))]
		}
		err := m.tx.GetContext(ctx, &p.badge, `INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES ($1, 'badge', $2, $3) RETURNING id`,
			string(code), p.id, m.months[0].In(m.zone))
		if err != nil {
			return fmt.Errorf("make badge of %s: %w", p.number, err)
		}
	}
	return nil
}

// What ratings are made of, on the scale from 0 to 100.
const (
	ratingMean = 76.0
	visitSD    = 15.0 // how patients' moods and days differ
	ratingSD   = 20.0
)

var (
	shiftEffect  = map[string]float64{"day": 0, "evening": -1.5, "night": -3.5}
	seasonEffect = map[time.Month]float64{time.January: -2, time.February: -2, time.July: -1, time.August: -1, time.December: -1.5}
)

// visit is one patient's day at the hospital.
type visit struct {
	hour  time.Time
	unit  int
	mood  float64
	lang  string
	token []byte
}

// rating is one row to be.
type rating struct {
	visit *visit
	of    *person
	score int
	vote  []byte
	shift string

	device, network []byte // nil: not known
}

func (m *maker) ratings(ctx context.Context) error {
	rng := m.chance(chanceRatings)
	rows := m.makeRatings(rng)
	columns := []string{"vote", "version", "visit", "touchpoint_id", "employee_id", "posting_id", "department_id", "score", "language", "channel", "shift", "occurred_at", "device", "network"}
	err := m.copyIn(ctx, "ratings", columns, len(rows), func(i int) []any {
		r := rows[i]
		return []any{r.vote, 1, r.visit.token, r.of.badge, r.of.id, r.of.posting, m.units[r.of.unit].id, r.score, r.visit.lang, "qr", r.shift, r.visit.hour, known(r.device), known(r.network)}
	})
	if err != nil {
		return err
	}
	return m.remarks(ctx, rows)
}

func (m *maker) makeRatings(rng *rand.Rand) []rating {
	visits := m.visits(rng)
	people := make([]picker, len(m.units))
	for i := range m.units {
		people[i] = newPicker(m.of(i))
	}
	rows := make([]rating, 0, Ratings)
	for len(rows) < Ratings-stuffed {
		v := &visits[len(rows)*len(visits)/Ratings%len(visits)]
		for _, p := range people[v.unit].some(rng, v, 1+poisson(rng, 0.5)) {
			if len(rows) < Ratings-stuffed {
				rows = append(rows, m.rate(rng, v, p))
			}
		}
	}
	rows = append(rows, m.incident()...)
	// In the order in which they came, so that ids tell the time as they do in life.
	slices.SortStableFunc(rows, func(a, b rating) int { return a.visit.hour.Compare(b.visit.hour) })
	return rows
}

// visits makes more visits than are needed, spread over the months with the
// rhythm of the week and of the day.
func (m *maker) visits(rng *rand.Rand) []visit {
	n := m.o.Today.Sub(m.months[0])
	vs := make([]visit, Ratings)
	for i := range vs {
		day := m.months[0].AddDays(rng.IntN(n))
		for weekend(day.In(m.zone).Weekday()) && rng.Float64() < 0.6 {
			day = m.months[0].AddDays(rng.IntN(n))
		}
		unit := m.chooseUnit(rng)
		vs[i] = visit{
			hour: day.In(m.zone).Add(time.Duration(hour(rng, m.units[unit].night)) * time.Hour),
			unit: unit, mood: visitSD * rng.NormFloat64(), lang: language(rng), token: bytes16(rng),
		}
	}
	return vs
}

func weekend(d time.Weekday) bool { return d == time.Saturday || d == time.Sunday }

func (m *maker) chooseUnit(rng *rand.Rand) int {
	at := rng.Float64()
	for i, u := range m.units {
		if at -= u.busy; at <= 0 {
			return i
		}
	}
	return len(m.units) - 1
}

// hour is when a visit happens: around ten and three in clinics, at any time
// on wards.
func hour(rng *rand.Rand, night bool) int {
	if night && rng.Float64() < 0.45 {
		return rng.IntN(24)
	}
	peak := 10.0
	if rng.Float64() < 0.4 {
		peak = 15
	}
	return min(max(int(peak+1.6*rng.NormFloat64()), 7), 19)
}

// shift is the hospital's working shift at an hour.
func shift(hour int) string {
	switch {
	case hour >= 7 && hour < 15:
		return "day"
	case hour >= 15 && hour < 23:
		return "evening"
	default:
		return "night"
	}
}

func language(rng *rand.Rand) string {
	switch at := rng.Float64(); {
	case at < 0.62:
		return "zh-CN"
	case at < 0.77:
		return "zh-TW"
	case at < 0.92:
		return "ko"
	default:
		return "en"
	}
}

func bytes16(rng *rand.Rand) []byte {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
	return b
}

// rate makes a patient's answer about a person: the nearest of five faces.
func (m *maker) rate(rng *rand.Rand, v *visit, p *person) rating {
	at := shift(v.hour.In(m.zone).Hour())
	points := ratingMean + m.units[p.unit].effect + shiftEffect[at] + seasonEffect[v.hour.In(m.zone).Month()] +
		p.ratingEffect + v.mood + ratingSD*rng.NormFloat64()
	return rating{visit: v, of: p, vote: bytes16(rng), shift: at, score: 1 + int(min(max(math.Round(points/25), 0), 4))}
}

// picker draws people by how often patients meet them.
type picker struct {
	people []*person
	sum    []float64
}

func newPicker(people []*person) picker {
	k := picker{people: people}
	total := 0.0
	for _, p := range people {
		total += p.busy
		k.sum = append(k.sum, total)
	}
	return k
}

// some draws up to n different people who were employed at the time of a visit.
func (k picker) some(rng *rand.Rand, v *visit, n int) (drawn []*person) {
	for range 3 * n {
		i, _ := slices.BinarySearch(k.sum, rng.Float64()*k.sum[len(k.sum)-1])
		p := k.people[min(i, len(k.people)-1)]
		if len(drawn) < n && !slices.Contains(drawn, p) && string(p.hired) <= v.hour.Format(time.DateOnly) {
			drawn = append(drawn, p)
		}
	}
	return drawn
}

func poisson(rng *rand.Rand, mean float64) int {
	n, limit := 0, math.Exp(-mean)
	for p := rng.Float64(); p > limit; p *= rng.Float64() {
		n++
	}
	return n
}

// Tags by whether they praise, and words as patients write them.
var (
	praise = []string{"kind", "explained-clearly", "quick", "patience", "offered-help", "clean"}
	blame  = []string{"long-wait", "unfriendly", "not-explained", "nobody-came", "careless", "not-clean"}
	words  = map[string][2][]string{ // language → praise, blame
		"zh-CN": {{"护士很有耐心，解释得很清楚。", "态度特别好，谢谢！", "主动帮老人推轮椅，很感动。"}, {"等了四十多分钟没人说明原因。", "问了两次才有人理。", "没讲清楚怎么吃药。"}},
		"zh-TW": {{"護理師很有耐心，解釋得很清楚。", "態度親切，謝謝！", "主動協助長輩，非常感謝。"}, {"等了快一小時，沒有人說明。", "問了兩次才有人回應。", "用藥方式沒有講清楚。"}},
		"ko":    {{"설명이 쉽고 친절했습니다.", "먼저 다가와 도와주셔서 감사합니다.", "아이에게 참 다정하게 대해 주셨어요."}, {"사십 분 넘게 기다렸는데 안내가 없었습니다.", "불러도 한참 뒤에 왔습니다.", "약 먹는 방법을 설명해 주지 않았습니다."}},
		"en":    {{"Very patient and clear. Thank you!", "Helped my mother without being asked.", "Explained each step before doing it."}, {"Waited forty minutes and nobody said why.", "I had to ask twice.", "Nobody explained how to take the medicine."}},
	}
)

// remarks adds tags to every eighth rating, and words to some of those.
func (m *maker) remarks(ctx context.Context, rows []rating) error {
	rng := m.chance(chanceRemarks)
	var with []rating
	for _, r := range rows {
		if rng.Float64() < 0.125 {
			with = append(with, r)
		}
	}
	return m.copyIn(ctx, "remarks", []string{"vote", "version", "tags", "words"}, len(with), func(i int) []any {
		tags, side := praise, 0
		if with[i].score < 4 {
			tags, side = blame, 1
		}
		said := ""
		if rng.Float64() < 0.3 {
			said = pick(rng, words[with[i].visit.lang][side])
		}
		return []any{with[i].vote, 1, pq.Array([]string{pick(rng, tags)}), said}
	})
}
