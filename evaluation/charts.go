package evaluation

import (
	"fmt"
	"math"
)

// Limits are control limits around a target.
type Limits struct{ Lower, Upper float64 }

// FunnelLimits returns the limits within which the mean of n values of standard deviation
// sigma lies with the given number of standard errors around a target: 1.96 for 95 %, 3.09
// for 99.8 %. Plotted over n they are the funnel. Precondition: n > 0.
// Source: Spiegelhalter (2005), "Funnel plots for comparing institutional performance".
func FunnelLimits(target, sigma, n, z float64) Limits {
	half := float64(z*sigma) / math.Sqrt(n)
	return Limits{target - half, target + half}
}

// ProportionFunnel returns Wilson's limits for a share of n at a target share, which stay
// within 0 and 1 for any n > 0. Source: Wilson (1927).
func ProportionFunnel(target, n, z float64) Limits {
	z2 := float64(z*z) / n
	centre := (target + float64(0.5*z2)) / (1 + z2)
	half := float64(z*math.Sqrt(float64(target*(1-target))/n+float64(0.25*z2)/n)) / (1 + z2)
	return Limits{math.Max(0, centre-half), math.Min(1, centre+half)}
}

// UPoint is a number of events in an amount of opportunity (patients, days).
type UPoint struct{ Events, Exposure float64 }

// UChart charts rates of events whose opportunity varies: the centre is ū = Σ events / Σ
// exposure, and each point has limits ū ± 3·√(ū/exposure) of its own, the lower not below
// zero. Source: Montgomery, "Introduction to Statistical Quality Control", ch. 7.
type UChart struct {
	Centre float64
	Rates  []float64
	Limits []Limits
	Out    []int // indices of points outside their limits
}

// NewUChart returns an error if a count is negative or an exposure not positive.
func NewUChart(points []UPoint) (UChart, error) {
	c := UChart{Rates: make([]float64, len(points)), Limits: make([]Limits, len(points))}
	events, exposure := 0.0, 0.0
	for i, p := range points {
		if !(p.Events >= 0) || !(p.Exposure > 0) || p.Events+p.Exposure > largest {
			return UChart{}, fmt.Errorf("point %d: %g events in an exposure of %g can't be charted", i+1, p.Events, p.Exposure)
		}
		events += p.Events
		exposure += p.Exposure
	}
	if len(points) == 0 {
		return c, nil
	}
	c.Centre = events / exposure
	for i, p := range points {
		half := float64(3 * math.Sqrt(c.Centre/p.Exposure))
		c.Rates[i] = p.Events / p.Exposure
		c.Limits[i] = Limits{math.Max(0, c.Centre-half), c.Centre + half}
		if c.Rates[i] < c.Limits[i].Lower || c.Rates[i] > c.Limits[i].Upper {
			c.Out = append(c.Out, i)
		}
	}
	return c, nil
}

// DaysBetween charts rare events by the days between them, where a u-chart would be mostly
// zeros. The gaps, exponential by chance, are made nearly normal by the power 1/3.6,
// charted as XmR and turned back; a signal below the centre says that events come faster.
// Source: Nelson (1994), "A control chart for parts-per-million nonconforming items".
func DaysBetween(days []float64) (XmR, error) {
	t := make([]float64, len(days))
	for i, d := range days {
		if !(d >= 0) || d > 1e6 {
			return XmR{}, fmt.Errorf("gap %d has %g days", i+1, d)
		}
		t[i] = power(d, 1/3.6)
	}
	c, err := NewXmR(t, 0)
	if err != nil {
		return XmR{}, err
	}
	c.Centre = power(c.Centre, 3.6)
	c.Lower, c.Upper = power(math.Max(0, c.Lower), 3.6), power(c.Upper, 3.6)
	c.Sigma, c.RangeLimit = 0, 0 // have no meaning in days
	return c, nil
}

// power returns x**a for x >= 0 and a > 0.
func power(x, a float64) float64 {
	if x == 0 {
		return 0
	}
	return exp(float64(a * ln(x)))
}
