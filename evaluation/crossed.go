package evaluation

import "math"

// run is a stretch of plain levels of E that meet the same number of kept levels, two or more.
type run struct{ first, last, length int }

// index builds the orderings and the sparse rows of Z_E'WZ_K.
func (s *sums) index(r *rows, e Factor, kept []Factor) {
	s.start, s.placeE = make([]int32, s.qe+1), make([]int32, s.qe)
	if s.qe == 0 {
		return
	}
	c := newCliques(r, e, kept, s.offset)
	if len(kept) > 0 {
		s.order(r.solver, c)
	}
	c.sort(s.place)
	order := s.orderE(c)
	total := 0
	for at, l := range order {
		n, _ := c.distinct(int(l))
		total += n
		s.start[at+1] = int32(total)
	}
	s.column = make([]int32, 0, total)
	s.count = make([]float64, 0, total-int(s.start[s.plain]))
	for at, l := range order {
		s.addRow(c, int(l), at >= s.plain)
	}
	s.single = make([]float64, s.q)
	for _, k := range s.column[:s.start[s.alone]] {
		s.single[k]++
	}
}

// addRow writes the row of level l, with counts or without, and merges what meets twice.
func (s *sums) addRow(c *cliques, l int, counted bool) {
	first := len(s.column)
	for i := int(c.begin[l]); i < int(c.begin[l+1]); i++ {
		last := len(s.column) - 1
		if last >= first && s.column[last] == c.column[i] {
			s.count[len(s.count)-1] += c.weightOf(i)
			continue
		}
		s.column = append(s.column, c.column[i])
		if counted {
			s.count = append(s.count, c.weightOf(i))
		}
	}
}

// orderE gives the levels of E their positions: plain ones first, then by how many kept
// levels they meet. It returns the level at each position.
func (s *sums) orderE(c *cliques) []int32 {
	most := 0
	for l := range s.qe {
		n, _ := c.distinct(l)
		most = max(most, n)
	}
	key := func(l int) int {
		n, plain := c.distinct(l)
		if plain {
			return n
		}
		return most + 1 + n
	}
	next := make([]int32, 2*most+3)
	for l := range s.qe {
		next[key(l)+1]++
	}
	for n := range 2*most + 2 {
		next[n+1] += next[n]
	}
	s.alone, s.plain = int(next[min(2, most+1)]), int(next[most+1])
	for n := 2; n <= most; n++ {
		if first, last := int(next[n]), int(next[n+1]); first < last {
			s.runs = append(s.runs, run{first, last, n})
		}
	}
	order := make([]int32, s.qe)
	for l := range s.qe {
		k := key(l)
		order[next[k]], s.placeE[l] = int32(l), next[k]
		next[k]++
	}
	s.ones = make([]float64, most)
	for i := range s.ones {
		s.ones[i] = 1
	}
	return order
}

// rowE returns the kept levels that the level of E at a position meets, and how much.
func (s *sums) rowE(l int) (columns []int32, counts []float64) {
	from, to := s.start[l], s.start[l+1]
	if l < s.plain {
		return s.column[from:to], s.ones[:to-from]
	}
	skip := s.start[s.plain]
	return s.column[from:to], s.count[from-skip : to-skip]
}

// order chooses the solver, unless it is prescribed: S is factored if that is affordable.
func (s *sums) order(solver Solver, c *cliques) {
	limit, ok := int64(exactWork), false
	if solver == Exact {
		limit = math.MaxInt64
	}
	if solver == Exact || solver == "" && s.q <= exactLevels {
		s.place, ok = fillReducingOrder(s.q, c, limit)
	}
	if !ok {
		s.iterative = true
		s.place = clusterOrder(s.q, c)
	}
}
