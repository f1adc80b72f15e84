package periods_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/periods"
)

// replier is the employee with an account, which replies need.
func replier(s *periods.Service, employee int64) accounts.Actor {
	actor := self(employee)
	if err := s.DB.Get(&actor.AccountID, `INSERT INTO accounts (name, employee_id, password_hash, created_at)
		VALUES ($1, $2, '', $3) RETURNING id`, fmt.Sprint("e", employee), employee, november); err != nil {
		panic(err)
	}
	return actor
}

// replyKey is the n-th key of a phone.
func replyKey(n int) string { return fmt.Sprintf("%08d-aaaa-4bbb-8ccc-%012d", n, n) }

// anItem returns a finding of the person.
func anItem(t *testing.T, s *periods.Service, employee int64) string {
	t.Helper()
	for _, c := range scoreOf(t, s, self(employee), employee).Components {
		if c.Component == "audits" {
			return c.Evidence[0].ID
		}
	}
	t.Fatalf("employee %d has no finding", employee)
	return ""
}

func TestReplyIsKeptForWhoeverReadsTheScore(t *testing.T) {
	t.Parallel()
	s := computed(t)
	actor, item := replier(s, 17), anItem(t, s, 17)
	in := periods.NewReply{Key: strings.ToUpper(replyKey(1)), Period: "2026-10", Item: item, Words: "  The patient had asked me to wait.\n"}
	first, err := s.Reply(t.Context(), actor, in)
	if err != nil || first.ID == 0 || first.Item != item || first.Words != "The patient had asked me to wait." || !first.At.Equal(november) {
		t.Fatalf("%+v, %v", first, err)
	}
	in.Key = replyKey(1)
	if again, err := s.Reply(t.Context(), actor, in); err != nil || again.ID != first.ID || !again.At.Equal(first.At) {
		t.Errorf("sent again: %+v, %v; want %+v", again, err, first)
	}
	if _, err := s.Reply(t.Context(), actor, periods.NewReply{Key: in.Key, Period: "2026-10", Item: item, Words: "Other words"}); !fault.Is(err, fault.Conflict) || fault.As(err).Reason != "sent-before" {
		t.Errorf("other words under the same key: %v", err)
	}
	second, err := s.Reply(t.Context(), actor, periods.NewReply{Key: replyKey(2), Period: "2026-10", Item: "ratings", Words: "We were three that week."})
	if err != nil {
		t.Fatal(err)
	}
	head := accounts.Actor{EmployeeID: 31, Reach: accounts.Reach{Departments: []int64{int64(department(17))}, EmployeeID: 31}}
	for _, reader := range []accounts.Actor{actor, head, hr} {
		got := scoreOf(t, s, reader, 17).Replies
		if len(got) != 2 || got[0].Words != first.Words || got[1].Item != "ratings" || got[1].ID != second.ID {
			t.Errorf("a reader of the score is told %+v", got)
		}
	}
	if got := scoreOf(t, s, hr, 18).Replies; got == nil || len(got) > 0 {
		t.Errorf("a colleague's: %+v", got)
	}
	var entries []struct{ Action, Object, After string }
	if err := s.DB.Select(&entries, `SELECT action, object, after::text AS after FROM journal WHERE account_id = $1 ORDER BY id`, actor.AccountID); err != nil || len(entries) != 2 {
		t.Fatalf("%+v, %v; want an entry for each reply that was kept", entries, err)
	}
	var after map[string]string
	if err := json.Unmarshal([]byte(entries[0].After), &after); err != nil || entries[0].Action != "reply" || entries[0].Object != "evidence" ||
		!cmp.Equal(after, map[string]string{"period": "2026-10", "item": item}) {
		t.Errorf("the journal says %+v (%v)", entries[0], err)
	}
}

