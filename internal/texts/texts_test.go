package texts

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func ExampleText() {
	fmt.Println(Text(Korean, "answer.5"))
	fmt.Println(Text("fr", "answer.5")) // a language we do not speak
	fmt.Println(Text(English, "no.such.key"))
	// Output:
	// 매우 만족
	// Very good
	// no.such.key
}

func TestTextFillsIn(t *testing.T) {
	for _, test := range []struct {
		args []any
		want string
	}{
		{nil, "You said: {answer}"},
		{[]any{"answer", "Good"}, "You said: Good"},
		{[]any{"answer", 5}, "You said: 5"},
		{[]any{"answer", "{answer}"}, "You said: {answer}"}, // once is enough
		{[]any{"other", "x"}, "You said: {answer}"},
	} {
		if got := Text(English, "thanks.saved", test.args...); got != test.want {
			t.Errorf("Text(%v) = %q, want %q", test.args, got, test.want)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, test := range []struct {
		lang, key, want string
		ok              bool
	}{
		{ChineseTraditional, "answer.3", "普通", true},
		{ChineseSimplified, "answer.3", "一般", true},
		{"fr", "answer.3", "OK", false},
		{"", "answer.3", "OK", false},
		{Korean, "answer.6", "", false},
	} {
		if got, ok := Lookup(test.lang, test.key); got != test.want || ok != test.ok {
			t.Errorf("Lookup(%s, %s) = %q, %t, want %q, %t", test.lang, test.key, got, ok, test.want, test.ok)
		}
	}
}

var literal = regexp.MustCompile(`texts\.(?:Text|Lookup)\([^",()]*(?:\([^()]*\)[^",()]*)?,\s*"([^"]+)"\s*[,)]`)

// TestKeysInUse reads the program for texts that nobody has written.
func TestKeysInUse(t *testing.T) {
	if got := literal.FindAllStringSubmatch(`texts.Text(s.lang(x), "a.b") texts.Lookup(l, "c", n) texts.Text(l, "d."+e)`, -1); len(got) != 2 {
		t.Fatalf("the expression finds %q, want the keys a.b and c", got)
	}
	keys := catalogue(t, English)
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".git"):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		case strings.HasPrefix(path, "../../internal/texts/"):
			return nil // the examples in comments
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range literal.FindAllStringSubmatch(string(source), -1) {
			if _, ok := keys[match[1]]; !ok {
				t.Errorf("%s: no text %q", path, match[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
