package evaluation

import "math"

// design is the fixed-effect matrix X in internal units: numeric columns are centred and
// scaled by a power of two so that years or millions do not spoil the arithmetic. original
// turns estimates back. X itself is not kept: a row of it is written when it is needed.
type design struct {
	p       int
	columns []column
	dropped []string
	place   []int     // column as given → column of X, -1 if it was dropped
	xx      []float64 // X'WX, p × p
}

// column says where a column of X came from.
type column struct {
	name   string  // as lme4 writes it: effect and level in one word
	effect string  // name of the factor or covariate, "" for the intercept
	level  string  // label, "" for numeric columns
	centre float64 // numeric: x_internal = (x - centre)/scale
	scale  float64
}

// cell is an element of a row of X that is not zero.
type cell struct {
	column int
	value  float64
}

// newDesign describes all columns and then takes out those which are combinations of
// columns before them.
func newDesign(r *rows) *design {
	d := &design{columns: []column{{name: "(Intercept)", scale: 1}}}
	for _, f := range r.fixed {
		for _, label := range f.Labels[min(1, len(f.Labels)):] {
			d.columns = append(d.columns, column{name: f.Name + label, effect: f.Name, level: label, scale: 1})
		}
	}
	for _, c := range r.number {
		centre, scale := centreAndScale(c.Value, r)
		d.columns = append(d.columns, column{name: c.Name, effect: c.Name, centre: centre, scale: scale})
	}
	d.p = len(d.columns)
	for j := range d.p {
		d.place = append(d.place, j)
	}
	d.xx = d.crossProduct(r)
	d.dropCollinear()
	return d
}

// row returns the cells of row i, ascending by column. It writes them to x, which needs
// room for one more than there are effects.
func (d *design) row(r *rows, i int, x []cell) []cell {
	x = append(x[:0], cell{0, 1})
	at := 1
	for _, f := range r.fixed {
		if l := int(f.Level[i]); l > 0 {
			x = d.put(x, at+l-1, 1)
		}
		at += len(f.Labels) - 1
	}
	for _, c := range r.number {
		if j := d.place[at]; j >= 0 {
			x = d.put(x, at, (c.Value[i]-d.columns[j].centre)/d.columns[j].scale)
		}
		at++
	}
	return x
}

func (d *design) put(x []cell, given int, value float64) []cell {
	if j := d.place[given]; j >= 0 && value != 0 {
		return append(x, cell{j, value})
	}
	return x
}

func (d *design) newRow(r *rows) []cell { return make([]cell, 0, 1+len(r.fixed)+len(r.number)) }

// addCells adds f·x.
func addCells(sum []float64, x []cell, f float64) {
	for _, c := range x {
		sum[c.column] += float64(f * c.value)
	}
}

// centreAndScale returns the weighted mean and the power of two next to the weighted
// standard deviation (1 for a constant column).
func centreAndScale(values []float64, r *rows) (centre, scale float64) {
	sum, total := 0.0, 0.0
	for i, v := range values {
		w := r.weight(i)
		sum += float64(w * v)
		total += w
	}
	centre = sum / total
	ss := 0.0
	for i, v := range values {
		ss += float64(r.weight(i) * float64((v-centre)*(v-centre)))
	}
	return centre, powerOfTwo(math.Sqrt(ss / total))
}

// powerOfTwo returns the power of two at or below x, or 1 if x is not positive.
func powerOfTwo(x float64) float64 {
	if !(x > 0) {
		return 1
	}
	_, e := math.Frexp(x)
	return math.Ldexp(1, e-1)
}

// collinear is the share of a column's length (squared) below which what the earlier
// columns leave of it counts as nothing.
const collinear = 1e-10

// dropCollinear runs a Cholesky factorisation of X'WX and takes out every column whose
// pivot vanishes. Earlier columns win, so the report reads in the order of the model.
func (d *design) dropCollinear() {
	g := d.xx
	kept := make([]int, 0, d.p)
	l := make([]float64, d.p*d.p)
	for j := range d.p {
		pivot := g[j*d.p+j]
		for k := range kept {
			s := g[j*d.p+kept[k]]
			for m := range k {
				s -= float64(l[j*d.p+m] * l[kept[k]*d.p+m])
			}
			l[j*d.p+k] = s / l[kept[k]*d.p+k]
			pivot -= float64(l[j*d.p+k] * l[j*d.p+k])
		}
		if !(pivot > float64(collinear*g[j*d.p+j])) {
			d.dropped = append(d.dropped, d.columns[j].name)
			continue
		}
		l[j*d.p+len(kept)] = math.Sqrt(pivot)
		kept = append(kept, j)
	}
	if len(kept) < d.p {
		d.keepColumns(kept)
	}
}

func (d *design) keepColumns(kept []int) {
	p := len(kept)
	xx, columns := make([]float64, p*p), make([]column, p)
	for j := range d.place {
		d.place[j] = -1
	}
	for a, j := range kept {
		d.place[j], columns[a] = a, d.columns[j]
		for b, k := range kept {
			xx[a*p+b] = d.xx[j*d.p+k]
		}
	}
	d.xx, d.columns, d.p = xx, columns, p
}

// crossProduct returns X'WX, p × p.
func (d *design) crossProduct(r *rows) []float64 {
	p := d.p
	g := make([]float64, p*p)
	x := d.newRow(r)
	for i := range r.y {
		x = d.row(r, i, x)
		for n, a := range x {
			f := float64(r.weight(i) * a.value)
			addCells(g[a.column*p:(a.column+1)*p], x[:n+1], f)
		}
	}
	for a := range p {
		for b := range a {
			g[b*p+a] = g[a*p+b]
		}
	}
	return g
}

// logScale returns log|A|² where X_original = X_internal·A: what the criterion of the
// original columns has more than that of the internal ones.
func (d *design) logScale() float64 {
	s := 0.0
	for _, c := range d.columns {
		s += float64(2 * ln(c.scale))
	}
	return s
}

// original turns estimates b and their covariance v (p × p) of internal columns into
// those of the columns as they were given: b = T·b_internal, v = T·v_internal·T'.
func (d *design) original(b, v []float64) ([]float64, []float64) {
	p := d.p
	t := make([]float64, p*p)
	for j, c := range d.columns {
		t[j*p+j] = 1 / c.scale
		if c.centre != 0 {
			t[j] = -c.centre / c.scale
		}
	}
	return matMul(t, b, p, p, 1), matMul(matMul(t, v, p, p, p), transposed(t, p), p, p, p)
}
