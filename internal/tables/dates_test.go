package tables_test

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

func TestDate(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]worktime.Day{
		"2026-01-31": "2026-01-31", "2026/1/31": "2026-01-31", "2026.1.31": "2026-01-31", "20260131": "2026-01-31",
		"2026年1月31日": "2026-01-31", "2026年01月31号": "2026-01-31", "2026년 1월 31일": "2026-01-31", "2026. 1. 31.": "2026-01-31",
		"２０２６－０１－３１": "2026-01-31", "46053": "2026-01-31", "46053.0": "2026-01-31", "2026-01-31 00:00:00": "2026-01-31",
		"2026-01-31T00:00": "2026-01-31", "2024-02-29": "2024-02-29", "10000": "1927-05-18",
		"": "", "2026-13-01": "", "2026-02-29": "", "1/31/2026": "", "31.1.2026": "", "26-01-31": "", "2026": "", "202601": "",
		"2026-01": "", "tomorrow": "", "46053.5": "", "2026-01-31 09:40": "", "2026-01-31 25:00": "", "NaN": "", "1e5": "", "-46053": "",
		"0000-00-00": "", "3000-01-01": "", "2026-01-31x": "", "99999999": "",
	} {
		got, err := tables.Date(s)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", s, got, err, want)
		}
	}
}

func TestInstant(t *testing.T) {
	t.Parallel()
	seoul := time.FixedZone("KST", 9*3600)
	for s, want := range map[string]string{
		"2026-01-31 09:40": "2026-01-31T09:40:00+09:00", "2026/1/31 9:40:05": "2026-01-31T09:40:05+09:00", "2026年1月31日 09：40": "2026-01-31T09:40:00+09:00",
		"46053.402777777777": "2026-01-31T09:40:00+09:00", "2026-01-31": "2026-01-31T00:00:00+09:00", "2026-01-31 24:00": "2026-02-01T00:00:00+09:00",
		"2026-01-31T00:40:00Z": "2026-01-31T00:40:00Z", "2026-01-31 09:60": "", "09:40": "", "": "",
	} {
		got, err := tables.Instant(s, seoul)
		if want == "" && err == nil || want != "" && (err != nil || got.Format(time.RFC3339) != want) {
			t.Errorf("%q: %v, %v, want %s", s, got, err, want)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]int{
		"08:30": 30600, "8:30": 30600, "08:30:15": 30615, "0": 0, "0.5": 43200, "0.354166666666667": 30600, "24:00": 86400, "23：59": 86340,
		"24:01": -1, "8": -1, "1": -1, "8.5": -1, "": -1, "-0.5": -1, "08:60": -1,
	} {
		got, err := tables.Clock(s)
		if want < 0 && err == nil || want >= 0 && (err != nil || got != want) {
			t.Errorf("%q: %d, %v, want %d", s, got, err, want)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	var p tables.Problems
	if p.Err() != nil {
		t.Error("no problems are an error")
	}
	for i := range tables.MaxProblems + 2 {
		p.Add(tables.Problem{Row: i + 2, Column: "入职日期", Message: "2026-13-01 is not a date"})
	}
	p.List = p.List[:1] // for a short text
	const want = "row 2, 入职日期: 2026-13-01 is not a date\nand 1001 more\n"
	if got := p.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := (tables.Problem{Row: 3, Message: "blank"}).String(); got != "row 3: blank" {
		t.Errorf("%q", got)
	}
}
