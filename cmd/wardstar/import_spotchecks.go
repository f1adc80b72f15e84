package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/people"
)

// importSpotChecks takes over spot checks that were written down elsewhere.
type importSpotChecks struct{ evidenceFile }

// Help is shown below the flags.
func (importSpotChecks) Help() string {
	return `One row is what was seen of one standard; rows with the same id are one check. Id, employee number, supervisor
(number or name, of somebody on the roster), time, standard (code) and result (met, partly, not-met, not-seen,
not-applicable) must be there; partly and not-met need a note of what was seen, what is timed needs its seconds. The
source must be registered, with its weight. See docs/feeds.md.

Examples:

  wardstar import source old-rounds --kind spot-checks --name "Rounds on paper, 2025" --weight 1
  wardstar import spot-checks 巡查.xlsx --source old-rounds --dry-run
  wardstar import spot-checks checks.csv --source old-rounds --correct`
}

var checkColumns = []feedColumn{
	externalColumn.required(), numberColumn.required(), shiftColumn, dayColumn,
	feedColumn{Column: column("supervisor", "Supervisor", "Observer", "督导", "检查人", "督導", "檢查人", "점검자", "감독자")}.required(),
	feedColumn{Column: column("at", "Observed at", "Time", "At", "时间", "检查时间", "時間", "檢查時間", "시각", "일시")}.required(),
	feedColumn{Column: column("standard", "Standard", "Standard code", "标准", "標準", "기준", "표준")}.required(),
	feedColumn{column("result", "Result", "Verdict", "结果", "結果", "결과", "판정"), map[string][]string{
		"met": {"yes", "达标", "合格", "達標", "충족", "준수"}, "partly": {"partial", "部分达标", "部分達標", "부분충족", "일부"},
		"not-met": {"not met", "no", "未达标", "不合格", "未達標", "미충족", "미준수"}, "not-seen": {"not seen", "未观察到", "未觀察到", "미관찰"},
		"not-applicable": {"n/a", "na", "not applicable", "不适用", "不適用", "해당없음"}}}.required(),
	{Column: column("note", "Note", "What was seen", "事例", "记录", "說明", "记事", "사례", "메모")},
	{Column: column("reason", "Reason", "原因", "理由", "사유")},
	{Column: column("seconds", "Seconds", "秒", "秒数", "秒數", "초")},
	{Column: column("room", "Place", "Room", "地点", "床位", "地點", "장소")},
	{column("mode", "Mode", "方式", "방식"), map[string][]string{"round": {"巡查", "순회"}, "unannounced": {"暗访", "暗訪", "불시"}, "camera": {"视频", "視頻", "영상"}}},
}

// checkRows puts rows with the same id together.
type checkRows struct {
	list   []audits.ImportedSpotCheck
	at     map[string]int // id → place in the list
	places map[string]int // field, such as rows[0].findings[2] → row of the file
}

// Run is called by kong.
func (c *importSpotChecks) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, c.store, func(o *opened, f *os.File, size int64) error {
		zone, err := people.Location(ctx, o.DB)
		if err != nil {
			return err
		}
		rows := checkRows{at: map[string]int{}, places: map[string]int{}}
		s, err := c.readFeed(f, size, checkColumns, zone, rows.add)
		if err != nil {
			return err
		}
		s.columns = map[string]string{"place": "room", "milliseconds": "seconds"}
		s.place = rows.place
		if s.wrong.Total > 0 {
			return s.report(out, people.Imported{}, nil)
		}
		done, err := (&audits.Service{DB: o.DB, Now: time.Now}).ImportSpotChecks(ctx, program, audits.ImportSpotChecks{
			Batch: people.Batch{DryRun: c.DryRun, File: s.sha256}, Source: c.Source, Correct: c.Correct, Rows: rows.list})
		return s.report(out, done, err)
	})
}

// add reads a row: a check's first, or one more finding of it.
func (r *checkRows) add(c cells) {
	check := audits.ImportedSpotCheck{
		ExternalID: c.text("externalId"), Number: c.text("number"), Supervisor: c.text("supervisor"), Mode: c.code("mode"),
		Shift: c.code("shift"), Place: c.text("room"), At: c.instant("at"),
	}
	i, known := r.at[check.ExternalID]
	if !known || check.ExternalID == "" {
		i = len(r.list)
		r.at[check.ExternalID] = i
		r.list = append(r.list, check)
		c.places = append(c.places, c.row.Number)
	}
	first := &r.list[i]
	if first.Number != check.Number || first.Supervisor != check.Supervisor || !first.At.Equal(check.At) {
		c.wrong.At(c.row, "externalId", "row %d has the same id, and another employee, supervisor or time", c.places[i])
	}
	r.places[fmt.Sprintf("%d findings[%d]", i, len(first.Findings))] = c.row.Number
	first.Findings = append(first.Findings, audits.ImportedFinding{
		Standard: c.text("standard"), Result: c.code("result"), Reason: c.text("reason"), Note: c.text("note"), Milliseconds: int(c.number("seconds")*1000 + 0.5),
	})
}

// place returns the row of the file in which a field stands, and the field in it.
func (r *checkRows) place(i int, field string) (row int, rest string) {
	finding, rest, nested := strings.Cut(field, ".")
	if row, ok := r.places[fmt.Sprintf("%d %s", i, finding)]; ok && nested {
		return row, rest
	}
	return 0, field
}
