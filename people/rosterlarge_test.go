//go:build long

package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/people"
)

// TestTenThousandRostersAreNeverHalfImported is TestRosterIsNeverHalfImported with
// a hundred files for each of a hundred hospitals.
func TestTenThousandRostersAreNeverHalfImported(t *testing.T) {
	neverHalf(newHospital(t), 100)
}

// TestFiftyThousandRows are hired, and all of them transferred, within a minute each.
func TestFiftyThousandRows(t *testing.T) {
	h := newHospital(t)
	roster := func(department int) string {
		var b strings.Builder
		b.WriteString("工号,姓名,拼音,科室,岗位,入职日期,工时比例,邮箱\n")
		for i := range 50_000 {
			fmt.Fprintf(&b, "A%05d,王芳,Wang Fang,病区 %d,岗位 %d,2025-01-01,80%%,a%d@example.org\n", i, (i+department)%300, i%20, i)
		}
		return b.String()
	}
	parts := map[string]bool{}
	for i, what := range []string{"hired", "transferred", "unchanged"} {
		begun := time.Now()
		report := h.mustImport(roster(min(i, 1)), func(in *people.RosterFile) {
			in.Yes, in.AsOf = true, "2026-11-01"
			in.Progress = func(part string, done, total int) { parts[part] = true }
		})
		took := time.Since(begun)
		t.Logf("%s: %s, %+v", what, took.Round(10*time.Millisecond), report.Counts)
		if took > time.Minute {
			t.Errorf("%s: %s", what, took)
		}
	}
	if len(parts) != 3 {
		t.Errorf("progress of %v", parts)
	}
	begun := time.Now()
	h.comesBack(t, people.ExportRoster{})
	t.Logf("exported as XLSX and imported: %s", time.Since(begun).Round(10*time.Millisecond))
}
