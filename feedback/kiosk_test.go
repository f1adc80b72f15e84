package feedback

import (
	"bytes"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// placeID is the id of the counter in department 2.
func (w ward) placeID(t *testing.T) (id int64) {
	t.Helper()
	if err := w.db.Get(&id, `SELECT id FROM touchpoints WHERE code = $1`, counter); err != nil {
		t.Fatal(err)
	}
	return id
}

// tabletAt sets up a tablet at the counter and returns its token.
func (w ward) tabletAt(t *testing.T) (token string, k Kiosk) {
	t.Helper()
	link, err := w.CreateKiosk(t.Context(), boss, NewKiosk{Name: "Counter 3, left", TouchpointID: w.placeID(t)})
	if err != nil {
		t.Fatal(err)
	}
	if token, err = w.EnrolKiosk(t.Context(), link.Secret); err != nil {
		t.Fatal(err)
	}
	return token, link.Kiosk
}

func turn(employeeID int64, score int) KioskVote {
	return KioskVote{Key: NewDevice(), EmployeeID: employeeID, Score: score, Language: "ko"}
}

// kept is what is stored of each vote.
type kept struct {
	Employee int64
	Score    int
	Channel  string
	Standing string
	Reasons  string
	Hour     time.Time
	Device   []byte
	Network  []byte
}

func (w ward) kept(t *testing.T) (list []kept) {
	t.Helper()
	if err := w.db.Select(&list, `
		SELECT coalesce(employee_id, 0) AS employee, score, channel, standing, occurred_at AS hour, device, network,
		       coalesce((SELECT string_agg(reason, ' ' ORDER BY reason) FROM holds h WHERE h.vote = r.vote), '') AS reasons
		FROM ratings r ORDER BY id`); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestALinkSetsUpOneTablet(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	link, err := w.CreateKiosk(t.Context(), boss, NewKiosk{Name: " Counter 3 ", TouchpointID: w.placeID(t)})
	if err != nil || link.Name != "Counter 3" || link.DepartmentID != 2 || link.EnrolledAt != nil {
		t.Fatalf("%+v, %v", link, err)
	}
	for range 3 { // whoever only looks does not use it
		if k, err := w.KioskOfLink(t.Context(), link.Secret); err != nil || k.ID != link.ID {
			t.Fatalf("%+v, %v", k, err)
		}
	}
	first, err := w.EnrolKiosk(t.Context(), link.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.EnrolKiosk(t.Context(), link.Secret); !fault.Is(err, fault.Gone) {
		t.Errorf("a second tablet by the same link: %v", err)
	}
	if page, err := w.OpenKiosk(t.Context(), first); err != nil || page.Place.Label["en"] != "Counter 3" {
		t.Errorf("%+v, %v", page, err)
	}
	again, err := w.RenewKioskLink(t.Context(), boss, ChooseKiosk{link.ID})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.OpenKiosk(t.Context(), first); err != nil {
		t.Errorf("the old tablet stops before the new one is set up: %v", err)
	}
	second, err := w.EnrolKiosk(t.Context(), again.Secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.VoteAtKiosk(t.Context(), first, turn(0, 5)); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("the replaced tablet votes: %v", err)
	}
	late, err := w.RenewKioskLink(t.Context(), boss, ChooseKiosk{link.ID})
	if err != nil {
		t.Fatal(err)
	}
	w.clock.pass(kioskLinkTTL)
	if _, err := w.EnrolKiosk(t.Context(), late.Secret); !fault.Is(err, fault.Gone) {
		t.Errorf("a link of yesterday: %v", err)
	}
	for range 2 {
		if k, err := w.RevokeKiosk(t.Context(), boss, ChooseKiosk{link.ID}); err != nil || k.RevokedAt == nil {
			t.Fatalf("%+v, %v", k, err)
		}
	}
	if _, err := w.OpenKiosk(t.Context(), second); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("a withdrawn kiosk opens: %v", err)
	}
	if _, err := w.RenewKioskLink(t.Context(), boss, ChooseKiosk{link.ID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a link for a withdrawn kiosk: %v", err)
	}
	var stored int
	if err := w.db.Get(&stored, `SELECT count(*) FROM kiosks k, journal j WHERE to_jsonb(k)::text || to_jsonb(j)::text LIKE '%' || $1 || '%'`, second); err != nil || stored != 0 {
		t.Errorf("%d rows hold the token itself, %v", stored, err)
	}
	var done []string
	if err := w.db.Select(&done, `SELECT action FROM journal WHERE object = 'kiosk' ORDER BY id`); err != nil || fmt.Sprint(done) != "[create enrol link enrol link revoke]" {
		t.Errorf("journal: %v, %v", done, err)
	}
}

func TestKiosksAreWithinReach(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	head := accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1}}}
	_, k := w.tabletAt(t)
	for name, in := range map[string]NewKiosk{
		"touchpointId": {Name: "x", TouchpointID: w.placeID(t)},
		"departmentId": {Name: "x", DepartmentID: 2},
		"name":         {Name: "  ", DepartmentID: 1},
		"label":        {Name: "x", DepartmentID: 1, Label: texts.Localized{"fr": "guichet"}},
	} {
		if _, err := w.CreateKiosk(t.Context(), head, in); fault.As(err).Fields[name] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, in := range []NewKiosk{{Name: "x"}, {Name: "x", TouchpointID: 1, DepartmentID: 1}, {Name: "x", TouchpointID: 1}} { // 1 is a badge
		if _, err := w.CreateKiosk(t.Context(), boss, in); fault.As(err).Fields["touchpointId"] == "" {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if _, err := w.RevokeKiosk(t.Context(), head, ChooseKiosk{k.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("a kiosk elsewhere: %v", err)
	}
	made, err := w.CreateKiosk(t.Context(), head, NewKiosk{Name: "x", DepartmentID: 1})
	if err != nil || made.Place["en"] != "Blood tests" {
		t.Errorf("%+v, %v", made, err)
	}
	if list, err := w.ListKiosks(t.Context(), head, ListKiosks{}); err != nil || len(list) != 1 || list[0].ID != made.ID {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestATabletOffersWhoeverIsThere(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	names := func() (list []string) {
		page, err := w.OpenKiosk(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.People {
			list = append(list, p.LatinName)
		}
		return list
	}
	if got := fmt.Sprint(names()); got != "[Li]" { // who is posted there
		t.Errorf("without a duty roster: %s", got)
	}
	w.db.MustExec(`INSERT INTO duties (employee_id, department_id, day, shift, kind, starts_at, ends_at, external_id)
		VALUES (1, 2, '2026-06-10', 'day', 'planned', '2026-06-10 08:00+08', '2026-06-10 16:00+08', '')`)
	if got := fmt.Sprint(names()); got != "[Wang Li]" { // who is on duty now, from wherever
		t.Errorf("on duty: %s", got)
	}
	if err := w.VoteAtKiosk(t.Context(), token, turn(1, 5)); err != nil {
		t.Errorf("about whoever is on duty here: %v", err)
	}
	w.clock.set("2026-06-10 17:00:00")
	if got := fmt.Sprint(names()); got != "[Li]" {
		t.Errorf("after the shift: %s", got)
	}
}

func TestVotesAtATablet(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	good := turn(3, 4)
	bad := func(change func(*KioskVote)) KioskVote {
		v := turn(3, 4)
		change(&v)
		return v
	}
	for _, test := range []struct {
		name string
		vote KioskVote
		want fault.Kind
	}{
		{"about somebody who works here", good, ""},
		{"about the place", turn(0, 1), ""},
		{"about somebody who works elsewhere", turn(1, 5), fault.Gone},
		{"about somebody who comes here next week", turn(2, 5), fault.Gone},
		{"about nobody", turn(99, 5), fault.Gone},
		{"no answer", bad(func(v *KioskVote) { v.Score = 6 }), fault.Invalid},
		{"no language", bad(func(v *KioskVote) { v.Language = "fr" }), fault.Invalid},
		{"no key", bad(func(v *KioskVote) { v.Key = "short" }), fault.Invalid},
		{"a tag of nobody's", bad(func(v *KioskVote) { v.Tags = []string{"rich"} }), fault.Invalid},
		{"too old", bad(func(v *KioskVote) { v.Age = kioskPatience + time.Second }), fault.Gone},
		{"from the future", bad(func(v *KioskVote) { v.Age = -time.Hour }), ""},
	} {
		err := w.VoteAtKiosk(t.Context(), token, test.vote)
		if test.want == "" && err != nil || test.want != "" && !fault.Is(err, test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
		w.clock.pass(kioskPace)
	}
	if err := w.VoteAtKiosk(t.Context(), "somebody's", good); !fault.Is(err, fault.Unauthenticated) {
		t.Errorf("without a tablet: %v", err)
	}
	list := w.kept(t)
	if len(list) != 3 {
		t.Fatalf("%d are stored: %+v", len(list), list)
	}
	for _, k := range list {
		if k.Channel != "kiosk" || k.Standing != "counted" || k.Network != nil || !k.Hour.Equal(time.Date(2026, 6, 10, 2, 0, 0, 0, time.UTC)) {
			t.Errorf("stored as %+v", k)
		}
	}
	if bytes.Equal(list[0].Device, list[1].Device) {
		t.Error("two people at one tablet are one phone")
	}
}

// A tablet that gets no answer sends again, and five taps of one finger are one turn.
func TestATurnIsOneVote(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	vote := turn(3, 2)
	var sending sync.WaitGroup
	for range 8 {
		sending.Go(func() {
			if err := w.VoteAtKiosk(t.Context(), token, vote); err != nil {
				t.Error(err)
			}
		})
	}
	sending.Wait()
	w.clock.set("2026-06-11 00:30:00") // the clock has moved on to another day
	vote.Tags = []string{"slow"}
	for range 3 {
		if err := w.VoteAtKiosk(t.Context(), token, vote); err != nil {
			t.Fatal(err)
		}
	}
	vote.Tags = []string{"kind"}
	if err := w.VoteAtKiosk(t.Context(), token, vote); err != nil {
		t.Fatal(err)
	}
	var remarks string
	if err := w.db.Get(&remarks, `SELECT string_agg(tags::text, ' ') FROM remarks`); err != nil || remarks != "{slow}" || len(w.kept(t)) != 1 {
		t.Errorf("%d votes, remarks %s, %v", len(w.kept(t)), remarks, err)
	}
}

func TestATapCountsWhenItWasMade(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	token, _ := w.tabletAt(t)
	w.clock.set("2026-06-16 09:00:00") // Kim works here since yesterday
	yesterday, before := turn(2, 5), turn(2, 5)
	yesterday.Age, before.Age = 20*time.Hour, 40*time.Hour
	if err := w.VoteAtKiosk(t.Context(), token, yesterday); err != nil {
		t.Error(err)
	}
	if err := w.VoteAtKiosk(t.Context(), token, before); !fault.Is(err, fault.Gone) {
		t.Errorf("about somebody who had yet to come: %v", err)
	}
	if list := w.kept(t); len(list) != 1 || !list[0].Hour.Equal(time.Date(2026, 6, 15, 5, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", list)
	}
}
