package accounts_test

import (
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

var (
	his     = accounts.NewAPIKey{Name: "his", Permissions: []string{"employee:read"}}
	machine = accounts.Client{Address: netip.MustParseAddr("10.1.2.3")}
)

func (h hospital) newKey(in accounts.NewAPIKey) accounts.IssuedAPIKey {
	h.t.Helper()
	k, err := h.CreateAPIKey(h.t.Context(), admin, in)
	if err != nil {
		h.t.Fatal(err)
	}
	return k
}

func TestWhatAKeyCanBe(t *testing.T) {
	h := newHospital(t)
	for _, test := range []struct {
		what, field string
		change      func(*accounts.NewAPIKey)
	}{
		{"an ordinary one", "", func(*accounts.NewAPIKey) {}},
		{"for two years", "", func(k *accounts.NewAPIKey) { k.Days = 730 }},
		{"in a department", "", func(k *accounts.NewAPIKey) { k.DepartmentID = 1 }},
		{"from networks", "", func(k *accounts.NewAPIKey) { k.Networks = []string{"10.1.2.3", "2001:db8::/32"} }},
		{"what people answer for", "permissions[1]", func(k *accounts.NewAPIKey) { k.Permissions = []string{"employee:read", "account:manage"} }},
		{"to make more keys", "permissions[0]", func(k *accounts.NewAPIKey) { k.Permissions = []string{"api-key:manage"} }},
		{"everything", "permissions[0]", func(k *accounts.NewAPIKey) { k.Permissions = []string{"*"} }},
		{"a name to misread", "name", func(k *accounts.NewAPIKey) { k.Name = "HIS feed" }},
		{"a department that is not there", "departmentId", func(k *accounts.NewAPIKey) { k.DepartmentID = 99 }},
		{"no network", "networks[0]", func(k *accounts.NewAPIKey) { k.Networks = []string{"the ward"} }},
	} {
		in := his
		test.change(&in)
		_, err := h.CreateAPIKey(t.Context(), admin, in)
		if test.field == "" && err != nil || test.field != "" && fault.As(err).Fields[test.field] == "" {
			t.Errorf("%s: %v, %v, want a word on %q", test.what, err, fault.As(err).Fields, test.field)
		}
	}
}

func TestAKeyIsShownOnceAndKeptAsAHash(t *testing.T) {
	h := newHospital(t)
	k := h.newKey(his)
	if accounts.PublicID(k.Secret) != k.Key.PublicID || len(k.Secret) != 4+16+1+47 {
		t.Errorf("key %q", k.Secret)
	}
	if got := k.Key.ExpiresAt.Sub(k.Key.CreatedAt); got != 365*24*time.Hour {
		t.Errorf("it is good for %v", got)
	}
	list, err := h.ListAPIKeys(t.Context(), admin, accounts.ListAPIKeys{})
	want(t, "list", err, "")
	b, _ := json.Marshal(list)
	var rows []string
	if err := h.DB.Select(&rows, `SELECT api_keys::text FROM api_keys UNION ALL SELECT journal::text FROM journal`); err != nil {
		t.Fatal(err)
	}
	secret := k.Secret[len("wsk_")+16+1:]
	if everything := string(b) + strings.Join(rows, "\n"); strings.Contains(everything, secret) {
		t.Errorf("the secret is kept: %s", everything)
	}
}

// TestAKeyIsToldByItsChecksum changes each character: none is taken for a key.
func TestAKeyIsToldByItsChecksum(t *testing.T) {
	h := newHospital(t)
	key := h.newKey(his).Secret
	for i := range key {
		b := []byte(key)
		if b[i]++; b[i] == 'z'+1 {
			b[i] = 'a'
		}
		if accounts.PublicID(string(b)) != "" {
			t.Errorf("%s with a typing error at %d", key, i)
		}
	}
	for _, text := range []string{"", "wsk_", key[:len(key)-1], key + "a", " " + key, strings.ToUpper(key)} {
		if accounts.PublicID(text) != "" {
			t.Errorf("%q is taken for a key", text)
		}
	}
}

// sealed gives a key that was put together the checksum that it needs to be
// looked at.
func sealed(key string) string {
	key = key[:len(key)-7]
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(key)))
	return key + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum))
}

func TestWhoHoldsAKey(t *testing.T) {
	h := newHospital(t)
	inWard := his
	inWard.DepartmentID, inWard.Networks = 2, []string{"10.1.0.0/16"}
	ward, everywhere := h.newKey(inWard), h.newKey(his)
	other := sealed(strings.Replace(ward.Secret, ward.Key.PublicID, everywhere.Key.PublicID, 1))
	if accounts.PublicID(other) != everywhere.Key.PublicID {
		t.Fatalf("%q is not what a thief would try", other)
	}
	for _, test := range []struct {
		what, key, from string
		after           time.Duration
		want            fault.Kind
	}{
		{"from its network", ward.Secret, "10.1.2.3", 0, ""},
		{"the same, as IPv6 writes it", ward.Secret, "::ffff:10.1.2.3", 0, ""},
		{"from another", ward.Secret, "10.2.0.1", 0, fault.Forbidden},
		{"from nobody knows where", ward.Secret, "", 0, fault.Forbidden},
		{"from anywhere", everywhere.Secret, "2001:db8::1", 0, ""},
		{"a secret under another key's id", other, "10.1.2.3", 0, fault.Unauthenticated},
		{"a password", password, "10.1.2.3", 0, fault.Unauthenticated},
		{"the day before it expires", everywhere.Secret, "10.1.2.3", 364 * 24 * time.Hour, ""},
		{"when it expires", everywhere.Secret, "10.1.2.3", 24 * time.Hour, fault.Unauthenticated},
	} {
		h.clock.advance(test.after)
		addr, _ := netip.ParseAddr(test.from)
		actor, err := h.AuthenticateKey(t.Context(), accounts.Client{Address: addr}, test.key)
		want(t, test.what, err, test.want)
		if err == nil && (actor.Key == nil || actor.AccountID != 0 || len(actor.Roles) != 0 || actor.Reach.Hospital) {
			t.Errorf("%s: %+v is more than a key", test.what, actor)
		}
		if err == nil && test.key == ward.Secret && !slices.Equal(actor.Key.Departments, []int64{2, 3}) {
			t.Errorf("%s reaches %v, want the ward and its bay", test.what, actor.Key.Departments)
		}
	}
}

