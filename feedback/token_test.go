package feedback

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// slips issues a batch and returns its tokens.
func (w ward) slips(t *testing.T, in NewTokenBatch) (TokenBatch, []string) {
	t.Helper()
	b, err := w.IssueTokens(t.Context(), boss, in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.WriteTokens(t.Context(), boss, WriteTokens{ID: b.ID})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, s := range out.Tokens {
		list = append(list, s.Token)
	}
	return b, list
}

// visit opens the page of a code on a visit, and taps.
func (w ward) visit(t *testing.T, token, code, key, device string, score int) (Receipt, error) {
	t.Helper()
	page, err := w.Open(t.Context(), Visitor{Code: code, Key: key, Device: device, Visit: token})
	if err != nil {
		return Receipt{}, err
	}
	if page.Device != "" && device != "" {
		device = page.Device
	}
	return w.Submit(t.Context(), NewRating{Code: code, Key: page.Key, Device: device, Visit: page.Visit, Score: score, Language: "ko"})
}

func (w ward) must(t *testing.T, token, code, device string, score int) Receipt {
	t.Helper()
	r, err := w.visit(t, token, code, "", device, score)
	if err != nil {
		t.Fatalf("%s: %v", code, err)
	}
	return r
}

func (w ward) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := w.db.Get(&n, query, args...); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestTokensAreSigned(t *testing.T) {
	t.Parallel()
	g := newTokenSigner(newWard(t).Keys)
	want := token{key: 31, batch: mostBatch, number: mostTokens - 1}
	text := g.encode(want)
	if got, plain, ok := g.decode(" " + strings.ToLower(grouped(text)) + " "); !ok || got != want || plain != text {
		t.Errorf("%+v, %q, %v", got, plain, ok)
	}
	for i := range text { // whatever letter is changed
		for _, r := range "0Z" {
			forged := text[:i] + string(r) + text[i+1:]
			if _, _, ok := g.decode(forged); ok != (forged == text) {
				t.Errorf("%s passes for %s", forged, text)
			}
		}
	}
	for _, bad := range []string{"", "0", text[1:], text + "0", strings.Repeat("U", 16), strings.Repeat("0", 1000)} {
		if _, _, ok := g.decode(bad); ok {
			t.Errorf("%q passes", bad)
		}
	}
	other := newTokenSigner(newWard(t).Keys)
	if _, _, ok := other.decode(text); ok {
		t.Error("another hospital takes it")
	}
	if g.encode(token{key: 1, batch: 1}) == g.encode(token{key: 2, batch: 1}) {
		t.Error("two keys sign alike")
	}
}

func FuzzToken(f *testing.F) {
	f.Add(uint8(0), int32(1), int16(0))
	f.Fuzz(func(t *testing.T, key uint8, batch int32, number int16) {
		g := new(tokenSigner)
		for i := range g {
			g[i] = func(parts ...[]byte) []byte { return append([]byte{byte(i), 1, 2, 3, 4, 5}, parts[0]...) }
		}
		want := token{key & 31, batch & mostBatch, number & (mostTokens - 1)}
		if got, _, ok := g.decode(g.encode(want)); !ok || got != want {
			t.Errorf("%+v comes back as %+v, %v", want, got, ok)
		}
	})
}

// TestOneVisitHasOneVoteForEachPersonMet tells stories of slips.
func TestOneVisitHasOneVoteForEachPersonMet(t *testing.T) {
	t.Parallel()
	phone, other := NewDevice(), NewDevice()
	for _, tt := range []struct {
		story string
		do    func(t *testing.T, w ward, slip []string)
		want  []int
		spent int
	}{
		{"looking spends nothing", func(t *testing.T, w ward, slip []string) {
			for range 3 {
				if _, err := w.OpenVisit(t.Context(), Visitor{Visit: slip[0]}); err != nil {
					t.Error(err)
				}
				if _, err := w.Open(t.Context(), Visitor{Code: badge, Visit: slip[0]}); err != nil {
					t.Error(err)
				}
				if _, err := w.Who(t.Context(), Visitor{Code: badge, Visit: slip[0]}); err != nil {
					t.Error(err)
				}
			}
		}, []int{}, 0},
		{"two people met, and a change of mind", func(t *testing.T, w ward, slip []string) {
			w.must(t, slip[0], badge, phone, 5)
			w.must(t, slip[0], badge3, phone, 4)
			if r := w.must(t, slip[0], badge, phone, 2); r.Version != 2 {
				t.Errorf("%+v", r)
			}
		}, []int{4, 2}, 1},
		{"another phone", func(t *testing.T, w ward, slip []string) {
			w.must(t, slip[0], badge, phone, 5)
			for _, code := range []string{badge, badge3} {
				if _, err := w.visit(t, slip[0], code, "", other, 1); RefusalOf(err) != TokenUsed {
					t.Errorf("%v", err)
				}
			}
			if _, err := w.OpenVisit(t.Context(), Visitor{Visit: slip[0], Device: other}); RefusalOf(err) != TokenUsed {
				t.Errorf("the slip: %v", err)
			}
			if _, err := w.Who(t.Context(), Visitor{Code: badge, Visit: slip[0], Device: other}); RefusalOf(err) != TokenUsed {
				t.Errorf("the others: %v", err)
			}
		}, []int{5}, 1},
		{"a browser without cookies goes on by its key", func(t *testing.T, w ward, slip []string) {
			choices, err := w.OpenVisit(t.Context(), Visitor{Visit: slip[0]})
			if err != nil {
				t.Fatal(err)
			}
			for i, code := range []string{badge, badge3, badge} {
				if _, err := w.visit(t, slip[0], code, choices.Key, "", i+2); err != nil {
					t.Errorf("%s: %v", code, err)
				}
			}
		}, []int{3, 4}, 1},
		{"two slips of one phone are two visits", func(t *testing.T, w ward, slip []string) {
			w.must(t, slip[0], badge, phone, 5)
			w.must(t, slip[1], badge, phone, 1)
		}, []int{5, 1}, 2},
		{"who has scanned the badge before goes on with that vote", func(t *testing.T, w ward, slip []string) {
			w.scan(t, badge, phone, 5)
			if r := w.must(t, slip[0], badge, phone, 3); r.Version != 2 {
				t.Errorf("%+v", r)
			}
			w.must(t, slip[0], badge3, phone, 4)
		}, []int{3, 4}, 1},
		{"over midnight and into the next month", func(t *testing.T, w ward, slip []string) {
			w.clock.set("2026-06-30 23:50:00")
			_, slip = w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
			w.must(t, slip[0], badge, phone, 5)
			w.clock.set("2026-07-01 00:10:00")
			w.must(t, slip[0], badge, phone, 4)
		}, []int{4}, 1},
		{"a remark belongs to the visit", func(t *testing.T, w ward, slip []string) {
			r := w.must(t, slip[0], badge, phone, 5)
			if err := w.Remark(t.Context(), NewRemark{Code: badge, Key: r.Key, Device: phone, Visit: slip[0], Words: "谢谢"}); err != nil {
				t.Error(err)
			}
			page, err := w.Open(t.Context(), Visitor{Code: badge, Key: r.Key, Device: phone, Visit: slip[0]})
			if err != nil || page.Said == nil || page.Said.Words != "谢谢" {
				t.Errorf("%+v, %v", page.Said, err)
			}
			if err := w.Remark(t.Context(), NewRemark{Code: badge, Key: r.Key, Device: other, Visit: slip[0], Words: "x"}); RefusalOf(err) != TokenUsed {
				t.Errorf("another phone's: %v", err)
			}
		}, []int{5}, 1},
		{"elsewhere a slip proves nothing", func(t *testing.T, w ward, slip []string) {
			w.must(t, slip[0], counter, phone, 5)
			if n := w.count(t, `SELECT count(*) FROM ratings WHERE channel = 'qr' AND token_batch IS NULL`); n != 1 {
				t.Errorf("%d ordinary votes", n)
			}
		}, []int{5}, 0},
	} {
		t.Run(tt.story, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			_, slip := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 2})
			tt.do(t, w, slip)
			if got := w.votes(t); !slices.Equal(got, tt.want) {
				t.Errorf("counts %v, want %v", got, tt.want)
			}
			if n := w.count(t, `SELECT count(*) FROM spent_tokens`); n != tt.spent {
				t.Errorf("%d tokens are spent, want %d", n, tt.spent)
			}
		})
	}
}

func TestTwentyPhonesAtOnceHaveOneVote(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	_, slip := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
	var good, used atomic.Int32
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 20 {
		device := NewDevice()
		page, err := w.Open(t.Context(), Visitor{Code: badge, Device: device, Visit: slip[0]})
		if err != nil {
			t.Fatal(err)
		}
		wg.Go(func() {
			<-start
			_, err := w.Submit(t.Context(), NewRating{
				Code: badge, Key: page.Key, Device: device, Visit: slip[0], Network: fmt.Sprintf("10.0.0.%d", i), Score: i%5 + 1, Language: "ko",
			})
			switch {
			case err == nil:
				good.Add(1)
			case RefusalOf(err) == TokenUsed:
				used.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	close(start)
	wg.Wait()
	if good.Load() != 1 || used.Load() != 19 || len(w.votes(t)) != 1 {
		t.Errorf("%d voted, %d were told that it is used, %v counts", good.Load(), used.Load(), w.votes(t))
	}
	if n := w.count(t, `SELECT count(*) FROM ratings WHERE channel = 'invitation' AND token_batch IS NOT NULL`); n != 1 {
		t.Errorf("%d ratings say that a token was given", n)
	}
}
