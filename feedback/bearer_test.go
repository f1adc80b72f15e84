package feedback

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

func TestBearer(t *testing.T) {
	w := newWard(t)
	trainer := accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	head := accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{1}}}
	w.db.MustExec(`UPDATE touchpoints SET revoked_at = '2026-02-01' WHERE code = $1`, badge2)
	w.db.MustExec(`UPDATE employees SET left_on = '2026-01-15' WHERE id = 3`)
	w.db.MustExec(`INSERT INTO touchpoints (code, kind, employee_id, created_at) VALUES ('BADGE009', 'badge', 3, '2026-01-01')`)
	for _, test := range []struct {
		what, code string
		actor      accounts.Actor
		name       string // "": not found
	}{
		{"as printed", badge, trainer, "王丽"},
		{"as typed", " badge-oo1 ", trainer, "王丽"},
		{"by whoever reaches her department", badge, head, "王丽"},
		{"one that was withdrawn", badge2, trainer, ""},
		{"a place", counter, trainer, ""},
		{"of somebody who left", "BADGE009", trainer, ""},
		{"somebody's out of reach", badge, accounts.Actor{Reach: accounts.Reach{Departments: []int64{2}}}, ""},
		{"one that nobody has", "ZZZZZZZZ", trainer, ""},
		{"no code at all", "https://elsewhere.example.org", trainer, ""},
	} {
		b, err := w.Bearer(t.Context(), test.actor, BadgeCode{Code: test.code})
		if b.Name != test.name || (test.name == "") != fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %+v, %v, want %q", test.what, b, err, test.name)
		}
	}
}
