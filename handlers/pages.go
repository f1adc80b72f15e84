package handlers

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// Patients' forms are small: five hundred characters, six tags, a number.
const maxForm = 16 << 10

// pages serves the patients: HTML without scripts, one request a page, and
// every post answered by a redirect, so that reload and back change nothing.
func (a *API) pages(app *fiber.App) {
	app.Use("/r", compress.New())
	app.Get("/r", a.patient(a.enter))
	app.Get("/r/:code", a.patient(a.ratePage))
	app.Post("/r/:code", a.patient(a.rate))
	app.Get("/r/:code/thanks", a.patient(a.thanks))
	app.Post("/r/:code/more", a.patient(a.more))
	app.Get("/r/:code/done", a.patient(a.done))
	app.Get("/r/:code/who", a.patient(a.who))
}

// visit is a patient's request.
type visit struct {
	*fiber.Ctx
	ctx    context.Context
	code   string
	lang   string
	device string // the phone's cookie
	form   url.Values
}

// patient wraps a page: it finds the reader's language and form, and answers
// every error with a page in that language.
func (a *API) patient(serve func(*visit) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), a.Timeout)
		defer cancel()
		v := &visit{Ctx: c, ctx: ctx, code: patient.Code(c.Params("code")), device: c.Cookies(a.deviceCookie())}
		c.Set("Content-Security-Policy", patient.CSP())
		c.Set("Vary", "Accept-Language, Cookie")
		err := v.read(c)
		v.lang = a.language(v)
		if err == nil {
			err = serve(v)
		}
		if err != nil {
			return a.trouble(v, err)
		}
		return nil
	}
}

// read parses the form of a post.
func (v *visit) read(c *fiber.Ctx) (err error) {
	if c.Method() != fiber.MethodPost {
		return nil
	}
	if len(c.Body()) > maxForm {
		return fault.Errorf(fault.TooLarge, "the form is too large")
	}
	if !strings.HasPrefix(c.Get(fiber.HeaderContentType), fiber.MIMEApplicationForm) {
		return fault.Errorf(fault.Invalid, "this is not a form")
	}
	v.form, err = url.ParseQuery(string(c.Body()))
	if err != nil {
		return fault.Errorf(fault.Invalid, "the form is malformed")
	}
	return nil
}

func (a *API) language(v *visit) string {
	asked := v.Query("lang")
	if asked == "" {
		asked = v.form.Get("lang")
	}
	return texts.Matcher{}.Match(asked, "", v.Get("Accept-Language"))
}

// deviceCookie names the cookie by which a phone is recognised for a day.
func (a *API) deviceCookie() string {
	if a.Secure {
		return "__Host-d"
	}
	return "d"
}

