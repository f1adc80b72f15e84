package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/feedback"
)

// markAge is how long a browser in which somebody has signed in is known for one.
const markAge = 30 * 24 * time.Hour

// markCookie names the cookie that says so, and nothing else: neither who nor when.
func (a *API) markCookie() string {
	if a.Secure {
		return "__Host-w"
	}
	return "w"
}

// mark lets a browser in which somebody signs in say so for a month: the cookie of
// patients' pages lasts a day only.
func (a *API) mark(c *fiber.Ctx) {
	c.Cookie(&fiber.Cookie{
		Name: a.markCookie(), Value: "1", Path: "/", MaxAge: int(markAge.Seconds()),
		HTTPOnly: true, Secure: a.Secure, SameSite: fiber.CookieSameSiteLaxMode,
	})
}

// rater returns who is, or was within the month, signed in in the browser that votes.
func (a *API) rater(v *visit) feedback.Staff {
	staff := a.staff(v)
	staff.Marked = v.Cookies(a.markCookie()) != ""
	return staff
}

// noteStaff remembers that somebody is signed in on the phone with that cookie of a
// patient's page: its votes are looked at. Nobody waits in vain for a page or a session
// over it: what can't be noted is logged.
func (a *API) noteStaff(ctx context.Context, device string, staff feedback.Staff) {
	if err := a.Feedback.NoteStaffDevice(ctx, device, staff); err != nil {
		a.Log.WarnContext(ctx, "a phone of staff could not be noted", "error", err)
	}
}
