package standards_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/standards"
)

// In Shanghai, the hospital's zone, it is 1 December already.
var now = time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)

const (
	nurse, pilot = 3, 999 // posts: the third of the catalogue, and none

	opening  = worktime.Day("2026-01-01")
	today    = worktime.Day("2026-12-01")
	tomorrow = worktime.Day("2026-12-02")
)

// Two who may write and approve.
var (
	quality   = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	colleague = accounts.Actor{AccountID: 2, Reach: accounts.Reach{Hospital: true}}
)

func all(text string) texts.Localized {
	return texts.Localized{"zh-CN": text, "zh-TW": text, "ko": text, "en": text}
}

// open makes a hospital with the catalogue's posts and standards.
func open(t *testing.T) (*standards.Service, *sqlx.DB) {
	t.Helper()
	db := dbtest.New(t)
	db.MustExec(`INSERT INTO hospital (name, time_zone, language) VALUES ('{"en": "H"}', 'Asia/Shanghai', 'zh-CN')`)
	db.MustExec(`INSERT INTO accounts (name, password_hash, created_at) VALUES ('quality', '', $1), ('colleague', '', $1)`, now)
	s := &standards.Service{DB: db, Now: func() time.Time { return now }}
	posts := map[string]int64{}
	for _, p := range standards.Catalogue().Posts {
		var id int64
		if err := db.Get(&id, `INSERT INTO posts (code, family, name) VALUES ($1, $2, $3) RETURNING id`, p.Code, p.Family, p.Name); err != nil {
			t.Fatal(err)
		}
		posts[p.Code] = id
	}
	for range 2 { // the second time changes nothing
		if err := seed(t.Context(), s, posts); err != nil {
			t.Fatal(err)
		}
	}
	return s, db
}

func seed(ctx context.Context, s *standards.Service, posts map[string]int64) error {
	_, err := database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (bool, error) { return true, s.Seed(ctx, tx, opening, posts) })
	return err
}

func TestSeed(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	c := standards.Catalogue()
	for table, want := range map[string]int{
		"standards": len(c.Standards), "standard_versions": len(c.Standards), "standard_sets": len(c.Posts),
		"phrase_lists": len(c.Phrases), "standard_changes": 0, "journal": 1,
	} {
		var got int
		if err := db.Get(&got, `SELECT count(*) FROM `+table); err != nil || got != want {
			t.Errorf("%s has %d rows, %v, want %d", table, got, err, want)
		}
	}
	list, err := s.List(t.Context(), quality, standards.ListStandards{})
	if err != nil || len(list) != len(c.Standards) {
		t.Fatalf("List = %d standards, %v", len(list), err)
	}
	if first := list[0]; !first.Principal || first.Version.Version != 1 || first.Version.EffectiveFrom != opening ||
		first.Version.Met["ko"] != c.Standards[0].Met["ko"] || len(first.Version.NotApplicable) == 0 || first.Weight != nil {
		t.Errorf("the first standard is %+v", first)
	}
	h, err := s.Get(t.Context(), quality, standards.GetStandard{Code: "five-second-response"})
	if err != nil || len(h.Versions) != 1 || *h.Versions[0].TargetMs != 5000 || h.Versions[0].TargetShare != nil {
		t.Errorf("five-second-response is %+v, %v", h, err)
	}
}

func TestList(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	var porter int64
	if err := db.Get(&porter, `INSERT INTO posts (code, family, name) VALUES ('porter', 'porters', '{"en": "Porter"}') RETURNING id`); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		in   standards.ListStandards
		want int
		err  string
	}{
		{"before the hospital began, nothing held", standards.ListStandards{On: "2025-12-31"}, 0, ""},
		{"a post without a set has the principal standards", standards.ListStandards{PostID: porter}, 2, ""},
		{"no such post", standards.ListStandards{PostID: pilot}, 0, "there is no post 999"},
		{"no day", standards.ListStandards{On: "soon"}, 0, "some fields are not valid"},
	} {
		list, err := s.List(t.Context(), quality, test.in)
		if len(list) != test.want || fmt.Sprint(err) != cmpErr(test.err) {
			t.Errorf("%s: %d standards, %v", test.name, len(list), err)
		}
	}
	list, err := s.List(t.Context(), quality, standards.ListStandards{PostID: nurse})
	sum := 0
	for _, one := range list {
		if one.Weight != nil {
			sum += *one.Weight
		}
	}
	if err != nil || sum != 100 {
		t.Errorf("the weights of a nurse sum to %d, %v", sum, err)
	}
}

func cmpErr(text string) string {
	if text == "" {
		return "<nil>"
	}
	return text
}
