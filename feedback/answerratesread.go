package feedback

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/people"
)

// answerKey says how ratings and visits are told apart, in SQL. Visits are
// those of a department, a day and a system; where it has told the whole and
// its parts, the whole holds. What was counted for single people is of no use:
// two of them may have seen the same patient.
type answerKey struct {
	rating   string // what visits are told apart by beside department and day
	key      string // of what was told apart, and
	activity string // of visits
	visits   string // of an activity's group, null if it does not tell them apart by the key
}

var answerKeys = map[string]answerKey{
	"place": {"''", "department_id::text", "department_id::text", wholeVisits},
	"month": {"''", "to_char(day, 'YYYY-MM')", "to_char(day, 'YYYY-MM')", wholeVisits},
	"shift": {"r.shift", "part", "shift", `CASE WHEN shift <> '' THEN
		coalesce(sum(visits) FILTER (WHERE post_id IS NULL), sum(visits)) END`},
	"post": {"p.post_id", "part::text", "post_id::text", `CASE WHEN post_id IS NOT NULL THEN
		coalesce(sum(visits) FILTER (WHERE shift = ''), sum(visits)) END`},
}

const wholeVisits = `coalesce(
	sum(visits) FILTER (WHERE post_id IS NULL AND shift = ''), sum(visits) FILTER (WHERE post_id IS NULL),
	sum(visits) FILTER (WHERE shift = ''), sum(visits))`

// answersQuery counts, over the whole hospital, patients' visits after which
// they said something: once for each department, day and key, by the channel
// that proves most. Visits that were counted stand beside them, without a
// channel; answers match if visits of the same are known.
func answersQuery(by string) string {
	k := answerKeys[by]
	part := map[string]string{"shift": ", shift", "post": ", post_id"}[by]
	return people.Below("$8") + `, said AS (
		SELECT r.department_id, (r.occurred_at AT TIME ZONE $3)::date AS day, ` + k.rating + ` AS part, r.visit, min(r.channel) AS channel
		FROM ratings r LEFT JOIN postings p ON p.id = r.posting_id
		WHERE r.occurred_at >= $1 AND r.occurred_at < $2 AND r.channel <> 'import' AND r.standing <> 'rejected'
		GROUP BY 1, 2, 3, 4
	), answers AS (
		SELECT department_id, day, ` + k.key + ` AS key, channel, count(*) AS n FROM said WHERE part IS NOT NULL GROUP BY department_id, day, part, channel
	), counted AS (
		SELECT department_id, day, ` + k.activity + ` AS key, ` + k.visits + ` AS visits
		FROM activity WHERE employee_id IS NULL AND day >= $4 AND day < $5
		GROUP BY department_id, day, source` + part + `
	), seen AS (
		SELECT department_id, day, key, sum(visits)::bigint AS visits FROM counted WHERE visits IS NOT NULL GROUP BY 1, 2, 3
	), cells AS (
		SELECT a.department_id, a.key, a.channel, a.n AS answered, CASE WHEN s.key IS NULL THEN 0 ELSE a.n END AS matched, 0 AS visits, 0 AS days
		FROM answers a LEFT JOIN seen s ON s.department_id = a.department_id AND s.day = a.day AND s.key = a.key
		UNION ALL
		SELECT department_id, key, '', 0, 0, visits, 1 FROM seen
	)
	SELECT key, channel, ($6 OR coalesce(department_id = ANY($7), false)) AND ($8::bigint = 0 OR department_id IN (SELECT id FROM below)) AS inside,
		sum(answered)::bigint AS answered, sum(matched)::bigint AS matched, sum(visits)::bigint AS visits, sum(days)::int AS days
	FROM cells GROUP BY 1, 2, 3`
}

// answerCell is a row of answersQuery.
type answerCell struct {
	Key      string `db:"key"`
	Channel  string `db:"channel"`
	Inside   bool   `db:"inside"` // the actor's reach, and what was asked for
	Answered int64  `db:"answered"`
	Matched  int64  `db:"matched"`
	Visits   int64  `db:"visits"`
	Days     int    `db:"days"`
}

// answerCounts are the cells of a question, with the names of their keys.
type answerCounts struct {
	cells  []answerCell
	names  map[string]texts.Localized
	coarse bool
}

