// Package changes tells, at once, what kinds of things have changed: every entry
// of the journal is announced when its transaction commits, to all servers on the
// same database. It carries no data, so that it can leak none: whoever hears of a
// change asks for what they may see.
package changes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Channel is the PostgreSQL channel that the journal announces its entries on.
const Channel = "wardstar_changes"

// Everything stands for all kinds of things: the connection was lost, and nobody
// knows what changed in the meantime.
const Everything = "*"

// Change says what kind of thing has changed, in the journal's words.
type Change struct {
	Object string
	Mine   bool // by the account that subscribed
}

// announcement is what the journal says on the channel.
type announcement struct {
	account int64
	object  string
	schema  string // of the hospital: several can share a database
}

// Announcement is the SQL of what is said of an entry, for a row with the
// journal's columns.
const Announcement = `pg_notify('` + Channel + `', concat_ws(' ', coalesce(account_id, 0), object, current_schema()))`

func parse(payload string) (a announcement, err error) {
	fields := strings.SplitN(payload, " ", 3)
	if len(fields) < 3 {
		return a, fmt.Errorf("announcement %q has %d fields", payload, len(fields))
	}
	a.account, err = strconv.ParseInt(fields[0], 10, 64)
	a.object, a.schema = fields[1], fields[2]
	return a, err
}

// Feed hands on what is announced to those who have subscribed.
type Feed struct {
	mu            sync.Mutex
	subscriptions map[*Subscription]struct{}
	ended         chan struct{}
}

// NewFeed returns a feed, which says nothing until it is run.
func NewFeed() *Feed {
	return &Feed{subscriptions: map[*Subscription]struct{}{}, ended: make(chan struct{})}
}

// Ended is closed when the feed has ended.
func (f *Feed) Ended() <-chan struct{} { return f.ended }

// Subscribe begins to collect what changes, for an account.
func (f *Feed) Subscribe(accountID int64) *Subscription {
	s := &Subscription{feed: f, account: accountID, wake: make(chan struct{}, 1), pending: map[Change]struct{}{}}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.subscriptions[s] = struct{}{}
	return s
}

func (f *Feed) publish(a announcement) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.subscriptions {
		s.note(Change{Object: a.object, Mine: a.account != 0 && a.account == s.account})
	}
}

// Subscription collects changes. However slowly they are taken, it holds each
// kind only once.
type Subscription struct {
	feed    *Feed
	account int64
	wake    chan struct{}

	mu      sync.Mutex
	pending map[Change]struct{}
}

func (s *Subscription) note(c Change) {
	s.mu.Lock()
	s.pending[c] = struct{}{}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // has been woken and has yet to look
	}
}

// Changed delivers once there is something to take.
func (s *Subscription) Changed() <-chan struct{} { return s.wake }

// Take returns what has changed since it was last called, in the order of its names.
func (s *Subscription) Take() []Change {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Change, 0, len(s.pending))
	for c := range s.pending {
		list = append(list, c)
	}
	clear(s.pending)
	slices.SortFunc(list, func(a, b Change) int { return strings.Compare(a.Object, b.Object) })
	return list
}

// Close ends the subscription.
func (s *Subscription) Close() {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	delete(s.feed.subscriptions, s)
}
