package handlers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"reflect"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/internal/fault"
)

// eventsPath is where the stream is, below /api/v1.
const eventsPath = "/events"

// How a stream of events is kept.
const (
	heartbeat      = 15 * time.Second // how often it is seen whether both sides are still there
	patienceToSend = 40 * time.Second // with a reader who does not take what is sent
	streamLife     = 10 * time.Minute // after which the client comes again, perhaps to another server
	gatherFor      = 500 * time.Millisecond
	mostStreams    = 6 // of a session: a few windows, not a hundred
)

// Hello is the first event of a stream.
type Hello struct {
	Version string    `json:"version"`
	At      time.Time `json:"at"` // by the server's clock
}

// Changed is the event that says what kinds of things have changed: the journal's
// objects, "session" for the reader's own roles, "*" for everything.
type Changed struct {
	Topics []string `json:"topics"`
}

// watch answers with a stream of events that lasts as long as the session, at most
// streamLife. It keeps no session alive.
func (a *API) watch(c *fiber.Ctx, _ context.Context, actor accounts.Actor, _ struct{}, _ int) error {
	if actor.MustChangePassword {
		return fault.Errorf(fault.Forbidden, "change your one-time password first")
	}
	s := &stream{api: a, actor: actor, token: c.Cookies(a.cookie()), conn: c.Context().Conn(), over: make(chan struct{})}
	a.streams.begin(s)
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // nginx would keep it to itself
	c.Context().SetBodyStreamWriter(s.run)
	return nil
}

// streams are those that are open, of each session the oldest first.
type streams struct {
	mu   sync.Mutex
	open map[int64][]*stream
}

// begin adds a stream. Where a session has too many, its oldest ends: most often
// that of a page which was left a moment ago, and nobody has noticed.
func (s *streams) begin(new *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[int64][]*stream{}
	}
	session := new.actor.SessionID
	list := append(s.open[session], new)
	if len(list) > mostStreams {
		close(list[0].over)
		list = list[1:]
	}
	s.open[session] = list
}

func (s *streams) end(old *stream) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session := old.actor.SessionID
	list := slices.DeleteFunc(s.open[session], func(one *stream) bool { return one == old })
	if s.open[session] = list; len(list) == 0 {
		delete(s.open, session)
	}
}

// stream is one that is open.
type stream struct {
	api   *API
	actor accounts.Actor
	token string
	conn  net.Conn
	w     *bufio.Writer
	over  chan struct{} // closed when the session has newer ones
}

// run writes the stream. It has a goroutine of its own, in which a panic would end
// the program.
func (s *stream) run(w *bufio.Writer) {
	defer s.api.streams.end(s)
	defer func() {
		if v := recover(); v != nil {
			s.api.Log.Error("stream of events", "panic", v, "stack", string(debug.Stack()))
		}
	}()
	s.w = w
	if feed := s.api.Changes; s.say("hello", Hello{s.api.Version, s.api.Accounts.Now()}) == nil && feed != nil {
		news := feed.Subscribe(s.actor.AccountID)
		defer news.Close()
		s.follow(feed, news)
	}
}

// follow tells what changes until the server stops, the session ends or the reader
// is gone.
func (s *stream) follow(feed *changes.Feed, news *changes.Subscription) {
	beat := time.NewTicker(s.api.heartbeat)
	defer beat.Stop()
	for end := time.After(streamLife); ; {
		var err error
		select {
		case <-feed.Ended():
			return
		case <-s.over:
			return
		case <-end:
			return
		case <-beat.C:
			err = s.check()
		case <-news.Changed():
			select { // what changes together is told together
			case <-feed.Ended():
				return
			case <-time.After(gatherFor):
			}
			err = s.tell(news.Take())
		}
		if err != nil {
			return
		}
	}
}

// check finds out whether the session still holds, and the reader is still there. A
// database that is away for a moment ends nothing.
func (s *stream) check() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	actor, err := s.api.Accounts.StillHolds(ctx, s.token)
	switch {
	case fault.Is(err, fault.Unauthenticated):
		return err
	case err == nil && !reflect.DeepEqual(actor.Roles, s.actor.Roles):
		s.actor = actor
		return s.say("changed", Changed{[]string{"session"}})
	}
	return s.send(": \n\n")
}

// tell says of changes what the reader may know of.
func (s *stream) tell(list []changes.Change) error {
	var heard []string
	for _, c := range list {
		if s.api.mayHear(s.actor, c) {
			heard = append(heard, c.Object)
		}
	}
	if len(heard) == 0 {
		return nil
	}
	return s.say("changed", Changed{slices.Compact(heard)})
}

func (s *stream) say(event string, data any) error {
	b, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	return s.send("event: " + event + "\ndata: " + string(b) + "\n\n")
}

// send gives the reader time for each event by itself: the server's write timeout
// is for whole answers.
func (s *stream) send(text string) error {
	if err := s.conn.SetWriteDeadline(time.Now().Add(patienceToSend)); err != nil {
		return err
	}
	if _, err := s.w.WriteString(text); err != nil {
		return err
	}
	return s.w.Flush()
}
