// Package writing knows forms that a careful writer of each language avoids: the
// texts that a hospital starts with are checked with it.
package writing

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Voice is how a text speaks.
type Voice string

// The voices: what is the name of something, what is said to or about people in
// full, polite sentences, what is said aloud, what stands on a sign, and what must
// not be said.
const (
	Title    Voice = "title"
	Sentence Voice = "sentence"
	Phrase   Voice = "phrase"
	Sign     Voice = "sign"
	Rude     Voice = "rude"
)

// most says how many characters a text may have, by voice and language.
var most = map[Voice]map[string]int{
	Title:    {"zh-CN": 20, "zh-TW": 20, "ko": 30, "en": 60},
	Sentence: {"zh-CN": 90, "zh-TW": 90, "ko": 150, "en": 230},
	Phrase:   {"zh-CN": 80, "zh-TW": 80, "ko": 120, "en": 200},
	Sign:     {"zh-CN": 40, "zh-TW": 40, "ko": 60, "en": 100},
	Rude:     {"zh-CN": 40, "zh-TW": 40, "ko": 60, "en": 100},
}

// mistakes are what a careful writer of each language avoids. Chinese says 您, has
// its own punctuation, and each script keeps to its quotation marks.
var mistakes = []struct {
	name   string
	langs  []string
	voices []Voice
	wrong  *regexp.Regexp
}{
	{"says 你", []string{"zh-CN", "zh-TW"}, []Voice{Title, Sentence, Phrase, Sign}, regexp.MustCompile(`你|妳`)},
	{"ASCII punctuation beside Han", []string{"zh-CN", "zh-TW"}, nil, regexp.MustCompile(`\p{Han}[,.;:!?()"']|[,.;:!?()"']\p{Han}`)},
	{"quotation marks of the other script", []string{"zh-CN"}, nil, regexp.MustCompile(`[「」『』]`)},
	{"quotation marks of the other script", []string{"zh-TW"}, nil, regexp.MustCompile(`[“”‘’]`)},
	{"straight quotation marks", nil, nil, regexp.MustCompile(`["']`)},
	{"English left in", []string{"zh-CN", "zh-TW", "ko"}, nil, regexp.MustCompile(`[A-Za-z]{4,}`)},
	{"full-width punctuation", []string{"ko", "en"}, nil, regexp.MustCompile(`[，。！？；：（）、]`)},
	{"Han or Hangul left in", []string{"en"}, nil, regexp.MustCompile(`\p{Han}|\p{Hangul}`)},
	{"Hangul left in", []string{"zh-CN", "zh-TW"}, nil, regexp.MustCompile(`\p{Hangul}`)},
	{"Han left in", []string{"ko"}, nil, regexp.MustCompile(`\p{Han}`)},
	{"space at an end, or doubled", nil, nil, regexp.MustCompile(`^\s|\s$|\s\s`)},
	{"traditional characters", []string{"zh-CN"}, nil, script(1)},
	{"simplified characters", []string{"zh-TW"}, nil, script(0)},
}

// pairs of common characters, simplified and traditional: neither script uses
// the other's.
const pairs = "们們个個这這时時间間问問请請让讓说說话話谢謝对對开開关關过過来來还還没沒应應该該带帶领領药藥疗療护護医醫师師诊診断斷检檢结結" +
	"单單据據录錄记記号號证證资資费費钱錢缴繳别別预預约約电電联聯统統备備设設计計点點线線网網听聽见見观觀现現视視觉覺热熱静靜声聲响響" +
	"动動处處当當务務员員导導询詢为為会會无無长長门門楼樓层層头頭难難种種样樣么麼吗嗎钟鐘两兩机機术術岁歲体體烦煩担擔忧憂错錯误誤帮幫" +
	"办辦续續码碼验驗页頁试試认認识識讯訊给給轻輕边邊万萬语語乐樂优優环環亲親爱愛谅諒诉訴满滿评評价價场場隐隱稳穩宁寧紧緊张張险險级級" +
	"须須顺順转轉轮輪发發复復"

// script returns a pattern of the simplified (0) or traditional (1) of pairs.
func script(which int) *regexp.Regexp {
	b := strings.Builder{}
	for i, r := range []rune(pairs) {
		if i%2 == which {
			b.WriteRune(r)
		}
	}
	return regexp.MustCompile("[" + b.String() + "]")
}

var (
	// polite are the endings of a Korean sentence that is said to a patient or
	// written about staff.
	polite   = regexp.MustCompile(`(니다|니까|십시오|세요|까요)[.?!]?[”’)]*[.?!]?$`)
	brackets = regexp.MustCompile(`\([^()]*\)`)
	ends     = regexp.MustCompile(`[.?!]+[”’]?\s+`)
)

// sentences splits a Korean text; what stands in brackets after a verb is left out.
func sentences(text string) (out []string) {
	for _, s := range ends.Split(brackets.ReplaceAllString(text, ""), -1) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Mistakes returns, in words, what a careful writer would have written otherwise in
// a text of a language: nothing, in most texts.
func Mistakes(voice Voice, lang, text string) (out []string) {
	if n := utf8.RuneCountInString(text); n > most[voice][lang] {
		out = append(out, fmt.Sprintf("it has %d characters, at most %d", n, most[voice][lang]))
	}
	for _, m := range mistakes {
		if (m.langs == nil || slices.Contains(m.langs, lang)) && (m.voices == nil || slices.Contains(m.voices, voice)) {
			if found := m.wrong.FindString(text); found != "" {
				out = append(out, fmt.Sprintf("%s (%s)", m.name, found))
			}
		}
	}
	if lang == "ko" && (voice == Sentence || voice == Phrase) {
		for _, s := range sentences(text) {
			if !polite.MatchString(s) {
				out = append(out, fmt.Sprintf("it does not end politely: %s", s))
			}
		}
	}
	return out
}
