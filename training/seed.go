package training

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Grace is how many days a new hospital has to enter the certificates that its
// people hold, before the catalogue's requirements count: until then nobody lacks
// one that was simply not typed in yet.
const Grace = 90

// seeded is what a seeding has added, by code, for the journal.
type seeded struct {
	Courses      []string     `json:"courses,omitempty"`
	Certificates []string     `json:"certificates,omitempty"`
	Posts        []string     `json:"posts,omitempty"` // whose requirements were added
	From         worktime.Day `json:"from,omitempty"`  // on which they begin
}

// Seed brings the catalogue into the database: courses and kinds of certificates
// that are not there yet and, for the posts given by code, what they require from a
// day on. What the hospital has written stays as it is: a course or a kind of the
// same code, and the requirements of a post that ever had any.
func (s *Service) Seed(ctx context.Context, tx *sqlx.Tx, from worktime.Day, posts map[string]int64) error {
	var added seeded
	for _, c := range Catalogue().Courses {
		if err := add(ctx, tx, &added.Courses, c.Code, `
			INSERT INTO courses (code, title, mode, level, category, minutes) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (code) DO NOTHING`,
			c.Code, c.Title, c.Mode, c.Level, c.Category, c.Minutes); err != nil {
			return fmt.Errorf("add course %s: %w", c.Code, err)
		}
	}
	for _, k := range Catalogue().Certificates {
		if err := add(ctx, tx, &added.Certificates, k.Code, `
			INSERT INTO certificate_kinds (code, name, months) VALUES ($1, $2, $3) ON CONFLICT (code) DO NOTHING`,
			k.Code, k.Name, k.Months); err != nil {
			return fmt.Errorf("add kind of certificate %s: %w", k.Code, err)
		}
	}
	for _, post := range slices.Sorted(maps.Keys(posts)) {
		if err := seedPost(ctx, tx, &added, from, post, posts[post]); err != nil {
			return err
		}
	}
	if len(added.Courses)+len(added.Certificates)+len(added.Posts) == 0 {
		return nil
	}
	if len(added.Posts) > 0 {
		added.From = from
	}
	return journal.Record(ctx, tx, 0, s.now(), journal.Entry{Action: "seed", Object: "course", After: added})
}

// seedPost adds what the catalogue requires of a post, unless the post has, or had,
// requirements. What the hospital has retired is not required anew.
func seedPost(ctx context.Context, tx *sqlx.Tx, added *seeded, from worktime.Day, post string, id int64) error {
	var known bool
	if err := tx.GetContext(ctx, &known, `SELECT EXISTS (SELECT FROM requirements WHERE post_id = $1)`, id); err != nil || known {
		return err
	}
	const insert = `
		INSERT INTO requirements (post_id, level, kind_id, course_id, from_day)
		SELECT $1, $2, k.id, c.id, $5 FROM (SELECT) one
		LEFT JOIN certificate_kinds k ON k.code = $3 AND k.retired_at IS NULL
		LEFT JOIN courses c ON c.code = $4 AND c.retired_at IS NULL
		WHERE num_nonnulls(k.id, c.id) = 1
		ON CONFLICT DO NOTHING` // by another start at the same time
	for _, r := range Catalogue().of(post) {
		for _, code := range r.Certificates {
			if err := add(ctx, tx, &added.Posts, post, insert, id, r.Level, code, "", from); err != nil {
				return fmt.Errorf("require certificate %s of %s: %w", code, post, err)
			}
		}
		for _, code := range r.Courses {
			if err := add(ctx, tx, &added.Posts, post, insert, id, r.Level, "", code, from); err != nil {
				return fmt.Errorf("require course %s of %s: %w", code, post, err)
			}
		}
	}
	return nil
}

// add runs an INSERT and notes the code, once, if it added a row.
func add(ctx context.Context, tx *sqlx.Tx, codes *[]string, code, insert string, args ...any) error {
	r, err := tx.ExecContext(ctx, insert, args...)
	if err != nil {
		return err
	}
	if n, _ := r.RowsAffected(); n > 0 && !slices.Contains(*codes, code) {
		*codes = append(*codes, code)
	}
	return nil
}

// of returns what the catalogue requires of a post. A post that the hospital has
// made itself is none of the catalogue's: it requires what the hospital says.
func (c Content) of(post string) (out []ContentRequirement) {
	known := slices.ContainsFunc(c.Requirements, func(r ContentRequirement) bool { return r.Post == post })
	for _, r := range c.Requirements {
		if known && (r.Post == post || r.Post == EveryPost) {
			out = append(out, r)
		}
	}
	return out
}
