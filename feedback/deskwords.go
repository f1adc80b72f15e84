package feedback

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// reasonsOf sums up the holds of an incident by reason, in the order in which they
// first occur. The words are those of the case with the most votes.
func reasonsOf(rows []heldRow) ([]Reason, error) {
	list := []Reason{}
	strongest := map[string]numbers{}
	for _, r := range rows {
		var n numbers
		if err := json.Unmarshal(r.Numbers, &n); err != nil {
			return nil, fmt.Errorf("numbers of hold %d: %w", r.ID, err)
		}
		i := slices.IndexFunc(list, func(have Reason) bool { return have.Reason == r.Reason })
		if i < 0 {
			list, i = append(list, Reason{Reason: r.Reason, HeldBy: []string{}}), len(list)
			strongest[r.Reason] = n
		}
		list[i].Votes++
		if r.HeldBy != "" && !slices.Contains(list[i].HeldBy, r.HeldBy) {
			list[i].HeldBy = append(list[i].HeldBy, r.HeldBy)
		}
		if n.Observed > strongest[r.Reason].Observed {
			strongest[r.Reason] = n
		}
	}
	for i, r := range list {
		n := strongest[r.Reason]
		if n.Observed == 0 { // set aside one by one, as they came in
			n.Observed = r.Votes
		}
		list[i].Words = n.inWords(r.Reason)
	}
	return list, nil
}

// inWords says in each language why votes were set aside.
func (n numbers) inWords(reason string) texts.Localized {
	key := "ballot." + reason
	switch {
	case reason == "device" && n.Days > 0:
		key = "ballot.device.days"
	case reason == "concentration" && n.Sources != 1:
		key = "ballot.concentration.few"
	}
	out := texts.Localized{}
	for _, lang := range texts.Languages {
		out[lang] = texts.Text(lang, key, "observed", n.Observed, "expected", strconv.FormatFloat(n.Expected, 'f', 1, 64),
			"span", n.span(lang), "days", n.Days, "sources", n.Sources, "people", n.People, "words", n.Words)
	}
	return out
}

// span says within what time votes came.
func (n numbers) span(lang string) string {
	if n.Minutes < 60 {
		return texts.Text(lang, "ballot.minutes", "n", n.Minutes)
	}
	return texts.Text(lang, "ballot.hours", "n", n.Minutes/60)
}

// Means are what patients' answers of the month are on average, in ten-thousandths
// of a point from 0 to 100, with and without those of an incident. A score follows
// them, by the scheme's rules.
type Means struct {
	With         int64 `json:"with"`
	Without      int64 `json:"without"`
	WithVotes    int   `json:"withVotes"`
	WithoutVotes int   `json:"withoutVotes"`
}

// fewestShown is the number of votes below which no average is shown, and by which
// averages grow: nobody learns what one patient has said, nor by looking again.
const fewestShown = 5

// readMeans compares the month's answers about the person or place with and without
// the votes of an incident, the earliest of each in whole fives. Other votes that wait
// are in neither. What somebody has picked by hand is not compared.
func readMeans(ctx context.Context, q sqlx.ExtContext, i Incident, votes map[string]bool, loc *time.Location) (*Means, error) {
	if slices.ContainsFunc(i.Reasons, func(r Reason) bool { return r.Reason == "note" }) {
		return nil, nil
	}
	var list pq.ByteaArray
	for v := range votes {
		list = append(list, []byte(v))
	}
	day := worktime.DayOf(i.From, loc)
	var sums struct {
		Own    int `db:"own"`
		OwnSum int `db:"own_sum"`
		All    int `db:"others"`
		AllSum int `db:"others_sum"`
	}
	if err := sqlx.GetContext(ctx, q, &sums, `
		SELECT count(*) FILTER (WHERE own) AS own, coalesce(sum(score - 1) FILTER (WHERE own), 0) AS own_sum,
		       count(*) FILTER (WHERE NOT own) AS others, coalesce(sum(score - 1) FILTER (WHERE NOT own), 0) AS others_sum
		FROM (SELECT r.score, r.vote = ANY($1) AS own, row_number() OVER side AS place, count(*) OVER (PARTITION BY r.vote = ANY($1)) AS votes
		      FROM ratings r
		      WHERE r.occurred_at >= $2 AND r.occurred_at < $3 AND r.channel <> 'import'
		        AND ($4 <> 0 AND r.employee_id = $4 OR $4 = 0 AND r.employee_id IS NULL AND r.touchpoint_id = $5)
		        AND (r.vote = ANY($1) OR r.standing = 'counted')
		        AND NOT EXISTS (SELECT FROM ratings l WHERE l.vote = r.vote AND l.version > r.version)
		      WINDOW side AS (PARTITION BY r.vote = ANY($1) ORDER BY r.id)) m
		WHERE place <= votes - votes % $6`,
		list, worktime.Date(day.Year(), day.Month(), 1).In(loc), worktime.Date(day.Year(), day.Month()+1, 1).In(loc),
		i.EmployeeID, i.TouchpointID, fewestShown); err != nil {
		return nil, fmt.Errorf("averages of %s: %w", i.Key, err)
	}
	if sums.Own < fewestShown || sums.All < fewestShown {
		return nil, nil
	}
	return &Means{
		With: mean(sums.OwnSum+sums.AllSum, sums.Own+sums.All), WithVotes: sums.Own + sums.All,
		Without: mean(sums.AllSum, sums.All), WithoutVotes: sums.All,
	}, nil
}

// mean of answers from 0 to 4, as ten-thousandths of a point from 0 to 100.
func mean(sum, n int) int64 { return int64(math.Round(float64(sum) * 250_000 / float64(n))) }
