package main

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/wardstar/wardstar/people"
)

// importDuty takes over who works where and when.
type importDuty struct {
	store
	feedFile
	ReplaceDays bool `env:"-" help:"The file has all that its people have from their first day in it to their last: other duties of theirs between go."`
}

// Help is shown below the flags.
func (importDuty) Help() string {
	return `One row is one shift of one person: employee number, department (code, name or path of names), from, to and,
if you like, shift, status and the roster system's id. What is stored of a person and a day is replaced by what the
file says of them, so tonight's file may repeat yesterday's, and a corrected one is simply imported again. It is
imported whole or not at all; what is wrong is told by row and column. See docs/feeds.md.

Examples:

  What would change:
    wardstar import duty 排班.xlsx --dry-run

  Every night, what was planned and who came:
    wardstar import duty duty.csv

  A new plan for the month, also where it has fewer shifts than the old one:
    wardstar import duty 근무표.xlsx --replace-days`
}

var dutyColumns = []feedColumn{
	numberColumn.required(), placeColumn.required(), shiftColumn, externalColumn, dayColumn,
	feedColumn{Column: column("from", "From", "Start", "Begins", "开始", "上班时间", "開始", "上班時間", "시작", "출근")}.required(),
	feedColumn{Column: column("to", "To", "End", "Ends", "结束", "下班时间", "結束", "下班時間", "종료", "퇴근")}.required(),
	{column("kind", "Status", "Kind", "Attendance", "状态", "出勤", "考勤", "狀態", "상태", "근태"), map[string][]string{
		"planned":  {"plan", "计划", "排班", "已排", "計畫", "예정", "계획"},
		"present":  {"attended", "worked", "出勤", "正常", "到岗", "上班", "到班", "출근", "근무", "정상"},
		"training": {"course", "培训", "外训", "学习", "培訓", "교육", "연수"},
		"leave":    {"vacation", "holiday", "休假", "年假", "请假", "調休", "调休", "特休", "請假", "휴가", "연차"},
		"sick":     {"sick leave", "病假", "병가"},
		"absent":   {"missing", "缺勤", "旷工", "曠職", "결근"},
	}},
}

// Run is called by kong.
func (c *importDuty) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		zone, err := people.Location(ctx, o.DB)
		if err != nil {
			return err
		}
		in := people.ImportDuty{Batch: people.Batch{DryRun: c.DryRun}, ReplaceDays: c.ReplaceDays}
		s, err := c.readFeed(f, size, dutyColumns, zone, func(r cells) {
			in.Rows = append(in.Rows, dutyRow(r))
			r.places = append(r.places, r.row.Number)
		})
		if err != nil {
			return err
		}
		if in.File = s.sha256; s.wrong.Total > 0 {
			return s.report(out, people.Imported{}, nil)
		}
		done, err := (&people.Service{DB: o.DB, Now: time.Now}).ImportDuty(ctx, program, in)
		return s.report(out, done, err)
	})
}

func dutyRow(r cells) people.DutyRow {
	d := people.DutyRow{
		Number: r.text("number"), Place: r.text("place"), Shift: r.code("shift"), Kind: r.code("kind"),
		From: r.instant("from"), To: r.instant("to"), ExternalID: r.text("externalId"),
	}
	if r.text("day") != "" && !d.To.After(d.From) && d.From.Sub(d.To) < 24*time.Hour {
		d.To = d.To.In(r.zone).AddDate(0, 0, 1) // a night ends on the next day
	}
	return d
}
