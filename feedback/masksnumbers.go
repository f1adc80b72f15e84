package feedback

import (
	"regexp"
	"strings"
	"unicode"
)

const (
	longRun   = 5 // digits in one piece, or one by one, from which they are hidden
	longGroup = 7 // digits in several pieces
	mostMoney = 7 // digits of a price
)

const (
	hanDigits    = "〇零一二三四五六七八九幺壹贰貳叁參肆伍陆陸柒捌玖"
	koreanDigits = "공영일이삼사오육륙칠팔구"
	// What people put between the digits of one number. In a time there is a colon,
	// in a list an ideographic comma: these are not among them.
	between    = " \t\u00a0-‐‑‒–—―−.·•()[]{}/\\_,+#~'\"|"
	invisible  = "\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u20e3\u00ad\ufeff"
	mostApart  = 3 // marks between two digits of one number
	oneByOne   = "、;:\n，。"
	thisOfDate = `^20[2-9]\d([-./])(?:0?[1-9]|1[0-2])([-./])(?:0?[1-9]|[12]\d|3[01])$`
)

// run is some digits in one piece.
type run struct{ from, to int }

// numbers hides telephone numbers, those on papers and the like.
func (f *folded) numbers() {
	digit := f.digits()
	for i := 0; i < len(digit); {
		if !digit[i] {
			i++
			continue
		}
		group := f.group(digit, i)
		i = group[len(group)-1].to
		if n := f.dates(group); n > 0 { // days are told, what comes after them is looked at by itself
			if i = group[n-1].to; n < len(group) {
				i = group[n].from
			}
			continue
		}
		if tooLong(group) && !f.money(group) {
			f.coverNumber(group)
		}
	}
}

// digits tells which runes are digits. Korean ones, which begin many words, are
// digits only where three of them make a whole word.
func (f *folded) digits() []bool {
	digit := make([]bool, len(f.plain))
	for i, r := range f.plain {
		digit[i] = r >= '0' && r <= '9' || strings.ContainsRune(hanDigits, r)
	}
	for i := 0; i < len(f.plain); {
		k, all := i, true
		for ; k < len(f.plain) && (unicode.Is(unicode.Hangul, f.plain[k]) || digit[k]); k++ {
			all = all && (digit[k] || strings.ContainsRune(koreanDigits, f.plain[k]))
		}
		for j := i; all && k-i >= 3 && j < k; j++ {
			digit[j] = true
		}
		i = max(k, i+1)
	}
	return digit
}

// group returns the runs of digits from i on that may be one number.
func (f *folded) group(digit []bool, i int) (group []run) {
	for {
		r := run{from: i}
		for ; i < len(digit) && (digit[i] || strings.ContainsRune(invisible, f.plain[i])); i++ {
		}
		for r.to = i; !digit[r.to-1]; r.to-- {
		}
		group = append(group, r)
		next := f.next(digit, r)
		if next < 0 {
			return group
		}
		i = next
	}
}

// next returns where the number goes on after a run, or -1. Marks that are put
// between the items of a list hold single digits together only.
func (f *folded) next(digit []bool, r run) int {
	seen, list := 0, false
	for i := r.to; i < len(digit) && seen <= mostApart; i++ {
		switch c := f.plain[i]; {
		case digit[i]:
			if list && (r.to-r.from > 1 || i+1 < len(digit) && digit[i+1]) {
				return -1
			}
			return i
		case strings.ContainsRune(invisible, c):
		case strings.ContainsRune(between, c):
			seen++
		case strings.ContainsRune(oneByOne, c):
			seen++
			list = true
		default:
			return -1
		}
	}
	return -1
}

var day = regexp.MustCompile(thisOfDate)

// dates returns how many of the runs at the beginning are a day of these years.
// Days of birth are longer ago.
func (f *folded) dates(group []run) int {
	if len(group) >= 3 && day.MatchString(string(f.plain[group[0].from:group[2].to])) {
		return 3
	}
	return 0
}

func tooLong(group []run) bool {
	total, longest := 0, 0
	for _, r := range group {
		total += r.to - r.from
		longest = max(longest, r.to-r.from)
	}
	return longest >= longRun || total >= longGroup || longest == 1 && total >= longRun
}

var (
	amount     = `(?:\d{1,6}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d{1,2})?`
	price      = regexp.MustCompile(`^` + amount + `(?:\s?[-~–—]\s?` + amount + `)?$`)
	priceMark  = regexp.MustCompile(`(?i)(?:[¥$₩€£]|rmb|usd|cny|krw|twd)\s?$`)
	priceWords = regexp.MustCompile(`(?i)^\s?(?:[¥$₩€£]|元|块|塊|圆|圓|원|만\s?원|万|萬|rmb|usd|cny|krw|twd|won|yuan|dollars?)`)
)

// money reports whether a group is what something costs.
func (f *folded) money(group []run) bool {
	from, to := group[0].from, group[len(group)-1].to
	text := string(f.plain[from:to])
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("-~–— ", r) }) {
		whole, _, _ := strings.Cut(part, ".")
		if len(strings.ReplaceAll(whole, ",", "")) > mostMoney {
			return false
		}
	}
	return price.MatchString(text) &&
		(priceMark.MatchString(string(f.plain[max(0, from-5):from])) || priceWords.MatchString(string(f.plain[to:min(len(f.plain), to+9)])))
}

// coverNumber hides a number, with the letters and the plus that belong to it.
func (f *folded) coverNumber(group []run) {
	from, to := group[0].from, group[len(group)-1].to
	isLetter := func(r rune) bool { return r < unicode.MaxASCII && unicode.IsLetter(r) }
	for from > 0 && (isLetter(f.plain[from-1]) || strings.ContainsRune("+(", f.plain[from-1])) {
		from--
	}
	for to < len(f.plain) && (isLetter(f.plain[to]) || strings.ContainsRune(invisible, f.plain[to])) {
		to++
	}
	f.cover(from, to)
}

var digitWords = func() *regexp.Regexp {
	one := `(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|nought)`
	return regexp.MustCompile(`(?i)\b(?:` + one + `[\s,.\-]+){4,}` + one + `\b`)
}()

func (f *folded) digitWords() { f.matches(digitWords, 0, f.cover) }
