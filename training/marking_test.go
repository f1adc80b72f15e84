package training

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/wardstar/wardstar/internal/texts"
)

// Whatever is drawn: each question once, each option once, the same for the same
// seed, and full marks for whoever chooses what is correct, and for nobody else.
func TestDrawAndMark(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bank := make([]Question, rapid.IntRange(1, 12).Draw(t, "bank"))
		correct := map[int64][]int{}
		for i := range bank {
			n := rapid.IntRange(2, 8).Draw(t, "options")
			bank[i] = Question{ID: int64(i + 1), Options: make([]texts.Localized, n)}
			for k := range n {
				if k == 0 || k < n-1 && rapid.Bool().Draw(t, "correct") {
					bank[i].Correct = append(bank[i].Correct, k)
				}
			}
			correct[bank[i].ID] = bank[i].Correct
		}
		n := rapid.IntRange(1, len(bank)).Draw(t, "n")
		seed := [32]byte{rapid.Byte().Draw(t, "seed")}
		p := paper{Questions: draw(bank, n, seed)}
		if !slices.EqualFunc(p.Questions, draw(bank, n, seed), func(a, b asked) bool { return a.ID == b.ID && slices.Equal(a.Order, b.Order) }) {
			t.Fatal("the same seed drew another paper")
		}
		seen := map[int64]bool{}
		var answers [][]int
		for _, q := range p.Questions {
			sorted := slices.Sorted(slices.Values(q.Order))
			if seen[q.ID] || len(sorted) != len(bank[q.ID-1].Options) || sorted[len(sorted)-1] != len(sorted)-1 || len(slices.Compact(sorted)) != len(sorted) {
				t.Fatalf("question %d with options %v", q.ID, q.Order)
			}
			seen[q.ID] = true
			var chosen []int
			for shown, k := range q.Order {
				if slices.Contains(correct[q.ID], k) {
					chosen = append(chosen, shown)
				}
			}
			answers = append(answers, chosen)
		}
		if got := percent(p.mark(correct, answers)); got != 100 {
			t.Fatalf("all correct: %d percent", got)
		}
		wrong := rapid.IntRange(0, n-1).Draw(t, "wrong")
		answers[wrong] = answers[wrong][:len(answers[wrong])-1]
		if right := p.mark(correct, answers); right[wrong] || percent(right) != 100*(n-1)/n {
			t.Fatalf("an option too few is right: %v", right)
		}
		if got := percent(p.mark(correct, nil)); got != 0 {
			t.Fatalf("nothing answered: %d percent", got)
		}
	})
}
