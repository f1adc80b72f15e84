package standards

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wardstar/wardstar/internal/texts"
)

// written is a text of the catalogue, with the voice it is written in.
type written struct {
	where string
	lang  string
	text  string
	voice string // "title", "sentence" (said to or about people in full, polite sentences), "phrase", "sign", "rude"
}

// most says how many characters a text may have, by voice and language.
var most = map[string]map[string]int{
	"title":    {"zh-CN": 20, "zh-TW": 20, "ko": 30, "en": 60},
	"sentence": {"zh-CN": 90, "zh-TW": 90, "ko": 150, "en": 230},
	"phrase":   {"zh-CN": 80, "zh-TW": 80, "ko": 120, "en": 200},
	"sign":     {"zh-CN": 40, "zh-TW": 40, "ko": 60, "en": 100},
	"rude":     {"zh-CN": 40, "zh-TW": 40, "ko": 60, "en": 100},
}

func everythingWritten() (out []written) {
	add := func(voice, where string, text texts.Localized) {
		for _, lang := range texts.Languages {
			if text[lang] != "" {
				out = append(out, written{where + " " + lang, lang, text[lang], voice})
			}
		}
	}
	for _, s := range Catalogue().Standards {
		add("title", s.Code+" title", s.Title)
		for name, text := range map[string]texts.Localized{"opportunity": s.Opportunity, "met": s.Met, "partly": s.Partly, "notMet": s.NotMet} {
			add("sentence", s.Code+" "+name, text)
		}
		for _, r := range s.NotApplicable {
			add("sign", s.Code+" "+r.Code, r.Text)
		}
	}
	for _, p := range Catalogue().Posts {
		add("title", p.Code+" name", p.Name)
	}
	voices := map[string]string{Spoken: "phrase", Signage: "sign", Forbidden: "rude"}
	for _, list := range Catalogue().Phrases {
		for _, p := range list.Phrases {
			where := list.Post + "/" + p.Code
			add(voices[p.Kind], where+" text", p.Text)
			add("phrase", where+" instead", p.Instead)
			add("sentence", where+" note", p.Note)
		}
	}
	return out
}

// mistakes are forms that a careful writer of each language avoids. Korean
// sentences end politely; Chinese says 您, has its own punctuation, and each
// script keeps to its quotation marks.
var mistakes = []struct {
	name   string
	langs  []string
	voices []string
	wrong  *regexp.Regexp
}{
	{"says 你", []string{"zh-CN", "zh-TW"}, []string{"title", "sentence", "phrase", "sign"}, regexp.MustCompile(`你|妳`)},
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

// polite are the endings of a Korean sentence that is said to a patient or
// written about staff.
var polite = regexp.MustCompile(`(니다|니까|십시오|세요|까요)[.?!]?[”’)]*[.?!]?$`)

// sentences splits a Korean text; what stands in brackets after a verb is left out.
func sentences(text string) (out []string) {
	text = regexp.MustCompile(`\([^()]*\)`).ReplaceAllString(text, "")
	for _, s := range regexp.MustCompile(`[.?!]+[”’]?\s+`).Split(text, -1) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func TestTheCatalogueIsWrittenWithCare(t *testing.T) {
	for _, w := range everythingWritten() {
		if n := utf8.RuneCountInString(w.text); n > most[w.voice][w.lang] {
			t.Errorf("%s has %d characters, at most %d: %s", w.where, n, most[w.voice][w.lang], w.text)
		}
		for _, m := range mistakes {
			if (m.langs == nil || slices.Contains(m.langs, w.lang)) && (m.voices == nil || slices.Contains(m.voices, w.voice)) {
				if found := m.wrong.FindString(w.text); found != "" {
					t.Errorf("%s: %s (%s): %s", w.where, m.name, found, w.text)
				}
			}
		}
		if w.lang == "ko" && (w.voice == "sentence" || w.voice == "phrase") {
			for _, s := range sentences(w.text) {
				if !polite.MatchString(s) {
					t.Errorf("%s does not end politely: %s", w.where, s)
				}
			}
		}
	}
}
