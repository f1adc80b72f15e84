package main

import (
	"context"
	"io"
	"math"
	"os"
	"time"

	"github.com/wardstar/wardstar/people"
)

// importActivity takes over how much there was to do.
type importActivity struct {
	store
	feedFile
	Source string `required:"" placeholder:"CODE" env:"-" help:"The system that has counted, such as his."`
}

// Help is shown below the flags.
func (importActivity) Help() string {
	return `One row is one day of one person (employee number) or of one department (without a number; perhaps of one
post): visits, hours worked, and the shift if you count by shift. What the same source has said of the same day is
replaced, so a file may be imported again. It is imported whole or not at all. See docs/feeds.md.

Examples:

  What would change:
    wardstar import activity 门诊量.xlsx --source his --dry-run

  Yesterday's visits:
    wardstar import activity activity.csv --source his`
}

var activityColumns = []feedColumn{
	numberColumn, placeColumn, shiftColumn, dayColumn.required(),
	{Column: column("post", "Post", "Post code", "岗位", "崗位", "직책", "직무")},
	{Column: column("visits", "Visits", "Patients", "人次", "就诊人次", "接诊量", "就診人次", "내원", "환자수")},
	{Column: column("hours", "Hours", "Hours worked", "工时", "工作时数", "工時", "근무시간")},
}

// Run is called by kong.
func (c *importActivity) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		zone, err := people.Location(ctx, o.DB)
		if err != nil {
			return err
		}
		in := people.ImportActivity{Batch: people.Batch{DryRun: c.DryRun}, Source: c.Source}
		s, err := c.readFeed(f, size, activityColumns, zone, func(r cells) {
			in.Rows = append(in.Rows, people.ActivityRow{
				Number: r.text("number"), Place: r.text("place"), Post: r.text("post"), Day: r.day("day"), Shift: r.code("shift"),
				Visits: r.whole("visits"), Minutes: int(math.Round(r.number("hours") * 60)),
			})
			r.places = append(r.places, r.row.Number)
		})
		if err != nil {
			return err
		}
		s.columns = map[string]string{"minutes": "hours"}
		if in.File = s.sha256; s.wrong.Total > 0 {
			return s.report(out, people.Imported{}, nil)
		}
		done, err := (&people.Service{DB: o.DB, Now: time.Now}).ImportActivity(ctx, program, in)
		return s.report(out, done, err)
	})
}
