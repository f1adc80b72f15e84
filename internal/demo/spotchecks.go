package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
)

// What findings are made of, on the scale from 0 to 100: above metAbove the
// standard is met, above partlyAbove partly.
const (
	findingMean = 74.0
	haloSD      = 9.0 // what the items of one spot check have in common
	findingSD   = 30.0
	metAbove    = 52.0
	partlyAbove = 38.0
	outside     = 0.20 // share of spot checks of other departments' people
	items       = 8
)

// standard is a standard's version as a spot check uses it.
type standard struct {
	VersionID  int64  `db:"version_id"`
	PostCode   string `db:"post_code"`
	TargetMs   int    `db:"target_ms"` // 0: not timed
	Reason     string `db:"reason"`    // a reason for not applicable
	difficulty float64
}

// spotCheck is one round's look at one person.
type spotCheck struct {
	key      uuid.UUID
	by, of   *person
	start    time.Time
	mode     string
	findings []finding
	outside  bool
	id       int64
}

type finding struct {
	standard *standard
	result   string
	reason   string
	note     string
	attempts []int // milliseconds
}

func (m *maker) spotChecks(ctx context.Context) error {
	sets, err := m.standards(ctx)
	if err != nil {
		return err
	}
	rng := m.chance(chanceSpotChecks)
	checks := m.makeSpotChecks(rng, sets)
	if err := m.copySpotChecks(ctx, checks); err != nil {
		return err
	}
	return m.copyFindings(ctx, checks)
}

// standards reads what each post is held to.
func (m *maker) standards(ctx context.Context) (map[string][]*standard, error) {
	var rows []*standard
	err := m.tx.SelectContext(ctx, &rows, `
		SELECT v.id AS version_id, p.code AS post_code, coalesce(v.target_ms, 0) AS target_ms,
		       coalesce(v.not_applicable -> 0 ->> 'code', '') AS reason
		FROM standard_sets s JOIN posts p ON p.id = s.post_id JOIN standard_set_items i ON i.set_id = s.id
		JOIN standard_versions v ON v.standard_id = i.standard_id AND v.version = 1
		WHERE s.version = 1
		ORDER BY p.code, v.id`)
	if err != nil {
		return nil, fmt.Errorf("read standards: %w", err)
	}
	sets := map[string][]*standard{}
	for _, s := range rows {
		s.difficulty = float64(s.VersionID*7%5)*5 - 10 // some standards are harder than others, for everybody alike
		sets[s.PostCode] = append(sets[s.PostCode], s)
	}
	return sets, nil
}

// makeSpotChecks makes the rounds in order of time. A supervisor looks at
// whoever has been looked at least, mostly at home.
func (m *maker) makeSpotChecks(rng *rand.Rand, sets map[string][]*standard) []*spotCheck {
	observers := slices.DeleteFunc(slices.Clone(m.staff), func(p *person) bool { return !p.supervisor })
	seen := map[*person]int{}
	days := m.o.Today.Sub(m.months[0])
	checks := make([]*spotCheck, SpotChecks)
	for i := range checks {
		day := m.months[0].AddDays(i * days / SpotChecks)
		by := pick(rng, observers)
		elsewhere := rng.Float64() < outside
		of := m.leastSeen(rng, by, elsewhere, string(day), seen)
		seen[of]++
		start := day.In(m.zone).Add(time.Duration(hour(rng, m.units[of.unit].night))*time.Hour + time.Duration(rng.IntN(3600))*time.Second)
		checks[i] = m.observe(rng, by, of, start, sets[of.post])
	}
	slices.SortStableFunc(checks, func(a, b *spotCheck) int { return a.start.Compare(b.start) })
	return checks
}

func (m *maker) leastSeen(rng *rand.Rand, by *person, elsewhere bool, day string, seen map[*person]int) (best *person) {
	unit := by.unit
	for elsewhere && unit == by.unit {
		unit = rng.IntN(len(m.units))
	}
	for _, p := range m.staff {
		if p.unit != unit || p == by || string(p.hired) > day {
			continue
		}
		if best == nil || seen[p] < seen[best] || seen[p] == seen[best] && rng.IntN(3) == 0 {
			best = p
		}
	}
	return best
}

