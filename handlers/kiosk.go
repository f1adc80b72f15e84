package handlers

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/compress"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// kioskReset is after how many seconds a tablet without scripts begins anew.
const kioskReset = "15"

// mostSynced is how many votes a tablet sends at once.
const mostSynced = 50

// kioskPages serves the tablets at counters. Their script works without a network;
// without the script, each screen is an address.
func (a *API) kioskPages(app *fiber.App) {
	zip := compress.New()
	page := func(method, path string, serve func(*visit) error) { app.Add(method, path, zip, a.kiosk(serve)) }
	page("GET", "/kiosk", a.kioskPage)
	page("POST", "/kiosk", a.kioskRate)
	page("GET", "/kiosk/thanks", a.kioskThanks)
	page("POST", "/kiosk/more", a.kioskMore)
	page("GET", "/kiosk/done", a.kioskDone)
	page("GET", "/kiosk/enrol/:secret", a.kioskLink)
	page("POST", "/kiosk/enrol/:secret", a.kioskEnrol)
	app.Post("/kiosk/votes", a.kioskSync)
	app.Get("/kiosk/kiosk.js", zip, kioskFile("text/javascript; charset=utf-8", patient.KioskScript()))
	app.Get("/kiosk/sw.js", zip, kioskFile("text/javascript; charset=utf-8", patient.KioskWorker()))
	app.Get("/kiosk/app.webmanifest", kioskFile("application/manifest+json", patient.KioskManifest()))
}

// kioskFile sends a file that is asked for anew each time: a tablet runs for months.
func kioskFile(media string, content []byte) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set("Cache-Control", "no-cache")
		c.Set("Content-Security-Policy", patient.KioskCSP()) // a worker's own
		c.Set("Content-Type", media)
		c.Set("Service-Worker-Allowed", "/kiosk")
		return c.Send(content)
	}
}

// kioskCookie names the cookie in which a tablet keeps its token.
func (a *API) kioskCookie() string {
	if a.Secure {
		return "__Host-kiosk"
	}
	return "kiosk"
}

// kiosk wraps a page of a tablet. What somebody has chosen there is nobody else's
// choice, so that no cookie keeps the language.
func (a *API) kiosk(serve func(*visit) error) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), patience)
		defer cancel()
		v := &visit{Ctx: c, ctx: ctx}
		c.Set("Content-Security-Policy", patient.KioskCSP())
		c.Set("Vary", "Cookie")
		err := v.read(c)
		asked := v.Query("lang")
		if asked == "" {
			asked = v.form.Get("lang")
		}
		v.lang = texts.Matcher{Default: a.hospital(v).Language}.Match(asked, "", "")
		if err == nil {
			err = serve(v)
		}
		if err != nil {
			return a.kioskTrouble(v, err)
		}
		return nil
	}
}

// kioskTrouble says what is wrong, and begins anew where that may help.
func (a *API) kioskTrouble(v *visit, err error) error {
	f := a.fault(v.Ctx, err)
	kind := "none"
	if strings.Contains(v.Path(), "/enrol/") && f.Kind == fault.Gone {
		kind = "used"
	}
	if f.Kind == fault.Unauthenticated || f.Kind == fault.Gone {
		return v.render(statuses[f.Kind], patient.KioskNotice{Hospital: a.hospital(v).Name, Kind: kind})
	}
	v.Set("Refresh", kioskReset+"; url=/kiosk")
	if f.Kind == fault.Invalid && v.form != nil { // a tap on nothing, or on a page of before: begin anew
		return v.Redirect("/kiosk", fiber.StatusSeeOther)
	}
	view := patient.Trouble{Page: a.anywhere(v), Kind: patient.Failed}
	if errors.Is(err, context.Canceled) || f.Kind == fault.Unavailable {
		view.Kind = patient.NotSaved
	}
	v.Set("Content-Security-Policy", patient.CSP())
	return v.render(view.Kind.Status(), view)
}

// token is the tablet's, from its cookie.
func (a *API) kioskToken(c *fiber.Ctx) string { return c.Cookies(a.kioskCookie()) }

func (a *API) keepKiosk(c *fiber.Ctx, token string) {
	c.Cookie(&fiber.Cookie{
		Name: a.kioskCookie(), Value: token, Path: "/", MaxAge: int(feedback.KioskTTL / time.Second),
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteStrictMode,
	})
}

// kioskView fills in what all screens of a tablet have.
func (a *API) kioskView(v *visit) (patient.Kiosk, error) {
	page, err := a.Feedback.OpenKiosk(v.ctx, a.kioskToken(v.Ctx))
	if err != nil {
		return patient.Kiosk{}, err
	}
	a.keepKiosk(v.Ctx, a.kioskToken(v.Ctx))
	view := patient.Kiosk{Hospital: page.Place.Hospital, Language: page.Place.Language, Place: v.person(page.Place)}
	for _, p := range page.People {
		view.People = append(view.People, patient.Guest{ID: p.EmployeeID, Person: patient.Person{Name: p.Name, Latin: p.LatinName, Role: p.Post.In(v.lang)}})
	}
	view.Good, view.Bad = a.tags(patient.LowScore+1, nil), a.tags(patient.LowScore, nil)
	view.Screen = view.First()
	return view, nil
}

