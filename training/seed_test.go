package training_test

import (
	"slices"
	"testing"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/training"
)

func (h hospital) seed(from worktime.Day, posts map[string]int64) {
	h.t.Helper()
	if _, err := database.InTx(h.t.Context(), h.DB, func(tx *sqlx.Tx) (struct{}, error) {
		return struct{}{}, h.Seed(h.t.Context(), tx, from, posts)
	}); err != nil {
		h.t.Fatal(err)
	}
}

const firstDay = worktime.Day("2027-01-29") // of what is required: 90 days after today

// TestSeedingIsDoneOnce: a second start adds nothing, and nothing that the hospital
// has written comes to be as it was.
func TestSeedingIsDoneOnce(t *testing.T) {
	h := newHospital(t)
	h.DB.MustExec(`INSERT INTO posts (code, family, name) VALUES ('porter', 'support', '{"en": "Porter"}'), ('doctor', 'medical', '{"en": "Doctor"}');
		INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ('privacy-law', '{"en": "Ours"}', 'external', 'everyone', 'law-privacy', 30)`)
	posts := map[string]int64{"nurse": 1, "porter": 2}
	h.seed(firstDay, posts)
	catalogue := training.Catalogue()
	for query, want := range map[string]int{
		`SELECT count(*) FROM courses WHERE code NOT IN ('courtesy', 'first-week')`:                                       len(catalogue.Courses),
		`SELECT count(*) FROM courses WHERE code = 'privacy-law' AND minutes = 30 AND title = '{"en": "Ours"}'`:           1,
		`SELECT count(*) FROM certificate_kinds`:                                                                          len(catalogue.Certificates),
		`SELECT count(*) FROM requirements WHERE post_id = 1 AND from_day = '2027-01-29' AND to_day IS NULL`:              13,
		`SELECT count(*) FROM requirements WHERE post_id = 1 AND level = 'newcomer'`:                                      5,
		`SELECT count(*) FROM requirements r JOIN certificate_kinds k ON k.id = r.kind_id WHERE k.code = 'nurse-licence'`: 1,
		`SELECT count(*) FROM requirements WHERE post_id <> 1`:                                                            0, // a post of the hospital's own
		`SELECT count(*) FROM journal WHERE action = 'seed' AND account_id IS NULL AND after->>'from' = '2027-01-29'`:     1,
	} {
		if n := h.count(query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	if list, err := h.ListRequirements(t.Context(), hr, training.ListRequirements{}); err != nil || len(list) != 0 {
		t.Errorf("required today: %v, %v", list, err)
	}
	lacking, err := training.Lacking(t.Context(), h.DB, firstDay.AddDays(-1))
	if err != nil || len(lacking) != 0 {
		t.Errorf("lacking the day before: %v, %v", lacking, err)
	}
	if lacking, err = training.Lacking(t.Context(), h.DB, firstDay); err != nil || lacking[1] != 2 {
		t.Errorf("lacking on the day: %v, %v; Li has neither licence nor life support", lacking, err)
	}

	h.DB.MustExec(`UPDATE courses SET retired_at = '2026-10-31', title = '{"en": "Smile"}' WHERE code = 'smile-practice';
		UPDATE certificate_kinds SET months = 12, retired_at = '2026-10-31' WHERE code = 'basic-life-support';
		UPDATE requirements SET to_day = from_day WHERE course_id = (SELECT id FROM courses WHERE code = 'infection-control')`)
	const all = `SELECT md5((SELECT string_agg(c::text, ',' ORDER BY id) FROM courses c) || (SELECT string_agg(k::text, ',' ORDER BY id) FROM certificate_kinds k)
		|| (SELECT string_agg(r::text, ',' ORDER BY id) FROM requirements r) || (SELECT count(*) FROM journal))`
	var before, after string
	if err := h.DB.Get(&before, all); err != nil {
		t.Fatal(err)
	}
	h.seed(firstDay.AddDays(30), posts)
	if err := h.DB.Get(&after, all); err != nil || after != before {
		t.Errorf("the second start changed something: %v", err)
	}

	// A post that comes later: what is retired is not required of it.
	h.seed(firstDay, map[string]int64{"nurse": 1, "doctor": 3})
	if n := h.count(`SELECT count(*) FROM requirements r JOIN certificate_kinds k ON k.id = r.kind_id WHERE r.post_id = 3`); n != 1 {
		t.Errorf("%d certificates are required of doctors, want the licence alone", n)
	}
}

// TestEveryPostHasRequirements of its own, and so does the catalogue's each.
func TestEveryPostHasRequirements(t *testing.T) {
	var posts []string
	for _, r := range training.Catalogue().Requirements {
		if r.Post != training.EveryPost && !slices.Contains(posts, r.Post) {
			posts = append(posts, r.Post)
		}
	}
	if len(posts) != 10 {
		t.Errorf("requirements of %v, want ten posts", posts)
	}
}