func (m *maker) observe(rng *rand.Rand, by, of *person, start time.Time, set []*standard) *spotCheck {
	c := &spotCheck{key: uuid.UUID(bytes16(rng)), by: by, of: of, start: start, mode: "round", outside: by.unit != of.unit}
	if rng.Float64() < 0.3 {
		c.mode = "unannounced"
	}
	base := findingMean + m.units[of.unit].auditEffect + of.auditEffect - by.severity + haloSD*rng.NormFloat64()
	chosen := slices.Clone(set)
	rng.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	for _, s := range chosen[:min(items, len(chosen))] {
		c.findings = append(c.findings, find(rng, s, base-s.difficulty))
	}
	return c
}

// notes are what supervisors write on a deduction.
var notes = []string{"患者走近约三米时仍在看屏幕，未抬头。", "患者先开口后才询问需求。", "回答后未确认患者是否听懂。", "工牌被外衣遮住。", "患者离开时未目送。", "连续两次呼叫后才回应。", "交接时没有告诉患者接手人姓名。"}

func find(rng *rand.Rand, s *standard, base float64) finding {
	f := finding{standard: s}
	switch at := rng.Float64(); {
	case at < 0.05:
		f.result = "not-seen"
		return f
	case at < 0.09 && s.Reason != "":
		f.result, f.reason = "not-applicable", s.Reason
		return f
	}
	points := base + findingSD*rng.NormFloat64()
	switch {
	case points > metAbove:
		f.result = "met"
	case points > partlyAbove:
		f.result, f.note = "partly", pick(rng, notes)
	default:
		f.result, f.note = "not-met", pick(rng, notes)
	}
	if s.TargetMs > 0 {
		f.attempts = measure(rng, f.result, s.TargetMs)
	}
	return f
}

// measure makes stopwatch attempts that come to the result.
func measure(rng *rand.Rand, result string, target int) []int {
	share := map[string][2]float64{"met": {0.2, 0.95}, "partly": {1.05, 1.9}, "not-met": {2.1, 3.5}}[result]
	attempts := make([]int, 1+2*rng.IntN(2)) // an odd number has a median of its own
	for i := range attempts {
		attempts[i] = int(math.Round(float64(target) * (share[0] + (share[1]-share[0])*rng.Float64())))
	}
	return attempts
}

func (m *maker) copySpotChecks(ctx context.Context, checks []*spotCheck) error {
	columns := []string{"key", "content_hash", "observer_id", "employee_id", "posting_id", "department_id", "outside", "mode", "shift", "place", "started_at", "finished_at", "recorded_at"}
	err := m.copyIn(ctx, "spot_checks", columns, len(checks), func(i int) []any {
		c := checks[i]
		hash := sha256.Sum256(c.key[:])
		end := c.start.Add(90 * time.Second)
		return []any{c.key.String(), hash[:], c.by.id, c.of.id, c.of.posting, m.units[c.of.unit].id, c.outside, c.mode,
			shift(c.start.In(m.zone).Hour()), "", c.start, end, end.Add(4 * time.Second)}
	})
	if err != nil {
		return err
	}
	var ids []int64
	if err := m.tx.SelectContext(ctx, &ids, `SELECT id FROM spot_checks ORDER BY id`); err != nil {
		return fmt.Errorf("read spot checks: %w", err)
	}
	for i, c := range checks {
		c.id = ids[i]
	}
	return nil
}

func (m *maker) copyFindings(ctx context.Context, checks []*spotCheck) error {
	type row struct {
		check *spotCheck
		*finding
	}
	var rows []row
	for _, c := range checks {
		for i := range c.findings {
			rows = append(rows, row{c, &c.findings[i]})
		}
	}
	err := m.copyIn(ctx, "findings", []string{"spot_check_id", "standard_version_id", "result", "reason", "note"}, len(rows), func(i int) []any {
		r := rows[i]
		return []any{r.check.id, r.standard.VersionID, r.result, r.reason, r.note}
	})
	if err != nil {
		return err
	}
	var ids []int64
	if err := m.tx.SelectContext(ctx, &ids, `SELECT id FROM findings ORDER BY id`); err != nil {
		return fmt.Errorf("read findings: %w", err)
	}
	type attempt struct {
		finding int64
		ordinal int
		ms      int
	}
	var attempts []attempt
	for i, r := range rows {
		for n, ms := range r.attempts {
			attempts = append(attempts, attempt{ids[i], n + 1, ms})
		}
	}
	return m.copyIn(ctx, "attempts", []string{"finding_id", "ordinal", "milliseconds"}, len(attempts), func(i int) []any {
		a := attempts[i]
		return []any{a.finding, a.ordinal, a.ms}
	})
}