func (a *API) kioskPage(v *visit) error {
	view, err := a.kioskView(v)
	if err != nil {
		return err
	}
	if who := v.Query("who"); who != "" {
		view.Who, _ = strconv.ParseInt(who, 10, 64)
		view.Screen = patient.KioskRate
		v.Set("Refresh", "60; url=/kiosk") // without the script: somebody went away
	}
	key := make([]byte, 16)
	rand.Read(key)
	view.Key = base64.RawURLEncoding.EncodeToString(key)
	return v.render(fiber.StatusOK, view)
}

// kioskRate takes an answer from a form without scripts.
func (a *API) kioskRate(v *visit) error {
	who, _ := strconv.ParseInt(v.form.Get("who"), 10, 64)
	vote := feedback.KioskVote{
		Key: v.form.Get("k"), EmployeeID: who, Score: digit(v.form.Get("score")), Language: v.lang, Staff: a.staff(v),
	}
	if err := a.Feedback.VoteAtKiosk(v.ctx, a.kioskToken(v.Ctx), vote); err != nil {
		return err
	}
	return v.see("/kiosk/thanks?k=" + url.QueryEscape(vote.Key))
}

// kioskThanks offers the tags, of both kinds: its address, which the browser keeps for
// the next person, must not tell what was answered.
func (a *API) kioskThanks(v *visit) error {
	view, err := a.kioskView(v)
	if err != nil {
		return err
	}
	view.Screen, view.Key = patient.KioskThanks, v.Query("k")
	v.Set("Refresh", kioskReset+"; url=/kiosk")
	return v.render(fiber.StatusOK, view)
}

func (a *API) kioskMore(v *visit) error {
	if err := a.Feedback.TagKioskVote(v.ctx, a.kioskToken(v.Ctx), v.form.Get("k"), v.form["tag"]); err != nil {
		return err
	}
	return v.see("/kiosk/done")
}

func (a *API) kioskDone(v *visit) error {
	view, err := a.kioskView(v)
	if err != nil {
		return err
	}
	view.Screen = patient.KioskDone
	v.Set("Refresh", "3; url=/kiosk")
	return v.render(fiber.StatusOK, view)
}

func (a *API) kioskLink(v *visit) error {
	k, err := a.Feedback.KioskOfLink(v.ctx, v.Params("secret"))
	if err != nil {
		return err
	}
	return v.render(fiber.StatusOK, patient.KioskNotice{
		Hospital: a.hospital(v).Name, Kind: "enrol", Secret: v.Params("secret"), Name: k.Name, Place: patient.Person{Name: k.Place.In(v.lang), Counter: true},
	})
}

// kioskEnrol makes this browser a kiosk. Whoever is signed in on it is signed in no
// more: patients use it from now on.
func (a *API) kioskEnrol(v *visit) error {
	token, err := a.Feedback.EnrolKiosk(v.ctx, v.Params("secret"))
	if err != nil {
		return err
	}
	if actor, err := a.actor(v.Ctx, v.ctx); err == nil {
		if _, err := a.Accounts.SignOut(v.ctx, actor, struct{}{}); err != nil {
			return err
		}
		a.setCookie(v.Ctx, "", time.Unix(1, 0))
	}
	a.keepKiosk(v.Ctx, token)
	return v.Redirect("/kiosk", fiber.StatusSeeOther)
}

// synced is what a tablet's script sends.
type synced struct {
	Waiting int `json:"waiting"`
	Votes   []struct {
		Key        string   `json:"key"`
		EmployeeID int64    `json:"employeeId"`
		Score      int      `json:"score"`
		Tags       []string `json:"tags"`
		Language   string   `json:"language"`
		Age        int64    `json:"age"` // milliseconds since the tap
	} `json:"votes"`
}

// settled is what the tablet need not send again, and why it was not taken, if so.
type settled struct {
	Key     string `json:"key"`
	Refused string `json:"refused,omitempty"`
}

func (a *API) kioskSync(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), patience)
	defer cancel()
	var in synced
	if !c.Is("json") || json.Unmarshal(c.Body(), &in) != nil || len(in.Votes) > mostSynced || in.Waiting < 0 || in.Waiting > 1_000_000 {
		return fault.Errorf(fault.Invalid, "not what a tablet sends")
	}
	staff := a.staff(&visit{Ctx: c, ctx: ctx})
	votes := make([]feedback.KioskVote, len(in.Votes))
	for i, v := range in.Votes {
		age := time.Duration(min(max(v.Age, 0), 1<<40)) * time.Millisecond
		votes[i] = feedback.KioskVote{Key: v.Key, EmployeeID: v.EmployeeID, Score: v.Score, Tags: v.Tags, Language: v.Language, Age: age, Staff: staff}
	}
	refused, err := a.Feedback.SyncKiosk(ctx, a.kioskToken(c), votes, in.Waiting)
	if err != nil {
		return err
	}
	out := struct {
		Votes []settled `json:"votes"`
	}{make([]settled, len(votes))}
	for i, v := range votes {
		out.Votes[i] = settled{v.Key, refused[i]}
	}
	return c.JSON(out)
}
