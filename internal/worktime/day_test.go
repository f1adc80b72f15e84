package worktime

import (
	"encoding/json"
	"testing"
	"time"

	_ "time/tzdata" // the zones below, on any machine
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDayOf(t *testing.T) {
	late := time.Date(2026, 10, 31, 16, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		zone string
		want Day
	}{
		{"UTC", "2026-10-31"},
		{"Asia/Shanghai", "2026-11-01"},
		{"Asia/Seoul", "2026-11-01"},
		{"America/New_York", "2026-10-31"},
	} {
		if got := DayOf(late, zone(t, test.zone)); got != test.want {
			t.Errorf("in %s: %s, want %s", test.zone, got, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	for s, valid := range map[string]bool{
		"2026-10-31": true, "2024-02-29": true, "1900-01-01": true,
		"": false, "2026-02-29": false, "2026-2-3": false, "2026-10-31T00:00:00Z": false,
		"0000-01-01": false, "3000-01-01": false, "infinity": false, "31.10.2026": false,
	} {
		if _, err := Parse(s); (err == nil) != valid {
			t.Errorf("Parse(%q): %v, want valid %v", s, err, valid)
		}
	}
	if Day("").Validate() != nil {
		t.Error("no day is not valid")
	}
}

func TestArithmetic(t *testing.T) {
	for _, test := range []struct {
		d    Day
		n    int
		want Day
	}{
		{"2026-12-31", 1, "2027-01-01"},
		{"2024-03-01", -1, "2024-02-29"},
		{"2026-01-01", 365, "2027-01-01"},
	} {
		if got := test.d.AddDays(test.n); got != test.want {
			t.Errorf("%s + %d = %s, want %s", test.d, test.n, got, test.want)
		}
		if got := test.want.Sub(test.d); got != test.n {
			t.Errorf("%s - %s = %d, want %d", test.want, test.d, got, test.n)
		}
	}
	if got := Date(2026, 13, 1); got != "2027-01-01" {
		t.Errorf("the 13th month begins on %s", got)
	}
}

func TestIn(t *testing.T) {
	for _, test := range []struct {
		zone string
		d    Day
		want string
	}{
		{"Asia/Shanghai", "2026-10-31", "2026-10-30T16:00:00Z"},
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z"}, // midnight was skipped: it began at 1
	} {
		got := test.d.In(zone(t, test.zone))
		if s := got.UTC().Format(time.RFC3339); s != test.want {
			t.Errorf("%s begins in %s at %s, want %s", test.d, test.zone, s, test.want)
		}
		if back := DayOf(got, zone(t, test.zone)); back != test.d {
			t.Errorf("%s begins on %s in %s", test.d, back, test.zone)
		}
	}
}

func TestScanAndValue(t *testing.T) {
	for _, test := range []struct {
		src  any
		want Day
	}{
		{time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC), "2026-10-31"},
		{nil, ""},
	} {
		d := Day("2000-01-01")
		if err := d.Scan(test.src); err != nil || d != test.want {
			t.Errorf("scan %v: %q, %v", test.src, d, err)
		}
	}
	if err := new(Day).Scan(7); err == nil {
		t.Error("a number is a day")
	}
	if v, err := Day("").Value(); v != nil || err != nil {
		t.Errorf("no day is stored as %v, %v", v, err)
	}
	if _, err := Day("tomorrow").Value(); err == nil {
		t.Error("tomorrow is stored")
	}
	if b, err := json.Marshal(Day("2026-10-31")); err != nil || string(b) != `"2026-10-31"` {
		t.Errorf("JSON: %s, %v", b, err)
	}
}
