package feedback

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
)

// simulation is a hospital whose patients vote by chance, and whoever stuffs the box
// among them. Votes go into the real database; the real rules look at it.
type simulation struct {
	ward
	rng      *rand.Rand
	people   []simulated
	votes    []simulatedVote
	days     int
	until    time.Time // the evening on which everything is looked at
	shared   source    // the address that the hospital goes out through
	network  func(*rand.Rand) source
	tablets  []source
	staffed  []staffed
	nextVote uint64
}

type simulated struct {
	id, posting, touchpoint, department int64
	busy                                float64
	night                               bool
}

type simulatedVote struct {
	trace
	stuffed string // by which scheme; "": honest
}

type staffed struct {
	device source
	month  string
}

const (
	simulatedStaff       = 600
	simulatedDepartments = 12
)

// simulate makes the hospital with so many honest votes a weekday, which come by the
// networks that are asked for; nil: most through guest Wi-Fi, the others each by its own.
func simulate(t *testing.T, seed uint64, days, perDay int, network func(*simulation) func(*rand.Rand) source) *simulation {
	t.Helper()
	s := &simulation{ward: newWard(t), rng: rand.New(rand.NewPCG(seed, 7)), days: days}
	s.clock.set("2026-06-29 23:30:00")
	s.until = s.clock.now()
	s.shared = source{1}
	s.network = func(rng *rand.Rand) source {
		if rng.Float64() < 0.7 {
			return s.shared // guest Wi-Fi, which leaves through the hospital's address
		}
		return s.fresh()
	}
	if network != nil {
		s.network = network(s)
	}
	s.staff(t)
	s.honest(perDay)
	return s
}

func (s *simulation) fresh() (h source) {
	binary.BigEndian.PutUint64(h[:], s.rng.Uint64())
	binary.BigEndian.PutUint64(h[8:], s.rng.Uint64()|1)
	return h
}

