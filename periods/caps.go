package periods

import (
	"time"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Capped tells that answers of a day were more than the scheme lets count in full.
type Capped struct {
	Channel  string `json:"channel"`
	Days     int    `json:"days"`     // of the month on which so many came
	Answers  int    `json:"answers"`  // that came on those days, at least: whole fives
	Counted  int    `json:"counted"`  // what they weigh together, in answers of the channel
	DailyCap int    `json:"dailyCap"` // of the scheme
}

// dayOf is a person's day as a channel saw it.
type dayOf struct {
	employee int64
	channel  string
	day      worktime.Day
}

// weigh sets what each rating among the rows weighs under the scheme: less by
// channels that the scheme trusts less, and where more came of a person on a
// day than count in full, all of them less. It depends on the rows as a set,
// not on their order, and on nobody else's; what it sets, it sets again to the same.
func weigh(rows []evidence, scheme evaluation.Scheme, loc *time.Location) {
	if len(scheme.Channels) == 0 {
		return // a scheme from before there were rules: all weigh what their source does
	}
	n := crowds(rows, loc)
	for i := range rows {
		if e := &rows[i]; e.Kind == ratingKind {
			e.weighs = scheme.Channel(e.Channel.String).Weigh(e.ownWeight(), n[e.dayOf(loc)])
		}
	}
}

// crowd marks the ratings of days on which more are known of a person and
// channel, now or earlier, than count in full under the scheme, and sets what
// all weigh but for that.
func crowd(now, gone []evidence, scheme evaluation.Scheme, loc *time.Location) {
	n := crowds(now, loc)
	for of, more := range crowds(gone, loc) { // in any order: numbers are added up
		n[of] += more
	}
	for _, rows := range [][]evidence{now, gone} {
		for i := range rows {
			e := &rows[i]
			if e.Kind != ratingKind {
				continue
			}
			rule, of := scheme.Channel(e.Channel.String), e.dayOf(loc)
			if e.weighs = rule.Weigh(e.ownWeight(), 1); rule.Capped(n[of]) {
				e.crowd = of
			}
		}
	}
}

// crowds counts the ratings of each person, day and channel.
func crowds(rows []evidence, loc *time.Location) map[dayOf]int {
	n := map[dayOf]int{}
	for i := range rows {
		if rows[i].Kind == ratingKind {
			n[rows[i].dayOf(loc)]++
		}
	}
	return n
}

func (e *evidence) dayOf(loc *time.Location) dayOf {
	return dayOf{e.EmployeeID, e.Channel.String, worktime.DayOf(e.OccurredAt, loc)}
}

// cappedOf describes the days of one person's ratings on which more came than
// count in full, by channel in the scheme's order. The number of answers is
// rounded down to whole fives: two statements never differ in it by fewer.
func cappedOf(rows []evidence, scheme evaluation.Scheme, loc *time.Location) (out []Capped) {
	n := crowds(rows, loc)
	for _, rule := range scheme.Channels {
		c := Capped{Channel: rule.Channel, DailyCap: rule.DailyCap}
		for of, answers := range n { // in any order: numbers are added up
			if of.channel == rule.Channel && rule.Capped(answers) {
				c.Days, c.Answers, c.Counted = c.Days+1, c.Answers+answers, c.Counted+rule.DailyCap
			}
		}
		if c.Answers -= c.Answers % countedFrom; c.Days > 0 {
			out = append(out, c)
		}
	}
	return out
}
