package handlers

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"
	"golang.org/x/text/width"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/policies"
)

// paperPages serves those who enter forms on paper: HTML without scripts, so that a
// keyboard and a scanner are all it takes.
func (a *API) paperPages(app *fiber.App) {
	zip := compress.New()
	page := func(method, path string, serve func(*clerk) error) {
		app.Add(method, path, zip, a.patient(func(v *visit) error { return a.paper(v, serve) }))
	}
	page("GET", "/paper", a.paperPage)
	page("POST", "/paper", a.enterLine)
	page("POST", "/paper/undo/:id", a.undoLine)
}

// clerk is somebody who enters forms.
type clerk struct {
	*visit
	actor accounts.Actor
	view  patient.Paper
}

// paper admits whoever may enter forms, as [API.guard] does for the API.
func (a *API) paper(v *visit, serve func(*clerk) error) error {
	v.Set("Content-Security-Policy", patient.PaperCSP())
	c := &clerk{visit: v, view: patient.Paper{Hospital: a.hospital(v).Name, Keys: a.paperKeys()}}
	actor, err := a.actor(v.Ctx, v.ctx)
	if err == nil {
		c.view.Signed = true
		actor, err = route{}.admits(actor)
	}
	if err == nil && actor.MustChangePassword {
		err = fault.Errorf(fault.Forbidden, "change your one-time password first")
	}
	if err == nil {
		err = a.admit(&actor, policies.EnterForms)
	}
	if err != nil {
		if f := fault.As(err); f.Kind == fault.Unauthenticated || f.Kind == fault.Forbidden {
			return v.render(statuses[f.Kind], c.view)
		}
		return err
	}
	c.actor, c.view.Who, c.view.MayEnter = actor, actor.Name, true
	if c.view.On = v.form.Get("on"); c.view.On == "" {
		c.view.On = v.Query("on")
	}
	return serve(c)
}

// paperKeys gives each tag the key that is typed for it: a to f and g to l.
func (a *API) paperKeys() (keys []patient.PaperKey) {
	for _, bad := range []bool{false, true} {
		score := patient.LowScore
		if !bad {
			score++
		}
		for _, tag := range a.tags(score, nil) {
			keys = append(keys, patient.PaperKey{Key: string(rune('a' + len(keys))), Tag: tag, Bad: bad})
		}
	}
	return keys
}

func (a *API) paperPage(c *clerk) error {
	c.view.Undone = c.Query("undone") != ""
	if id, err := strconv.ParseInt(c.Query("saved"), 10, 64); err == nil {
		e, err := a.Feedback.EnteredJustNow(c.ctx, c.actor, id)
		if err == nil {
			c.view.Saved = c.saved(e)
		}
	}
	return c.render(fiber.StatusOK, c.view)
}

// saved describes what was entered last.
func (c *clerk) saved(e feedback.PaperEntry) *patient.PaperSaved {
	out := &patient.PaperSaved{ID: e.ID, Number: spaced(e.Number), Score: e.Score, Check: e.Check, Again: e.Again}
	for _, key := range c.view.Keys {
		for _, code := range e.Tags {
			if key.Tag.Code == code {
				out.Tags = append(out.Tags, key.Tag)
			}
		}
	}
	if out.About.Name = e.Name; out.About.Name == "" {
		out.About.Name = e.About.In(c.lang)
	}
	return out
}

// spaced writes a form's number as it is printed.
func spaced(n int64) string {
	s := fmt.Sprintf("%010d", n)
	return s[:4] + " " + s[4:8] + " " + s[8:]
}

// enterLine takes a line: a number, an answer, letters, after a slash words. A scanner
// sends the number alone; then the answer is asked for.
func (a *API) enterLine(c *clerk) error {
	line := readLine(c.form.Get("line"), c.form.Get("number"))
	if line.answer == "" && line.words == "" {
		subject, err := a.Feedback.FindForm(c.ctx, c.actor, line.number)
		if err != nil {
			return a.misread(c, err)
		}
		c.view.About = c.person(subject)
		n, _ := feedback.ParseFormNumber(line.number)
		c.view.Number = spaced(n)
		return c.render(fiber.StatusOK, c.view)
	}
	in := feedback.EnterPaper{Number: line.number, Words: line.words, On: worktime.Day(c.view.On)}
	if in.Score = digit(line.answer[:min(1, len(line.answer))]); in.Score == 0 {
		return a.misread(c, fault.Field("score", "1 to 5"))
	}
	for _, letter := range strings.ToLower(line.answer[1:]) {
		i := int(letter - 'a')
		if i < 0 || i >= len(c.view.Keys) {
			return a.misread(c, fault.Field("tag", "no such letter"))
		}
		in.Tags = append(in.Tags, c.view.Keys[i].Tag.Code)
	}
	e, err := a.Feedback.EnterPaper(c.ctx, c.actor, in)
	if err != nil {
		return a.misread(c, err)
	}
	return c.see(fmt.Sprintf("/paper?saved=%d&on=%s", e.ID, c.view.On))
}

