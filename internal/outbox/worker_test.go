package outbox_test

import (
	"context"
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/outbox"
)

func TestAJobIsAskedForByATransactionThatCommits(t *testing.T) {
	o := newOffice(t)
	o.Handlers["greet"] = func(context.Context, outbox.Taken) error { return nil }
	changedMind := errors.New("changed my mind")
	err := inTx(t.Context(), o.DB, func(tx *sqlx.Tx) error {
		if err := outbox.Put(t.Context(), tx, o.clock.Now(), outbox.Job{Kind: "greet"}); err != nil {
			return err
		}
		return changedMind
	})
	if !errors.Is(err, changedMind) || o.drain() != 0 {
		t.Fatalf("a job of a transaction that rolled back was done (%v)", err)
	}
	o.put(outbox.Job{Kind: "greet"})
	if n := o.drain(); n != 1 || o.outcomes()["done"] != 1 {
		t.Fatalf("%d jobs done, %v", n, o.outcomes())
	}
}

func TestAKeyIsTakenOnce(t *testing.T) {
	o := newOffice(t)
	var said []string
	o.Handlers["greet"] = func(_ context.Context, j outbox.Taken) error {
		var name string
		if err := j.Decode(&name); err != nil {
			return err
		}
		said = append(said, name)
		return nil
	}
	o.put(outbox.Job{Kind: "greet", Key: "kim", Payload: "Kim"})
	o.put(outbox.Job{Kind: "greet", Key: "kim", Payload: "Kim again"})
	o.drain()
	o.put(outbox.Job{Kind: "greet", Key: "kim", Payload: "Kim after it was done"})
	o.put(outbox.Job{Kind: "greet", Payload: "anybody"})
	o.put(outbox.Job{Kind: "greet", Payload: "anybody"})
	o.drain()
	if diff := cmp.Diff([]string{"Kim", "anybody", "anybody"}, said); diff != "" {
		t.Error(diff)
	}
}

func TestWhatFailsIsTriedAgainAndThenParked(t *testing.T) {
	o := newOffice(t)
	var pauses []time.Duration
	last := o.clock.Now()
	o.Handlers["greet"] = func(context.Context, outbox.Taken) error {
		pauses = append(pauses, o.clock.Now().Sub(last).Truncate(time.Minute))
		last = o.clock.Now()
		return errors.New("nobody there")
	}
	o.put(outbox.Job{Kind: "greet"})
	for range 40 * 60 { // until long after the last try
		o.drain()
		o.clock.advance(time.Minute)
	}
	if len(pauses) != 15 || pauses[1] > 2*time.Minute || pauses[14] < 6*time.Hour {
		t.Errorf("%d tries with pauses of %v", len(pauses), pauses)
	}
	list, err := o.desk.ListJobs(t.Context(), 0, outbox.ListJobs{})
	if err != nil || len(list.Jobs) != 1 || list.Parked != 1 || list.Jobs[0].Reason != "nobody there" {
		t.Fatalf("parked: %+v, %v", list, err)
	}

	o.Handlers["greet"] = func(context.Context, outbox.Taken) error { return nil }
	id := outbox.JobID{ID: list.Jobs[0].ID}
	if j, err := o.desk.RetryJob(t.Context(), 0, id); err != nil || j.Outcome != "waiting" || j.Attempt != 0 {
		t.Fatalf("retry: %+v, %v", j, err)
	}
	if o.drain() != 1 || o.outcomes()["done"] != 1 {
		t.Errorf("not done after it was retried: %v", o.outcomes())
	}
	if _, err := o.desk.DropJob(t.Context(), 0, id); !fault.Is(err, fault.Conflict) {
		t.Errorf("a job that is done was dropped: %v", err)
	}
}

