package texts

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func catalogue(t *testing.T, lang string) map[string]string {
	t.Helper()
	b, err := messages.ReadFile("messages/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]string
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return out
}

var (
	keyForm     = regexp.MustCompile(`^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9-]+)+$`) // with hyphens: a code is part of it
	placeholder = regexp.MustCompile(`{[a-z][A-Za-z0-9]*}`)
	brace       = regexp.MustCompile(`[{}]`)
)

// TestCatalogues: the languages have the same texts with the same arguments.
func TestCatalogues(t *testing.T) {
	english := catalogue(t, English)
	for _, lang := range Languages {
		got := catalogue(t, lang)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("keys of %s (-en +%s):\n%s", lang, lang, diff)
		}
		for key, text := range got {
			if !keyForm.MatchString(key) {
				t.Errorf("%s: key %q is not page.name", lang, key)
			}
			if text == "" || text != strings.TrimSpace(text) {
				t.Errorf("%s %s: %q is empty or has space around it", lang, key, text)
			}
			if brace.MatchString(placeholder.ReplaceAllString(text, "")) {
				t.Errorf("%s %s: a brace that stands for nothing in %q", lang, key, text)
			}
			if diff := cmp.Diff(placeholders(english[key]), placeholders(text)); diff != "" {
				t.Errorf("%s %s: arguments (-en +%s):\n%s", lang, key, lang, diff)
			}
			if fault := slip(lang, text); fault != "" {
				t.Errorf("%s %s: %s in %q", lang, key, fault, text)
			}
		}
	}
}

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return found
}

var (
	halfWidth = regexp.MustCompile(`\p{Han}\s*[,?!():;]|[,?!():;]\s*\p{Han}`)
	word      = regexp.MustCompile(`[A-Za-z]{2,}`)
	han       = regexp.MustCompile(`\p{Han}`)
	hangul    = regexp.MustCompile(`\p{Hangul}`)

	// Words that stay Latin in every language.
	latin = []string{"Wardstar", "QR", "Code", "PDF", "Excel", "CSV", "SMS", "OK", "PIN"}
)

// Characters that only one of the two Chinese writings has.
const (
	simplifiedOnly  = "们这说点务为时问题请护评价满谢诊员写话电联现编码输个间没选处还从动过进单张车门闭应给让听见当错误发送户账"
	traditionalOnly = "們這說點務為時問題請護評價滿謝診員寫話電聯現編碼輸個間沒選處還從動過進單張車門閉應給讓聽見當錯誤發送戶帳"
)

// slip returns what translators get wrong, or "".
func slip(lang, text string) string {
	text = placeholder.ReplaceAllString(text, "")
	if lang != English {
		for _, w := range word.FindAllString(text, -1) {
			if !slices.Contains(latin, w) {
				return "the English word " + w
			}
		}
	}
	chinese := lang == ChineseSimplified || lang == ChineseTraditional
	switch {
	case chinese && halfWidth.MatchString(text):
		return "half-width punctuation"
	case !chinese && han.MatchString(text):
		return "a Han character"
	case lang != Korean && hangul.MatchString(text):
		return "a Hangul letter"
	case lang == ChineseTraditional && strings.ContainsAny(text, foreign(simplifiedOnly, traditionalOnly)):
		return "a simplified character"
	case lang == ChineseSimplified && strings.ContainsAny(text, foreign(traditionalOnly, simplifiedOnly)):
		return "a traditional character"
	}
	return ""
}

// foreign returns the characters of one writing that the other does not have.
func foreign(these, others string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(others, r) {
			return -1
		}
		return r
	}, these)
}

// TestSlip: the checks above can fail.
func TestSlip(t *testing.T) {
	for _, test := range []struct {
		lang, text string
		ok         bool
	}{
		{ChineseSimplified, "谢谢您！（可不填）", true},
		{ChineseSimplified, "谢谢您!", false},
		{ChineseSimplified, "刚才的服务,您满意吗？", false},
		{ChineseSimplified, "还想说点什么？(可不填)", false},
		{ChineseSimplified, "已记录: {answer}", false},
		{ChineseSimplified, "3,500 元", true},
		{ChineseSimplified, "謝謝您", false},
		{ChineseSimplified, "请 Send", false},
		{ChineseTraditional, "掃描 QR Code", true},
		{ChineseTraditional, "谢谢您！", false},
		{Korean, "감사합니다!", true},
		{Korean, "Thank you!", false},
		{Korean, "感謝합니다", false},
		{English, "Thank you!", true},
		{English, "Thank 您", false},
		{English, "감사 you", false},
	} {
		if got := slip(test.lang, test.text); (got == "") != test.ok {
			t.Errorf("slip(%s, %q) = %q", test.lang, test.text, got)
		}
	}
}
