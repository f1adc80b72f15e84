package feedback

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// ListAnswerRates says of which month, and by what.
type ListAnswerRates struct {
	Month        string `query:"month"        validate:"required,len=7"`                         // as in 2026-10
	By           string `query:"by"           validate:"omitempty,oneof=place post shift month"` // place if absent; month: the twelve up to Month
	DepartmentID int64  `query:"departmentId" validate:"min=0"`                                  // and those below it; 0: all within reach
}

// AnswerRates tell how many of the patients who were there have said something.
// All numbers of answers are rounded to whole fives and are null from one to
// four: from no two of them, over places, posts or days, it follows what a
// handful of patients did.
type AnswerRates struct {
	Month   string       `json:"month"`
	By      string       `json:"by"`
	Peers   *int         `json:"peers"`   // the hospital's rate, ten-thousandths; null: nothing to tell it by
	Total   AnswerRate   `json:"total"`   // of all that was asked for
	Rows    []AnswerRate `json:"rows"`    // by department, post, shift or month, in this order
	Invited []Invited    `json:"invited"` // of those who were given a code of their own in that time
}

// AnswerRate is a share of visits after which a patient said something. Rate,
// Low and High (95 %, Wilson's) are ten-thousandths, over the days of which
// both is known; they are null, and Missing says why, where there is no rate.
type AnswerRate struct {
	Key      string           `json:"key"`      // a department's or a post's id, a shift, a month
	Name     texts.Localized  `json:"name"`     // of the department or the post
	Answered *int             `json:"answered"` // by their visits, in whole fives; null: one to four
	Channels []ChannelAnswers `json:"channels"` // qr, kiosk, paper, invitation: those by which any came
	Visits   *int64           `json:"visits"`   // null: nobody has counted them
	Days     int              `json:"days"`     // at which departments counted visits: days of one department each
	Expected *int             `json:"expected"` // answers, were the rate the hospital's
	Rate     *int             `json:"rate"`
	Low      *int             `json:"low"`
	High     *int             `json:"high"`
	Silent   bool             `json:"silent"` // far fewer answers than elsewhere, and not by chance
	Missing  string           `json:"missing,omitempty"`
}

// ChannelAnswers is how many came by a channel.
type ChannelAnswers struct {
	Channel  string `json:"channel"`
	Answered *int   `json:"answered"` // in whole fives; null: one to four
}

// Why there is no rate.
const (
	noActivity   = "noActivity"  // nobody has counted visits
	onlyWhole    = "onlyWhole"   // visits were counted for whole days, or for all posts together
	noVisits     = "noVisits"    // nobody was there
	moreAnswers  = "moreAnswers" // than visits: those were not all counted
	underFive    = "underFive"   // answers
	shareOfFives = 5
)

// ListAnswerRates returns the answer rates of the departments within reach.
// Ratings by other systems are left out: how many those have asked is not
// known. So are rejected ones; what waits for the ballot desk is in.
func (s *Service) ListAnswerRates(ctx context.Context, actor accounts.Actor, in ListAnswerRates) (AnswerRates, error) {
	if in.By == "" {
		in.By = "place"
	}
	span, err := answerSpan(in)
	if err != nil {
		return AnswerRates{}, err
	}
	if span.loc, err = s.location(ctx); err != nil {
		return AnswerRates{}, err
	}
	found, err := s.countAnswers(ctx, actor.Reach, in, span)
	if err != nil {
		return AnswerRates{}, err
	}
	out := AnswerRates{Month: in.Month, By: in.By, Rows: []AnswerRate{}}
	everybody, whole := found.pooled(false), found.pooled(true)
	peers, known := everybody.share()
	if known {
		rate := int(math.Round(peers * 10_000))
		out.Peers = &rate
	}
	out.Total = whole.rate(peers, known)
	for _, c := range found.inside() {
		out.Rows = append(out.Rows, c.rate(peers, known))
	}
	out.Invited, err = s.invited(ctx, actor.Reach, in.DepartmentID, span)
	return out, err
}