func (s *simulation) staff(t *testing.T) {
	s.db.MustExec(`INSERT INTO departments (code, name) SELECT 'sim' || i, jsonb_build_object('en', 'Department ' || i) FROM generate_series(1, $1) i`, simulatedDepartments)
	s.db.MustExec(`INSERT INTO employees (number, name, hired_on) SELECT 'S' || i, 'Person ' || i, '2020-01-01' FROM generate_series(1, $1) i`, simulatedStaff)
	s.db.MustExec(`
		INSERT INTO postings (employee_id, department_id, post_id, from_day)
		SELECT e.id, d.id, 1, '2020-01-01' FROM employees e JOIN departments d ON d.code = 'sim' || (1 + substr(e.number, 2)::int % $1)
		WHERE e.number LIKE 'S%'`, simulatedDepartments)
	s.db.MustExec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) SELECT 'SM' || lpad(id::text, 6, '0'), 'badge', id, '2026-01-01' FROM employees WHERE number LIKE 'S%'`)
	var rows []struct{ ID, Posting, Touchpoint, Department int64 }
	if err := s.db.Select(&rows, `
		SELECT e.id, p.id AS posting, t.id AS touchpoint, p.department_id AS department
		FROM employees e JOIN postings p ON p.employee_id = e.id JOIN touchpoints t ON t.employee_id = e.id WHERE e.number LIKE 'S%' ORDER BY e.id`); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		s.people = append(s.people, simulated{r.ID, r.Posting, r.Touchpoint, r.Department, math.Exp(0.5 * s.rng.NormFloat64()), r.Department%3 == 0})
	}
}

// honest lets patients come: fewer at weekends, more on Fridays, around ten and
// three, on wards at any hour. A patient votes about one to four people within
// minutes; every tenth stays and votes on the following days from the same network.
func (s *simulation) honest(perDay int) {
	for back := s.days - 1; back >= 0; back-- {
		day := s.until.AddDate(0, 0, -back)
		n := float64(perDay)
		switch day.In(shanghai).Weekday() {
		case time.Saturday, time.Sunday:
			n *= 0.45
		case time.Friday:
			n *= 1.6
		}
		n *= math.Exp(0.15 * s.rng.NormFloat64())
		for cast := 0; cast < int(n); {
			cast += s.patient(day)
		}
	}
}

func (s *simulation) patient(day time.Time) int {
	first := s.meet(-1)
	network := s.network(s.rng)
	stay := 1
	if first.night && s.rng.Float64() < 0.1 {
		stay = 1 + s.rng.IntN(5)
	}
	cast := 0
	for d := range stay {
		device := s.fresh()
		at := s.hour(day.AddDate(0, 0, d), first.night)
		seen := map[int64]bool{}
		for range 1 + s.few(0.6) {
			p := s.meet(first.department)
			if d == 0 && len(seen) == 0 {
				p = first
			}
			if !seen[p.id] && !at.After(s.until) {
				seen[p.id] = true
				s.cast(p, at, device, network, 3+s.rng.IntN(3), "")
				at = at.Add(time.Duration(20+s.rng.IntN(120)) * time.Second)
				cast++
			}
		}
	}
	return max(1, cast)
}

func (s *simulation) few(mean float64) (n int) {
	for p := s.rng.Float64(); p > math.Exp(-mean); p *= s.rng.Float64() {
		n++
	}
	return min(n, 5)
}

// meet draws somebody, busier ones more often, of a department or of any.
func (s *simulation) meet(department int64) simulated {
	for {
		p := s.people[s.rng.IntN(len(s.people))]
		if (department < 0 || p.department == department) && s.rng.Float64()*4 < p.busy {
			return p
		}
	}
}

func (s *simulation) hour(day time.Time, night bool) time.Time {
	y, m, d := day.In(shanghai).Date()
	minutes := 600 + 96*s.rng.NormFloat64()
	if s.rng.Float64() < 0.4 {
		minutes = 900 + 80*s.rng.NormFloat64()
	}
	if night && s.rng.Float64() < 0.45 {
		minutes = 1440 * s.rng.Float64()
	}
	minutes = min(max(minutes, 0), 1409)
	return time.Date(y, m, d, 0, 0, 0, 0, shanghai).Add(time.Duration(minutes * float64(time.Minute)))
}

func (s *simulation) cast(p simulated, at time.Time, device, network source, score int, stuffed string) {
	s.nextVote++
	v := simulatedVote{stuffed: stuffed}
	binary.BigEndian.PutUint64(v.vote[:], s.rng.Uint64())
	binary.BigEndian.PutUint64(v.vote[8:], s.nextVote)
	v.rated, v.department = rated{employee: p.id}, p.department
	v.at, v.device, v.network, v.score = at, device, network, score
	s.votes = append(s.votes, v)
}

// store writes the votes that were cast since the last time.
func (s *simulation) store(t *testing.T) {
	t.Helper()
	byID := map[int64]simulated{}
	for _, p := range s.people {
		byID[p.id] = p
	}
	_, err := database.InTx(t.Context(), s.db, func(tx *sqlx.Tx) (none struct{}, err error) {
		columns := []string{"vote", "version", "visit", "touchpoint_id", "employee_id", "posting_id", "department_id",
			"score", "language", "channel", "shift", "occurred_at", "device", "network"}
		if err := database.Copy(t.Context(), tx, "ratings", columns, len(s.votes), func(i int) []any {
			v := s.votes[i]
			p := byID[v.rated.employee]
			return []any{v.vote[:], 1, v.device[:], p.touchpoint, p.id, p.posting, p.department, v.score, "zh-CN", "qr", "day",
				v.at.UTC().Truncate(time.Hour), v.device[:], v.network[:]}
		}); err != nil {
			return none, err
		}
		var recent []simulatedVote
		for _, v := range s.votes {
			if v.at.After(s.until.Add(-tapKept)) {
				recent = append(recent, v)
			}
		}
		if err := database.Copy(t.Context(), tx, "taps", []string{"vote", "version", "at"}, len(recent), func(i int) []any {
			return []any{recent[i].vote[:], 1, recent[i].at.UTC()}
		}); err != nil {
			return none, err
		}
		for _, d := range s.staffed {
			if _, err := tx.Exec(`INSERT INTO staff_devices (device, month) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.device[:], d.month); err != nil {
				return none, err
			}
		}
		return none, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// outcomeOf says which share of the votes of each scheme was set aside, and of the
// honest ones.
func (s *simulation) outcomeOf(t *testing.T) map[string]float64 {
	t.Helper()
	var held [][]byte
	if err := s.db.Select(&held, `SELECT DISTINCT vote FROM holds WHERE decision IS NULL`); err != nil {
		t.Fatal(err)
	}
	set := map[[16]byte]bool{}
	for _, v := range held {
		set[[16]byte(v)] = true
	}
	all, caught := map[string]float64{}, map[string]float64{}
	for _, v := range s.votes {
		all[v.stuffed]++
		if set[v.vote] {
			caught[v.stuffed]++
		}
	}
	for k := range all {
		caught[k] /= all[k]
	}
	return caught
}

func (s *simulation) reasons(t *testing.T) string {
	t.Helper()
	var rows []struct {
		Reason string
		N      int
	}
	if err := s.db.Select(&rows, `SELECT reason, count(*) AS n FROM holds GROUP BY reason ORDER BY reason`); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(rows)
}
