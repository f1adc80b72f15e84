package main

import (
	"context"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/standards"
	"github.com/wardstar/wardstar/training"
)

// program acts where nobody has asked: at the first start.
var program = accounts.Program()

// start says from which days on hold the standards of a new hospital, and what
// its posts require.
type start struct{ standards, requirements worktime.Day }

// startOf is that of a hospital whose first day is today. Standards hold from one
// that has begun in every time zone.
func startOf(today worktime.Day) start {
	return start{standards: today.AddDays(-1), requirements: today.AddDays(training.Grace)}
}

// seed gives a new hospital what every hospital starts with: settings to be
// changed, the posts, standards and training of the catalogue, and a scheme. What
// is there already stays as it is.
func (o *opened) seed(ctx context.Context, from start) error {
	staff := &people.Service{DB: o.DB, Now: time.Now}
	posts, err := staff.ListPosts(ctx, program, struct{}{})
	if err != nil {
		return err
	}
	if len(posts) == 0 {
		if posts, err = firstPosts(ctx, staff); err != nil {
			return err
		}
	}
	ids := map[string]int64{}
	for _, p := range posts {
		ids[p.Code] = p.ID
	}
	catalogue := &standards.Service{DB: o.DB, Now: time.Now}
	_, err = database.InTx(ctx, o.DB, func(tx *sqlx.Tx) (struct{}, error) {
		if err := catalogue.Seed(ctx, tx, from.standards, ids); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, (&training.Service{DB: o.DB, Now: time.Now}).Seed(ctx, tx, from.requirements, ids)
	})
	if err != nil {
		return err
	}
	return (&periods.Service{DB: o.DB, Now: time.Now}).EnsureScheme(ctx)
}

// firstPosts writes down the settings that hold until somebody changes them,
// and the posts of the catalogue.
func firstPosts(ctx context.Context, staff *people.Service) (posts []people.Post, err error) {
	settings, err := staff.GetHospital(ctx, program, struct{}{})
	if err != nil {
		return nil, err
	}
	if _, err := staff.UpdateHospital(ctx, program, settings); err != nil {
		return nil, err
	}
	for _, p := range standards.Catalogue().Posts {
		post, err := staff.CreatePost(ctx, program, people.NewPost{Code: p.Code, Family: p.Family, Name: p.Name})
		if err != nil {
			return nil, err
		}
		posts = append(posts, post)
	}
	return posts, nil
}
