package feedback

import "testing"

// TestAChangeOfMindStaysWhereItWas: a later version keeps what the first was
// stamped with, and what was decided about it.
func TestAChangeOfMindStaysWhereItWas(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, first, then, decide, want string
	}{
		{"held", "2026-06-10 10:00:00", "2026-06-10 11:00:00", "held", "3|held|1|1|day|2026-06-10 02:00:00"},
		{"rejected", "2026-06-10 10:00:00", "2026-06-10 11:00:00", "rejected", "3|rejected|1|1|day|2026-06-10 02:00:00"},
		{"after the month", "2026-05-31 22:59:59", "2026-06-01 00:00:01", "counted", "3|counted|1|1|evening|2026-05-31 14:00:00"},
		{"after a transfer", "2026-06-14 23:59:59", "2026-06-15 00:00:01", "counted", "3|counted|1|1|night|2026-06-14 15:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			w.db.MustExec(`UPDATE postings SET to_day = '2026-06-15' WHERE employee_id = 1;
				INSERT INTO postings (employee_id, department_id, post_id, from_day) VALUES (1, 2, 1, '2026-06-15')`)
			phone := NewDevice()
			w.clock.set(test.first)
			k := w.key(t, badge, phone)
			w.tap(t, badge, k, phone, 5)
			w.db.MustExec(`UPDATE ratings SET standing = $1`, test.decide)
			w.clock.set(test.then)
			w.tap(t, badge, k, phone, 1)
			w.tap(t, badge, k, phone, 2)
			var got string
			if err := w.db.Get(&got, `
				SELECT concat_ws('|', version, standing, posting_id, department_id, shift, occurred_at AT TIME ZONE 'UTC')
				FROM ratings ORDER BY version DESC LIMIT 1`); err != nil || got != test.want {
				t.Errorf("%s, want %s, %v", got, test.want, err)
			}
		})
	}
}
