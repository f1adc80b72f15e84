package training

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// paper is what one attempt asks, in the order shown.
type paper struct {
	PassMark  int     `json:"passMark"`
	Questions []asked `json:"questions"`
}

// asked is a question with its options in the order shown.
type asked struct {
	ID    int64 `json:"id"`
	Order []int `json:"order"` // Order[i] is the bank's index of the i-th option shown
}

// draw picks n questions of the bank, and shuffles them and their options. The
// same seed draws the same paper.
func draw(bank []Question, n int, seed [32]byte) []asked {
	rng := rand.New(rand.NewChaCha8(seed))
	list := make([]asked, 0, n)
	for _, i := range rng.Perm(len(bank))[:n] {
		list = append(list, asked{ID: bank[i].ID, Order: rng.Perm(len(bank[i].Options))})
	}
	return list
}

// mark returns which questions were answered right: those of which exactly the
// correct options were chosen. Answers are indices of the options as shown, a list
// per question; missing ones are wrong.
func (p paper) mark(correct map[int64][]int, answers [][]int) []bool {
	right := make([]bool, len(p.Questions))
	for i, q := range p.Questions {
		if i >= len(answers) {
			break
		}
		var chosen []int
		for _, a := range answers[i] {
			chosen = append(chosen, q.Order[a])
		}
		slices.Sort(chosen)
		right[i] = slices.Equal(slices.Compact(chosen), correct[q.ID])
	}
	return right
}

// percent returns how many of all are right, in whole percent, rounded down: 59.9
// is no 60.
func percent(right []bool) int {
	n := 0
	for _, r := range right {
		if r {
			n++
		}
	}
	return 100 * n / max(1, len(right))
}

// check refuses answers to what was not asked.
func (p paper) check(answers [][]int) error {
	if len(answers) > len(p.Questions) {
		return fmt.Errorf("there are %d questions", len(p.Questions))
	}
	for i, chosen := range answers {
		for _, a := range chosen {
			if a < 0 || a >= len(p.Questions[i].Order) {
				return fmt.Errorf("question %d has %d options, counted from 0", i+1, len(p.Questions[i].Order))
			}
		}
	}
	return nil
}

func decodePaper(b []byte) (p paper, err error) {
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("decode paper: %w", err)
	}
	return p, nil
}
