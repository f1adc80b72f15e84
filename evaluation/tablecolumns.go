package evaluation

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// tableColumns collects the columns of a model, row by row.
type tableColumns struct {
	response, weights *numberColumn
	numbers           []*numberColumn // response, numeric effects, weights
	words             []*wordColumn   // fixed factors, random factors
	kept, missing     int
	firstMissing      struct {
		row  int
		name string
	}
}

type numberColumn struct {
	at     int
	name   string
	weight bool
	values []float64
}

// wordColumn numbers its labels in the order in which they are met.
type wordColumn struct {
	at     []int
	name   string
	met    map[string]int32 // looked up, never iterated
	labels []string
	codes  []int32
}

// take adds the reader's row, or counts it as missing.
func (c *tableColumns) take(r *tableReader) error {
	for _, n := range c.numbers {
		if isMissing(r.fields[n.at]) {
			c.leave(r.row, n.name)
			return nil
		}
	}
	for _, w := range c.words {
		if slices.ContainsFunc(w.at, func(at int) bool { return isMissing(r.fields[at]) }) {
			c.leave(r.row, w.name)
			return nil
		}
	}
	for _, n := range c.numbers {
		v, err := n.parse(r.fields[n.at])
		if err != nil {
			return r.errorf(n.at, "%w", err)
		}
		n.values = append(n.values, v)
	}
	for _, w := range c.words {
		for _, at := range w.at {
			if !utf8.ValidString(r.fields[at]) {
				return r.errorf(at, "the text is not UTF-8; save the table as “CSV UTF-8”")
			}
		}
		w.add(r.fields)
	}
	c.kept++
	return nil
}

func (c *tableColumns) leave(row int, name string) {
	if c.missing == 0 {
		c.firstMissing.row, c.firstMissing.name = row, name
	}
	c.missing++
}

func isMissing(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || s == "NA"
}

// parse reads a decimal number, with or without exponent.
func (n *numberColumn) parse(s string) (float64, error) {
	s = strings.TrimSpace(s)
	v, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil && math.IsInf(v, 0), err == nil && math.Abs(v) > largest:
		return 0, fmt.Errorf("%s is too large a number", quoted(s))
	case err != nil && strings.Contains(s, ","):
		return 0, fmt.Errorf("%s is not a number; decimals are written with a point", quoted(s))
	case err != nil || v != v || strings.ContainsAny(s, "xX_"):
		return 0, fmt.Errorf("%s is not a number", quoted(s))
	case n.weight && v < 0:
		return 0, fmt.Errorf("the weight %s is negative", s)
	}
	return v, nil
}

// quoted shortens a field for an error.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return strconv.Quote(s)
}

func (w *wordColumn) add(fields []string) {
	label := fields[w.at[0]]
	if len(w.at) > 1 {
		parts := make([]string, len(w.at))
		for i, at := range w.at {
			parts[i] = fields[at]
		}
		label = strings.Join(parts, ":")
	}
	code, ok := w.met[label]
	if !ok {
		code = int32(len(w.labels))
		label = strings.Clone(label) // a field shares its row's memory
		w.met[label] = code
		w.labels = append(w.labels, label)
	}
	w.codes = append(w.codes, code)
}

// factor is NewFactor without going through millions of strings again.
func (w *wordColumn) factor() Factor {
	w.met = nil
	type key struct {
		code   int32
		number float64
		is     bool
	}
	keys := make([]key, len(w.labels))
	for i, l := range w.labels {
		v, is := labelNumber(l)
		keys[i] = key{int32(i), v, is}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.is && b.is && a.number != b.number {
			return cmp.Compare(a.number, b.number)
		}
		if a.is != b.is {
			if a.is {
				return -1
			}
			return 1
		}
		return cmp.Compare(w.labels[a.code], w.labels[b.code])
	})
	f := Factor{Name: w.name, Labels: make([]string, len(keys)), Level: w.codes}
	rank := make([]int32, len(keys))
	for i, k := range keys {
		f.Labels[i] = w.labels[k.code]
		rank[k.code] = int32(i)
	}
	for i, code := range w.codes {
		f.Level[i] = rank[code]
	}
	return f
}
