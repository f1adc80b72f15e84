package feedback

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// hidden stands for what readers must not see.
const hidden = "***"

// mask hides what could tell who wrote a comment or whom it names: telephone
// numbers and other long numbers, however they are written, addresses of mail
// and pages, names in messengers, and names of people. Masked again it stays as
// it is. What stays readable is "3 m", "房间 302", times, dates of these years
// and prices.
//
// It errs on the side of hiding: who wrote is worth more than a word.
func mask(text string, names names) string {
	text = norm.NFC.String(text)
	for range 5 { // what was hidden can bring two parts of something together
		next := maskOnce(text, names)
		if next == text {
			break
		}
		text = next
	}
	return text
}

func maskOnce(text string, names names) string {
	f := fold(text)
	f.addresses()
	f.messengers()
	f.numbers()
	f.digitWords()
	f.people(names)
	return f.String()
}

// folded is a text, and beside it the same with one rune for each, in the plain
// form of digits and letters: rules look at the plain form, and hide the text.
type folded struct {
	runes []rune
	plain []rune
	text  string // plain
	at    []int  // rune by byte of text
	hide  []bool // by rune
}

func fold(text string) *folded {
	f := &folded{runes: []rune(text)}
	f.plain = make([]rune, len(f.runes))
	f.hide = make([]bool, len(f.runes))
	for i, r := range f.runes {
		f.plain[i] = plain(r)
		for range len(string(f.plain[i])) {
			f.at = append(f.at, i)
		}
	}
	f.at = append(f.at, len(f.runes))
	f.text = string(f.plain)
	return f
}

// plain returns the common form of a letter or digit: 8 for ８, ⑧ and 𝟾.
func plain(r rune) rune {
	if r < unicode.MaxASCII {
		return r
	}
	if unicode.Is(unicode.Nd, r) {
		n := 0
		for unicode.Is(unicode.Nd, r-rune(n)-1) {
			n++
		}
		return '0' + rune(n%10) // digits come in blocks of ten
	}
	if p := []rune(norm.NFKC.String(string(r))); len(p) == 1 && p[0] < unicode.MaxRune {
		return p[0]
	}
	return r
}

// cover hides the runes from i up to k.
func (f *folded) cover(i, k int) {
	for ; i < k; i++ {
		f.hide[i] = true
	}
}

// matches calls do with the runes of each match of a group.
func (f *folded) matches(re *regexp.Regexp, group int, do func(i, k int)) {
	for _, m := range re.FindAllStringSubmatchIndex(f.text, -1) {
		if from, to := m[2*group], m[2*group+1]; from >= 0 {
			do(f.at[from], f.at[to])
		}
	}
}

// String returns the text with one mark for each stretch that is hidden.
func (f *folded) String() string {
	var b strings.Builder
	for i, r := range f.runes {
		switch {
		case !f.hide[i]:
			b.WriteRune(r)
		case i == 0 || !f.hide[i-1]:
			b.WriteString(hidden)
		}
	}
	return marks.ReplaceAllString(b.String(), hidden)
}

var marks = regexp.MustCompile(`\*{3,}`)

var addresses = []*regexp.Regexp{
	regexp.MustCompile(`(?:[\p{L}\p{N}._%+\-]+|[A-Za-z\d._%+\-]+\s)@\s?[\p{L}\p{N}\-]+(?:\s?\.\s?[\p{L}\p{N}\-]+)*`),
	regexp.MustCompile(`(?i)[a-z\d._%+\-]+\s?[(\[]\s?at\s?[)\]]\s?[a-z\d.\-]+`),
	regexp.MustCompile(`@[\p{L}\p{N}._\-]{3,}`),
	regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`),
}

func (f *folded) addresses() {
	for _, re := range addresses {
		f.matches(re, 0, f.cover)
	}
}

// Names in messengers. Some are named by words that mean other things, too ("I
// waited in line"): there it must be said that a name comes, or it must look
// like one.
var (
	messenger = regexp.MustCompile(`(?i)(?:微信|威信|薇信|v信|vx|weixin|wechat|扣扣|qq|카톡|카카오톡|카카오|kakao(?:talk)?|whatsapp|telegram|텔레그램|instagram|인스타|小红书|抖音|line|加v|\bwx|\big)` +
		`[\s:()是為为는은=]*(?:号码?|號碼?|帐号|帳號|账号|id|아이디|name)?[\s:()是為为는은=]*([a-z][a-z\d._\-]*[\d_][a-z\d._\-]*|[\d_][a-z\d._\-]{3,})`)
	messengerID = regexp.MustCompile(`(?i)(?:微信|威信|薇信|v信|vx|weixin|wechat|扣扣|qq|카톡|카카오톡|카카오|kakao(?:talk)?|whatsapp|telegram|텔레그램|instagram|인스타|小红书|抖音|line|\bwx|\big)` +
		`\s*(?:号码?|號碼?|帐号|帳號|账号|id|아이디)[\s:()是為为는은=]*([a-z\d._\-]{3,})`)
	messengerOnly = regexp.MustCompile(`(?i)(?:微信|威信|薇信|v信|vx|weixin|wechat|扣扣|카톡|카카오톡|kakaotalk|\bwx)` +
		`\s*(?:[:=是為为는은]|加)\s*([a-z][a-z\d._\-]{3,})`)
)

func (f *folded) messengers() {
	for _, re := range []*regexp.Regexp{messenger, messengerID, messengerOnly} {
		f.matches(re, 1, f.cover)
	}
}
