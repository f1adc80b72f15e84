package evaluation

import "math"

// design is the fixed-effect matrix, one row of p numbers per row of data, in internal
// units: numeric columns are centred and scaled by a power of two so that years or
// millions do not spoil the arithmetic. original turns estimates back.
type design struct {
	p       int
	x       []float64 // n × p, row-major
	columns []column
	dropped []string
}

// column says where a column of X came from.
type column struct {
	name   string  // as lme4 writes it: effect and level in one word
	effect string  // name of the factor or covariate, "" for the intercept
	level  string  // label, "" for numeric columns
	centre float64 // numeric: x_internal = (x - centre)/scale
	scale  float64
}

// newDesign writes all columns and then takes out those which are combinations of
// columns before them.
func newDesign(r *rows) *design {
	n := len(r.y)
	d := &design{columns: []column{{name: "(Intercept)", scale: 1}}}
	for _, f := range r.fixed {
		for _, label := range f.Labels[min(1, len(f.Labels)):] {
			d.columns = append(d.columns, column{name: f.Name + label, effect: f.Name, level: label, scale: 1})
		}
	}
	for _, c := range r.number {
		centre, scale := centreAndScale(c.Value, r.w)
		d.columns = append(d.columns, column{name: c.Name, effect: c.Name, centre: centre, scale: scale})
	}
	d.p = len(d.columns)
	d.x = make([]float64, n*d.p)
	for i := range n {
		d.fill(r, i)
	}
	d.dropCollinear(r.w)
	return d
}

func (d *design) fill(r *rows, i int) {
	x := d.x[i*d.p : (i+1)*d.p]
	x[0] = 1
	at := 1
	for _, f := range r.fixed {
		if l := int(f.Level[i]); l > 0 {
			x[at+l-1] = 1
		}
		at += len(f.Labels) - 1
	}
	for _, c := range r.number {
		x[at] = (c.Value[i] - d.columns[at].centre) / d.columns[at].scale
		at++
	}
}

// centreAndScale returns the weighted mean and the power of two next to the weighted
// standard deviation (1 for a constant column).
func centreAndScale(values, w []float64) (centre, scale float64) {
	sum, total := 0.0, 0.0
	for i, v := range values {
		sum += float64(w[i] * v)
		total += w[i]
	}
	centre = sum / total
	ss := 0.0
	for i, v := range values {
		ss += float64(w[i] * float64((v-centre)*(v-centre)))
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
func (d *design) dropCollinear(w []float64) {
	g := crossProduct(d.x, w, d.p)
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
	n := len(d.x) / d.p
	x := make([]float64, n*p)
	columns := make([]column, p)
	for a, j := range kept {
		columns[a] = d.columns[j]
		for i := range n {
			x[i*p+a] = d.x[i*d.p+j]
		}
	}
	d.x, d.columns, d.p = x, columns, p
}

// crossProduct returns X'WX, p × p.
func crossProduct(x, w []float64, p int) []float64 {
	g := make([]float64, p*p)
	for i := range w {
		row := x[i*p : (i+1)*p]
		for a, v := range row {
			if v == 0 {
				continue
			}
			f := float64(w[i] * v)
			for b := range a + 1 {
				g[a*p+b] += float64(f * row[b])
			}
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
