package handlers

import (
	"strconv"
	"testing"
)

// What a phone has kept for one account never arrives as another's, whoever is
// signed in on it by then.
func TestRequestsForAnAccountAreItsOwn(t *testing.T) {
	t.Parallel()
	h := newHospital(t)
	own := h.id(`SELECT id FROM accounts WHERE name = 'supervisor'`)
	for _, tc := range []struct {
		name, account string
		want          int
	}{
		{"said to be nobody's in particular", "", 200},
		{"one's own", strconv.FormatInt(own, 10), 200},
		{"another's", strconv.FormatInt(own+1, 10), 401},
		{"not a number", "supervisor", 401},
	} {
		status, _, body := h.send("GET", "/api/v1/session", "", map[string]string{
			"Cookie": "session=supervisor", "Wardstar-Account": tc.account,
		})
		if status != tc.want {
			t.Errorf("%s: %d %s, want %d", tc.name, status, body, tc.want)
		}
	}
}