func TestAHandlerSaysWhatBecomesOfAJob(t *testing.T) {
	o := newOffice(t)
	early := true
	for kind, h := range map[string]outbox.Handler{
		"park":  func(context.Context, outbox.Taken) error { return outbox.Park(errors.New("no such person")) },
		"drop":  func(context.Context, outbox.Taken) error { return outbox.Drop("not needed any more") },
		"panic": func(context.Context, outbox.Taken) error { panic("unthought of") },
		"later": func(_ context.Context, j outbox.Taken) error {
			if j.Attempt != 1 {
				t.Errorf("being early counted as a try: attempt %d", j.Attempt)
			}
			if early {
				return outbox.Later(o.clock.Now().Add(time.Hour), "too early")
			}
			return nil
		},
		"unreadable": func(_ context.Context, j outbox.Taken) error { return j.Decode(new(int)) },
	} {
		o.Handlers[kind] = h
		o.put(outbox.Job{Kind: kind, Payload: "text"})
	}
	o.put(outbox.Job{Kind: "of-another-release"})
	o.drain()
	if diff := cmp.Diff(map[string]int{"parked": 2, "dropped": 1, "waiting": 3}, o.outcomes()); diff != "" {
		t.Error(diff)
	}
	early = false
	o.clock.advance(time.Hour)
	delete(o.Handlers, "panic")
	o.drain()
	if diff := cmp.Diff(map[string]int{"parked": 2, "dropped": 1, "waiting": 2, "done": 1}, o.outcomes()); diff != "" {
		t.Error(diff)
	}
}

func TestManyServersDoEachJobOnce(t *testing.T) {
	o := newOffice(t)
	const jobs = 300
	var mu sync.Mutex
	times := map[int64]int{}
	o.Handlers["count"] = func(_ context.Context, j outbox.Taken) error {
		mu.Lock()
		defer mu.Unlock()
		times[j.ID]++
		return nil
	}
	for range jobs {
		o.put(outbox.Job{Kind: "count"})
	}
	ctx, stop := context.WithCancel(t.Context())
	var servers sync.WaitGroup
	for range 3 {
		servers.Go(func() { o.Run(ctx) })
	}
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if o.outcomes()["done"] == jobs {
			break
		}
	}
	stop()
	servers.Wait()
	for n := range maps.Values(times) {
		if n != 1 {
			t.Fatal("a job was done more than once")
		}
	}
	if len(times) != jobs || o.outcomes()["done"] != jobs {
		t.Errorf("%d of %d jobs done, %v", len(times), jobs, o.outcomes())
	}
}

func TestAJobOfADeadServerIsTakenOver(t *testing.T) {
	o := newOffice(t)
	var tries atomic.Int32
	hang := make(chan struct{})
	o.Handlers["greet"] = func(ctx context.Context, _ outbox.Taken) error {
		if tries.Add(1) == 1 {
			<-hang // a server that never comes back, as far as others can tell
		}
		return nil
	}
	o.put(outbox.Job{Kind: "greet"})
	first := make(chan error, 1)
	go func() { _, err := o.Drain(t.Context()); first <- err }()
	for tries.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if o.drain() != 0 {
		t.Error("a job was taken from a server that works on it")
	}
	o.clock.advance(6 * time.Minute)
	if o.drain() != 1 || o.outcomes()["done"] != 1 {
		t.Errorf("the job was not taken over: %v", o.outcomes())
	}
	close(hang)
	if err := <-first; err != nil {
		t.Error(err)
	}
	var attempt int
	if err := o.DB.Get(&attempt, `SELECT attempt FROM jobs`); err != nil || attempt != 2 {
		t.Errorf("the first server's outcome overwrote the second's: attempt %d, %v", attempt, err)
	}
}

func TestAServerThatStopsGivesItsJobBack(t *testing.T) {
	o := newOffice(t)
	begun := make(chan struct{})
	o.Handlers["greet"] = func(ctx context.Context, _ outbox.Taken) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}
	o.put(outbox.Job{Kind: "greet"})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { o.Run(ctx); close(ended) }()
	<-begun
	stop()
	<-ended
	o.Handlers["greet"] = func(_ context.Context, j outbox.Taken) error {
		if j.Attempt != 1 {
			t.Errorf("being interrupted counted as a try")
		}
		return nil
	}
	if o.drain() != 1 {
		t.Error("the job has to wait for a lease to end")
	}
}

func TestAJobIsOfLimitedSize(t *testing.T) {
	o := newOffice(t)
	if err := outbox.Put(t.Context(), o.DB, o.clock.Now(), outbox.Job{Kind: "greet", Payload: make([]byte, 60_000)}); err == nil {
		t.Error("80 KB of payload were taken")
	}
}
