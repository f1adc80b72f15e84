package writing

import (
	"strings"
	"testing"
)

func TestMistakes(t *testing.T) {
	for _, test := range []struct {
		voice            Voice
		lang, text, want string // "": nothing is wrong
	}{
		{Title, "zh-CN", "三米微笑实操练习", ""},
		{Title, "zh-TW", "三米微笑實作練習", ""},
		{Title, "ko", "3미터 미소 실습", ""},
		{Title, "en", "Three-metre smile: practice", ""},
		{Phrase, "zh-CN", "你好", "says 你"},
		{Rude, "zh-CN", "你等一下", ""},
		{Title, "zh-CN", "醫院微笑", "traditional characters (醫)"},
		{Title, "zh-TW", "医院微笑", "simplified characters (医)"},
		{Title, "zh-CN", "微笑(三米)", "ASCII punctuation"},
		{Title, "zh-TW", "“微笑”", "quotation marks"},
		{Title, "ko", "미소，실습", "full-width"},
		{Title, "ko", "微笑 실습", "Han left in"},
		{Title, "ko", "Smile 실습", "English left in"},
		{Title, "en", "Smile 三米", "Han or Hangul"},
		{Title, "en", " Smile", "space"},
		{Title, "en", "Patients' privacy", "straight"},
		{Title, "en", strings.Repeat("a", 61), "61 characters, at most 60"},
		{Sentence, "ko", "기다려 주세요. 곧 갑니다.", ""},
		{Sentence, "ko", "기다려 주세요. 곧 간다.", "does not end politely: 곧 간다."},
		{Title, "ko", "곧 간다", ""},
	} {
		got := strings.Join(Mistakes(test.voice, test.lang, test.text), "; ")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s %s %q: %q, want %q", test.voice, test.lang, test.text, got, test.want)
		}
	}
}
