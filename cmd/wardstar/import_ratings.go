package main

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/standards"
)

// evidenceFile is a list of evidence that a registered source has.
type evidenceFile struct {
	store
	feedFile
	Source  string `required:"" placeholder:"CODE" env:"-" help:"The source, as registered by import source."`
	Correct bool   `env:"-" help:"What was imported with other content is replaced, and stays visible as what it was."`
}

// importRatings takes over ratings that were given elsewhere.
type importRatings struct{ evidenceFile }

// Help is shown below the flags.
func (importRatings) Help() string {
	return `One row is one rating: the source's id, the employee's number (or the code of a badge or a place), the value on
the source's scale, when they were served and, if you like, shift, language, tags and comment. A list with names or
telephone numbers of patients is not for Wardstar: leave those columns out. The source must be registered, with its
scale and its weight. What came before is not stored again; with other content it is an error, unless --correct.
Also ratings of a month that is closed are stored. See docs/feeds.md.

Examples:

  wardstar import source survey-co --kind ratings --name "Survey Co" --weight 0.5 --low 0 --high 10
  wardstar import ratings 满意度.xlsx --source survey-co --dry-run
  wardstar import ratings ratings.csv --source survey-co
  wardstar import ratings ratings.csv --source survey-co --correct`
}

// ratingColumns are those of ratings. Tags are written as their codes or in words.
func ratingColumns() []feedColumn {
	tags := map[string][]string{}
	for _, t := range standards.Tags() {
		tags[t.Code] = slices.Collect(maps.Values(t.Text))
	}
	return []feedColumn{
		externalColumn.required(), numberColumn, shiftColumn, commentColumn, dayColumn,
		{Column: column("touchpoint", "Touchpoint", "Badge code", "QR code", "二维码", "点位", "二維碼", "QR코드", "접점")},
		feedColumn{Column: column("value", "Value", "Score", "Rating", "评分", "得分", "评价", "評分", "점수", "평점")}.required(),
		feedColumn{Column: column("at", "Served at", "Time", "At", "时间", "就诊时间", "评价时间", "時間", "시각", "일시")}.required(),
		{column("language", "Language", "语言", "語言", "언어"), map[string][]string{
			"zh-CN": {"zh-cn", "简体中文", "中文"}, "zh-TW": {"zh-tw", "繁體中文"}, "ko": {"한국어", "韩语"}, "en": {"English", "英语"}}},
		{Column: column("visit", "Visit", "就诊号", "就診號", "방문번호")},
		{column("tags", "Tags", "标签", "標籤", "태그"), tags},
	}
}

// Run is called by kong.
func (c *importRatings) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		zone, err := people.Location(ctx, o.DB)
		if err != nil {
			return err
		}
		in := feedback.ImportRatings{Batch: people.Batch{DryRun: c.DryRun}, Source: c.Source, Correct: c.Correct}
		s, err := c.readFeed(f, size, ratingColumns(), zone, func(r cells) {
			in.Rows = append(in.Rows, feedback.ImportedRating{
				ExternalID: r.text("externalId"), Number: r.text("number"), Touchpoint: r.text("touchpoint"), Value: r.value("value"), At: r.instant("at"),
				Shift: r.code("shift"), Language: r.code("language"), Visit: r.text("visit"), Tags: r.codes("tags"), Comment: r.text("comment"),
			})
			r.places = append(r.places, r.row.Number)
		})
		if err != nil {
			return err
		}
		if in.File = s.sha256; s.wrong.Total > 0 {
			return s.report(out, people.Imported{}, nil)
		}
		tags := map[string]bool{}
		for _, t := range standards.Tags() {
			tags[t.Code] = true
		}
		service := feedback.New(feedback.Config{DB: o.DB, Now: time.Now, Keys: o.Keys, Tags: tags, Log: slog.New(slog.DiscardHandler)})
		defer service.Close()
		done, err := service.ImportRatings(ctx, program, in)
		return s.report(out, done, err)
	})
}