func (s *Service) countAnswers(ctx context.Context, who accounts.Reach, in ListAnswerRates, d answerDays) (out answerCounts, err error) {
	out.cells, err = database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (cells []answerCell, err error) {
		if _, err := tx.ExecContext(ctx, `SET LOCAL work_mem = '32MB'`); err != nil { // a year's visits are hashed, not sorted on disk
			return nil, err
		}
		err = tx.SelectContext(ctx, &cells, answersQuery(in.By),
			d.from.In(d.loc), d.to.In(d.loc), d.loc.String(), d.from, d.to, who.Hospital, pq.Array(who.Departments), in.DepartmentID)
		return cells, err
	})
	if err != nil {
		return out, fmt.Errorf("count answers of %s: %w", d, err)
	}
	if out.names, err = s.answerNames(ctx, in.By); err != nil || in.By == "place" || in.By == "month" {
		return out, err
	}
	err = s.DB.GetContext(ctx, &out.coarse, people.Below("$5")+`
		SELECT EXISTS (SELECT FROM activity WHERE employee_id IS NULL AND day >= $1 AND day < $2
			AND ($3 OR department_id = ANY($4)) AND ($5::bigint = 0 OR department_id IN (SELECT id FROM below)))`,
		d.from, d.to, who.Hospital, pq.Array(who.Departments), in.DepartmentID)
	if err != nil {
		return out, fmt.Errorf("look for activity of %s: %w", d, err)
	}
	return out, nil
}

func (s *Service) answerNames(ctx context.Context, by string) (map[string]texts.Localized, error) {
	table := map[string]string{"place": "departments", "post": "posts"}[by]
	if table == "" {
		return nil, nil
	}
	var rows []struct {
		ID   string          `db:"id"`
		Name texts.Localized `db:"name"`
	}
	if err := s.DB.SelectContext(ctx, &rows, `SELECT id::text AS id, name FROM `+table); err != nil {
		return nil, fmt.Errorf("names of %s: %w", table, err)
	}
	names := map[string]texts.Localized{}
	for _, r := range rows {
		names[r.ID] = r.Name
	}
	return names, nil
}

// add counts a cell in.
func (c *tally) add(x answerCell) {
	c.answered, c.matched, c.visits, c.days = c.answered+x.Answered, c.matched+x.Matched, c.visits+x.Visits, c.days+x.Days
	if x.Channel != "" {
		c.channels[x.Channel] += x.Answered
	}
}

// pooled adds everything up: of the whole hospital, or of what was asked for.
func (n *answerCounts) pooled(inside bool) tally {
	all := tally{channels: map[string]int64{}, coarse: n.coarse}
	for _, x := range n.cells {
		if x.Inside || !inside {
			all.add(x)
		}
	}
	return all
}

// inside adds up what was asked for by its keys, in their order.
func (n *answerCounts) inside() []*tally {
	byKey := map[string]*tally{}
	var out []*tally
	for _, x := range n.cells {
		if !x.Inside {
			continue
		}
		if byKey[x.Key] == nil {
			byKey[x.Key] = &tally{key: x.Key, name: n.names[x.Key], channels: map[string]int64{}, coarse: n.coarse}
			out = append(out, byKey[x.Key])
		}
		byKey[x.Key].add(x)
	}
	slices.SortFunc(out, func(a, b *tally) int {
		if n.names != nil { // ids
			return cmp.Or(cmp.Compare(len(a.key), len(b.key)), strings.Compare(a.key, b.key))
		}
		return strings.Compare(a.key, b.key) // day, evening, night; months
	})
	return out
}

// Invited is how many of those who were given a code for their visit have used
// it. How many there are is known, so this needs no counted visits.
type Invited struct {
	Kind     string `json:"kind"     db:"kind"` // slip, invitation or paper
	Sent     int64  `json:"sent"     db:"sent"`
	Answered *int   `json:"answered" db:"-"` // in whole fives; null: one to four
	Rate     *int   `json:"rate"     db:"-"` // ten-thousandths
	Low      *int   `json:"low"      db:"-"`
	High     *int   `json:"high"     db:"-"`
	Spent    int64  `json:"-"        db:"spent"`
}

// invited counts the tokens that were issued in a span and not revoked, and
// those of them that somebody has rated by.
func (s *Service) invited(ctx context.Context, who accounts.Reach, department int64, d answerDays) ([]Invited, error) {
	list := []Invited{}
	err := s.DB.SelectContext(ctx, &list, people.Below("$5")+`
		SELECT b.kind, sum(b.tokens) AS sent, sum((SELECT count(*) FROM spent_tokens t WHERE t.batch_id = b.id))::bigint AS spent
		FROM token_batches b
		WHERE b.issued_at >= $1 AND b.issued_at < $2 AND b.revoked_at IS NULL
			AND ($3 OR b.department_id = ANY($4)) AND ($5::bigint = 0 OR b.department_id IN (SELECT id FROM below))
		GROUP BY b.kind ORDER BY b.kind COLLATE "C"`,
		d.from.In(d.loc), d.to.In(d.loc), who.Hospital, pq.Array(who.Departments), department)
	if err != nil {
		return nil, fmt.Errorf("count invitations of %s: %w", d, err)
	}
	for i := range list {
		v := &list[i]
		if v.Answered = inFives(v.Spent); v.Answered != nil {
			v.Rate, v.Low, v.High = answerShare(int64(*v.Answered), v.Sent)
		}
	}
	return list, nil
}
