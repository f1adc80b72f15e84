package feedback

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestSharedNetworks(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	add := func(prefix string) (SharedNetwork, error) {
		return w.AddSharedNetwork(t.Context(), boss, NewSharedNetwork{Prefix: prefix, Name: "Guest Wi-Fi"})
	}
	for _, tt := range []struct {
		prefix, want string // want "": not taken
	}{
		{"192.0.2.0/24", "192.0.2.0/24"},
		{" 192.0.2.99/24 ", "192.0.2.0/24"}, // the same
		{"198.51.100.7", "198.51.100.7/32"},
		{"2001:db8::/32", "2001:db8::/32"},
		{"0.0.0.0/0", ""},
		{"::/0", ""},
		{"10.0.0.0/4", ""},
		{"::ffff:192.0.2.1", ""},
		{"fe80::1%eth0", ""},
		{"guest", ""},
		{"", ""},
	} {
		n, err := add(tt.prefix)
		if tt.want == "" && !fault.Is(err, fault.Invalid) || tt.want != "" && (err != nil || n.Prefix != tt.want) {
			t.Errorf("%q: %q, %v", tt.prefix, n.Prefix, err)
		}
	}
	list, err := w.SharedNetworks(t.Context(), boss, struct{}{})
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	known := func(network string) bool {
		w.from(t, network, NewDevice())
		s := w.stamps(t)
		return s[len(s)-1].Network != nil
	}
	for network, want := range map[string]bool{
		"192.0.2.77": false, "::ffff:192.0.2.77": false, "198.51.100.7": false, "198.51.100.8": true, "2001:db8:1::5": false, "2001:db9::5": true,
	} {
		if known(network) != want {
			t.Errorf("the network of a vote from %s is stored: %t", network, !want)
		}
	}
	for _, n := range list {
		if _, err := w.RemoveSharedNetwork(t.Context(), boss, RemoveSharedNetwork{ID: n.ID}); err != nil {
			t.Error(err)
		}
		if _, err := w.RemoveSharedNetwork(t.Context(), accounts.Actor{}, RemoveSharedNetwork{ID: n.ID}); !fault.Is(err, fault.NotFound) {
			t.Errorf("removed twice: %v", err)
		}
	}
	if !known("192.0.2.78") {
		t.Error("a network that was taken off the list is not looked at")
	}
	var entries int
	if err := w.db.Get(&entries, `SELECT count(*) FROM journal WHERE object = 'shared-network'`); err != nil || entries != 6 {
		t.Errorf("%d journal entries, %v", entries, err)
	}
}

// A phone on which somebody is signed in is noted with the hash that its votes carry,
// and forgotten with the month's salt.
func TestPhonesOfStaff(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	w.from(t, "", phone) // before anybody signs in
	w.from(t, "", NewDevice())
	for range 2 {
		if err := w.NoteStaffDevice(t.Context(), phone, Staff{SignedIn: true, EmployeeID: 2}); err != nil {
			t.Fatal(err)
		}
	}
	for _, none := range []Staff{{}, {EmployeeID: 2}} {
		if err := w.NoteStaffDevice(t.Context(), NewDevice(), none); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.NoteStaffDevice(t.Context(), "no cookie of ours", Staff{SignedIn: true}); err != nil {
		t.Fatal(err)
	}
	var noted, departments int
	if err := w.db.QueryRowx(`SELECT count(*), coalesce(sum(department_id), 0) FROM staff_devices`).Scan(&noted, &departments); err != nil || noted != 1 || departments != 1 {
		t.Errorf("%d phones of departments %d, %v", noted, departments, err)
	}
	if out := w.detect(t); out.ByReason["staff-device"] != 1 || w.standings(t)["held"] != 1 {
		t.Errorf("%+v", out)
	}
	w.db.MustExec(`UPDATE ballot_salts SET salt = NULL, destroyed_at = '2026-07-01'`)
	w.detect(t)
	if err := w.db.Get(&noted, `SELECT count(*) FROM staff_devices`); err != nil || noted != 0 {
		t.Errorf("%d phones are remembered without the month's salt, %v", noted, err)
	}
}
