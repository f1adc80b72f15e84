//go:build long

package evaluation

import (
	"flag"
	"testing"

	"pgregory.net/rapid"
)

// checks runs f with that many cases of each property.
func checks(t *testing.T, n string, f func()) {
	t.Helper()
	was := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", n); err != nil {
		t.Fatal(err)
	}
	f()
	if err := flag.Set("rapid.checks", was); err != nil {
		t.Fatal(err)
	}
}

// TestPoolAtLength is TestPoolProperties with 100,000 cases.
func TestPoolAtLength(t *testing.T) {
	checks(t, "100000", func() { rapid.Check(t, func(t *rapid.T) { poolProperties(t, anyPool(t)) }) })
}

// TestAnyTableAtLength, and the other properties, with many more cases.
func TestAnyTableAtLength(t *testing.T) {
	checks(t, "20000", func() { TestAnyTableIsAnswered(t) })
	checks(t, "5000", func() {
		TestExplanationSums(t)
		TestScoreLinesSum(t)
		TestRank(t)
		TestWideAgreesWithItself(t)
	})
}
