package handlers

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// Patients' forms are small: five hundred characters, six tags, a number.
const maxForm = 16 << 10

// pages serves the patients: HTML without scripts, one request a page, and
// every post answered by a redirect, so that reload and back change nothing.
func (a *API) pages(app *fiber.App) {
	zip := compress.New()
	page := func(method, path string, serve func(*visit) error) { app.Add(method, path, zip, a.patient(serve)) }
	page("GET", "/r", a.enter)
	page("GET", "/r/:code", a.ratePage)
	page("POST", "/r/:code", a.rate)
	page("GET", "/r/:code/thanks", a.thanks)
	page("POST", "/r/:code/more", a.more)
	page("GET", "/r/:code/done", a.done)
	page("GET", "/r/:code/who", a.who)
	page("GET", "/v/:token", a.slip)
	page("HEAD", "/v/:token", a.slip)
	app.All("/r/*", zip, a.patient(a.missing))
	app.All("/v/*", zip, a.patient(a.missing))
}

// visit is a patient's request.
type visit struct {
	*fiber.Ctx
	ctx    context.Context
	code   string
	lang   string
	device string // the phone's cookie
	token  string // that proves the visit, from the address or the form
	form   url.Values
}

// patient wraps a page: it finds the reader's language and form, and answers
// every error with a page in that language.
func (a *API) patient(serve func(*visit) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), patience)
		defer cancel()
		v := &visit{Ctx: c, ctx: ctx, code: patient.Code(c.Params("code")), device: c.Cookies(a.deviceCookie())}
		c.Set("Content-Security-Policy", patient.CSP())
		c.Set("Vary", "Accept-Language, Cookie")
		err := v.read(c)
		v.token = patient.Code(cmp.Or(c.Params("token"), v.Query("v"), v.form.Get("v")))
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

// languageCookie keeps the language that a patient has chosen on this phone.
const languageCookie = "lang"

// language returns the language to answer in, and remembers it when it was
// chosen on a page.
func (a *API) language(v *visit) string {
	asked := v.Query("lang")
	if asked == "" {
		asked = v.form.Get("lang")
	}
	lang := texts.Matcher{Default: a.hospital(v).Language}.Match(asked, v.Cookies(languageCookie), v.Get("Accept-Language"))
	if asked == lang && v.Cookies(languageCookie) != lang {
		v.Cookie(&fiber.Cookie{
			Name: languageCookie, Value: lang, Path: "/", MaxAge: int(365 * 24 * time.Hour / time.Second),
			HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
		})
	}
	return lang
}

// deviceCookie names the cookie by which a phone is recognised for a day.
func (a *API) deviceCookie() string {
	if a.Secure {
		return "__Host-d"
	}
	return "d"
}

// visitor is the phone that asks for a page, with the key from its address.
func (a *API) visitor(v *visit, key string) feedback.Visitor {
	return feedback.Visitor{Code: v.code, Key: key, Device: v.device, Network: a.client(v.Ctx).String(), Visit: v.token}
}

