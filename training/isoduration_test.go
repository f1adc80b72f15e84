package training

import "testing"

func TestISOMinutes(t *testing.T) {
	for s, want := range map[string]int{
		"PT1H30M": 90, "PT90M": 90, "PT5400S": 90, "P1DT1H": 1500, "P2W": 20160, "PT0S": 0, "PT59.999S": 0, "PT60.0S": 1,
		"PT0.5H": 30, "PT0,5H": 30, "PT0.25H15.5M": 30, "PT1M59.99S": 1, "PT0.999999999M0.1S": 1,
		"P": -1, "PT": -1, "P1DT": -1, "": -1, "P1Y": -1, "P1M": -1, "1H": -1, "PT-1H": -1, "PT1.H": -1, "PT9999999H": -1, "pt1h": -1,
	} {
		got, err := isoMinutes(s)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d, %v, want %d", s, got, err, want)
		}
	}
}
