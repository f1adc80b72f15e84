package evaluation

import (
	"fmt"
	"math"
	"reflect"
	"testing"
)

// TestXmRRules shows each rule a series that it alone must find.
func TestXmRRules(t *testing.T) {
	base := []float64{10, 12, 10, 12, 10, 12, 10, 12, 10, 12} // centre 11, moving range 2, sigma 1.773
	for _, c := range []struct {
		name string
		add  []float64
		want []Signal
	}{
		{"nothing", []float64{11, 12, 10}, nil},
		{"beyond the upper limit", []float64{16.4}, []Signal{{10, RuleBeyond, true}}},
		{"beyond the lower limit", []float64{5.6}, []Signal{{10, RuleBeyond, false}}},
		{"just inside", []float64{16.3}, nil},
		{"two of three", []float64{15, 11, 15}, []Signal{{12, RuleTwoOfThree, true}}},
		{"two of three on different sides", []float64{15, 11, 7}, nil},
		{"four of five", []float64{13, 13, 10.9, 13, 13}, []Signal{{14, RuleFourOfFive, true}}},
		{"eight in a row", []float64{10.9, 10.5, 10.9, 10.5, 10.9, 10.5, 10.9, 10.5}, []Signal{{17, RuleRunOfEight, false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			chart, err := NewXmR(append(append([]float64(nil), base...), c.add...), len(base))
			if err != nil {
				t.Fatal(err)
			}
			near(t, "centre", chart.Centre, 11, 1e-12)
			near(t, "upper limit", chart.Upper, 11+2.66*2, 5e-3)
			near(t, "range limit", chart.RangeLimit, 6.534, 1e-9)
			if !reflect.DeepEqual(chart.Signals, c.want) {
				t.Errorf("signals %v, want %v", chart.Signals, c.want)
			}
		})
	}
	for _, bad := range [][]float64{nil, {1}, {1, math.NaN()}} {
		if _, err := NewXmR(bad, 0); err == nil {
			t.Errorf("%v was charted", bad)
		}
	}
}

func TestUChart(t *testing.T) {
	c, err := NewUChart([]UPoint{{4, 100}, {5, 100}, {20, 100}, {3, 100}, {0, 10}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "centre", c.Centre, 32.0/410, 1e-12)
	near(t, "upper", c.Limits[0].Upper, 32.0/410+3*math.Sqrt(32.0/41000), 1e-12)
	if c.Limits[4].Lower != 0 || !reflect.DeepEqual(c.Out, []int{2}) {
		t.Errorf("%+v", c)
	}
	if _, err := NewUChart([]UPoint{{1, 0}}); err == nil {
		t.Error("no exposure was accepted")
	}
	if empty, err := NewUChart(nil); err != nil || empty.Centre != 0 {
		t.Errorf("an empty chart: %v %v", empty, err)
	}
}

// TestDaysBetween: events that begin to come daily after months are noticed.
func TestDaysBetween(t *testing.T) {
	c, err := DaysBetween([]float64{40, 75, 20, 66, 31, 90, 52, 24, 1, 1, 0, 1, 2, 1})
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, s := range c.Signals {
		found = found || !s.Above && s.Index >= 8
	}
	if !found || !(c.Lower >= 0 && c.Lower < c.Centre && c.Centre < c.Upper) {
		t.Errorf("%+v", c)
	}
	if _, err := DaysBetween([]float64{-1, 3}); err == nil {
		t.Error("a negative gap was charted")
	}
}

func ExampleFunnelLimits() {
	for _, n := range []float64{10, 40, 160} {
		l := FunnelLimits(80, 20, n, 1.96)
		fmt.Printf("n = %3.0f: %.1f to %.1f\n", n, l.Lower, l.Upper)
	}
	w := ProportionFunnel(0.9, 20, 1.96)
	fmt.Printf("share of 20: %.3f to %.3f\n", w.Lower, w.Upper)
	// Output:
	// n =  10: 67.6 to 92.4
	// n =  40: 73.8 to 86.2
	// n = 160: 76.9 to 83.1
	// share of 20: 0.699 to 0.972
}
