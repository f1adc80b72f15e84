package evaluation

import (
	"slices"
	"strconv"
	"strings"
)

// denseIDs encodes identities that lie close together, as those of a database do, through
// a table instead of a map: with millions of them that is ten times as fast. It returns
// false if the table would be much larger than the data.
func denseIDs(name string, rows []int64) (Factor, bool) {
	if len(rows) == 0 {
		return Factor{}, false
	}
	low, high := slices.Min(rows), slices.Max(rows)
	span := uint64(high) - uint64(low) // can't overflow, as high - low can
	if span >= 4*uint64(len(rows))+1024 {
		return Factor{}, false
	}
	rank := make([]int32, span+1)
	for _, id := range rows {
		rank[id-low] = 1
	}
	f := Factor{Name: name, Level: make([]int32, len(rows)), Labels: rankAndName(rank, low)}
	for i, id := range rows {
		f.Level[i] = rank[id-low]
	}
	return f, true
}

// rankAndName replaces the marks of the identities from low on by their ranks and returns
// their names, which share one piece of memory: millions of small ones would keep the
// garbage collector busy.
func rankAndName(rank []int32, low int64) []string {
	levels, digits := 0, 0
	var number [20]byte
	for i, there := range rank {
		if there == 1 {
			levels++
			digits += len(strconv.AppendInt(number[:0], low+int64(i), 10))
		}
	}
	var names strings.Builder
	names.Grow(digits) // so that it never moves
	labels := make([]string, 0, levels)
	for i, there := range rank {
		if there == 1 {
			rank[i] = int32(len(labels))
			from := names.Len()
			names.Write(strconv.AppendInt(number[:0], low+int64(i), 10))
			labels = append(labels, names.String()[from:])
		}
	}
	return labels
}
