//go:build long

package evaluation

import (
	"runtime"
	"testing"
)

// BenchmarkMillions is five million ratings of ten thousand people by two and a half
// million patients.
func BenchmarkMillions(b *testing.B) {
	m := crossed(5_000_000, 2_500_000, 10_000)
	runtime.GC()
	for b.Loop() {
		fit, err := m.Fit()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(fit.Evaluations), "evaluations")
		b.Logf("variances %.5f %.5f %.5f, criterion %.1f", fit.Factors[0].Variance, fit.Factors[1].Variance, fit.Residual, fit.Criterion)
	}
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	b.ReportMetric(float64(s.Sys)/1e6, "MB")
}
