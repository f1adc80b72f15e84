package feedback

import (
	"strings"
	"testing"
)

func TestExportAnswerRates(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.said(t, 1, 40, "qr", "day", "2026-10-05T02:00Z")
	w.said(t, 2, 3, "kiosk", "day", "2026-10-05T02:00Z")
	w.counted(1, nil, "2026-10-05", "", 100)
	w.counted(2, nil, "2026-10-05", "", 400)
	w.db.MustExec(`UPDATE departments SET name = '{"en": "=SUM(A1)", "ko": "병동"}' WHERE id = 2`)
	file, err := w.ExportAnswerRates(t.Context(), hospitalwide, ExportAnswerRates{Month: "2026-10", Format: "csv", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(file.Content)), "\r\n")
	want := []string{
		"Blood tests,100,40,9,0.4000,0.2910,0.5179,40,,,,",
		"'=SUM(A1),400,,34,,,,,,,,Silent: far fewer answers than elsewhere, and not by chance. No rate: there were one to four answers.",
		"All,500,45,43,0.0900,0.0645,0.1228,40,,,,",
	}
	if len(lines) != 4 || !strings.Contains(lines[0], "Place,Visits") {
		t.Fatalf("%q", lines)
	}
	for i, line := range want {
		if strings.ReplaceAll(lines[i+1], `"`, "") != line {
			t.Errorf("line %d:\n%s\nwant\n%s", i+1, lines[i+1], line)
		}
	}
	for _, lang := range []string{"zh-CN", "zh-TW", "ko", ""} {
		for _, by := range []string{"place", "post", "shift", "month"} {
			file, err := w.ExportAnswerRates(t.Context(), hospitalwide, ExportAnswerRates{Month: "2026-10", By: by, Language: lang})
			if err != nil || file.Name != "answer-rates-2026-10.xlsx" || !strings.HasPrefix(string(file.Content), "PK") {
				t.Errorf("%s by %s: %s, %v", lang, by, file.Name, err)
			}
		}
	}
	var noted int
	if err := w.db.Get(&noted, `SELECT count(*) FROM journal WHERE action = 'export' AND object = 'answer-rates'`); err != nil || noted != 17 {
		t.Errorf("%d exports are noted, %v", noted, err)
	}
}
