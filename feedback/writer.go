package feedback

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

const (
	largestBatch = 256  // rows in one statement
	queueLength  = 4096 // ratings that may wait: under a second's work
	crowd        = 12   // waiting ratings from which a second writer helps
	writeTimeout = 5 * time.Second
)

// row is a rating on its way into the database.
type row struct {
	ballot
	network   []byte // keyed hash; nil: not known
	batch     int32  // of the visit's token; 0: none
	suspicion string // why it is set aside; "": it counts
	version   int
	subject   subject
	score     int
	language  string
	channel   string
	shift     string
	at        time.Time
}

// writer writes ratings in groups: what arrives during one commit goes into
// the next. A rating that comes alone waits for nobody. While a crowd waits, a
// second group is put together during the first one's commit; with fewer that
// would only halve the groups.
type writer struct {
	rows    inserter
	log     *slog.Logger
	mu      sync.RWMutex // closed, against sending on a closed queue
	closed  bool
	queue   chan *pending
	crowded chan struct{} // tells the second writer to look
	done    sync.WaitGroup
}

// pending is a row and whoever waits for it.
type pending struct {
	ctx    context.Context
	row    row
	answer chan outcome // of capacity 1: the writer never waits
}

// outcome is what became of a row. Not stored, without an error, is one whose
// vote exists already or whose subject has changed since it was looked up.
type outcome struct {
	stored bool
	err    error
}

func startWriter(db *sqlx.DB, log *slog.Logger) *writer {
	w := &writer{rows: inserter{db: db}, log: log, queue: make(chan *pending, queueLength), crowded: make(chan struct{}, 1)}
	w.done.Go(w.run)
	w.done.Go(w.help)
	return w
}

func (w *writer) close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
		close(w.crowded)
	}
	w.mu.Unlock()
	w.done.Wait()
	w.rows.close()
}

// write returns when the row has been committed, or could not be.
func (w *writer) write(ctx context.Context, r row) (stored bool, err error) {
	p := &pending{ctx: ctx, row: r, answer: make(chan outcome, 1)}
	if !w.enqueue(p) {
		return false, fault.Errorf(fault.Unavailable, "too many ratings at once; try again in a moment")
	}
	select {
	case o := <-p.answer:
		return o.stored, o.err
	case <-ctx.Done(): // whether it will be stored is open; trying again is safe
		return false, ctx.Err()
	}
}

func (w *writer) enqueue(p *pending) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return false
	}
	select {
	case w.queue <- p:
	default:
		return false
	}
	if len(w.queue) >= crowd {
		select {
		case w.crowded <- struct{}{}:
		default: // it knows
		}
	}
	return true
}

func (w *writer) run() {
	for p := range w.queue {
		w.commit(w.gather(p))
	}
}

// help is the second writer.
func (w *writer) help() {
	for range w.crowded {
		for len(w.queue) >= crowd {
			if p, open := <-w.queue; open {
				w.commit(w.gather(p))
			}
		}
	}
}

// gather takes what waits, up to the largest batch. Before it looks, those run
// who are ready to put something into the queue; when there are none, that
// takes no time.
func (w *writer) gather(first *pending) []*pending {
	runtime.Gosched()
	batch := []*pending{first}
	for len(batch) < largestBatch {
		select {
		case p, open := <-w.queue:
			if !open {
				return batch
			}
			batch = append(batch, p)
		default:
			return batch
		}
	}
	return batch
}

// commit writes a batch and answers everyone in it. In one statement a vote
// may occur once, and the votes come in order, so that two
// servers never wait for each other in a circle.
func (w *writer) commit(batch []*pending) {
	batch = slices.DeleteFunc(batch, func(p *pending) bool { return p.ctx.Err() != nil }) // nobody waits
	slices.SortStableFunc(batch, func(a, b *pending) int { return bytes.Compare(a.row.vote[:], b.row.vote[:]) })
	var rows []row
	for i, p := range batch {
		if i == 0 || p.row.vote != batch[i-1].row.vote {
			rows = append(rows, p.row)
		}
	}
	if len(rows) == 0 {
		return
	}
	outcomes := w.insert(rows)
	for i, p := range batch {
		if i > 0 && p.row.vote == batch[i-1].row.vote {
			p.answer <- outcome{} // a double tap; the first of them has been written
			continue
		}
		p.answer <- outcomes[0]
		outcomes = outcomes[1:]
	}
}

// insert writes rows in one statement or, if one of them spoils it, each in
// its own. If the database is away it does not try again.
func (w *writer) insert(rows []row) []outcome {
	ctx, cancel := context.WithTimeout(context.Background(), writeTimeout)
	defer cancel()
	outcomes := make([]outcome, len(rows))
	stored, err := w.rows.insert(ctx, rows)
	if err != nil && len(rows) > 1 && !fault.Is(database.Fault(err), fault.Unavailable) {
		w.log.Warn("writing ratings one by one", "rows", len(rows), "error", err)
		return w.insertEach(rows)
	}
	for i, r := range rows {
		outcomes[i] = outcome{stored: stored[r.vote], err: database.Fault(err)}
	}
	return outcomes
}

// insertEach writes rows one by one, until the database goes away.
func (w *writer) insertEach(rows []row) []outcome {
	outcomes := make([]outcome, len(rows))
	for i := range rows {
		if i > 0 && fault.Is(outcomes[i-1].err, fault.Unavailable) {
			outcomes[i] = outcomes[i-1]
			continue
		}
		outcomes[i] = w.insert(rows[i : i+1])[0]
	}
	return outcomes
}
