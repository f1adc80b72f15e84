package training

import (
	"regexp"
	"slices"
	"testing"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/texts/writing"
)

var slug = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

func TestTheCatalogueIsWrittenWithCare(t *testing.T) {
	check := func(what string, title texts.Localized) {
		for _, lang := range texts.Languages {
			if title[lang] == "" {
				t.Errorf("%s has no name in %s", what, lang)
			}
			for _, mistake := range writing.Mistakes(writing.Title, lang, title[lang]) {
				t.Errorf("%s, %s: %s: %s", what, lang, mistake, title[lang])
			}
		}
	}
	for _, c := range Catalogue().Courses {
		check("course "+c.Code, c.Title)
	}
	for _, k := range Catalogue().Certificates {
		check("certificate "+k.Code, k.Name)
	}
}

// TestTheCatalogueHoldsTogether: what is asked of newcomers and everybody can be
// learnt from its courses, and requirements name what is there.
func TestTheCatalogueHoldsTogether(t *testing.T) {
	courses, categories, onboarding := map[string]ContentCourse{}, map[string]int{}, 0
	for _, c := range Catalogue().Courses {
		if _, taken := courses[c.Code]; taken || !slug.MatchString(c.Code) {
			t.Errorf("course %q: its code is taken or malformed", c.Code)
		}
		if !slices.Contains([]string{"online", "internal", "external"}, c.Mode) || !slices.Contains([]string{"newcomer", "senior", "leader", "everyone"}, c.Level) ||
			c.Minutes < 30 || c.Minutes > 480 {
			t.Errorf("course %s: mode %s, level %s, %d minutes", c.Code, c.Mode, c.Level, c.Minutes)
		}
		courses[c.Code] = c
		categories[c.Category]++
		if c.Category == "onboarding" {
			onboarding += c.Minutes
		}
		if (c.Category == "onboarding") != (c.Level == "newcomer") {
			t.Errorf("course %s is %s for %s", c.Code, c.Category, c.Level)
		}
	}
	for _, category := range []string{"medical-basics", "service-skills", "communication", "law-privacy", "cases", "etiquette", "onboarding"} {
		if categories[category] == 0 {
			t.Errorf("no course of %s", category)
		}
	}
	if onboarding != onboardingMinutes || len(courses) < 24 || len(categories) != 7 {
		t.Errorf("%d courses of %d categories, %d minutes of onboarding", len(courses), len(categories), onboarding)
	}
	kinds := map[string]bool{}
	for _, k := range Catalogue().Certificates {
		if kinds[k.Code] || !slug.MatchString(k.Code) || k.Months < 0 || k.Months > 600 {
			t.Errorf("certificate %q, %d months: its code is taken or malformed", k.Code, k.Months)
		}
		kinds[k.Code] = true
	}
	seen := map[[2]string]bool{}
	for _, r := range Catalogue().Requirements {
		if at := [2]string{r.Post, r.Level}; seen[at] || len(r.Certificates)+len(r.Courses) == 0 {
			t.Errorf("%v is there twice, or requires nothing", at)
		} else {
			seen[at] = true
		}
		for _, code := range r.Certificates {
			if !kinds[code] {
				t.Errorf("%s requires certificate %s, which is not there", r.Post, code)
			}
		}
		for _, code := range r.Courses {
			if course, ok := courses[code]; !ok || course.Level != "everyone" && course.Level != r.Level {
				t.Errorf("%s requires course %s of %s: not there, or for %s", r.Post, code, r.Level, course.Level)
			}
		}
	}
}
