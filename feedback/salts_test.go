package feedback

import (
	"bytes"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// stamps are what is stored of a vote beside the answer.
type stamps struct {
	Vote    []byte
	Visit   []byte
	Device  []byte
	Network []byte
}

func (w ward) stamps(t *testing.T) (list []stamps) {
	t.Helper()
	if err := w.db.Select(&list, `SELECT vote, visit, device, network FROM ratings ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return list
}

func (w ward) from(t *testing.T, network, device string) {
	t.Helper()
	key := w.key(t, badge, device)
	if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: key, Device: device, Network: network, Score: 4, Language: "ko"}); err != nil {
		t.Fatal(err)
	}
}

func TestAPhoneIsKnownWithinAMonthOnly(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	w.from(t, "10.0.0.7", phone)
	w.clock.set("2026-06-11 10:00:00")
	w.from(t, "10.0.0.7", phone)
	w.from(t, "10.0.0.8", NewDevice())
	w.clock.set("2026-07-01 10:00:00")
	w.from(t, "10.0.0.7", phone)
	s := w.stamps(t)
	if !bytes.Equal(s[0].Device, s[1].Device) || !bytes.Equal(s[0].Network, s[1].Network) {
		t.Error("a phone or its network is another the next day")
	}
	if bytes.Equal(s[0].Device, s[2].Device) || bytes.Equal(s[0].Network, s[2].Network) {
		t.Error("two phones or their networks are one")
	}
	if bytes.Equal(s[0].Device, s[3].Device) || bytes.Equal(s[0].Network, s[3].Network) {
		t.Error("a phone is known across months")
	}
}

// Whoever has the database and the keys can find out which phone has voted, by
// trying; when the month is closed they no longer can.
func TestAClosedMonthDoesNotTellWhichPhoneHasVoted(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	w.from(t, "10.0.0.7", phone)
	var salt []byte
	if err := w.db.Get(&salt, `SELECT salt FROM ballot_salts WHERE month = '2026-06-01'`); err != nil || len(salt) != 32 {
		t.Fatalf("%d bytes of salt, %v", len(salt), err)
	}
	guess := w.signer.from("10.0.0.7", salt)
	if !bytes.Equal(guess, w.stamps(t)[0].Network) {
		t.Fatal("this is not how it is hashed: the test proves nothing")
	}
	if _, err := database.InTx(t.Context(), w.db, func(tx *sqlx.Tx) (struct{}, error) {
		return struct{}{}, DestroySalt(t.Context(), tx, w.clock.now(), "2026-06-01")
	}); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := w.db.Get(&left, `SELECT count(*) FROM ballot_salts WHERE salt IS NOT NULL`); err != nil || left != 0 {
		t.Errorf("%d salts are left, %v", left, err)
	}
	again := New(w.Config) // a server that has not seen it before
	t.Cleanup(again.Close)
	if _, err := again.salt(t.Context(), "2026-06-10"); !fault.Is(err, fault.Invalid) {
		t.Errorf("a salt was made for a month that is closed: %v", err)
	}
}

func TestForgettingByTheClock(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.from(t, "", NewDevice())
	exact := func() (n int) {
		if err := w.db.Get(&n, `SELECT count(*) FROM taps WHERE to_char(at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI:SS') = '10:20:30'`); err != nil {
			t.Fatal(err)
		}
		return n
	}
	salts := func() (n int) {
		if err := w.db.Get(&n, `SELECT count(*) FROM ballot_salts WHERE salt IS NOT NULL`); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, step := range []struct {
		clock       string
		taps, salts int
	}{
		{"2026-06-11 10:20:00", 1, 1},
		{"2026-06-11 10:21:00", 0, 1},
		{"2026-08-29 03:20:00", 0, 1},
		{"2026-08-30 03:20:00", 0, 0},
	} {
		w.clock.set(step.clock)
		for _, task := range w.Schedule() {
			if _, err := database.InTx(t.Context(), w.db, func(tx *sqlx.Tx) (struct{}, error) {
				return struct{}{}, task.Run(t.Context(), tx, w.clock.now())
			}); err != nil {
				t.Fatal(err)
			}
		}
		if exact() != step.taps || salts() != step.salts {
			t.Errorf("at %s there are %d exact times and %d salts", step.clock, exact(), salts())
		}
	}
}

func TestServersShareASalt(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	other := New(w.Config)
	t.Cleanup(other.Close)
	results := make(chan []byte, 8)
	for i := range 8 {
		go func() {
			s := []*Service{w.Service, other}[i%2]
			salt, err := s.salt(t.Context(), worktime.Day("2026-06-10"))
			if err != nil {
				t.Error(err)
			}
			results <- salt
		}()
	}
	first := <-results
	for range 7 {
		if !bytes.Equal(first, <-results) {
			t.Fatal("two servers made two salts")
		}
	}
}

func TestStaffDoNotVote(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		promise string
		staff   Staff
		reason  string
	}{
		{"a patient", Staff{}, ""},
		{"the person rated", Staff{SignedIn: true, EmployeeID: 1}, "self"},
		{"a colleague", Staff{SignedIn: true, EmployeeID: 2}, "staff"},
		{"an administrator who is nobody's employee", Staff{SignedIn: true}, "staff"},
	} {
		t.Run(tt.promise, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			device := NewDevice()
			key := w.key(t, badge, device)
			vote := func(staff Staff, score int) {
				t.Helper()
				if _, err := w.Submit(t.Context(), NewRating{Code: badge, Key: key, Device: device, Score: score, Language: "ko", Staff: staff}); err != nil {
					t.Fatal(err)
				}
			}
			vote(tt.staff, 5)
			vote(Staff{}, 4) // signed out, and a change of mind
			var standing string
			if err := w.db.Get(&standing, `SELECT standing FROM ratings ORDER BY version DESC LIMIT 1`); err != nil {
				t.Fatal(err)
			}
			var reasons []string
			if err := w.db.Select(&reasons, `SELECT reason FROM holds WHERE decision IS NULL`); err != nil {
				t.Fatal(err)
			}
			held := tt.reason != ""
			if (standing == "held") != held || held && (len(reasons) != 1 || reasons[0] != tt.reason) || !held && len(reasons) != 0 {
				t.Errorf("it is %s because of %v", standing, reasons)
			}
		})
	}
}
