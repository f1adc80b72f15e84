package periods

import (
	"fmt"
	"sync"

	"github.com/wardstar/wardstar/evaluation"
)

// input is all that a computation depends on.
type input struct {
	span   span
	scheme evaluation.Scheme
	rows   []evidence // of the span, in their order
	before []evidence // of the rolling days before it, in their order
	files  []file     // parameters that were frozen before; nil: to be estimated
	roster []worker   // by id
	counts map[int64]counted
}

// outcome is all that a computation finds.
type outcome struct {
	files    []file
	people   []person // by id
	families []family // by name
	warnings []warning
}

// file is the parameter file of a component.
type file struct {
	component  string
	parameters evaluation.Parameters
	body       []byte
}

// evaluate does the arithmetic. It reads no database and no clock: the same
// input gives the same outcome.
func evaluate(in input) (outcome, error) {
	out := outcome{files: in.files}
	var err error
	if out.files == nil {
		if out.files, err = fit(in.rows); err != nil {
			return outcome{}, err
		}
	}
	out.warnings = warningsOf(out.files)
	theirs, before := byEmployee(in.rows), byEmployee(in.before)
	for _, w := range in.roster {
		p, err := in.score(out.files, w, theirs[w.id], before[w.id])
		if err != nil {
			return outcome{}, fmt.Errorf("score of employee %d: %w", w.id, err)
		}
		out.people = append(out.people, p)
	}
	out.families = rank(out.people)
	return out, nil
}

// score is the arithmetic of one person, given the parameters: nobody else's
// evidence has a part in it.
func (in *input) score(files []file, w worker, rows, before []evidence) (person, error) {
	counts := in.counts[w.id]
	x, err := newSubject(in.scheme, files, w, counts, rows, before)
	if err != nil {
		return person{}, err
	}
	p, err := x.score(in.scheme, files)
	p.held.training = counts.Training
	return p, err
}

// warningsOf returns what the models had to leave out.
func warningsOf(files []file) []warning {
	out := []warning{}
	for _, f := range files {
		for _, w := range f.parameters.Warnings {
			out = append(out, warning{f.component, w})
		}
	}
	return out
}

// fit estimates each component on the evidence of the whole hospital, at the
// same time: neither knows of the other.
func fit(rows []evidence) ([]file, error) {
	all := models()
	files, errs := make([]file, len(all)), make([]error, len(all))
	var wg sync.WaitGroup
	for i, m := range all {
		wg.Go(func() { files[i], errs[i] = m.fit(rows) })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

func (m *model) fit(rows []evidence) (file, error) {
	fit, err := evaluation.FitComponent(m.spec, m.observations(rows))
	if err != nil {
		return file{}, err
	}
	p := evaluation.Freeze(fit)
	body, err := p.Encode()
	if err != nil {
		return file{}, fmt.Errorf("%s: %w", m.spec.Code, err)
	}
	return file{m.spec.Code, p, body}, nil
}

// byEmployee groups the rows, each group in their order.
func byEmployee(rows []evidence) map[int64][]evidence {
	out := map[int64][]evidence{}
	for i := range rows {
		out[rows[i].EmployeeID] = append(out[rows[i].EmployeeID], rows[i])
	}
	return out
}
