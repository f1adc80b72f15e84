package evaluation

import "math"

// The elementary functions below repeat the algorithms of FreeBSD's msun, on which Go's
// math package is built as well. They are repeated because math's own versions are
// assembly on some machines and may be compiled with fused multiply-add on others, and a
// score must not depend on the machine.

// ln returns the natural logarithm of x.
//
// Precondition: x is positive, normal and finite; anything else gives a negative
// infinity (x = 0) or the argument's own infinity, never NaN for x >= 0.
//
// Error below 1 ulp. Source: FreeBSD /usr/src/lib/msun/src/e_log.c.
func ln(x float64) float64 {
	if x == 0 {
		return math.Inf(-1)
	}
	if math.IsInf(x, 1) || x < 0 || x != x {
		return x
	}
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		l1    = 6.666666666666735130e-01
		l2    = 3.999999999940941908e-01
		l3    = 2.857142874366239149e-01
		l4    = 2.222219843214978396e-01
		l5    = 1.818357216161805012e-01
		l6    = 1.531383769920937332e-01
		l7    = 1.479819860511658591e-01
	)
	f, e := math.Frexp(x)
	if f < math.Sqrt2/2 {
		f *= 2
		e--
	}
	f--
	k := float64(e)
	s := f / (2 + f)
	s2 := float64(s * s)
	s4 := float64(s2 * s2)
	t1 := horner(s4, l7, l5, l3, l1)
	t2 := horner(s4, l6, l4, l2)
	r := float64(s2*t1) + float64(s4*t2)
	h := float64(float64(0.5*f) * f)
	return float64(k*ln2Hi) - ((h - (float64(s*(h+r)) + float64(k*ln2Lo))) - f)
}

// horner returns ((c0·x + c1)·x + …)·x + cn, rounding after every operation.
func horner(x float64, c ...float64) float64 {
	s := 0.0
	for _, v := range c {
		s = float64(s*x) + v
	}
	return s
}

// exp returns e**x; 0 below -745 and the largest finite number above 709.
//
// Source: FreeBSD /usr/src/lib/msun/src/e_exp.c.
func exp(x float64) float64 {
	const (
		ln2Hi = 6.93147180369123816490e-01
		ln2Lo = 1.90821492927058770002e-10
		log2e = 1.44269504088896338700e+00
		p1    = 1.66666666666666657415e-01
		p2    = -2.77777777770155933842e-03
		p3    = 6.61375632143793436117e-05
		p4    = -1.65339022054652515390e-06
		p5    = 4.13813679705723846039e-08
	)
	switch {
	case x < -745:
		return 0
	case x > 709:
		return math.MaxFloat64
	}
	k := math.Floor(float64(log2e*x) + 0.5)
	hi := x - float64(k*ln2Hi)
	lo := float64(k * ln2Lo)
	r := hi - lo
	t := float64(r * r)
	c := r - float64(t*horner(t, p5, p4, p3, p2, p1))
	y := 1 - ((lo - float64(r*c)/(2-c)) - hi)
	return math.Ldexp(y, int(k))
}

// normalCDF returns Φ(x), the probability that a standard normal variable is at most x.
//
// Absolute error below 1e-15; exact symmetry Φ(-x) = 1 - Φ(x) up to rounding.
// Source: FreeBSD /usr/src/lib/msun/src/s_erf.c, Φ(x) = erfc(-x/√2)/2.
func normalCDF(x float64) float64 { return float64(0.5 * erfc(-x/math.Sqrt2)) }

// erfc returns 1 - erf(x). Source: FreeBSD /usr/src/lib/msun/src/s_erf.c.
func erfc(x float64) float64 {
	const (
		erx = 8.45062911510467529297e-01
	)
	a := math.Abs(x)
	var tail float64 // erfc(|x|)
	switch {
	case x != x:
		return 1
	case a < 0.84375:
		z := float64(x * x)
		r := horner(z, -2.37630166566501626084e-05, -5.77027029648944159157e-03,
			-2.84817495755985104766e-02, -3.25042107247001499370e-01, 1.28379167095512558561e-01)
		s := horner(z, -3.96022827877536812320e-06, 1.32494738004321644526e-04,
			5.08130628187576562776e-03, 6.50222499887672944485e-02, 3.97917223959155352819e-01, 1)
		return 1 - (x + float64(x*(r/s)))
	case a < 1.25:
		s := a - 1
		p := horner(s, -2.16637559486879084300e-03, 3.54783043256182359371e-02,
			-1.10894694282396677476e-01, 3.18346619901161753674e-01, -3.72207876035701323847e-01,
			4.14856118683748331666e-01, -2.36211856075265944077e-03)
		q := horner(s, 1.19844998467991074170e-02, 1.36370839120290507362e-02,
			1.26171219808761642112e-01, 7.18286544141962662868e-02, 5.40397917702171048937e-01,
			1.06420880400844228286e-01, 1)
		tail = 1 - erx - p/q
	case a < 28:
		tail = erfcFar(a)
	}
	if x < 0 {
		return 2 - tail
	}
	return tail
}

// erfcFar is erfc on 1.25 <= x < 28.
func erfcFar(x float64) float64 {
	s := 1 / float64(x*x)
	var r, q float64
	if x < 1/0.35 {
		r = horner(s, -9.81432934416914548592e+00, -8.12874355063065934246e+01,
			-1.84605092906711035994e+02, -1.62396669462573470355e+02, -6.23753324503260060396e+01,
			-1.05586262253232909814e+01, -6.93858572707181764372e-01, -9.86494403484714822705e-03)
		q = horner(s, -6.04244152148580987438e-02, 6.57024977031928170135e+00,
			1.08635005541779435134e+02, 4.29008140027567833386e+02, 6.45387271733267880336e+02,
			4.34565877475229228821e+02, 1.37657754143519042600e+02, 1.96512716674392571292e+01, 1)
	} else {
		r = horner(s, -4.83519191608651397019e+02, -1.02509513161107724954e+03,
			-6.37566443368389627722e+02, -1.60636384855821916062e+02, -1.77579549177547519889e+01,
			-7.99283237680523006574e-01, -9.86494292470009928597e-03)
		q = horner(s, -2.24409524465858183362e+01, 4.74528541206955367215e+02,
			2.55305040643316442583e+03, 3.19985821950859553908e+03, 1.53672958608443695994e+03,
			3.25792512996573918826e+02, 3.03380607434824582924e+01, 1)
	}
	z := math.Float64frombits(math.Float64bits(x) & 0xffffffff00000000)
	e := float64(exp(-float64(z*z)-0.5625) * exp(float64((z-x)*(z+x))+r/q))
	return e / x
}
