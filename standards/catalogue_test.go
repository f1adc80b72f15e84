package standards

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/wardstar/wardstar/internal/texts"
)

// TestCatalogue holds the embedded files to the rules that editors are held to.
func TestCatalogue(t *testing.T) {
	c := Catalogue()
	phrases := 0
	for _, list := range c.Phrases {
		phrases += len(list.Phrases)
	}
	if len(c.Standards) < 40 || len(c.Posts) < 10 || phrases < 120 || len(c.Tags) < 8 {
		t.Fatalf("%d standards, %d posts, %d phrases, %d tags: files are missing", len(c.Standards), len(c.Posts), phrases, len(c.Tags))
	}
	codes := map[string]bool{"": true} // a tag may speak about none
	principal := map[string]bool{}
	dimensions := map[string]bool{}
	for _, s := range c.Standards {
		if codes[s.Code] || !slug.MatchString(s.Code) {
			t.Errorf("standard %q: its code is taken or malformed", s.Code)
		}
		codes[s.Code], principal[s.Code], dimensions[s.Dimension] = true, s.Principal, true
		problems := map[string]string{}
		s.text().check(problems)
		report(t, "standard "+s.Code, problems)
		if !regexp.MustCompile(`^[A-Z][1-9][0-9]?$`).MatchString(s.Requirement) {
			t.Errorf("standard %s carries out requirement %q", s.Code, s.Requirement)
		}
		if !slices.Contains([]string{Judged, Seconds, Share}, s.Measure) {
			t.Errorf("standard %s is measured by %q", s.Code, s.Measure)
		}
		if len(s.NotApplicable) == 0 {
			t.Errorf("standard %s always applies: say when it does not", s.Code)
		}
	}
	if len(dimensions) != 8 {
		t.Errorf("the standards speak about %d of the eight dimensions: %v", len(dimensions), slices.Sorted(maps.Keys(dimensions)))
	}
	if !principal["three-metre-smile"] || !principal["ask-first"] {
		t.Error("the two principal standards are not both principal")
	}
	posts := map[string]bool{}
	for _, p := range c.Posts {
		if posts[p.Code] || !slug.MatchString(p.Code) || !slug.MatchString(p.Family) {
			t.Errorf("post %q, family %q: a code is taken or malformed", p.Code, p.Family)
		}
		posts[p.Code] = true
		problems := map[string]string{}
		checkItems(problems, p.items())
		checkText(problems, "name", p.Name)
		report(t, "post "+p.Code, problems)
		for _, item := range p.Standards {
			if !codes[item.Standard] || item.Standard == "" || item.Weight < 1 || item.Target <= 0 || item.Target > 1 {
				t.Errorf("post %s: %+v names no standard, or is out of range", p.Code, item)
			}
		}
	}
	lists := map[string]bool{}
	for _, list := range c.Phrases {
		if lists[list.Post] || list.Post != Everyone && !posts[list.Post] {
			t.Errorf("phrases of %q: no such post, or there already", list.Post)
		}
		lists[list.Post] = true
		problems := map[string]string{}
		for _, lang := range texts.Languages { // a hospital may speak any of them
			checkPhrases(problems, list.Phrases, lang)
		}
		report(t, "phrases of "+list.Post, problems)
		for _, p := range list.Phrases {
			if !codes[p.Standard] {
				t.Errorf("phrase %s of %s carries out %q, which is no standard", p.Code, list.Post, p.Standard)
			}
			for _, text := range []texts.Localized{p.Text, p.Instead, p.Note} {
				if len(text) != 0 && len(text) != len(texts.Languages) {
					t.Errorf("phrase %s of %s is not in all languages: %v", p.Code, list.Post, text)
				}
			}
		}
	}
	tags := map[string]bool{}
	for _, tag := range c.Tags {
		if tags[tag.Code] || !slug.MatchString(tag.Code) {
			t.Errorf("tag %q: its code is taken or malformed", tag.Code)
		}
		tags[tag.Code] = true
		problems := map[string]string{}
		checkText(problems, "text", tag.Text)
		report(t, "tag "+tag.Code, problems)
		if !codes[tag.Standard] || tag.Sentiment != "good" && tag.Sentiment != "bad" {
			t.Errorf("tag %s: standard %q, sentiment %q", tag.Code, tag.Standard, tag.Sentiment)
		}
	}
}

func report(t *testing.T, what string, problems map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(problems)) {
		t.Errorf("%s: %s: %s", what, name, problems[name])
	}
}

func TestAReasonReadsTheSameWhereverItOccurs(t *testing.T) {
	words := map[string]texts.Localized{}
	for _, s := range Catalogue().Standards {
		for _, r := range s.NotApplicable {
			if before, ok := words[r.Code]; ok && !maps.Equal(before, r.Text) {
				t.Errorf("reason %s reads otherwise in %s", r.Code, s.Code)
			}
			words[r.Code] = r.Text
		}
	}
}
