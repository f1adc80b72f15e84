package evaluation

import (
	"errors"
	"fmt"
	"strconv"
)

// Unit is one point (or a weight of one) in micro-units.
const Unit = 1_000_000

// FactorKind says what a random factor of the evidence is.
type FactorKind string

const (
	// OneOff is a device of a single occasion: a visit, a spot check. Its levels come and
	// go, so one that a fit has not seen counts with less weight instead of a correction.
	OneOff FactorKind = "oneOff"
	// Rater is somebody who rates again and again: a supervisor. Raters connect the people
	// they rate; people whom nothing connects can't be compared.
	Rater FactorKind = "rater"
	// Setting is a circumstance of work: a department. Its effect belongs to the mix of cases.
	Setting FactorKind = "setting"
)

// RandomSpec declares a random factor of a component beside the employee.
type RandomSpec struct {
	Name string     `json:"name"`
	Kind FactorKind `json:"kind"`
}

// ComponentSpec declares the model of one kind of evidence.
type ComponentSpec struct {
	Code   string       `json:"code"`   // "ratings", "audits", …
	Fixed  []string     `json:"fixed"`  // names of the categorical fixed effects
	Random []RandomSpec `json:"random"` // beside the employee
	Method Method       `json:"method"` // empty is REML
}

// RatingsSpec is the model of patients' ratings:
// y = x'b + a_visit + u_employee + e.
func RatingsSpec() ComponentSpec {
	return ComponentSpec{Code: "ratings", Method: REML,
		Fixed:  []string{"department", "post", "touchpoint", "shift", "channel", "language"},
		Random: []RandomSpec{{"visit", OneOff}}}
}

// AuditsSpec is the model of spot checks, one observation per item:
// z = m_item + h_spotCheck + v_supervisor + d_department + u_employee + e.
func AuditsSpec() ComponentSpec {
	return ComponentSpec{Code: "audits", Method: REML, Fixed: []string{"item"},
		Random: []RandomSpec{{"spotCheck", OneOff}, {"supervisor", Rater}, {"department", Setting}}}
}

// ClocksSpec is the model of service clocks: y = x'b + c_occasion + u_employee + e, an
// occasion being one unit, shift and day.
func ClocksSpec() ComponentSpec {
	return ComponentSpec{Code: "clocks", Method: REML, Fixed: []string{"service"},
		Random: []RandomSpec{{"occasion", OneOff}}}
}

// Observation is one piece of evidence.
type Observation struct {
	ID       int64    // evidence id, positive and unique: it decides ties
	Employee int64    // positive
	Value    int64    // micro-points, 0 to 100_000_000
	Weight   int64    // micro-units; 0 means one
	Fixed    []string // a level for each of ComponentSpec.Fixed, in that order
	Random   []int64  // a level for each of ComponentSpec.Random; 0 means one of its own
}

func (o *Observation) weight() int64 {
	if o.Weight == 0 {
		return Unit
	}
	return o.Weight
}

// level returns the level of random factor k. Evidence without one (a rating that belongs
// to no visit) is alone in a level that carries its own id, below zero.
func (o *Observation) level(k int) int64 {
	if o.Random[k] == 0 {
		return -o.ID
	}
	return o.Random[k]
}

// Fit is a fitted component.
type Fit struct {
	Spec         ComponentSpec
	Observations int
	Mixed        *MixedFit // nil if nothing could be estimated
	Neutral      string    // why every effect is zero, or ""
	Parts        int       // groups of people whom no rater connects; 1 if all can be compared
	Warnings     []Warning

	mean    int64
	part    []int32        // per employee, in the order of the first factor
	shares  [][]levelShare // per fixed factor: the share of weight of each level
	weights []int64        // per employee: Σ weight
	ids     []int64        // per employee
}

type levelShare struct {
	level  string
	weight int64
}

