package feedback

import (
	"regexp"
	"strings"
	"unicode"
)

// names says whose names a comment may not tell: everybody's on the staff but
// those of the one person it is about, if there is one.
type names struct {
	staff *staffNames
	own   map[string]bool // the person's names, and their surname in Chinese and Korean
}

// staffNames are the names of everybody who works or worked at the hospital.
type staffNames struct {
	names  map[string]bool // in lower case, without spaces
	latin  map[string]bool // of several words, with one space between
	most   int             // runes of the longest name
	mostOf int             // words of the longest Latin name
}

// namesakes is a person's name in both scripts.
type namesakes struct {
	Name  string `db:"name"`
	Latin string `db:"latin_name"`
}

func newStaffNames(all []namesakes) *staffNames {
	s := &staffNames{names: map[string]bool{}, latin: map[string]bool{}}
	for _, n := range all {
		for _, spelled := range n.spellings() {
			if words := strings.Fields(spelled); len(words) > 1 {
				s.latin[spelled] = true
				s.mostOf = max(s.mostOf, len(words))
			} else if runes := []rune(spelled); len(runes) > 1 && unicode.In(runes[0], unicode.Han, unicode.Hangul) {
				s.names[spelled] = true
				s.most = max(s.most, len(runes))
			}
		}
	}
	return s
}

// except returns the names with an exception for one person.
func (s *staffNames) except(n namesakes) names {
	own := map[string]bool{}
	for _, spelled := range n.spellings() {
		own[spelled] = true
		for _, word := range strings.Fields(spelled) {
			own[word] = true
		}
		if size := surname([]rune(spelled), 0); size > 0 {
			own[string([]rune(spelled)[:size])] = true
		}
	}
	return names{staff: s, own: own}
}

// spellings returns a name as patients may write it.
func (n namesakes) spellings() (out []string) {
	for _, name := range []string{n.Name, n.Latin} {
		words := strings.Fields(strings.Map(loose, strings.ToLower(string(fold(name).plain))))
		if len(words) == 0 {
			continue
		}
		if first := []rune(words[0]); unicode.In(first[0], unicode.Han, unicode.Hangul) {
			out = append(out, strings.Join(words, ""))
			continue
		}
		out = append(out, strings.Join(words, " "))
		if len(words) > 1 { // the surname first, or last
			out = append(out, strings.Join(append(words[1:len(words):len(words)], words[0]), " "),
				strings.Join(append([]string{words[len(words)-1]}, words[:len(words)-1]...), " "))
		}
	}
	return out
}

// loose takes what stands between the parts of a name for a space.
func loose(r rune) rune {
	if strings.ContainsRune("-‐‑·•.,_", r) {
		return ' '
	}
	return r
}

func (f *folded) people(n names) {
	if n.staff != nil {
		f.staffNames(n)
		f.latinNames(n)
	}
	f.titledChinese(n)
	f.titledKorean(n)
	f.titledEnglish(n)
	for _, re := range introductions {
		f.matches(re, 1, f.cover)
	}
}

// staffNames hides names in Chinese and Korean. Those that are ordinary words,
// too, are names before a title only. The longest name is looked for first: 王丽
// is not whom 王丽华 is about.
func (f *folded) staffNames(n names) {
	for i := 0; i < len(f.plain); i++ {
		for size := min(n.staff.most, len(f.plain)-i); size > 1; size-- {
			name := string(f.plain[i : i+size])
			if !n.own[name] && !n.staff.names[name] {
				continue
			}
			if unicode.Is(unicode.Hangul, f.plain[i]) && i > 0 && unicode.Is(unicode.Hangul, f.plain[i-1]) {
				continue // within another word
			}
			if !n.own[name] && (!ordinary[name] || f.titleAt(i+size) > 0) {
				f.cover(i, i+size)
			}
			i += size - 1
			break
		}
	}
}

var latinWord = regexp.MustCompile(`\p{Latin}+`)

// latinNames hides names of several words, however they are joined.
func (f *folded) latinNames(n names) {
	words := latinWord.FindAllStringIndex(f.text, -1)
	for i := range words {
		for size := min(n.staff.mostOf, len(words)-i); size > 1; size-- {
			from, to := words[i][0], words[i+size-1][1]
			if to-from > 60 {
				continue
			}
			name := strings.Join(strings.Fields(strings.Map(loose, strings.ToLower(f.text[from:to]))), " ")
			if n.staff.latin[name] && !n.own[name] {
				f.cover(f.at[from], f.at[to])
			}
		}
	}
}

// titledChinese hides who is named by a title: 王先生, 欧阳小明女士, 李护士. A
// surname before a title of the staff stays if it is that of the person the
// comment is about.
func (f *folded) titledChinese(n names) {
	for i := range f.plain {
		size := f.titleAt(i)
		if size == 0 {
			continue
		}
		most := 2
		if f.staffTitle(i, size) {
			most = 0 // full names are known; 小护士 and 何时医生 are none
		}
		for back := min(4, i); back > 0; back-- {
			s := surname(f.plain, i-back)
			if s == 0 || s+most < back || back < s || f.spoken(i-back) {
				continue
			}
			if most > 0 || !n.own[string(f.plain[i-back:i])] {
				f.cover(i-back, i)
			}
			break
		}
	}
}

// surname returns how long the Chinese surname is that stands at i.
func surname(text []rune, i int) int {
	if i+2 <= len(text) && strings.Contains(twoSurnames, " "+string(text[i:i+2])+" ") {
		return 2
	}
	if i < len(text) && (strings.ContainsRune(surnames, text[i]) || strings.ContainsRune(koreanSurnames, text[i])) {
		return 1
	}
	return 0
}

// spoken reports whether what stands at i is an ordinary word, or the end of one,
// and no surname.
func (f *folded) spoken(i int) bool {
	return i+2 <= len(f.plain) && strings.Contains(notNames, " "+string(f.plain[i:i+2])+" ") ||
		i > 0 && strings.Contains(notNames, " "+string(f.plain[i-1:i+1])+" ")
}

// titleAt returns how long the title is that stands at i.
func (f *folded) titleAt(i int) int {
	for size := min(3, len(f.plain)-i); size > 0; size-- {
		if title := " " + string(f.plain[i:i+size]) + " "; strings.Contains(patientTitles, title) || strings.Contains(staffTitles, title) {
			return size
		}
	}
	return 0
}

func (f *folded) staffTitle(i, size int) bool {
	return strings.Contains(staffTitles, " "+string(f.plain[i:i+size])+" ")
}

// titledKorean hides 김철수님, 김철수 씨, 김 간호사: whole words only, as many names
// begin or end another word.
func (f *folded) titledKorean(n names) {
	for _, m := range koreanTitled.FindAllStringSubmatchIndex(f.text, -1) {
		name := f.text[m[2]:m[3]]
		if i := f.at[m[2]]; i > 0 && unicode.Is(unicode.Hangul, f.plain[i-1]) {
			continue
		}
		if !koreanWords[name] && !n.own[name] {
			f.cover(f.at[m[2]], f.at[m[3]])
		}
	}
}

// titledEnglish hides Mrs Miller, and Nurse Kim unless it is about a Kim.
func (f *folded) titledEnglish(n names) {
	for _, m := range englishTitled.FindAllStringSubmatchIndex(f.text, -1) {
		if name := strings.ToLower(f.text[m[2]:m[3]]); !n.ownWords(name) {
			f.cover(f.at[m[2]], f.at[m[3]])
		}
	}
}

func (n names) ownWords(name string) bool {
	for _, word := range strings.Fields(name) {
		if !n.own[word] {
			return false
		}
	}
	return true
}