// TestRepliesMoveNothing: neither a score nor what is verified.
func TestRepliesMoveNothing(t *testing.T) {
	t.Parallel()
	s := computed(t)
	actor := replier(s, 17)
	before := scoreOf(t, s, actor, 17)
	if _, err := s.Reply(t.Context(), actor, periods.NewReply{Key: replyKey(1), Period: "2026-10", Item: anItem(t, s, 17), Words: "No"}); err != nil {
		t.Fatal(err)
	}
	compute(t, s)
	after := scoreOf(t, s, actor, 17)
	after.ComputedAt, after.Replies = before.ComputedAt, before.Replies
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

func TestRepliesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := computed(t)
	actor, own := replier(s, 17), anItem(t, s, 17)
	few := replier(s, fewRated)
	if _, err := s.Create(t.Context(), hr, periods.NewPeriod{Name: "2026-12"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		actor accounts.Actor
		in    periods.NewReply
		kind  fault.Kind
	}{
		{"a colleague's finding", actor, periods.NewReply{Period: "2026-10", Item: anItem(t, s, 18), Words: "x"}, fault.NotFound},
		{"a finding that is not there", actor, periods.NewReply{Period: "2026-10", Item: "finding-999999", Words: "x"}, fault.NotFound},
		{"a finding of another month", actor, periods.NewReply{Period: "2026-12", Item: own, Words: "x"}, fault.NotFound},
		{"a month that is not there", actor, periods.NewReply{Period: "2026-09", Item: own, Words: "x"}, fault.NotFound},
		{"ratings, where one to four are no evidence", few, periods.NewReply{Period: "2026-10", Item: "ratings", Words: "x"}, fault.NotFound},
		{"a single group of ratings", actor, periods.NewReply{Period: "2026-10", Item: "rating-1", Words: "x"}, fault.Invalid},
		{"a number with a sign", actor, periods.NewReply{Period: "2026-10", Item: "finding-+1", Words: "x"}, fault.Invalid},
		{"a number beyond all", actor, periods.NewReply{Period: "2026-10", Item: "finding-99999999999999999999", Words: "x"}, fault.Invalid},
		{"nothing said", actor, periods.NewReply{Period: "2026-10", Item: own, Words: " \n "}, fault.Invalid},
		{"an account of nobody", hr, periods.NewReply{Period: "2026-10", Item: own, Words: "x"}, fault.Forbidden},
	} {
		c.in.Key = replyKey(7)
		if got, err := s.Reply(t.Context(), c.actor, c.in); !fault.Is(err, c.kind) {
			t.Errorf("%s: %+v, %v; want %s", c.name, got, err, c.kind)
		}
	}
	var n int
	if err := s.DB.Get(&n, `SELECT (SELECT count(*) FROM replies) + (SELECT count(*) FROM journal WHERE action = 'reply')`); err != nil || n != 0 {
		t.Errorf("%d replies or entries of what was refused (%v)", n, err)
	}
}

func TestAClosedMonthTakesNoReply(t *testing.T) {
	t.Parallel()
	s := computed(t)
	actor, item := replier(s, 17), anItem(t, s, 17)
	in := periods.NewReply{Key: replyKey(1), Period: "2026-10", Item: item, Words: "In time"}
	first, err := s.Reply(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	s.DB.MustExec(`UPDATE periods SET status = 'closed'`)
	if again, err := s.Reply(t.Context(), actor, in); err != nil || again.ID != first.ID {
		t.Errorf("one that was kept in time, sent again: %+v, %v", again, err)
	}
	in.Key = replyKey(2)
	if _, err := s.Reply(t.Context(), actor, in); !fault.Is(err, fault.Conflict) || fault.As(err).Reason != "period-closed" || !strings.Contains(err.Error(), "2026-10 is closed") {
		t.Errorf("after the month was closed: %v", err)
	}
}

// TestTwentyRepliesAMonth, also of a phone that sends many at once.
func TestTwentyRepliesAMonth(t *testing.T) {
	t.Parallel()
	s := computed(t)
	actor, item := replier(s, 17), anItem(t, s, 17)
	var wg sync.WaitGroup
	errs := make([]error, 24)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = s.Reply(t.Context(), actor, periods.NewReply{Key: replyKey(i), Period: "2026-10", Item: item, Words: fmt.Sprint("reply ", i)})
		})
	}
	wg.Wait()
	refused := 0
	for _, err := range errs {
		if fault.Is(err, fault.Conflict) && fault.As(err).Reason == "too-many-replies" {
			refused++
		} else if err != nil {
			t.Error(err)
		}
	}
	if got := len(scoreOf(t, s, actor, 17).Replies); got != 20 || refused != 4 {
		t.Errorf("%d replies were kept and %d refused, want 20 and 4", got, refused)
	}
	if _, err := s.Reply(t.Context(), replier(s, 18), periods.NewReply{Key: replyKey(0), Period: "2026-10", Item: "ratings", Words: "mine"}); err != nil {
		t.Errorf("a colleague, with a key that somebody else has used: %v", err)
	}
}

func TestRepliesCannotBeRewritten(t *testing.T) {
	t.Parallel()
	s := hospital(t)
	for _, query := range []string{`UPDATE replies SET words = 'x'`, `DELETE FROM replies`, `TRUNCATE replies`} {
		if _, err := s.DB.Exec(query); err == nil || !strings.Contains(err.Error(), "denied") {
			t.Errorf("%s: %v", query, err)
		}
	}
}
