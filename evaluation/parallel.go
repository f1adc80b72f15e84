package evaluation

import (
	"sync"
	"sync/atomic"
)

// parallel calls f(i, worker) for every i < n, on at most the given number of goroutines.
// The calls must be independent of each other: who does what is left to chance, what is
// done is not.
func parallel(workers, n int, f func(i, worker int)) {
	workers = min(workers, n)
	if workers <= 1 {
		for i := range n {
			f(i, 0)
		}
		return
	}
	var next atomic.Int64
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i, w)
			}
		})
	}
	all.Wait()
}

// newScratch returns one tile for each worker.
func newScratch(workers int) [][]float64 {
	s := make([][]float64, max(1, workers))
	for i := range s {
		s[i] = make([]float64, area)
	}
	return s
}
