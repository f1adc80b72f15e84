package evaluation

// lanes is the number of right-hand sides solved together.
const lanes = 4

// lane is one element of several vectors.
type lane [lanes]float64

// gather writes the g-th group of columns of x, each of length q, to v.
func gather(v []lane, x []float64, q, g, columns int) {
	for n := range min(lanes, columns-g*lanes) {
		for i := range q {
			v[i][n] = x[(g*lanes+n)*q+i]
		}
	}
}

// scatter writes v back to where gather has it from.
func scatter(x []float64, v []lane, q, g, columns int) {
	for n := range min(lanes, columns-g*lanes) {
		for i := range q {
			x[(g*lanes+n)*q+i] = v[i][n]
		}
	}
}

// laneDots returns a'b for each lane.
func laneDots(a, b []lane) lane {
	var s lane
	for i := range a {
		for v := range lanes {
			s[v] += float64(a[i][v] * b[i][v])
		}
	}
	return s
}
