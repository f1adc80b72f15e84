package standards_test

import (
	"slices"
	"testing"

	"github.com/wardstar/wardstar/standards"
)

// TestField: a phone knows of each post exactly what the office lists of it.
func TestField(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	var bare int64
	if err := db.Get(&bare, `INSERT INTO posts (code, family, name) VALUES ('porter', 'porters', '{"en": "Porter"}') RETURNING id`); err != nil {
		t.Fatal(err)
	}
	f, err := s.Field(t.Context(), quality, struct{}{})
	if err != nil || f.Day != today || !f.AsOf.Equal(now) || len(f.Posts) != len(standards.Catalogue().Posts) {
		t.Fatalf("%s, %s, %d posts, %v", f.Day, f.AsOf, len(f.Posts), err)
	}
	byID := map[int64]standards.FieldStandard{}
	for _, one := range f.Standards {
		byID[one.ID] = one
	}
	for _, p := range f.Posts {
		list, err := s.List(t.Context(), quality, standards.ListStandards{PostID: p.PostID})
		if err != nil {
			t.Fatal(err)
		}
		var want []int64
		for _, one := range list {
			want = append(want, one.ID)
			if got := byID[one.ID]; got.Code != one.Code || got.Version != one.Version.Version || got.Title["ko"] == "" || got.NotMet["zh-TW"] == "" ||
				(got.TargetMs == nil) != (one.Version.TargetMs == nil) || got.Principal != one.Principal || len(got.NotApplicable) != len(one.Version.NotApplicable) {
				t.Errorf("post %d: %+v, want %+v", p.PostID, got, one)
			}
		}
		if !slices.Equal(p.Standards, want) || p.PostID == bare {
			t.Errorf("post %d: %v, want %v", p.PostID, p.Standards, want)
		}
	}
}

// TestFieldKnowsNothingRetiredOrToCome.
func TestFieldKnowsNothingRetiredOrToCome(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	retired := standards.Catalogue().Standards[0].Code
	db.MustExec(`INSERT INTO standard_versions (standard_id, version, effective_from, dimension, measure, target_ms, target_share, title, opportunity, met, partly, not_met, not_applicable, retired, created_at)
		SELECT standard_id, 2, $2, dimension, measure, target_ms, target_share, title, opportunity, met, partly, not_met, not_applicable, true, created_at
		FROM standard_versions v JOIN standards s ON s.id = v.standard_id WHERE s.code = $1`, retired, today)
	db.MustExec(`INSERT INTO standard_sets (post_id, version, effective_from, created_at) VALUES ($1, 2, $2, now())`, nurse, tomorrow)
	f, err := s.Field(t.Context(), quality, struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	known := map[int64]bool{}
	for _, one := range f.Standards {
		known[one.ID] = true
		if one.Code == retired {
			t.Errorf("%s is retired", retired)
		}
	}
	for _, p := range f.Posts {
		for _, id := range p.Standards {
			if !known[id] {
				t.Errorf("post %d is held to standard %d, which is not in force", p.PostID, id)
			}
		}
		if p.PostID == nurse && len(p.Standards) < 5 {
			t.Errorf("tomorrow's empty set is in force today: %v", p.Standards)
		}
	}
	if undated := f.Undated().(standards.FieldStandards); !undated.AsOf.IsZero() || undated.Day != f.Day {
		t.Errorf("undated: %s, %s", undated.AsOf, undated.Day)
	}
}