// recognise gives a phone that has none a cookie. It is set when a page is
// shown, so that it is there when the answer comes.
func (a *API) recognise(v *visit) {
	if v.device != "" {
		return
	}
	v.Cookie(&fiber.Cookie{
		Name: a.deviceCookie(), Value: feedback.NewDevice(), Path: "/", MaxAge: int(feedback.DeviceTTL.Seconds()),
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (v *visit) page(hospital texts.Localized) patient.Page {
	return patient.Page{Code: v.code, Hospital: hospital}
}

// enter is where people type a code who can't scan it.
func (a *API) enter(v *visit) error {
	if typed := v.Query("code"); typed != "" {
		if code := patient.Code(typed); code != "" {
			return v.see("/r/" + url.PathEscape(code))
		}
		return v.render(fiber.StatusNotFound, patient.Enter{Page: a.anywhere(v), Typed: typed, Unknown: true})
	}
	return v.render(fiber.StatusOK, patient.Enter{Page: a.anywhere(v)})
}

func (a *API) ratePage(v *visit) error {
	p, err := a.Feedback.Open(v.ctx, feedback.Visitor{Code: v.code, Key: v.Query("k"), Device: v.device})
	if err != nil {
		return err
	}
	a.recognise(v)
	view := patient.Rate{Page: v.page(p.Subject.Hospital), Person: v.person(p.Subject), Key: p.Key, Others: true}
	if p.Said != nil {
		view.Again, view.Score = true, p.Said.Score
	}
	return v.render(fiber.StatusOK, view)
}

func (a *API) rate(v *visit) error {
	receipt, err := a.Feedback.Submit(v.ctx, feedback.NewRating{
		Code: v.code, Key: v.form.Get("k"), Device: v.device, Network: a.client(v.Ctx).String(),
		Score: digit(v.form.Get("score")), Language: v.lang,
	})
	if err != nil {
		return err
	}
	return v.see(patient.Thanks{Page: patient.Page{Code: v.code}, Key: receipt.Key}.URL())
}

// digit reads a score; 0 stands for none that the form offers.
func digit(s string) int {
	if len(s) != 1 || s[0] < '1' || s[0] > '5' {
		return 0
	}
	return int(s[0] - '0')
}

func (a *API) thanks(v *visit) error {
	p, err := a.Feedback.Open(v.ctx, feedback.Visitor{Code: v.code, Key: v.Query("k"), Device: v.device})
	if err != nil {
		return err
	}
	if p.Said == nil {
		return v.see(patient.Rate{Page: v.page(nil)}.URL())
	}
	return v.render(fiber.StatusOK, patient.Thanks{
		Page: v.page(p.Subject.Hospital), Key: p.Key, Score: p.Said.Score, Tags: a.tags(p.Said.Score, p.Said.Tags), Comment: p.Said.Words,
	})
}

// tags offers what may be ticked beside a score.
func (a *API) tags(score int, ticked []string) (offered []patient.Tag) {
	sentiment := "good"
	if score <= patient.LowScore {
		sentiment = "bad"
	}
	for _, t := range a.Tags {
		if t.Sentiment != sentiment {
			continue
		}
		tag := patient.Tag{Code: t.Code, Text: t.Text}
		for _, code := range ticked {
			tag.Ticked = tag.Ticked || code == t.Code
		}
		offered = append(offered, tag)
	}
	return offered
}

func (a *API) more(v *visit) error {
	call := strings.TrimSpace(v.form.Get("tel"))
	err := a.Feedback.Remark(v.ctx, feedback.NewRemark{
		Code: v.code, Key: v.form.Get("k"), Device: v.device, Network: a.client(v.Ctx).String(),
		Tags: v.form["tag"], Words: v.form.Get("comment"), Contact: call,
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
	return v.see(patient.Done{Page: patient.Page{Code: v.code}, Call: call != ""}.URL())
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
	p, err := a.Feedback.Open(v.ctx, feedback.Visitor{Code: v.code, Key: v.form.Get("k"), Device: v.device})
	if err != nil {
		return err
	}
	view := patient.Thanks{
		Page: v.page(p.Subject.Hospital), Key: p.Key, Comment: v.form.Get("comment"), Phone: v.form.Get("tel"), Problem: problem,
	}
	if p.Said != nil {
		view.Score = p.Said.Score
	}
	view.Tags = a.tags(view.Score, v.form["tag"])
	return v.render(fiber.StatusUnprocessableEntity, view)
}

func (a *API) done(v *visit) error {
	s, err := a.Feedback.Find(v.ctx, v.code)
	if err != nil {
		return err
	}
	return v.render(fiber.StatusOK, patient.Done{Page: v.page(s.Hospital), Call: v.Query("call") == "1"})
}

func (a *API) who(v *visit) error {
	s, err := a.Feedback.Find(v.ctx, v.code)
	if err != nil {
		return err
	}
	colleagues, err := a.Feedback.Who(v.ctx, v.code)
	if err != nil {
		return err
	}
	view := patient.Who{Page: v.page(s.Hospital), Place: s.Department.In(v.lang)}
	for _, c := range colleagues {
		person := patient.Person{Name: c.Name, Latin: c.LatinName, Role: c.Post.In(v.lang)}
		view.People = append(view.People, patient.Choice{Person: person, URL: patient.Rate{Page: patient.Page{Code: c.Code}}.URL()})
	}
	return v.render(fiber.StatusOK, view)
}

// person describes a subject in the reader's language.
func (v *visit) person(s feedback.Subject) patient.Person {
	if s.Name == "" {
		return patient.Person{Name: s.Label.In(v.lang), Place: s.Department.In(v.lang), Counter: true}
	}
	return patient.Person{Name: s.Name, Latin: s.LatinName, Role: s.Post.In(v.lang), Place: s.Department.In(v.lang)}
}

// see redirects, in the reader's language, to what answers a GET.
func (v *visit) see(address string) error {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return v.Redirect(address+separator+"lang="+v.lang, fiber.StatusSeeOther)
}

func (v *visit) render(status int, view patient.View) error {
	var b bytes.Buffer
	if err := patient.Render(&b, v.lang, view); err != nil {
		return err
	}
	v.Set("Content-Type", "text/html; charset=utf-8")
	return v.Status(status).Send(b.Bytes())
}

// anywhere is the page of somebody whose code we don't know.
func (a *API) anywhere(v *visit) patient.Page {
	hospital, err := people.ReadHospital(v.ctx, a.DB)
	if err != nil {
		return patient.Page{} // the database is away: a page without the name is better than none
	}
	return patient.Page{Hospital: hospital.Name}
}

// trouble answers an error with a page that says what happened and, where a
// form was sent, offers to send it again.
func (a *API) trouble(v *visit, err error) error {
	f := a.fault(v.Ctx, err)
	kind, ok := troubles[f.Kind]
	switch {
	case f.Kind == fault.NotFound:
		return v.render(fiber.StatusNotFound, patient.Enter{Page: a.anywhere(v), Typed: v.Params("code"), Unknown: true})
	case v.form != nil && (f.Kind == fault.Internal || errors.Is(err, context.Canceled)):
		kind = patient.NotSaved
	case !ok:
		kind = patient.Failed
	}
	page := a.anywhere(v)
	page.Code = v.code
	view := patient.Trouble{Page: page, Kind: kind}
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

// repeat holds what was sent, under a new key where the old one is of no use.
func (a *API) repeat(v *visit, kind patient.Kind) *patient.Repeat {
	r := &patient.Repeat{
		Key: v.form.Get("k"), Score: digit(v.form.Get("score")), More: strings.HasSuffix(v.Path(), "/more"),
		Tags: v.form["tag"], Comment: v.form.Get("comment"), Phone: v.form.Get("tel"),
	}
	if kind == patient.Expired {
		p, err := a.Feedback.Open(v.ctx, feedback.Visitor{Code: v.code, Device: v.device})
		if err != nil {
			return nil
		}
		a.recognise(v)
		r.Key = p.Key
	}
	return r
}
