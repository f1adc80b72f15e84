package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/fault"
)

// more takes what a patient adds to a rating.
func (a *API) more(v *visit) error {
	call := strings.TrimSpace(v.form.Get("tel"))
	err := a.Feedback.Remark(v.ctx, feedback.NewRemark{
		Code: v.code, Key: v.form.Get("k"), Device: v.device, Network: a.client(v.Ctx).String(),
		Visit: v.token, Tags: v.form["tag"], Words: v.form.Get("comment"), Publish: v.form.Get("publish") == "1", Contact: call,
	})
	if problem := problemOf(err); problem != "" {
		return a.correct(v, problem)
	}
	if fault.Is(err, fault.Conflict) { // nothing was rated that this could be added to
		return v.see(patient.Rate{Page: v.page(nil)}.URL())
	}
	if err != nil {
		return err
	}
	return v.see(patient.Done{Page: v.page(nil), Call: call != ""}.URL())
}

// problemOf says which field of the optional form an error is about, if it is
// one that the patient can correct.
func problemOf(err error) patient.Problem {
	if !fault.Is(err, fault.Invalid) {
		return ""
	}
	for _, p := range []patient.Problem{patient.TooLong, patient.BadPhone} {
		if fault.As(err).Fields[string(p)] != "" {
			return p
		}
	}
	return ""
}

// correct shows the optional form again with what was typed.
func (a *API) correct(v *visit, problem patient.Problem) error {
	p, err := a.Feedback.Open(v.ctx, a.visitor(v, v.form.Get("k")))
	if err != nil {
		return err
	}
	view := patient.Thanks{
		Page: v.page(p.Subject.Hospital), Key: p.Key, Comment: v.form.Get("comment"), Phone: v.form.Get("tel"), Problem: problem,
		AskPublish: true, Publish: v.form.Get("publish") == "1",
	}
	if p.Said != nil {
		view.Score = p.Said.Score
	}
	view.Tags = a.tags(view.Score, v.form["tag"])
	return v.render(fiber.StatusUnprocessableEntity, view)
}
