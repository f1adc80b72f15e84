package handlers

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// A phone on which somebody signs in is noted, whichever comes first: the patient's
// page or the session. Afterwards, signed out, it is known by a mark that says nothing else.
func TestPhonesOfStaffAreNoted(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	h.withPassword("staff")
	page := "/r/" + h.code
	noted := func() int64 { return h.id(`SELECT count(*) FROM staff_devices`) }

	_, patient := h.open(page)
	if noted() != 0 {
		t.Fatal("a patient's phone was noted")
	}
	_, phone := h.open(page)
	status, header, body := h.send("POST", "/api/v1/session", fmt.Sprintf(`{"name": "staff", "password": %q}`, chosen),
		map[string]string{"Content-Type": "application/json", "Cookie": phone})
	if status != 201 || noted() != 1 {
		t.Fatalf("signing in on a phone with a page: %d %s, %d noted", status, body, noted())
	}
	mark := slices.IndexFunc(header["Set-Cookie"], func(c string) bool { return strings.HasPrefix(c, "w=1;") })
	if mark < 0 || !strings.Contains(header["Set-Cookie"][mark], "HttpOnly") {
		t.Fatalf("no mark among %v", header["Set-Cookie"])
	}
	if status, _, _ := h.send("GET", page, "", map[string]string{"Cookie": patient + "session=staff"}); status != 200 || noted() != 2 {
		t.Errorf("a page where somebody is signed in: %d, %d noted", status, noted())
	}

	key, fresh := h.open(page)
	vote := url.Values{"k": {key}, "score": {"5"}, "lang": {"ko"}}
	if status, _, _ := h.tap(page, fresh+"w=1", vote); status != 303 {
		t.Errorf("a vote from a marked browser: %d", status)
	}
	if n := h.id(`SELECT count(*) FROM holds h JOIN ratings r USING (vote) WHERE h.reason = 'staff-device' AND r.standing = 'held'`); n != 1 {
		t.Errorf("%d votes of marked browsers are held", n)
	}
	key, fresh = h.open(page)
	vote.Set("k", key)
	h.tap(page, fresh, vote)
	if n := h.id(`SELECT count(*) FROM ratings WHERE standing = 'counted'`); n != 1 {
		t.Errorf("%d votes of patients count", n)
	}
}
