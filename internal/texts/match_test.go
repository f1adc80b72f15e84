package texts

import (
	"slices"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		name                  string
		query, cookie, header string
		want                  string
	}{
		{"nothing said", "", "", "", "zh-CN"},
		{"query wins", "ko", "en", "zh-TW", "ko"},
		{"then the cookie", "", "en", "zh-TW", "en"},
		{"then the browser", "", "", "zh-TW", "zh-TW"},
		{"unknown query is not said", "fr", "en", "ko", "en"},
		{"broken query is not said", "../../etc", "", "ko", "ko"},
		{"query in other letters", "zh-tw", "", "", "zh-TW"},
		{"query as others write it", "zh_TW", "", "", "zh-TW"},
		{"Hong Kong", "", "", "zh-HK,zh;q=0.9,en;q=0.8", "zh-TW"},
		{"Macao", "", "", "zh-MO", "zh-TW"},
		{"traditional by script", "", "", "zh-Hant", "zh-TW"},
		{"traditional in China", "", "", "zh-Hant-CN", "zh-TW"},
		{"Singapore", "", "", "zh-SG", "zh-CN"},
		{"simplified by script", "", "", "zh-Hans-HK", "zh-CN"},
		{"Chinese", "", "", "zh", "zh-CN"},
		{"Korean of Korea", "", "", "ko-KR,ko;q=0.9,en-US;q=0.8", "ko"},
		{"British", "", "", "en-GB", "en"},
		{"an unknown first", "", "", "fr-FR,fr;q=0.9,en;q=0.5", "en"},
		{"weights, not order", "", "", "en;q=0.3,ko;q=0.8", "ko"},
		{"refused", "", "", "ko;q=0,en;q=0.1", "en"},
		{"a broken entry does not spoil the rest", "", "", "x_!,ko;q=abc,en;q=0.5", "en"},
		{"anything", "", "", "*", "zh-CN"},
		{"only unknown", "", "", "fr,de,ja", "zh-CN"},
		{"longer than any browser's", "", "", strings.Repeat("fr,", 100_000) + "ko", "zh-CN"},
	} {
		if got := (Matcher{}).Match(test.query, test.cookie, test.header); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestDefault(t *testing.T) {
	for _, test := range []struct{ given, want string }{
		{"ko", "ko"},
		{"zh-TW", "zh-TW"},
		{"fr", "zh-CN"},
		{"", "zh-CN"},
	} {
		if got := (Matcher{Default: test.given}).Match("", "", "fr"); got != test.want {
			t.Errorf("default %q: %s, want %s", test.given, got, test.want)
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("zh-HK", "", "ko;q=0.5,*")
	f.Fuzz(func(t *testing.T, query, cookie, header string) {
		if got := (Matcher{}).Match(query, cookie, header); !slices.Contains(Languages, got) {
			t.Errorf("Match(%q, %q, %q) = %q", query, cookie, header, got)
		}
	})
}

func TestName(t *testing.T) {
	seen := map[string]bool{"": true}
	for _, lang := range Languages {
		if name := Name(lang); seen[name] {
			t.Errorf("the name of %s is %q", lang, name)
		}
		seen[Name(lang)] = true
	}
	if Name("fr") != "" {
		t.Errorf("fr is called %q", Name("fr"))
	}
}

func BenchmarkMatch(b *testing.B) {
	for b.Loop() {
		Matcher{}.Match("", "", "zh-HK,zh;q=0.9,en-US;q=0.8,en;q=0.7")
	}
}
