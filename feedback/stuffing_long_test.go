//go:build long

package feedback

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Of what anybody has stuffed, over several hospitals, 95 % at least are set aside;
// of honest votes one in a hundred at most, by whatever address they come.
func TestStuffingInManyHospitals(t *testing.T) {
	for _, tt := range []struct {
		hospital string
		perDay   int
		network  func(s *simulation) func(*rand.Rand) source
	}{
		{"all behind one address", 1000, func(s *simulation) func(*rand.Rand) source {
			return func(*rand.Rand) source { return s.shared }
		}},
		{"guest Wi-Fi and phones of their own", 1000, func(s *simulation) func(*rand.Rand) source { return s.network }},
		{"two carriers' gateways and the hospital's", 1000, func(s *simulation) func(*rand.Rand) source {
			return func(rng *rand.Rand) source { return []source{s.shared, {2}, {3}}[rng.IntN(3)] }
		}},
		{"few votes", 250, func(s *simulation) func(*rand.Rand) source { return s.network }},
	} {
		caught, hospitals := map[string]float64{}, 6
		for seed := range hospitals {
			t.Run(fmt.Sprintf("%s %d", tt.hospital, seed), func(t *testing.T) {
				s := simulate(t, uint64(100+seed), 30, tt.perDay, tt.network)
				for _, name := range sortedNames(schemes) {
					schemes[name](s)
				}
				shares := s.detected(t)
				for name, share := range shares {
					caught[name] += share / float64(hospitals)
				}
				if shares[""] > 0.01 {
					t.Errorf("%.2f %% of honest votes were set aside", 100*shares[""])
				}
			})
		}
		t.Logf("%s: %v", tt.hospital, caught)
		for name := range schemes {
			if caught[name] < 0.95 {
				t.Errorf("%s, %s: %.1f %% were set aside", tt.hospital, name, 100*caught[name])
			}
		}
	}
}
