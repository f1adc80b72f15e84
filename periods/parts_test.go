package periods_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/periods"
)

// TestWhomNoObserverConnectsIsNotCompared: if observers watch their own
// department only, nobody can tell a strict one from a weak department. The
// ranking says so and compares inside the departments.
func TestWhomNoObserverConnectsIsNotCompared(t *testing.T) {
	t.Parallel()
	s, owner := owned(t)
	owner.MustExec(`UPDATE spot_checks SET observer_id = (SELECT p.employee_id FROM postings p
		WHERE p.department_id = spot_checks.department_id AND p.employee_id > $1), outside = false`, staff)
	open(t, s)
	compute(t, s)
	r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10"})
	if err != nil {
		t.Fatal(err)
	}
	warned := false
	for _, w := range r.Warnings {
		warned = warned || w.Component == "audits" && w.Code == "disconnected" && strings.Contains(w.Message, "can't be compared")
	}
	if !warned {
		t.Errorf("warnings: %+v", r.Warnings)
	}
	places := map[string]int{}
	for _, g := range r.Groups {
		departments := map[int64]bool{}
		for _, row := range g.Rows {
			departments[row.DepartmentID] = true
			if row.RankHigh > len(g.Rows) || row.RankLow > len(g.Rows) {
				t.Errorf("%s, %d of them: %s has the ranks %d to %d", g.Family, len(g.Rows), row.Name, row.RankHigh, row.RankLow)
			}
		}
		if len(departments) > 1 {
			t.Errorf("%s, part %d: departments %v are compared", g.Family, g.Part, departments)
		}
		places[g.Family] = g.Part
	}
	if places["nursing"] != 1 || places["nursing#2"] != 2 || places["nursing#3"] != 3 {
		t.Errorf("groups %v", places)
	}
	if one, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10", Family: "nursing#2"}); err != nil || len(one.Groups) != 1 {
		t.Errorf("one part: %+v, %v", one.Groups, err)
	}
	v, err := s.Verify(t.Context(), "2026-10")
	if err != nil || len(v.Differences) > 0 {
		t.Errorf("verification: %v, %v", v.Differences, err)
	}
}
