package evaluation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Factor is a categorical variable: for each row the index of its level.
//
// Labels are in ascending order (numbers as numbers, then words by code point), so that
// the estimates do not depend on the order in which levels happened to be met.
type Factor struct {
	Name   string
	Labels []string // sorted, distinct
	Level  []int32  // per row, index into Labels
}

// NewFactor encodes one label per row.
func NewFactor(name string, rows []string) Factor {
	return encode(name, rows, compareLabels, func(s string) string { return s })
}

// NewIDFactor encodes one numeric identity per row.
func NewIDFactor(name string, rows []int64) Factor {
	if f, ok := denseIDs(name, rows); ok {
		return f
	}
	return encode(name, rows, cmp.Compare[int64], func(id int64) string { return strconv.FormatInt(id, 10) })
}

func encode[L comparable](name string, rows []L, order func(a, b L) int, label func(L) string) Factor {
	met := make(map[L]int32) // looked up, never iterated
	var distinct []L
	f := Factor{Name: name, Level: make([]int32, len(rows))}
	for i, r := range rows {
		at, ok := met[r]
		if !ok {
			at = int32(len(distinct))
			met[r] = at
			distinct = append(distinct, r)
		}
		f.Level[i] = at
	}
	sorted := slices.Clone(distinct)
	slices.SortFunc(sorted, order)
	rank := make([]int32, len(sorted))
	f.Labels = make([]string, len(sorted))
	for i, l := range sorted {
		rank[met[l]] = int32(i)
		f.Labels[i] = label(l)
	}
	for i, at := range f.Level {
		f.Level[i] = rank[at]
	}
	return f
}

// compareLabels orders numbers before words, numbers by value, words by code point.
// Two spellings of one number ("1", "1.0") are ordered by spelling: they stay two levels.
func compareLabels(a, b string) int {
	x, xIs := labelNumber(a)
	y, yIs := labelNumber(b)
	switch {
	case xIs && yIs && x != y:
		return cmp.Compare(x, y)
	case xIs != yIs && xIs:
		return -1
	case xIs != yIs:
		return 1
	}
	return cmp.Compare(a, b)
}

// labelNumber reads a label that is a decimal number. "Inf", "nan" and "0x1p3", which are
// numbers to a programmer, are words: a ward may be called so.
func labelNumber(s string) (float64, bool) {
	if s == "" || strings.Trim(s, "0123456789+-.eE") != "" || strings.Trim(s, "+-.eE") == "" {
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}
