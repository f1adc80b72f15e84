package evaluation

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Formula says which columns of a table make a model: lme4's formula, column by column.
//
//	Response ~ Fixed + Numeric + (1 | Random[0]) + (1 | Random[1]) …
//
// A random factor "a:b" that is not itself a column is every pair of a and b that occurs.
type Formula struct {
	Response string
	Fixed    []string // categorical, treatment contrasts against the first level in sorted order
	Numeric  []string
	Random   []string
	Weights  string // empty: every row weighs 1
	Method   Method // empty is REML
	Workers  int
}

// RowsMissing: rows with a missing value in a column of the model were left out.
const RowsMissing WarningCode = "rowsMissing"

// mostFixed and mostCells bound the matrix of the fixed effects, which is held in full.
const (
	mostFixed = 2_000
	mostCells = 1 << 28
)

// Fit reads a table as CSV with a header, plain or compressed by gzip, and fits the model.
// Rows with a missing value (nothing, or NA) in a column of the model are left out with a
// warning. Whatever the bytes, the answer is a fit or an error in words that names the row
// and column.
func (f Formula) Fit(csv io.Reader) (*MixedFit, error) {
	m, missing, err := f.Read(csv)
	if err != nil {
		return nil, err
	}
	fit, err := m.Fit()
	if err != nil {
		return nil, err
	}
	if missing != nil {
		fit.Warnings = append([]Warning{*missing}, fit.Warnings...)
	}
	return fit, nil
}

// Read is Fit without the fit. The warning says which rows were left out; it is nil if
// none was.
func (f Formula) Read(csv io.Reader) (Mixed, *Warning, error) {
	if err := f.check(); err != nil {
		return Mixed{}, nil, err
	}
	r, err := newTableReader(csv)
	if err != nil {
		return Mixed{}, nil, err
	}
	c, err := f.find(r.header)
	if err != nil {
		return Mixed{}, nil, err
	}
	for {
		ok, err := r.next()
		if err != nil {
			return Mixed{}, nil, err
		}
		if !ok {
			break
		}
		if err := c.take(r); err != nil {
			return Mixed{}, nil, err
		}
	}
	if c.kept == 0 {
		return Mixed{}, nil, fmt.Errorf("there are no rows to fit: the table has %d, and each lacks a value", r.row)
	}
	var missing *Warning
	if c.missing > 0 {
		w := warn(RowsMissing, c.firstMissing.name, "%d of %d rows lack a value and were left out (the first is row %d, column %s)",
			c.missing, r.row, c.firstMissing.row, c.firstMissing.name)
		missing = &w
	}
	m := f.model(c)
	return m, missing, m.checkSize()
}

// check returns an error in words if the columns can't make a model.
func (f Formula) check() error {
	if f.Response == "" {
		return fmt.Errorf("the response is missing: which column is to be explained?")
	}
	for _, list := range [][]string{f.Fixed, f.Numeric, f.Random} {
		for i, name := range list {
			switch {
			case name == "":
				return fmt.Errorf("a column name is empty")
			case name == f.Response:
				return fmt.Errorf("%s is the response; it can't explain itself", name)
			case slices.Contains(list[:i], name):
				return fmt.Errorf("%s is named twice", name)
			}
		}
	}
	return nil
}

// find looks the columns up in the header.
func (f Formula) find(header []string) (*tableColumns, error) {
	c := &tableColumns{}
	number := func(name string) (*numberColumn, error) {
		at, err := position(header, name)
		if err != nil {
			return nil, err
		}
		c.numbers = append(c.numbers, &numberColumn{at: at, name: name})
		return c.numbers[len(c.numbers)-1], nil
	}
	var err error
	if c.response, err = number(f.Response); err != nil {
		return nil, err
	}
	for _, name := range f.Numeric {
		if _, err := number(name); err != nil {
			return nil, err
		}
	}
	if f.Weights != "" {
		if c.weights, err = number(f.Weights); err != nil {
			return nil, err
		}
		c.weights.weight = true
	}
	for _, name := range append(slices.Clone(f.Fixed), f.Random...) {
		at, err := positions(header, name)
		if err != nil {
			return nil, err
		}
		c.words = append(c.words, &wordColumn{at: at, name: name, met: map[string]int32{}})
	}
	return c, nil
}

// position returns where a column is.
func position(header []string, name string) (int, error) {
	at := slices.Index(header, name)
	if at < 0 {
		return 0, fmt.Errorf("there is no column %q; the table has %s", name, listed(header))
	}
	if slices.Contains(header[at+1:], name) {
		return 0, fmt.Errorf("the table has more than one column %q", name)
	}
	return at, nil
}

// positions returns where a column is or, of a pair "a:b", both.
func positions(header []string, name string) ([]int, error) {
	if slices.Contains(header, name) || !strings.Contains(name, ":") {
		at, err := position(header, name)
		return []int{at}, err
	}
	var out []int
	for part := range strings.SplitSeq(name, ":") {
		at, err := position(header, part)
		if err != nil {
			return nil, err
		}
		out = append(out, at)
	}
	return out, nil
}

// listed names the columns, at most fifty of them.
func listed(header []string) string {
	if more := len(header) - 50; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(header[:50], ", "), more)
	}
	return strings.Join(header, ", ")
}

// model puts the columns together.
func (f Formula) model(c *tableColumns) Mixed {
	m := Mixed{Response: c.response.values, Method: f.Method, Workers: f.Workers}
	for i, name := range f.Numeric {
		m.Numeric = append(m.Numeric, Covariate{name, c.numbers[i+1].values})
	}
	if c.weights != nil {
		m.Weights = c.weights.values
	}
	for i, w := range c.words {
		if factor := w.factor(); i < len(f.Fixed) {
			m.Fixed = append(m.Fixed, factor)
		} else {
			m.Random = append(m.Random, factor)
		}
	}
	return m
}

// checkSize refuses a column with thousands of levels as a fixed effect.
func (m *Mixed) checkSize() error {
	p := 1 + len(m.Numeric)
	most := Factor{}
	for _, f := range m.Fixed {
		p += len(f.Labels) - 1
		if len(f.Labels) > len(most.Labels) {
			most = f
		}
	}
	if p > mostFixed || p*len(m.Response) > mostCells {
		return fmt.Errorf("%d fixed effects for %d rows are too many: %s alone has %d levels; should it be random?",
			p, len(m.Response), most.Name, len(most.Labels))
	}
	return nil
}
