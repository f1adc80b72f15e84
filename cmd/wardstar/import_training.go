package main

import (
	"context"
	"io"
	"math"
	"os"
	"time"

	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/training"
)

// importTraining takes over training hours that another system has kept.
type importTraining struct {
	evidenceFile
	Yes bool `env:"-" help:"Create courses that are not known, by their titles."`
}

// Help is shown below the flags.
func (importTraining) Help() string {
	return `One row is what one person has earned: the source's id, employee number, course (code or title), minutes (or
hours), and the day. The source must be registered. What came before is not stored again; with other content it is an
error, unless --correct. See docs/feeds.md.

Examples:

  wardstar import source old-lms --kind training --name "Learning system until 2026"
  wardstar import training 培训学时.xlsx --source old-lms --dry-run
  wardstar import training hours.csv --source old-lms --yes`
}

var creditColumns = []feedColumn{
	externalColumn.required(), numberColumn.required(), dayColumn.required(),
	feedColumn{Column: column("course", "Course", "Course code", "Title", "课程", "培训项目", "課程", "과정", "교육명")}.required(),
	{column("category", "Category", "类别", "類別", "분류"), map[string][]string{
		"medical-basics": {"医学基础", "醫學基礎", "의학기초"}, "service-skills": {"服务技能", "服務技能", "서비스"}, "communication": {"沟通", "溝通", "소통"},
		"law-privacy": {"法律隐私", "法律隱私", "법규"}, "cases": {"案例", "사례"}, "etiquette": {"礼仪", "禮儀", "예절"}, "onboarding": {"岗前", "入职", "崗前", "신규"}}},
	{Column: column("minutes", "Minutes", "分钟", "分鐘", "분")},
	{Column: column("hours", "Hours", "学时", "小时", "學時", "時數", "시간")},
}

// Run is called by kong.
func (c *importTraining) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		zone, err := people.Location(ctx, o.DB)
		if err != nil {
			return err
		}
		in := training.ImportCredits{Batch: people.Batch{DryRun: c.DryRun}, Source: c.Source, Correct: c.Correct, NewCourses: c.Yes}
		s, err := c.readFeed(f, size, creditColumns, zone, func(r cells) {
			in.Rows = append(in.Rows, training.ImportedCredit{
				ExternalID: r.text("externalId"), Number: r.text("number"), Course: r.text("course"), Category: r.code("category"),
				Minutes: creditedMinutes(r), EarnedOn: r.day("day"),
			})
			r.places = append(r.places, r.row.Number)
		})
		if err != nil {
			return err
		}
		s.columns = map[string]string{"earnedOn": "day"}
		if in.File = s.sha256; s.wrong.Total > 0 {
			return s.report(out, people.Imported{}, nil)
		}
		done, err := (&training.Service{DB: o.DB, Now: time.Now, Keys: o.Keys}).ImportCredits(ctx, program, in)
		return s.report(out, done, err)
	})
}

// creditedMinutes reads minutes or, without any, hours.
func creditedMinutes(r cells) int {
	if r.text("minutes") == "" && r.text("hours") != "" {
		return int(math.Round(r.number("hours") * 60))
	}
	return r.whole("minutes")
}
