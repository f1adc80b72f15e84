package evaluation

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestChannelRuleWeigh(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		rule   ChannelRule
		weight int64
		n      int
		want   int64
	}{
		{"fully", ChannelRule{"qr", Scale, 20}, Unit, 1, Unit},
		{"as many as the cap", ChannelRule{"qr", Scale, 20}, Unit, 20, Unit},
		{"one more", ChannelRule{"qr", Scale, 20}, Unit, 21, 952_380},
		{"three times the cap", ChannelRule{"qr", Scale, 20}, Unit, 60, 333_333},
		{"no cap", ChannelRule{"invitation", Scale, 0}, Unit, 5000, Unit},
		{"half the weight", ChannelRule{"qr", Scale / 2, 20}, Unit, 40, 250_000},
		{"never nothing", ChannelRule{"qr", 1, 5}, Unit, 1_000_000, 1},
	} {
		if got := c.rule.Weigh(c.weight, c.n); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// TestADayNeverOutweighsItsCap: more ratings of a day never weigh more together than the
// cap, nor, one by one, more than fewer would.
func TestADayNeverOutweighsItsCap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rule := ChannelRule{"qr", rapid.Int64Range(1, Scale).Draw(t, "weight"), rapid.IntRange(5, mostDailyCap).Draw(t, "cap")}
		n := rapid.IntRange(1, 3*mostDailyCap).Draw(t, "n")
		each, next := rule.Weigh(Unit, n), rule.Weigh(Unit, n+1)
		if next > each || each > Unit || each*int64(n) > int64(rule.DailyCap)*rule.Weigh(Unit, 1) && each > 1 {
			t.Fatalf("%d of a day weigh %d each, one more %d: %+v", n, each, next, rule)
		}
	})
}

func TestValidateChannels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, want string
		rules      []ChannelRule
	}{
		{"none", "", nil},
		{"those of the product", "", defaultChannels()},
		{"twice", "occurs twice", []ChannelRule{{"qr", 1, 0}, {"qr", 1, 0}}},
		{"unknown", "there is no channel", []ChannelRule{{"pigeon", 1, 0}}},
		{"no weight", "above 0", []ChannelRule{{"qr", 0, 0}}},
		{"more than full", "at most 1", []ChannelRule{{"qr", Scale + 1, 0}}},
		{"a cap that tells on a patient", "between 5", []ChannelRule{{"qr", Scale, 4}}},
		{"a negative cap", "between 5", []ChannelRule{{"qr", Scale, -1}}},
	} {
		s := DefaultScheme()
		s.Channels = c.rules
		err := s.Validate()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
