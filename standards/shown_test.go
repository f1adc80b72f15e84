package standards_test

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/standards"
)

// phrasesOf is a change to the phrases of everyone (0) or of a post.
func phrasesOf(post int64, phrases ...standards.Phrase) standards.NewChange {
	return standards.NewChange{Kind: standards.OfPhrases, PostID: post, BasedOn: 1, EffectiveFrom: tomorrow, Words: "other words",
		Content: standards.Wording{Phrases: phrases}}
}

func spoken(code, situation string, text texts.Localized) standards.Phrase {
	return standards.Phrase{Code: code, Situation: situation, Kind: standards.Spoken, Text: text}
}

func TestWhatPhrasesCannotBe(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	zh := texts.Localized{"zh-CN": "您好"}
	change := func(fn func(*standards.Phrase)) standards.Phrase {
		p := spoken("hi", "greet", zh)
		fn(&p)
		return p
	}
	for _, test := range []struct {
		name    string
		phrases []standards.Phrase
		field   string
		want    string
	}{
		{"none", nil, "phrases", "required"},
		{"in the hospital's language alone", []standards.Phrase{spoken("hi", "greet", zh)}, "", ""},
		{"in another alone", []standards.Phrase{spoken("hi", "greet", texts.Localized{"ko": "안녕하세요"})}, "phrases[0].text.zh-CN", "the hospital's language"},
		{"in none", []standards.Phrase{spoken("hi", "greet", texts.Localized{})}, "phrases[0].text", "empty"},
		{"too long", []standards.Phrase{spoken("hi", "greet", texts.Localized{"zh-CN": strings.Repeat("好", 301)})}, "phrases[0].text.zh-CN", "301 characters; at most 300"},
		{"two lines", []standards.Phrase{spoken("hi", "greet", texts.Localized{"zh-CN": "您\n好"})}, "phrases[0].text.zh-CN", "line break"},
		{"twice", []standards.Phrase{spoken("hi", "greet", zh), spoken("hi", "greet", zh)}, "phrases[1].code", "has the code hi"},
		{"out of order", []standards.Phrase{spoken("bye", "send-off", zh), spoken("hi", "greet", zh)}, "phrases[1].situation", "greet come before those for send-off"},
		{"no such situation", []standards.Phrase{spoken("hi", "lunch", zh)}, "phrases[0].situation", "use one of greet"},
		{"no code", []standards.Phrase{spoken("Hi!", "greet", zh)}, "phrases[0].code", "small letters"},
		{"no such kind", []standards.Phrase{change(func(p *standards.Phrase) { p.Kind = "sung" })}, "phrases[0].kind", "use spoken"},
		{"forbidden, and then?", []standards.Phrase{change(func(p *standards.Phrase) { p.Kind = standards.Forbidden })}, "phrases[0].instead", "in its place"},
		{"spoken, with another", []standards.Phrase{change(func(p *standards.Phrase) { p.Instead = zh })}, "phrases[0].instead", "only a forbidden"},
		{"far too many", make([]standards.Phrase, 201), "phrases", "nobody learns more than 200"},
	} {
		_, err := propose(t, s, quality, phrasesOf(nurse, test.phrases...))
		if test.want == "" && err != nil || test.want != "" && !strings.Contains(fault.As(err).Fields[test.field], test.want) {
			t.Errorf("%s: %v %v, want %s: %s", test.name, err, fault.As(err).Fields, test.field, test.want)
		}
	}
	unknown := spoken("hi", "greet", zh)
	unknown.Standard = "hum"
	c, err := propose(t, s, quality, phrasesOf(nurse, unknown))
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Approve(t.Context(), colleague, standards.ApproveChange{ID: c.ID})
	refused(t, "carries out a standard that is not there", err, fault.Invalid, "phrases[0].standard", `no standard "hum"`)
}