// typed is a line taken apart.
type typed struct{ number, answer, words string }

// readLine takes a line apart. It may begin with the number of another form than the
// one that was scanned before.
func readLine(s, scanned string) (out typed) {
	s, out.words, _ = strings.Cut(width.Narrow.String(s), "/")
	out.words = strings.TrimSpace(out.words)
	keys := ""
	for _, r := range s {
		if r > ' ' && r != '-' && r < 0x7f {
			keys += string(r)
		}
	}
	digits := len(keys) - len(strings.TrimLeft(keys, "0123456789"))
	if digits >= 10 || scanned == "" {
		out.number, out.answer = keys[:min(10, digits)], keys[min(10, digits):]
		return out
	}
	out.number, out.answer = strings.ReplaceAll(scanned, " ", ""), keys
	return out
}

// problem names the text for what may be wrong with a line.
func (c *clerk) problem(f *fault.Error) string {
	switch {
	case f.Kind == fault.NotFound:
		return "unknown"
	case f.Kind == fault.Forbidden:
		return "own"
	case f.Kind == fault.Gone:
		return "gone"
	case f.Kind == fault.Conflict && strings.Contains(c.Path(), "/undo/"):
		return "tooLate"
	case f.Kind == fault.Conflict:
		return "already"
	case f.Fields["number"] != "":
		return "badNumber"
	case f.Fields["on"] != "":
		return "badDay"
	case f.Fields["k"] != "":
		return "gone"
	}
	return "badAnswer"
}

// misread says what is wrong, with the line to correct.
func (a *API) misread(c *clerk, err error) error {
	f := a.fault(c.Ctx, err)
	if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
		return err
	}
	c.view.Problem, c.view.Line = c.problem(f), c.form.Get("line")
	if n := c.form.Get("number"); n != "" && c.view.Problem != "badNumber" {
		if subject, err := a.Feedback.FindForm(c.ctx, c.actor, strings.ReplaceAll(n, " ", "")); err == nil {
			c.view.Number, c.view.About = n, c.person(subject)
		}
	}
	return c.render(statuses[f.Kind], c.view)
}

func (a *API) undoLine(c *clerk) error {
	id, _ := strconv.ParseInt(c.Params("id"), 10, 64)
	if _, err := a.Feedback.UndoPaper(c.ctx, c.actor, feedback.UndoPaper{ID: id}); err != nil {
		return a.misread(c, err)
	}
	return c.see("/paper?undone=1")
}

// printPaperBatch sends a batch of forms as a file to print.
func (a *API) printPaperBatch(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.ChooseBatch, status int) error {
	batch, list, err := a.Feedback.PaperForms(ctx, actor, in)
	if err != nil {
		return err
	}
	h, err := a.settings.get(ctx, a.DB)
	if err != nil {
		return err
	}
	forms := make([]documents.Form, len(list))
	for i, f := range list {
		forms[i] = a.drawn(f, inEvery(h.Language), h.Name.In(h.Language))
	}
	var file bytes.Buffer
	perSheet := map[string]int{"forms-2": 2, "forms-4": 4}[batch.Layout]
	missing, err := documents.FormSheets(&file, documents.Properties{Title: h.Name.In(h.Language), Created: a.Feedback.Now()}, perSheet, forms)
	if err != nil {
		return err
	}
	if len(missing) > 0 {
		a.Log.Warn("characters that no font has", "characters", string(missing))
	}
	c.Attachment(fmt.Sprintf("forms-%d.pdf", batch.ID))
	c.Set("Content-Type", "application/pdf")
	return c.Status(status).Send(file.Bytes())
}

// inEvery lists the languages, the hospital's own first.
func inEvery(own string) []string {
	list := []string{own}
	for _, lang := range texts.Languages {
		if lang != own {
			list = append(list, lang)
		}
	}
	return list
}