// TestALeakedKey is found in use from elsewhere, revoked, and opens nothing any
// more; what was done with it, and who tried again, is in the journal.
func TestALeakedKey(t *testing.T) {
	h := newHospital(t)
	k := h.newKey(his)
	thief := accounts.Client{Address: netip.MustParseAddr("203.0.113.77")}
	actor, err := h.AuthenticateKey(t.Context(), thief, k.Secret)
	want(t, "in the thief's hands", err, "")
	want(t, "which changes something", h.RecordKeyUse(t.Context(), actor, "importDuties"), "")
	list, _ := h.ListAPIKeys(t.Context(), admin, accounts.ListAPIKeys{Name: "his"})
	if len(list) != 1 || list[0].LastUsedFrom != "203.0.113.0/24" || list[0].LastUsedAt == nil {
		t.Errorf("last use: %+v", list)
	}
	revoked, err := h.RevokeAPIKey(t.Context(), admin, accounts.RevokeAPIKey{ID: k.Key.ID})
	if want(t, "revoke", err, ""); revoked.RevokedAt == nil || revoked.RevokedBy == nil || *revoked.RevokedBy != admin.AccountID {
		t.Errorf("revoked: %+v", revoked)
	}
	_, err = h.AuthenticateKey(t.Context(), thief, k.Secret)
	want(t, "at once", err, fault.Unauthenticated)
	_, err = h.RevokeAPIKey(t.Context(), admin, accounts.RevokeAPIKey{ID: k.Key.ID})
	want(t, "again", err, "")
	lines, err := h.ListJournal(t.Context(), admin, accounts.ListJournal{JournalFilter: accounts.JournalFilter{APIKeyID: k.Key.ID}})
	want(t, "the key's journal", err, "")
	var did []string
	for _, l := range lines {
		did = append(did, l.Action+" "+l.APIKeyName+" "+string(*l.After))
	}
	if len(did) != 2 || !strings.Contains(did[0], "refuse his") || did[1] != `use his {"operation": "importDuties"}` {
		t.Errorf("its journal: %q", did)
	}
	if n := count(t, h.DB, `SELECT count(*) FROM journal WHERE action = 'revoke' AND object = 'api-key'`); n != 1 {
		t.Errorf("revoked %d times", n)
	}
}

func TestRevokeAllOfAName(t *testing.T) {
	h := newHospital(t)
	lab := his
	lab.Name = "lab"
	old, next, another := h.newKey(his), h.newKey(his), h.newKey(lab)
	list, err := h.RevokeAPIKeys(t.Context(), admin, accounts.RevokeAPIKeys{Name: "his"})
	if want(t, "both", err, ""); len(list) != 2 || list[0].RevokedAt == nil || list[1].RevokedAt == nil {
		t.Errorf("revoked: %+v", list)
	}
	for secret, kind := range map[string]fault.Kind{old.Secret: fault.Unauthenticated, next.Secret: fault.Unauthenticated, another.Secret: ""} {
		_, err := h.AuthenticateKey(t.Context(), machine, secret)
		want(t, secret, err, kind)
	}
	_, err = h.RevokeAPIKeys(t.Context(), admin, accounts.RevokeAPIKeys{Name: "hiss"})
	want(t, "a name nobody has", err, fault.NotFound)
	_, err = h.RevokeAPIKey(t.Context(), accounts.Actor{AccountID: 1}, accounts.RevokeAPIKey{ID: another.Key.ID})
	want(t, "by who may not", err, fault.NotFound)
	if list, _ := h.ListAPIKeys(t.Context(), admin, accounts.ListAPIKeys{}); len(list) != 1 || list[0].Name != "lab" {
		t.Errorf("good ones: %+v", list)
	}
	if list, _ := h.ListAPIKeys(t.Context(), admin, accounts.ListAPIKeys{All: true}); len(list) != 3 {
		t.Errorf("all: %+v", list)
	}
}

func TestLastUseIsWrittenOnceAMinute(t *testing.T) {
	h := newHospital(t)
	k := h.newKey(his)
	for _, seconds := range []int{0, 59, 1} {
		h.clock.advance(time.Duration(seconds) * time.Second)
		actor, err := h.AuthenticateKey(t.Context(), machine, k.Secret)
		want(t, "use", err, "")
		now, err := h.CurrentAPIKey(t.Context(), actor, struct{}{})
		want(t, "current", err, "")
		wrote := now.LastUsedAt.Equal(h.clock.Now())
		if wrote != (seconds != 59) {
			t.Errorf("after %d s: last used %v", seconds, now.LastUsedAt)
		}
	}
	_, err := h.CurrentAPIKey(t.Context(), admin, struct{}{})
	want(t, "of a person", err, fault.Forbidden)
}