// answerDays are a span of time at the hospital, the last day left out.
type answerDays struct {
	from, to worktime.Day
	loc      *time.Location
}

func answerSpan(in ListAnswerRates) (answerDays, error) {
	t, err := time.Parse("2006-01", in.Month)
	if err != nil || t.Year() < 2000 {
		return answerDays{}, fault.Field("month", "write it like 2026-10")
	}
	d := answerDays{from: worktime.Date(t.Year(), t.Month(), 1), to: worktime.Date(t.Year(), t.Month()+1, 1)}
	if in.By == "month" {
		d.from = worktime.Date(t.Year(), t.Month()-11, 1)
	}
	return d, nil
}

// tally is what was counted of a place, post, shift or month.
type tally struct {
	key      string
	name     texts.Localized
	answered int64 // in all
	matched  int64 // on days on which visits were counted
	visits   int64
	days     int
	coarse   bool // visits were counted, but not apart by what was asked
	channels map[string]int64
}

// share is the exact rate, never shown.
func (c *tally) share() (float64, bool) {
	if c.visits <= 0 || c.matched > c.visits {
		return 0, false
	}
	return float64(c.matched) / float64(c.visits), true
}

// inFives rounds a number of answers to whole fives; nil from one to four.
func inFives(n int64) *int {
	if n > 0 && n < shareOfFives {
		return nil
	}
	rounded := int((n + 2) / shareOfFives * shareOfFives)
	return &rounded
}

// rate describes the tally beside the hospital's rate.
func (c *tally) rate(peers float64, known bool) AnswerRate {
	out := AnswerRate{Key: c.key, Name: c.name, Answered: inFives(c.answered), Days: c.days, Channels: []ChannelAnswers{}}
	for _, channel := range answerChannels {
		if n := c.channels[channel]; n > 0 {
			out.Channels = append(out.Channels, ChannelAnswers{channel, inFives(n)})
		}
	}
	if c.days > 0 {
		out.Visits = &c.visits
	}
	if out.Missing = c.missing(); out.Missing == "" {
		out.Rate, out.Low, out.High = answerShare(int64(*inFives(c.matched)), c.visits)
	}
	if known && c.visits > 0 {
		expected := int(math.Round(peers * float64(c.visits)))
		out.Expected = &expected
		out.Silent = c.silent(peers)
	}
	return out
}

var answerChannels = []string{"qr", "kiosk", "paper", "invitation"}

func (c *tally) missing() string {
	switch {
	case c.days == 0 && c.coarse:
		return onlyWhole
	case c.days == 0:
		return noActivity
	case c.visits == 0:
		return noVisits
	case c.matched > c.visits:
		return moreAnswers
	case inFives(c.matched) == nil:
		return underFive
	}
	return ""
}

// silent reports whether so few answers are far from the hospital's rate: below
// the funnel's limit of 99.8 % and below half of that rate. Large places leave
// the funnel by little, so the limit alone would not do.
func (c *tally) silent(peers float64) bool {
	rate := float64(c.matched) / float64(c.visits)
	return rate < peers/2 && rate < evaluation.ProportionFunnel(peers, float64(c.visits), 3.09).Lower
}

// answerShare returns a rate of answers in whole fives with its interval: Wilson's of
// the fewest and of the most answers that are rounded to that number.
func answerShare(answers, visits int64) (rate, low, high *int) {
	at := func(n int64) float64 { return float64(min(max(n, 0), visits)) / float64(visits) }
	part := func(x float64) *int { v := int(math.Round(x * 10_000)); return &v }
	lower, upper := at(answers), at(answers)
	if answers > 0 {
		lower, upper = at(answers-2), at(answers+2)
	}
	return part(at(answers)), part(evaluation.ProportionFunnel(lower, float64(visits), 1.96).Lower),
		part(evaluation.ProportionFunnel(upper, float64(visits), 1.96).Upper)
}

func (d answerDays) String() string { return fmt.Sprintf("%s to %s", d.from, d.to) }