// TestWhatStaffRead: everyone's phrases and those of their own posts, by
// situation, in their language; what is missing in it is marked.
func TestWhatStaffRead(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	db.MustExec(`INSERT INTO departments (code, name) VALUES ('ward', '{"en": "Ward"}')`)
	db.MustExec(`INSERT INTO employees (number, name, hired_on) VALUES ('1', 'Kim', '2020-01-01')`)
	db.MustExec(`INSERT INTO postings (employee_id, department_id, post_id, from_day, to_day) VALUES (1, 1, $1, '2020-01-01', NULL), (1, 1, 1, '2020-01-01', $2)`, nurse, today)
	db.MustExec(`UPDATE accounts SET employee_id = 1, language = 'ko' WHERE id = 2`)
	kim := accounts.Actor{AccountID: 2, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	enact(t, s, phrasesOf(nurse, spoken("turn", "ask", all("turn")), spoken("bye", "send-off", texts.Localized{"zh-CN": "慢走", "en": "Bye"})))
	enact(t, s, phrasesOf(0, spoken("hi", "greet", texts.Localized{"zh-CN": "您好"}), spoken("soon", "wait", all("soon"))))

	list, err := s.Phrases(t.Context(), kim, standards.ListPhrases{Post: "nurse", On: tomorrow})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range list {
		got += p.Post + "/" + p.Code + "=" + p.Text.Text + " " + p.Text.Language
		if p.Text.Fallback {
			got += "!"
		}
		got += "; "
	}
	if want := "/hi=您好 zh-CN!; nurse/turn=turn ko; /soon=soon ko; nurse/bye=Bye en!; "; got != want {
		t.Errorf("nurses say %s\nwant %s", got, want)
	}
	doctors := 0 // phrases that the catalogue has for doctors
	for _, list := range standards.Catalogue().Phrases {
		if list.Post == "doctor" {
			doctors = len(list.Phrases)
		}
	}
	for _, test := range []struct {
		in   standards.ListPhrases
		want int
		err  fault.Kind
	}{
		{standards.ListPhrases{Post: "nurse", On: tomorrow, Situation: "wait"}, 1, ""},
		{standards.ListPhrases{Post: "nurse", On: tomorrow, Kind: standards.Signage}, 0, ""},
		{standards.ListPhrases{Post: "doctor", On: tomorrow}, 2 + doctors, ""},
		{standards.ListPhrases{On: "2025-01-01"}, 0, ""},
		{standards.ListPhrases{Situation: "lunch"}, 0, fault.Invalid},
		{standards.ListPhrases{Post: "pilot"}, 0, fault.NotFound},
		{standards.ListPhrases{On: "soon"}, 0, fault.Invalid},
	} {
		list, err := s.Phrases(t.Context(), kim, test.in)
		if len(list) != test.want || (err != nil) != (test.err != "") || err != nil && !fault.Is(err, test.err) {
			t.Errorf("%+v: %d phrases, %v", test.in, len(list), err)
		}
	}

	mine, err := s.Mine(t.Context(), kim, standards.MyStandards{})
	if err != nil || mine.Language != "ko" || mine.Day != today || len(mine.Posts) != 1 || mine.Posts[0].Code != "nurse" || mine.Posts[0].Name.Text != "간호사" {
		t.Fatalf("mine %+v, %v", mine, err)
	}
	first := mine.Posts[0].Standards[0]
	if !first.Principal || first.Weight == nil || first.Met.Language != "ko" || first.Met.Fallback || len(mine.Posts[0].Phrases) == 0 {
		t.Errorf("my first standard is %+v", first)
	}
	mine, err = s.Mine(t.Context(), quality, standards.MyStandards{Language: "en"})
	if err != nil || mine.Language != "en" || len(mine.Posts) != 0 {
		t.Errorf("of who has no post: %+v, %v", mine, err)
	}
}

// TestADraftMayBeUnfinished: it says itself what is missing.
func TestADraftMayBeUnfinished(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	in := askFirst()
	in.Content.Text.Title = texts.Localized{"zh-CN": "首先问询"}
	in.Content.Text.Dimension = ""
	c, err := s.NewChange(t.Context(), quality, in)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"text.title.ko": "missing in 한국어", "text.title.zh-TW": "missing in 繁體中文", "text.dimension": "every standard belongs to one"} {
		if !strings.Contains(c.Problems[name], want) {
			t.Errorf("%s: %q, want %s", name, c.Problems[name], want)
		}
	}
	if _, ok := c.Problems["text.title.zh-CN"]; ok || len(c.Problems) != 4 {
		t.Errorf("problems %v", c.Problems)
	}
	_, err = s.Propose(t.Context(), quality, standards.GetChange{ID: c.ID})
	refused(t, "unfinished", err, fault.Invalid, "text.title.en", "missing in English")
	if _, err = s.Change(t.Context(), quality, standards.GetChange{ID: 999}); !fault.Is(err, fault.NotFound) {
		t.Errorf("no such change: %v", err)
	}
}
