package feedback

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/segment"
)

func TestThemesOf(t *testing.T) {
	t.Parallel()
	var s segment.Splitter
	for _, test := range []struct{ text, tags, want string }{
		{"等了两个小时才看上", "", "waiting"},
		{"護理師很親切，但是等候時間太長", "", "waiting attitude"},
		{"感谢贵院，人人平等", "", ""},
		{"药太贵了，收费不清楚", "", "clarity cost"},
		{"厕所很脏，护士态度不好", "", "attitude environment"},
		{"隐私没有保护好，帘子都不拉", "", "privacy"},
		{"打针一点都不疼", "", "skill"},
		{"간호사님이 친절했어요", "", "attitude"},
		{"너무 오래 기다렸습니다. 화장실도 더러웠어요", "", "waiting environment"},
		{"설명이 자세해서 이해하기 쉬웠고 비용도 쌌어요", "", "clarity cost"},
		{"개인정보를 크게 말해요", "", "privacy"},
		{"The nurse was RUDE and I waited two hours", "", "waiting attitude"},
		{"Kind of late", "", "waiting"},
		{"The waiter came", "", ""},
		{"bills are too high", "", "cost"},
		{"", "kind long-wait", "waiting attitude"},
		{"好", "", ""},
		{"", "", ""},
	} {
		pieces, err := s.Split(test.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(themesOf(pieces, strings.Fields(test.tags)), " "); got != test.want {
			t.Errorf("%s %s: %s, want %s (%s)", test.text, test.tags, got, test.want, strings.Join(pieces, "|"))
		}
	}
}

// TestTheLexiconIsWhole: names in four languages, words in three scripts, nothing
// twice, and each tag that patients may tick in a theme.
func TestTheLexiconIsWhole(t *testing.T) {
	t.Parallel()
	ticked, codes := map[string]bool{}, map[string]bool{}
	for _, l := range lexicon() {
		if err := l.Name.Validate(); err != nil || len(l.Name) != 4 || codes[l.Code] || l.Code == "" {
			t.Errorf("%s: %v, %v", l.Code, l.Name, err)
		}
		codes[l.Code] = true
		for script, words := range map[string][]string{"zh": l.Words.ZH, "ko": l.Words.KO, "en": l.Words.EN} {
			seen := map[string]bool{}
			for _, w := range words {
				if seen[w] || w != strings.ToLower(w) || strings.Trim(w, "* ") == "" {
					t.Errorf("%s, %s: %q is there twice, not in lower case, or empty", l.Code, script, w)
				}
				seen[w] = true
			}
			if len(words) < 5 {
				t.Errorf("%s has %d words in %s", l.Code, len(words), script)
			}
		}
		for _, tag := range l.Tags {
			ticked[tag] = true
		}
	}
	b, err := os.ReadFile("../standards/catalogue/tags.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var tags []struct{ Code string }
	if err := yaml.Unmarshal(b, &tags); err != nil || len(tags) == 0 {
		t.Fatal(tags, err)
	}
	for _, tag := range tags {
		if !ticked[tag.Code] {
			t.Errorf("the tag %s belongs to no theme", tag.Code)
		}
		delete(ticked, tag.Code)
	}
	if len(ticked) > 0 {
		t.Errorf("there are no tags %v", ticked)
	}
}

// trends are those in an actor's reach as "department month theme comments tendency".
func (w ward) trends(t *testing.T, of accounts.Actor, in AskTrends) string {
	t.Helper()
	list, err := w.Trends(t.Context(), of, in)
	if err != nil || list == nil {
		t.Fatalf("%v, %v", list, err)
	}
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%d %s %q %d %s", r.DepartmentID, r.Month, r.Theme, r.Comments, r.Tendency))
	}
	return strings.Join(out, "\n")
}

func TestTrendsAreCountedOnceAMonthIsOver(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	for i := range 5 {
		w.writes(t, remarked{words: "long wait", score: 1 + i%2})
		w.writes(t, remarked{tags: "kind", score: 5, employee: -1})
	}
	for range 4 {
		w.writes(t, remarked{words: "dirty", score: 1})
	}
	w.writes(t, remarked{words: "held and dirty", standing: "held"})
	june := AskTrends{From: "2026-06", To: "2026-06"}
	w.release(t)
	if got := w.trends(t, boss, june); got != "" {
		t.Errorf("a month that goes on: %s", got)
	}
	w.clock.pass(30 * 24 * time.Hour)
	w.releaseNow(t)
	want := `1 2026-06 "" 9 bad
1 2026-06 "waiting" 5 bad
2 2026-06 "" 5 good
2 2026-06 "attitude" 5 good`
	if got := w.trends(t, boss, june); got != want {
		t.Errorf("it is over: %s, want %s", got, want)
	}
	w.db.MustExec(`UPDATE ratings SET standing = 'counted'`) // somebody let it count
	w.clock.pass(24 * time.Hour)
	w.releaseNow(t)
	if got := w.trends(t, boss, june); got != want {
		t.Errorf("it changed: %s", got)
	}
	for name, test := range map[string]struct {
		actor accounts.Actor
		in    AskTrends
		want  int
	}{
		"own department": {headOfBlood, june, 2}, "another": {headOfBlood, AskTrends{From: "2026-06", To: "2026-06", DepartmentID: 2}, 0},
		"one of all": {boss, AskTrends{From: "2026-01", To: "2026-12", DepartmentID: 2}, 2}, "out of reach": {wangLi, june, 0},
		"other months": {boss, AskTrends{From: "2026-04", To: "2026-05"}, 0},
	} {
		if got := w.trends(t, test.actor, test.in); len(strings.Split(got, "\n")) != max(test.want, 1) || (got == "") != (test.want == 0) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for field, in := range map[string]AskTrends{
		"from": {From: "June", To: "2026-06"}, "to": {From: "2026-06", To: "2026-05"},
	} {
		if _, err := w.Trends(t.Context(), boss, in); fault.As(err).Fields[field] == "" {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if _, err := w.Trends(t.Context(), boss, AskTrends{From: "2020-01", To: "2026-06"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("too many months: %v", err)
	}
}
