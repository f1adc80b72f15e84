package periods_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

func exported(t testing.TB, s *periods.Service, actor accounts.Actor, format string) []byte {
	t.Helper()
	f, err := s.Export(t.Context(), actor, periods.ExportPeriod{Name: "2026-10", Format: format})
	if err != nil {
		t.Fatal(err)
	}
	if f.Name != "scores-2026-10."+format || f.Media == "" {
		t.Errorf("the file is %s, %s", f.Name, f.Media)
	}
	return f.Content
}

func sheet(t testing.TB, file []byte, name string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readCSV(t testing.TB, file []byte) [][]string {
	t.Helper()
	text, ok := strings.CutPrefix(string(file), "\uFEFF")
	if !ok {
		t.Error("no byte order mark")
	}
	if n, m := strings.Count(text, "\n"), strings.Count(text, "\r\n"); n != m {
		t.Errorf("%d of %d lines end with CR LF", m, n)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// points writes ten-thousandths as the CSV does.
func points(v int) string { return fmt.Sprintf("%d.%04d", v/10000, v%10000) }

// cell writes them as a sheet does, without the zeros at the end.
func cell(v int) string {
	return strings.TrimSuffix(strings.TrimRight(points(v), "0"), ".")
}

func TestTheExportAgreesWithTheRanking(t *testing.T) {
	t.Parallel()
	s := computed(t)
	r, err := s.Ranking(t.Context(), hr, periods.AskRanking{Name: "2026-10"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, g := range r.Groups {
		for _, st := range g.Rows {
			want[st.Number] = []string{points(st.Score), points(st.Low), points(st.High), fmt.Sprint(st.RankLow), fmt.Sprint(st.RankHigh)}
		}
	}
	for number, id := range map[string]int64{"E004": justBelow, "E003": someRated} { // paid by, though not ranked
		e := scoreOf(t, s, self(id), id)
		want[number] = []string{points(*e.Score), points(*e.Low), points(*e.High), "", ""}
	}
	rows := readCSV(t, exported(t, s, hr, periods.CSV))
	if len(rows) != 1+observers {
		t.Fatalf("%d rows for %d people", len(rows)-1, observers)
	}
	for _, row := range rows[1:] {
		figures, ok := want[row[0]]
		if !ok {
			figures = []string{"", "", "", "", ""}
		}
		if diff := cmp.Diff(figures, row[7:12]); diff != "" {
			t.Errorf("%s (-ranking +export):\n%s", row[0], diff)
		}
	}
	if got := len(sheet(t, exported(t, s, hr, periods.XLSX), "Summary")); got != len(rows) {
		t.Errorf("the workbook has %d rows, the CSV %d", got, len(rows))
	}
}

func TestTheWorkbookAgreesWithTheScores(t *testing.T) {
	t.Parallel()
	s := computed(t)
	file := exported(t, s, hr, periods.XLSX)
	e := scoreOf(t, s, hr, 17)
	find := func(name string) (found [][]string) {
		for _, row := range sheet(t, file, name) {
			if row[0] == "E017" {
				found = append(found, row)
			}
		}
		return found
	}
	if row := find("Summary")[0]; row[7] != cell(*e.Score) || row[8] != cell(*e.Low) || row[9] != cell(*e.High) {
		t.Errorf("summary %v, score %d (%d to %d)", row, *e.Score, *e.Low, *e.High)
	}
	rows := find("Components")
	if len(rows) != len(e.Components) {
		t.Fatalf("%d components, want %d", len(rows), len(e.Components))
	}
	for i, c := range e.Components {
		if rows[i][7] != cell(int(c.Points)) || rows[i][8] != fmt.Sprint(c.N) {
			t.Errorf("%v, want %d points of %d", rows[i], c.Points, c.N)
		}
	}
	if row := find("Evidence")[0]; row[3] != fmt.Sprint(ratingsOf(17)) || row[5] != "24" || row[6] != "6" || row[8] != "40" {
		t.Errorf("evidence %v", row)
	}
	for _, row := range sheet(t, file, "Evidence")[1:] {
		if row[0] == "E002" && row[3] != "" {
			t.Errorf("three ratings are told: %v", row)
		}
	}
	hashes := 0
	for _, row := range sheet(t, file, "Method") {
		if len(row) > 1 && len(row[1]) == 64 {
			hashes++
		}
	}
	if hashes != 5 { // scheme, evidence, result, and a parameter file for each of two components
		t.Errorf("%d hashes", hashes)
	}
}

func TestTheSameComputationGivesTheSameFile(t *testing.T) {
	t.Parallel()
	s := computed(t)
	for _, format := range []string{periods.CSV, periods.XLSX} {
		first := exported(t, s, hr, format)
		var again bytes.Buffer
		if err := s.Write(t.Context(), &again, periods.ExportPeriod{Name: "2026-10", Format: format}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, again.Bytes()) {
			t.Errorf("%s: other bytes", format)
		}
	}
	var n int
	if err := s.DB.Get(&n, `SELECT count(*) FROM journal WHERE action = 'export' AND object = 'period'`); err != nil || n != 2 {
		t.Errorf("%d exports in the journal, want the 2 that somebody asked for", n)
	}
}

func TestNamesAreNeverCalculated(t *testing.T) {
	t.Parallel()
	s := computed(t)
	found := false
	for _, row := range readCSV(t, exported(t, s, hr, periods.CSV)) {
		found = found || row[1] == "'=SUM(A1:A9)"
	}
	if !found {
		t.Error("the formula-like name is not made safe in CSV")
	}
	f, err := excelize.OpenReader(bytes.NewReader(exported(t, s, hr, periods.XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i := 1; i <= 1+observers; i++ {
		if formula, err := f.GetCellFormula("Summary", fmt.Sprintf("B%d", i)); err != nil || formula != "" {
			t.Errorf("row %d: formula %q, %v", i, formula, err)
		}
	}
}

func TestExportReach(t *testing.T) {
	t.Parallel()
	s := computed(t)
	head := accounts.Actor{Reach: accounts.Reach{Departments: []int64{2}}}
	if n := len(readCSV(t, exported(t, s, head, periods.CSV))) - 1; n != 11 {
		t.Errorf("a department's head exports %d people, want 11", n)
	}
	for _, c := range []struct {
		in   periods.ExportPeriod
		kind fault.Kind
	}{
		{periods.ExportPeriod{Name: "2026-09"}, fault.NotFound},
		{periods.ExportPeriod{Name: "2026-10", Format: "pdf"}, fault.Invalid},
	} {
		if err := s.Write(t.Context(), io.Discard, c.in); !fault.Is(err, c.kind) {
			t.Errorf("%+v: %v, want %s", c.in, err, c.kind)
		}
	}
	korean, err := s.Export(t.Context(), hr, periods.ExportPeriod{Name: "2026-10", Format: periods.CSV, Language: "ko"})
	if err != nil || readCSV(t, korean.Content)[0][0] != "사번" {
		t.Errorf("in Korean: %v", err)
	}
}
