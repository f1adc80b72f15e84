package feedback

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/lib/pq"
)

// Visitor is a browser that opens a page.
type Visitor struct {
	Code    string
	Key     string // from the address, if there is one
	Device  string // the cookie, if there is one
	Network string // the address it came from; "" is not limited
	Visit   string // the token that proves a visit; "": a code was scanned
}

// Page is what a browser is shown.
type Page struct {
	Subject Subject
	Key     string // goes into the form, and comes back with each tap
	Device  string // the cookie to give the phone; "": it keeps what it has
	Visit   string // the token, where it proves something; goes along with Key
	Said    *Said  // nil: nothing yet
}

// Said is what a phone has said about a subject today.
type Said struct {
	Score   int
	Version int
	Tags    []string
	Words   string
	Publish bool // the words may be shown in public
}

// Open returns the page of a code, for the form as well as for the thanks: the
// first has no Said, the second has. A key that still holds stays the same, so
// that "change" works without cookies, too; otherwise there is a new one.
func (s *Service) Open(ctx context.Context, v Visitor) (Page, error) {
	b, err := s.visited(ctx, v)
	if err != nil {
		return Page{}, err
	}
	p, err := s.proveAt(ctx, b, v.Visit, v.Network)
	if err != nil {
		return Page{}, err
	}
	page := Page{Subject: b.Subject, Visit: p.visitText()}
	var key pageKey
	key, page.Key, page.Device = s.pageKey(v, p.context(b.Code))
	device := cmp.Or(page.Device, v.Device)
	if err := s.mine(ctx, p, key, device); err != nil {
		return Page{}, err
	}
	if page.Device != "" { // a browser without a cookie cannot have said anything
		return page, nil
	}
	page.Said, err = s.said(ctx, b, key, device, p)
	return page, err
}

// pageKey returns the visitor's key as long as it holds, or a new one, with a
// cookie for a phone that has none.
func (s *Service) pageKey(v Visitor, context string) (key pageKey, text, device string) {
	now := s.Now()
	if key, err := s.signer.decode(v.Key, context, now); err == nil {
		return key, v.Key, ""
	}
	if phoneOf(v.Device) == nil {
		device = NewDevice()
	}
	key = s.signer.newPageKey(now, cmp.Or(device, v.Device))
	return key, s.signer.encode(key, context), device
}

func (s *Service) said(ctx context.Context, b subject, key pageKey, device string, p *proof) (*Said, error) {
	paper, err := s.ballot(ctx, b, key, device, p)
	if err != nil {
		return nil, err
	}
	vote := paper.vote
	var said Said
	err = s.DB.QueryRowxContext(ctx, `
		SELECT r.score, r.version, coalesce(m.tags, '{}'), coalesce(m.words, ''), coalesce(m.publish, false)
		FROM ratings r LEFT JOIN LATERAL (
			SELECT tags, words, publish FROM remarks WHERE vote = r.vote ORDER BY id DESC LIMIT 1) m ON true
		WHERE r.vote = $1
		ORDER BY r.version DESC LIMIT 1`, vote[:]).
		Scan(&said.Score, &said.Version, pq.Array(&said.Tags), &said.Words, &said.Publish)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("look up what was said: %w", err)
	}
	return &said, nil
}