// FitComponent estimates the model of one component on all evidence of a hospital.
//
// Too little evidence is not an error, nor is a search that does not converge: the fit is
// then neutral, with a reason, and a month's other components count all the same. Errors
// are evidence that can't be read: a repeated id, a value out of range, a missing level.
// The order of the observations does not matter.
func FitComponent(spec ComponentSpec, observations []Observation) (*Fit, error) {
	if err := spec.check(observations); err != nil {
		return nil, err
	}
	f := &Fit{Spec: spec, Observations: len(observations), Parts: 1}
	f.summarise(observations)
	mixed, err := spec.model(observations).Fit()
	switch {
	case len(observations) == 0 || errors.Is(err, errNoFreedom):
		f.Neutral = NeutralTooLittle
		f.Warnings = append(f.Warnings, warn(TooLittleEvidence, spec.Code, "%s: there is too little evidence to tell people from chance", spec.Code))
		return f, nil
	case errors.Is(err, errNotConverged):
		f.Neutral = NeutralUnsolved
		f.Warnings = append(f.Warnings, warn(NotConverged, spec.Code, "%s: %v", spec.Code, err))
		return f, nil
	case err != nil:
		return nil, fmt.Errorf("fit %s: %w", spec.Code, err)
	}
	f.Mixed = mixed
	for _, w := range mixed.Warnings {
		if w.Code != Disconnected { // meant for all factors; connect says it for raters
			f.Warnings = append(f.Warnings, w)
		}
	}
	f.connect(observations)
	if mixed.Factors[0].Dropped {
		f.Neutral = NeutralNoSpread
	}
	return f, nil
}

func (s *ComponentSpec) check(observations []Observation) error {
	seen := make(map[int64]bool, len(observations))
	for i := range observations {
		o := &observations[i]
		switch {
		case o.ID <= 0 || o.Employee <= 0:
			return fmt.Errorf("evidence %d: its id and its employee must be positive", o.ID)
		case seen[o.ID]:
			return fmt.Errorf("evidence %d occurs twice", o.ID)
		case o.Value < 0 || o.Value > 100*Unit:
			return fmt.Errorf("evidence %d has %d micro-points, outside 0 to 100 points", o.ID, o.Value)
		case o.Weight < 0 || o.Weight > 1000*Unit:
			return fmt.Errorf("evidence %d has a weight outside 0 to 1000", o.ID)
		case len(o.Fixed) != len(s.Fixed) || len(o.Random) != len(s.Random):
			return fmt.Errorf("evidence %d has %d fixed and %d random levels; %s has %d and %d",
				o.ID, len(o.Fixed), len(o.Random), s.Code, len(s.Fixed), len(s.Random))
		}
		for k, l := range o.Random {
			if l < 0 {
				return fmt.Errorf("evidence %d: %s %d is negative", o.ID, s.Random[k].Name, l)
			}
		}
		seen[o.ID] = true
	}
	return nil
}

// model writes the observations as a Mixed whose first random factor is the employee.
func (s *ComponentSpec) model(observations []Observation) Mixed {
	n := len(observations)
	m := Mixed{Method: s.Method, Response: make([]float64, n), Weights: make([]float64, n)}
	employee := make([]int64, n)
	for i := range observations {
		o := &observations[i]
		m.Response[i] = float64(o.Value) / Unit
		m.Weights[i] = float64(o.weight()) / Unit
		employee[i] = o.Employee
	}
	m.Random = []Factor{NewIDFactor("employee", employee)}
	for k, name := range s.Fixed {
		m.Fixed = append(m.Fixed, NewFactor(name, pluck(observations, func(o *Observation) string { return o.Fixed[k] })))
	}
	for k, r := range s.Random {
		m.Random = append(m.Random, NewIDFactor(r.Name, pluck(observations, func(o *Observation) int64 { return o.level(k) })))
	}
	return m
}

func pluck[T any](observations []Observation, f func(*Observation) T) []T {
	out := make([]T, len(observations))
	for i := range observations {
		out[i] = f(&observations[i])
	}
	return out
}

// connect numbers the parts of the staff that raters connect.
func (f *Fit) connect(observations []Observation) {
	factors := []Factor{NewIDFactor("employee", pluck(observations, func(o *Observation) int64 { return o.Employee }))}
	for k, r := range f.Spec.Random {
		if r.Kind == Rater {
			factors = append(factors, NewIDFactor(r.Name, pluck(observations, func(o *Observation) int64 { return o.level(k) })))
		}
	}
	if len(factors) == 1 {
		return
	}
	count, component := connected(factors)
	f.Parts, f.part = count, component[0]
	if count > 1 {
		f.Warnings = append(f.Warnings, warn(Disconnected, f.Spec.Code, "%s: the staff falls into %d parts that no rater connects: "+
			"people in different parts can't be compared", f.Spec.Code, count))
	}
}

func parseID(label string) int64 {
	id, _ := strconv.ParseInt(label, 10, 64) // our own labels, written by FormatInt
	return id
}
