package evaluation

import (
	"fmt"
	"slices"
)

// ChannelRule says what ratings weigh that came by a channel, and how many of one person
// and day weigh that much. A channel without a rule weighs fully, however many come.
type ChannelRule struct {
	Channel string `json:"channel"` // qr, kiosk, paper or invitation
	Weight  int64  `json:"weight"`  // ten-thousandths
	// DailyCap is the number of ratings of one person on one day above which all of that day
	// share what so many weigh; 0: there is no limit. It is for codes that anybody can hold out
	// to a patient who looks pleased, as often as they like.
	DailyCap int `json:"dailyCap"`
}

// channels are those that a hospital collects ratings by itself. What other systems have
// collected weighs what the hospital says of its source.
var channels = []string{"qr", "kiosk", "paper", "invitation"}

// mostDailyCap keeps products in range; it is more than anybody can serve on a day.
const mostDailyCap = 10_000

// defaultChannels lets every answer weigh the same, but of those by a static code, which
// prove no visit, twenty of a person and day.
func defaultChannels() []ChannelRule {
	return []ChannelRule{{"qr", Scale, 20}, {"kiosk", Scale, 0}, {"paper", Scale, 0}, {"invitation", Scale, 0}}
}

// Channel returns the rule of a channel, the full weight without a cap if the scheme has none.
func (s *Scheme) Channel(channel string) ChannelRule {
	for _, r := range s.Channels {
		if r.Channel == channel {
			return r
		}
	}
	return ChannelRule{Channel: channel, Weight: Scale}
}

// Weigh returns what one of n ratings of a person, a day and the channel weighs, each of
// which weighs weight by itself, in micro-units:
//
//	weight · Weight · min(1, DailyCap / n),
//
// rounded down, but at least one micro-unit. All of a day weigh the same, so it does not
// matter which came first; together they are never more than DailyCap of them.
// Precondition: 0 < weight ≤ 1000·Unit, n > 0.
func (r ChannelRule) Weigh(weight int64, n int) int64 {
	weight = weight * r.Weight / Scale
	if r.Capped(n) {
		weight = weight * int64(r.DailyCap) / int64(n)
	}
	return max(1, weight)
}

// Capped reports whether n ratings of a person and day are more than count in full.
func (r ChannelRule) Capped(n int) bool { return r.DailyCap > 0 && n > r.DailyCap }

func (s Scheme) validateChannels() error {
	var seen []string
	for _, r := range s.Channels {
		if err := once(&seen, "channel", r.Channel); err != nil {
			return err
		}
		if !slices.Contains(channels, r.Channel) {
			return fmt.Errorf("there is no channel %q: ratings come by %v", r.Channel, channels)
		}
		if r.Weight < 1 || r.Weight > Scale {
			return fmt.Errorf("channel %s: the weight must be above 0 and at most 1", r.Channel)
		}
		if r.DailyCap != 0 && (r.DailyCap < 5 || r.DailyCap > mostDailyCap) {
			return fmt.Errorf("channel %s: between 5 and %d ratings of a day may count in full, or 0 for all", r.Channel, mostDailyCap)
		}
	}
	return nil
}
