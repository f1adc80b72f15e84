package handlers

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/uploads"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/policies"
)

// list declares a route that is sent a list kept elsewhere, CSV or XLSX, as it is.
// In is filled from the query string.
func list[In, Out any](id, path string, needs policies.Permission, fn func(context.Context, accounts.Actor, In, []byte) (Out, error)) route {
	r := declare(id, fiber.MethodPost, path, needs, fiber.StatusOK,
		func(*fiber.Ctx, context.Context, accounts.Actor, In, int) error { return nil })
	r.out, r.largest = reflect.TypeFor[Out](), uploads.MaxBytes
	r.serve = func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor) error {
		var in In
		if err := bindQuery(c, &in); err != nil {
			return err
		}
		out, err := fn(ctx, actor, in, c.BodyRaw())
		if err != nil {
			return err
		}
		return c.Status(r.status).JSON(out)
	}
	return r.slow()
}

// listMedia are what programs call the files of spreadsheets.
var listMedia = []string{
	fiber.MIMEOctetStream, "text/csv", "application/vnd.ms-excel",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// bindQuery fills in from the query string of a request whose body is a file.
// What a form on another site can send is no file.
func bindQuery(c *fiber.Ctx, in any) error {
	media, _, _ := strings.Cut(c.Get("Content-Type"), ";")
	if !slices.Contains(listMedia, strings.TrimSpace(media)) {
		return fault.Errorf(fault.Invalid, "send the file itself, with Content-Type: application/octet-stream")
	}
	if err := knownQuery(c, reflect.TypeOf(in).Elem()); err != nil {
		return err
	}
	if err := c.QueryParser(in); err != nil {
		return malformedQuery(err)
	}
	return check(in)
}

// ImportRoster says how a roster is to be imported.
type ImportRoster struct {
	File     string       `query:"file"     validate:"max=200"` // its name, for the journal
	DryRun   bool         `query:"dryRun"`                      // report what would change, and change nothing
	Yes      bool         `query:"yes"`                         // what the report asks about is meant
	Complete bool         `query:"complete"`                    // who is not in the file has left
	AsOf     worktime.Day `query:"asOf"`                        // the day on which the file is true; today unless given
	Ignore   string       `query:"ignore"   validate:"max=100"` // one column that is not for us
}

// importRoster answers with the report in any case: stored says whether the roster
// is changed.
func (a *API) importRoster(ctx context.Context, actor accounts.Actor, in ImportRoster, file []byte) (people.RosterReport, error) {
	f := people.RosterFile{Name: in.File, Content: bytes.NewReader(file), Size: int64(len(file)),
		DryRun: in.DryRun, Yes: in.Yes, Complete: in.Complete, AsOf: in.AsOf}
	if in.Ignore != "" {
		f.Ignore = []string{in.Ignore}
	}
	return a.People.ImportRoster(ctx, actor, f)
}
