package feedback

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// said stores ratings of Wang Li's department (1) or of Li's (2), by as many
// visits, on a day of October at an hour of the hospital.
func (w ward) said(t testing.TB, department, n int, channel, shift, at string) {
	t.Helper()
	posting := map[int]int{1: 1, 2: 4}[department]
	for i := range n {
		visit := sha256.Sum256(fmt.Append(nil, department, channel, shift, at, i))
		w.db.MustExec(`INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
			SELECT $1, 1, $1, 1, p.employee_id, p.id, $2, 5, 'en', $3, $4, $5 FROM postings p WHERE p.id = $6`,
			visit[:16], department, channel, shift, at, posting)
	}
}

func (w ward) counted(department int, post any, day, shift string, visits int) {
	w.db.MustExec(`INSERT INTO activity (source, department_id, post_id, day, shift, visits, minutes, recorded_at)
		VALUES ('his', $1, $2, $3, $4, $5, 0, '2026-11-01')`, department, post, day, shift, visits)
}

var (
	hospitalwide = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	headOfTwo    = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Departments: []int64{2}}}
)

func (w ward) rates(t testing.TB, actor accounts.Actor, in ListAnswerRates) AnswerRates {
	t.Helper()
	in.Month = "2026-10"
	out, err := w.ListAnswerRates(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// brief is a rate without its names.
func brief(r AnswerRate) string {
	n := func(p *int) string {
		if p == nil {
			return "-"
		}
		return fmt.Sprint(*p)
	}
	visits := "-"
	if r.Visits != nil {
		visits = fmt.Sprint(*r.Visits)
	}
	out := fmt.Sprintf("%s: %s of %s = %s (%s to %s), expected %s", r.Key, n(r.Answered), visits, n(r.Rate), n(r.Low), n(r.High), n(r.Expected))
	if r.Silent {
		out += ", silent"
	}
	if r.Missing != "" {
		out += ", " + r.Missing
	}
	return out
}

func brevity(all []AnswerRate) (out []string) {
	for _, r := range all {
		out = append(out, brief(r))
	}
	return out
}

func TestAnswerRates(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.said(t, 1, 40, "qr", "day", "2026-10-05T02:00Z")
	w.said(t, 1, 22, "invitation", "evening", "2026-10-05T11:00Z")
	w.said(t, 1, 9, "kiosk", "day", "2026-10-06T02:00Z") // no visits are known of that day
	w.said(t, 1, 3, "paper", "day", "2026-09-30T17:00Z") // the first of October at the hospital
	w.said(t, 1, 30, "qr", "day", "2026-09-30T15:00Z")   // still September
	w.said(t, 2, 4, "qr", "night", "2026-10-05T17:00Z")
	w.counted(1, nil, "2026-10-05", "", 100)
	w.counted(1, nil, "2026-10-05", "day", 70)
	w.counted(1, nil, "2026-10-05", "evening", 40)
	w.counted(1, 1, "2026-10-05", "", 90)
	w.counted(2, nil, "2026-10-06", "", 200)
	w.db.MustExec(`INSERT INTO activity (source, employee_id, department_id, day, shift, visits, minutes, recorded_at)
		VALUES ('his', 1, 1, '2026-10-06', '', 77, 0, '2026-11-01')`)

	for _, c := range []struct {
		name  string
		actor accounts.Actor
		in    ListAnswerRates
		want  []string
	}{
		{"by place", hospitalwide, ListAnswerRates{}, []string{
			"1: 75 of 100 = 6000 (4821 to 7090), expected 22",
			"2: - of 200 = - (- to -), expected 44, silent, underFive"}},
		{"by post", hospitalwide, ListAnswerRates{By: "post"}, []string{"1: 80 of 90 = 6667 (5415 to 7751), expected 62"}},
		{"by shift", hospitalwide, ListAnswerRates{By: "shift"}, []string{
			"day: 50 of 70 = 5714 (4270 to 7067), expected 39",
			"evening: 20 of 40 = 5000 (3071 to 6929), expected 23",
			"night: - of - = - (- to -), expected -, onlyWhole"}},
		{"by month", hospitalwide, ListAnswerRates{By: "month"}, []string{
			"2026-09: 30 of - = - (- to -), expected -, noActivity",
			"2026-10: 80 of 300 = 2167 (1677 to 2738), expected 66"}},
		{"a department", hospitalwide, ListAnswerRates{DepartmentID: 1}, []string{"1: 75 of 100 = 6000 (4821 to 7090), expected 22"}},
		{"its head, who asks for another's", headOfTwo, ListAnswerRates{DepartmentID: 1}, nil},
		{"its head", headOfTwo, ListAnswerRates{}, []string{"2: - of 200 = - (- to -), expected 44, silent, underFive"}},
		{"nobody", accounts.Actor{}, ListAnswerRates{}, nil},
	} {
		if diff := cmp.Diff(c.want, brevity(w.rates(t, c.actor, c.in).Rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if _, err := w.ListAnswerRates(t.Context(), hospitalwide, ListAnswerRates{Month: "2026-13"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("month 13: %v", err)
	}
	whole := w.rates(t, hospitalwide, ListAnswerRates{})
	five, forty, twenty := 10, 40, 20
	want := []ChannelAnswers{{"qr", &forty}, {"kiosk", &five}, {"paper", nil}, {"invitation", &twenty}}
	if diff := cmp.Diff(want, whole.Rows[0].Channels); diff != "" || *whole.Peers != 2200 {
		t.Errorf("the hospital's rate is %d; by channel (-want +got):\n%s", *whole.Peers, diff)
	}
}

// TestOneVisitAnswersOnce: several people rated, minds changed, a vote held or
// rejected, another system's ratings.
func TestOneVisitAnswersOnce(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.counted(1, nil, "2026-10-05", "", 50)
	w.said(t, 1, 10, "qr", "day", "2026-10-05T02:00Z")
	answered := func() int { return *w.rates(t, hospitalwide, ListAnswerRates{}).Rows[0].Answered }
	w.db.MustExec(`INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
		SELECT vote, 2, visit, touchpoint_id, employee_id, posting_id, department_id, 1, language, channel, shift, occurred_at FROM ratings`)
	w.db.MustExec(`
		INSERT INTO ratings (vote, version, visit, touchpoint_id, department_id, score, language, channel, shift, occurred_at)
		SELECT substr(sha256(vote), 1, 16), 1, visit, 4, 1, 5, language, 'kiosk', shift, occurred_at FROM ratings WHERE version = 1`)
	if got := answered(); got != 10 {
		t.Errorf("ten visits that rate twice and change their minds: %d answers", got)
	}
	w.db.MustExec(`UPDATE ratings SET standing = 'held'`)
	if got := answered(); got != 10 {
		t.Errorf("all held: %d answers", got)
	}
	w.db.MustExec(`UPDATE ratings SET standing = 'rejected' WHERE visit IN (SELECT visit FROM ratings ORDER BY id LIMIT 5)`)
	if got := answered(); got != 5 {
		t.Errorf("five visits rejected: %d answers", got)
	}
	w.counted(2, nil, "2026-10-05", "", 50)
	w.said(t, 2, 10, "import", "day", "2026-10-05T02:00Z")
	if r := w.rates(t, headOfTwo, ListAnswerRates{}).Rows[0]; *r.Answered != 0 || *r.Rate != 0 {
		t.Errorf("another system's: %s", brief(r))
	}
}

// TestMoreAnswersThanVisits says in words that the visits were not all counted.
func TestMoreAnswersThanVisits(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.said(t, 1, 12, "qr", "day", "2026-10-05T02:00Z")
	w.counted(1, nil, "2026-10-05", "", 8)
	w.counted(2, nil, "2026-10-05", "", 0)
	want := []string{"1: 10 of 8 = - (- to -), expected -, moreAnswers", "2: 0 of 0 = - (- to -), expected -, noVisits"}
	if diff := cmp.Diff(want, brevity(w.rates(t, hospitalwide, ListAnswerRates{}).Rows)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestInvitedAnswers: how many were asked is known without counted visits.
func TestInvitedAnswers(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.db.MustExec(`INSERT INTO token_keys (id, created_at) VALUES (1, '2026-01-01')`)
	for i, kind := range []string{"invitation", "invitation", "slip", "paper"} {
		w.db.MustExec(`INSERT INTO token_batches (kind, key_id, tokens, department_id, issued_at, expires_at, revoked_at)
			VALUES ($1, 1, 100, $2, '2026-10-05', '2026-12-01', $3)`, kind, 1+i%2, map[bool]any{true: "2026-10-06"}[kind == "paper"])
	}
	w.db.MustExec(`INSERT INTO token_batches (kind, key_id, tokens, department_id, issued_at, expires_at) VALUES ('slip', 1, 900, 1, '2026-11-05', '2026-12-01')`)
	w.db.MustExec(`INSERT INTO spent_tokens (batch_id, number, spender, spent_on) SELECT 1 + n % 2, n, decode(repeat('00', 16), 'hex'), DATE '2026-10-06' FROM generate_series(1, 62) n`)
	w.db.MustExec(`INSERT INTO spent_tokens (batch_id, number, spender, spent_on) SELECT 3, n, decode(repeat('00', 16), 'hex'), DATE '2026-10-06' FROM generate_series(1, 3) n`)
	all := w.rates(t, hospitalwide, ListAnswerRates{}).Invited
	if len(all) != 2 || all[0].Kind != "invitation" || all[0].Sent != 200 || *all[0].Answered != 60 || *all[0].Rate != 3000 ||
		all[1].Kind != "slip" || all[1].Sent != 100 || all[1].Answered != nil || all[1].Rate != nil {
		t.Errorf("%+v", all)
	}
	if own := w.rates(t, headOfTwo, ListAnswerRates{}).Invited; len(own) != 1 || own[0].Sent != 100 || *own[0].Answered != 30 {
		t.Errorf("of one department: %+v", own)
	}
}
