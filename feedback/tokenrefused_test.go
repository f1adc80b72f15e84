package feedback

import (
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
)

func TestRefusedTokens(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	forged, old := "", ""
	for _, tt := range []struct {
		promise string
		do      func(t *testing.T, b TokenBatch, slip string) string
		want    Refusal
		kind    fault.Kind
	}{
		{"a letter wrong", func(t *testing.T, b TokenBatch, slip string) string {
			forged = slip[:18] + map[bool]string{true: "A", false: "B"}[slip[18] == 'B']
			return forged
		}, TokenForged, fault.NotFound},
		{"no token at all", func(*testing.T, TokenBatch, string) string { return "HELLO" }, TokenForged, fault.NotFound},
		{"signed, but beyond the batch", func(t *testing.T, b TokenBatch, slip string) string {
			return w.signer.token.encode(token{key: uint8(b.KeyID), batch: b.ID, number: 5})
		}, TokenForged, fault.NotFound},
		{"signed, but there is no such batch", func(t *testing.T, b TokenBatch, slip string) string {
			return w.signer.token.encode(token{key: uint8(b.KeyID), batch: 999})
		}, TokenForged, fault.NotFound},
		{"signed with another of the hospital's keys", func(t *testing.T, b TokenBatch, slip string) string {
			return w.signer.token.encode(token{key: uint8(b.KeyID) + 1, batch: b.ID})
		}, TokenForged, fault.NotFound},
		{"a batch called back", func(t *testing.T, b TokenBatch, slip string) string {
			for range 2 {
				if _, err := w.RevokeTokenBatch(t.Context(), boss, RevokeTokenBatch{ID: b.ID, Reason: "lost"}); err != nil {
					t.Fatal(err)
				}
			}
			return slip
		}, TokenRevoked, fault.Gone},
		{"after a rotation old slips stay good", func(t *testing.T, b TokenBatch, slip string) string {
			if k, err := w.RotateTokenKey(t.Context(), boss, struct{}{}); err != nil || k.ID != b.KeyID+1 {
				t.Fatalf("%+v, %v", k, err)
			}
			old = slip
			return slip
		}, "", ""},
		{"and new ones are signed with the new key", func(t *testing.T, b TokenBatch, slip string) string {
			if b.KeyID != 1 {
				t.Errorf("key %d", b.KeyID)
			}
			return slip
		}, "", ""},
		{"a key withdrawn", func(t *testing.T, b TokenBatch, slip string) string {
			for range 2 {
				if k, err := w.WithdrawTokenKey(t.Context(), boss, WithdrawTokenKey{ID: 0, Reason: "a notebook was stolen"}); err != nil || k.WithdrawnAt == nil {
					t.Fatalf("%+v, %v", k, err)
				}
			}
			return old
		}, TokenWithdrawn, fault.Gone},
		{"which leaves the others", func(t *testing.T, b TokenBatch, slip string) string { return slip }, "", ""},
		{"its days are over", func(t *testing.T, b TokenBatch, slip string) string {
			w.clock.pass(7 * 24 * time.Hour)
			return slip
		}, TokenExpired, fault.Gone},
	} {
		b, slip := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
		typed := tt.do(t, b, slip[0])
		_, opened := w.OpenVisit(t.Context(), Visitor{Visit: typed, Device: phone})
		_, rated := w.visit(t, typed, badge, "", phone, 5)
		_, listed := w.Who(t.Context(), Visitor{Code: badge, Visit: typed, Device: phone})
		for what, err := range map[string]error{"opened": opened, "rated": rated, "the others": listed} {
			if RefusalOf(err) != tt.want || tt.want == "" && err != nil || tt.want != "" && !fault.Is(err, tt.kind) {
				t.Errorf("%s, %s: %v", tt.promise, what, err)
			}
		}
	}
	if _, err := w.WithdrawTokenKey(t.Context(), boss, WithdrawTokenKey{ID: 9, Reason: "x"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a key that is not there: %v", err)
	}
}

func TestGuessingIsLimited(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	_, slip := w.slips(t, NewTokenBatch{DepartmentID: 1, Tokens: 1})
	try := func(typed, network string) error {
		_, err := w.OpenVisit(t.Context(), Visitor{Visit: typed, Network: network, Device: NewDevice()})
		return err
	}
	for range 200 {
		if err := try("0000000000000000", "203.0.113.7"); RefusalOf(err) != TokenForged {
			t.Fatal(err)
		}
	}
	if err := try("0000000000000000", "203.0.113.7"); !fault.Is(err, fault.TooMany) {
		t.Errorf("another guess: %v", err)
	}
	if err := try(slip[0], "203.0.113.7"); !fault.Is(err, fault.TooMany) {
		t.Errorf("a good one tells that it is: %v", err)
	}
	if err := try(slip[0], "203.0.113.8"); err != nil {
		t.Errorf("from elsewhere: %v", err)
	}
	if _, err := w.Open(t.Context(), Visitor{Code: badge, Network: "203.0.113.7"}); err != nil {
		t.Errorf("a code from there: %v", err)
	}
	w.clock.pass(5 * time.Second)
	if err := try(slip[0], "203.0.113.7"); err != nil {
		t.Errorf("a moment later: %v", err)
	}
	for range 300 { // a hospital behind one address, and no forgeries
		if err := try(slip[0], "203.0.113.9"); err != nil {
			t.Fatal(err)
		}
	}
}
