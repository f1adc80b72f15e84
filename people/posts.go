package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
)

// Post is a kind of work, such as nursing. Those of one family are peers: they
// are ranked together.
type Post struct {
	ID     int64           `json:"id"     db:"id"`
	Code   string          `json:"code"   db:"code"`
	Family string          `json:"family" db:"family"`
	Name   texts.Localized `json:"name"   db:"name"`
}

const postColumns = `id, code, family, name`

// ListPosts returns all posts, ordered by their codes.
func (s *Service) ListPosts(ctx context.Context, _ accounts.Actor, _ struct{}) ([]Post, error) {
	list := []Post{}
	if err := s.DB.SelectContext(ctx, &list, `SELECT `+postColumns+` FROM posts ORDER BY code`); err != nil {
		return nil, fmt.Errorf("list posts: %w", err)
	}
	return list, nil
}

// NewPost describes a post to be.
type NewPost struct {
	Code   string          `json:"code"   validate:"required,max=40"`
	Family string          `json:"family" validate:"required,max=40"`
	Name   texts.Localized `json:"name"   validate:"required"`
}

// CreatePost adds a post.
func (s *Service) CreatePost(ctx context.Context, actor accounts.Actor, in NewPost) (Post, error) {
	if err := checkName(in.Name); err != nil {
		return Post{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (p Post, err error) {
		err = tx.GetContext(ctx, &p, `
			INSERT INTO posts (code, family, name) VALUES ($1, $2, $3) RETURNING `+postColumns, in.Code, in.Family, in.Name)
		if err != nil {
			return p, postRefused(err, in.Code)
		}
		return p, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "post", ObjectID: p.ID, After: p,
		})
	})
}

func postRefused(err error, code string) error {
	switch {
	case database.Violates(err, "posts_code_key"):
		return fault.Errorf(fault.Conflict, "there is a post %s already", code)
	case database.Violates(err, "posts_code_check"):
		return badCode()
	case database.Violates(err, "posts_family_check"):
		return fault.Field("family", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 40")
	}
	return fmt.Errorf("save post: %w", err)
}

// UpdatePost says what a post is to be called, and who its peers are.
type UpdatePost struct {
	ID     int64           `params:"id" json:"-" validate:"required"`
	Code   string          `json:"code"   validate:"required,max=40"`
	Family string          `json:"family" validate:"required,max=40"`
	Name   texts.Localized `json:"name"   validate:"required"`
}

// UpdatePost changes a post.
func (s *Service) UpdatePost(ctx context.Context, actor accounts.Actor, in UpdatePost) (Post, error) {
	if err := checkName(in.Name); err != nil {
		return Post{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Post, error) {
		var before, after Post
		err := tx.GetContext(ctx, &before, `SELECT `+postColumns+` FROM posts WHERE id = $1 FOR UPDATE`, in.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return Post{}, fault.Errorf(fault.NotFound, "there is no post %d", in.ID)
		}
		if err != nil {
			return Post{}, fmt.Errorf("lock post %d: %w", in.ID, err)
		}
		err = tx.GetContext(ctx, &after, `
			UPDATE posts SET code = $2, family = $3, name = $4 WHERE id = $1 RETURNING `+postColumns, in.ID, in.Code, in.Family, in.Name)
		if err != nil {
			return Post{}, postRefused(err, in.Code)
		}
		return after, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "post", ObjectID: in.ID, Before: before, After: after,
		})
	})
}
