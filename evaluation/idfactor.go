package evaluation

import (
	"slices"
	"strconv"
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
	levels := int32(0)
	for _, there := range rank {
		levels += there
	}
	f := Factor{Name: name, Level: make([]int32, len(rows)), Labels: make([]string, 0, levels)}
	for i, there := range rank {
		if there == 1 {
			rank[i] = int32(len(f.Labels))
			f.Labels = append(f.Labels, strconv.FormatInt(low+int64(i), 10))
		}
	}
	for i, id := range rows {
		f.Level[i] = rank[id-low]
	}
	return f, true
}
