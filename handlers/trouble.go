package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/people"
)

// missing answers addresses below /r that no page has.
func (a *API) missing(v *visit) error {
	return v.render(patient.Missing.Status(), patient.Trouble{Page: a.anywhere(v), Kind: patient.Missing})
}

// hospital returns the settings, or none while the database is away: a page
// without the hospital's name is better than no page.
func (a *API) hospital(v *visit) people.Hospital {
	h, err := a.settings.get(v.ctx, a.DB)
	if err != nil {
		return people.Hospital{}
	}
	return h
}

// anywhere is the page of somebody whose code we don't know.
func (a *API) anywhere(v *visit) patient.Page {
	return patient.Page{Hospital: a.hospital(v).Name}
}

// here is the page of a code.
func (a *API) here(v *visit) patient.Page {
	page := a.anywhere(v)
	page.Code, page.Visit = v.code, v.token
	return page
}

// trouble answers an error with a page that says what happened and, where a
// form was sent, offers to send it again.
func (a *API) trouble(v *visit, err error) error {
	f := a.fault(v.Ctx, err)
	if why := feedback.RefusalOf(err); why != "" {
		view := patient.Trouble{Page: a.here(v), Kind: slips[why]}
		view.Visit = "" // nothing leads back to it
		return v.render(view.Kind.Status(), view)
	}
	kind, ok := troubles[f.Kind]
	switch {
	case f.Kind == fault.NotFound:
		return v.render(fiber.StatusNotFound, patient.Enter{Page: a.anywhere(v), Typed: v.Params("code"), Unknown: true})
	case f.Kind == fault.TooLarge:
		return v.render(fiber.StatusRequestEntityTooLarge, patient.Trouble{Page: a.here(v), Kind: patient.Failed})
	case v.form != nil && (f.Kind == fault.Internal || errors.Is(err, context.Canceled)):
		kind = patient.NotSaved
	case !ok:
		kind = patient.Failed
	}
	view := patient.Trouble{Page: a.here(v), Kind: kind}
	if v.form != nil && kind != patient.Revoked {
		view.Repeat = a.repeat(v, kind)
	}
	if kind == patient.TooMany || kind == patient.NotSaved {
		v.Set("Retry-After", "60")
	}
	return v.render(kind.Status(), view)
}

var troubles = map[fault.Kind]patient.Kind{
	fault.Gone:        patient.Revoked,
	fault.Invalid:     patient.Expired,
	fault.Unavailable: patient.NotSaved,
	fault.TooMany:     patient.TooMany,
}

var slips = map[feedback.Refusal]patient.Kind{
	feedback.TokenForged:    patient.SlipForged,
	feedback.TokenExpired:   patient.SlipExpired,
	feedback.TokenUsed:      patient.SlipUsed,
	feedback.TokenWithdrawn: patient.SlipWithdrawn,
	feedback.TokenRevoked:   patient.SlipRevoked,
}

// repeat holds what was sent, under a new key where the old one is of no use.
func (a *API) repeat(v *visit, kind patient.Kind) *patient.Repeat {
	more := strings.HasSuffix(v.Path(), "/more")
	if !more && digit(v.form.Get("score")) == 0 {
		return nil // nothing that could be sent again
	}
	r := &patient.Repeat{
		Key: v.form.Get("k"), Score: digit(v.form.Get("score")), More: more,
		Tags: v.form["tag"], Comment: v.form.Get("comment"), Phone: v.form.Get("tel"),
		Publish: v.form.Get("publish") == "1",
	}
	if kind == patient.Expired {
		p, err := a.Feedback.Open(v.ctx, a.visitor(v, ""))
		if err != nil {
			return nil
		}
		a.recognise(v, p.Device)
		r.Key = p.Key
	}
	return r
}