// recognise gives a phone the cookie that its page was made for. It is set
// when the page is shown, so that it is there when the answer comes.
func (a *API) recognise(v *visit, device string) {
	if device == "" {
		return
	}
	v.Cookie(&fiber.Cookie{
		Name: a.deviceCookie(), Value: device, Path: "/", MaxAge: int(feedback.DeviceTTL.Seconds()),
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

func (v *visit) page(hospital texts.Localized) patient.Page {
	return patient.Page{Code: v.code, Visit: v.token, Hospital: hospital}
}

// enter is where people type a code who can't scan it.
func (a *API) enter(v *visit) error {
	if typed := v.Query("code"); typed != "" {
		if feedback.LooksLikeToken(typed) {
			return v.see("/v/" + patient.Code(typed))
		}
		if code := patient.Code(typed); code != "" {
			return v.see("/r/" + url.PathEscape(code))
		}
		return v.render(fiber.StatusNotFound, patient.Enter{Page: a.anywhere(v), Typed: typed, Unknown: true})
	}
	return v.render(fiber.StatusOK, patient.Enter{Page: a.anywhere(v)})
}

func (a *API) ratePage(v *visit) error {
	p, err := a.Feedback.Open(v.ctx, a.visitor(v, v.Query("k")))
	if err != nil {
		return err
	}
	a.recognise(v, p.Device)
	a.noteStaff(v.ctx, cmp.Or(p.Device, v.device), a.staff(v))
	v.token = p.Visit // beyond the visit's department it is no use
	view := patient.Rate{Page: v.page(p.Subject.Hospital), Person: v.person(p.Subject), Key: p.Key, Others: true}
	if p.Said != nil {
		view.Again, view.Score = true, p.Said.Score
	}
	return v.render(fiber.StatusOK, view)
}

func (a *API) rate(v *visit) error {
	receipt, err := a.Feedback.Submit(v.ctx, feedback.NewRating{
		Code: v.code, Key: v.form.Get("k"), Device: v.device, Network: a.client(v.Ctx).String(),
		Visit: v.token, Score: digit(v.form.Get("score")), Language: v.lang, Staff: a.rater(v),
	})
	if err != nil {
		return err
	}
	return v.see(patient.Thanks{Page: v.page(nil), Key: receipt.Key}.URL())
}

// staff returns who is signed in to the console in the patient's browser. That
// there is a cookie is reason enough to look; a session that is no longer good is
// nobody's.
func (a *API) staff(v *visit) feedback.Staff {
	if v.Cookies(a.cookie()) == "" {
		return feedback.Staff{}
	}
	actor, err := a.actor(v.Ctx, v.ctx)
	if err != nil {
		return feedback.Staff{}
	}
	return feedback.Staff{SignedIn: true, EmployeeID: actor.EmployeeID}
}

// digit reads a score; 0 stands for none that the form offers.
func digit(s string) int {
	if len(s) != 1 || s[0] < '1' || s[0] > '5' {
		return 0
	}
	return int(s[0] - '0')
}

func (a *API) thanks(v *visit) error {
	p, err := a.Feedback.Open(v.ctx, a.visitor(v, v.Query("k")))
	if err != nil {
		return err
	}
	v.token = p.Visit
	if p.Said == nil {
		return v.see(patient.Rate{Page: v.page(nil)}.URL())
	}
	return v.render(fiber.StatusOK, patient.Thanks{
		Page: v.page(p.Subject.Hospital), Key: p.Key, Score: p.Said.Score, Tags: a.tags(p.Said.Score, p.Said.Tags), Comment: p.Said.Words,
		AskPublish: true, Publish: p.Said.Publish,
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

func (a *API) done(v *visit) error {
	s, err := a.Feedback.Find(v.ctx, a.visitor(v, ""))
	if err != nil {
		return err
	}
	return v.render(fiber.StatusOK, patient.Done{Page: v.page(s.Hospital), Call: v.Query("call") == "1"})
}

func (a *API) who(v *visit) error {
	choices, err := a.Feedback.Who(v.ctx, a.visitor(v, v.Query("k")))
	if err != nil {
		return err
	}
	return a.choose(v, choices)
}

// choose shows whom a patient may have met.
func (a *API) choose(v *visit, c feedback.Choices) error {
	a.recognise(v, c.Device)
	v.token = c.Visit
	view := patient.Who{Page: v.page(c.Hospital), Place: c.Department.In(v.lang), Key: c.Key}
	at := func(code string) string {
		return patient.Rate{Page: patient.Page{Code: code, Visit: c.Visit}, Key: c.Key}.URL()
	}
	for _, p := range c.People {
		person := patient.Person{Name: p.Name, Latin: p.LatinName, Role: p.Post.In(v.lang)}
		view.People = append(view.People, patient.Choice{Person: person, URL: at(p.Code)})
	}
	if c.Place.Code != "" {
		place := patient.Person{Name: c.Place.Label.In(v.lang), Place: c.Department.In(v.lang), Counter: true}
		if place.Place == place.Name {
			place.Place = ""
		}
		view.Spot = &patient.Choice{Person: place, URL: at(c.Place.Code)}
	}
	return v.render(fiber.StatusOK, view)
}

// slip opens a visit slip or an invitation: the page of the person whom the visit
// was to, or a choice. It spends nothing.
func (a *API) slip(v *visit) error {
	choices, err := a.Feedback.OpenVisit(v.ctx, a.visitor(v, v.Query("k")))
	if err != nil {
		return err
	}
	if choices.Only != "" {
		v.code = choices.Only
		return a.ratePage(v)
	}
	return a.choose(v, choices)
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
