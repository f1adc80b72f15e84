package feedback

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/internal/fault"
)

// aRow returns a rating of Wang Li by a phone nobody has seen.
func aRow(t *testing.T, w ward, score int) row {
	t.Helper()
	b, err := w.find(t.Context(), badge)
	if err != nil {
		t.Fatal(err)
	}
	r := row{version: 1, subject: b, score: score, language: "en", shift: "day", channel: "qr", at: w.Now().UTC()}
	rand.Read(r.vote[:])
	rand.Read(r.visit[:])
	return r
}

// waiting returns rows as the queue holds them.
func waiting(rows ...row) []*pending {
	var batch []*pending
	for _, r := range rows {
		batch = append(batch, &pending{ctx: context.Background(), row: r, answer: make(chan outcome, 1)})
	}
	return batch
}

func TestABadRowDoesNotFailItsNeighbours(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	var log bytes.Buffer
	w.writer.log = slog.New(slog.NewTextHandler(&log, nil))
	bad := aRow(t, w, 9) // the database refuses it
	batch := waiting(aRow(t, w, 1), bad, aRow(t, w, 2), aRow(t, w, 3))
	w.writer.commit(append([]*pending{}, batch...))
	for i, p := range batch {
		o := <-p.answer
		if isBad := p.row.vote == bad.vote; o.stored == isBad || (o.err != nil) != isBad {
			t.Errorf("row %d: %+v", i, o)
		}
	}
	if got := w.votes(t); len(got) != 3 {
		t.Errorf("stored %v", got)
	}
	if !strings.Contains(log.String(), "one by one") {
		t.Errorf("the service's log says %q", log.String())
	}
}

func TestOneVoteTwiceInABatch(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	first := aRow(t, w, 5)
	second := first
	second.score = 1
	batch := waiting(aRow(t, w, 3), first, second)
	w.writer.commit(append([]*pending{}, batch...))
	for i, want := range []bool{true, true, false} {
		if o := <-batch[i].answer; o.stored != want || o.err != nil {
			t.Errorf("row %d: %+v", i, o)
		}
	}
}

func TestNobodyWaits(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if stored, err := w.writer.write(gone, aRow(t, w, 5)); stored || !errors.Is(err, context.Canceled) {
		t.Errorf("to somebody who had left: stored %v, %v", stored, err)
	}
	batch := waiting(aRow(t, w, 5), aRow(t, w, 4))
	batch[0].ctx = gone
	w.writer.commit(append([]*pending{}, batch...))
	if o := <-batch[1].answer; !o.stored {
		t.Errorf("its neighbour: %+v", o)
	}
	var n int
	if err := w.db.Get(&n, `SELECT count(*) FROM ratings WHERE vote = $1`, batch[0].row.vote[:]); err != nil || n != 0 {
		t.Errorf("%d rows were written for somebody who had left, %v", n, err)
	}
}

// TestClosingDrains: what was taken in is written, what comes later is refused.
func TestClosingDrains(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	rows := make([]row, 300)
	for i := range rows {
		rows[i] = aRow(t, w, 5)
	}
	batch := waiting(rows...)
	for _, p := range batch {
		if !w.writer.enqueue(p) {
			t.Fatal("refused")
		}
	}
	w.Close()
	for i, p := range batch {
		if o := <-p.answer; !o.stored {
			t.Fatalf("row %d: %+v", i, o)
		}
	}
	if got := len(w.votes(t)); got != len(rows) {
		t.Errorf("%d of %d are stored", got, len(rows))
	}
	if _, err := w.writer.write(t.Context(), aRow(t, w, 5)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("after closing: %v", err)
	}
	w.Close() // again does no harm
}

func TestTheQueueHasAnEnd(t *testing.T) {
	t.Parallel()
	w := &writer{queue: make(chan *pending, 2)} // nobody reads it
	for i, want := range []bool{true, true, false} {
		if got := w.enqueue(waiting(row{})[0]); got != want {
			t.Errorf("rating %d: taken in %v", i, got)
		}
	}
	if _, err := w.write(t.Context(), row{}); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
}

func TestWithoutADatabaseItIsUnavailable(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	k := w.key(t, badge, "")
	w.db.Close()
	_, err := w.Submit(t.Context(), NewRating{Code: badge, Key: k, Score: 5, Language: "en"})
	if !fault.Is(err, fault.Unavailable) {
		t.Errorf("without a database: %v", err)
	}
}

func TestTwoServersTakeTheSameVotes(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	other := New(w.Config)
	defer other.Close()
	var wg sync.WaitGroup
	for range 100 {
		device := NewDevice()
		k := w.key(t, badge, "")
		for _, s := range []*Service{w.Service, other} {
			wg.Go(func() {
				if _, err := s.Submit(t.Context(), NewRating{Code: badge, Key: k, Device: device, Score: 4, Language: "en"}); err != nil {
					t.Error(err)
				}
			})
		}
	}
	wg.Wait()
	if got := w.votes(t); len(got) != 100 {
		t.Errorf("%d votes of 100 phones", len(got))
	}
}

// BenchmarkSubmit measures the package alone: phones that rate at the same time.
func BenchmarkSubmit(b *testing.B) {
	for _, phones := range []int{1, 8, 64} {
		b.Run(fmt.Sprint(phones), func(b *testing.B) {
			w := newWard(b)
			b.SetParallelism(phones)
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					page, err := w.Open(b.Context(), Visitor{Code: badge})
					if err != nil {
						b.Fatal(err)
					}
					if _, err := w.Submit(b.Context(), NewRating{Code: badge, Key: page.Key, Device: page.Device, Score: 5, Language: "en"}); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
