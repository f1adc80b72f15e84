package patient

import (
	"github.com/wardstar/wardstar/internal/texts"
)

// slip is a visit's token.
const slip = "7F3K9Q2B7F3K9Q2B"

var (
	hospital = texts.Localized{
		"zh-CN": "示范市第一人民医院", "zh-TW": "示範市第一人民醫院",
		"ko": "시범시 제1인민병원", "en": "Model City First People’s Hospital",
	}
	nobody    = Page{Hospital: hospital}
	somewhere = Page{Code: "7F3K9Q2B", Hospital: hospital, ComplainURL: "/c/new"}
	onVisit   = Page{Code: "7F3K9Q2B", Visit: slip, Hospital: hospital, ComplainURL: "/c/new"}
)

// words returns texts that say which language they are in, without the letters
// that a test for untranslated texts would find.
func words(n string) texts.Localized {
	return texts.Localized{"zh-CN": "字" + n, "zh-TW": "字" + n, "ko": "말" + n, "en": "word" + n}
}

func tags() []Tag {
	return []Tag{{"1", words("1"), true}, {"2", words("2"), false}, {"3", words("3"), false},
		{"4", words("4"), false}, {"5", words("5"), false}, {"6", words("6"), true}}
}

// views are all pages in all their states.
func views() map[string]View {
	nurse := Person{Name: "王丽", Latin: "Wang Li", Role: "护士", Place: "采血室"}
	counter := Person{Name: "采血室", Counter: true}
	var people []Choice
	for range 30 {
		people = append(people, Choice{nurse, "/r/7F3K9Q2B?who=12"})
	}
	return map[string]View{
		"rate":         Rate{Page: somewhere, Person: nurse, Key: "key", Others: true},
		"rate again":   Rate{Page: somewhere, Person: nurse, Key: "key", Who: "12", Again: true, Score: 4, Others: true},
		"rate counter": Rate{Page: somewhere, Person: counter, Key: "key", Others: true},
		"thanks":       Thanks{Page: somewhere, Key: "key", Score: 5, Tags: tags(), AskPublish: true, Publish: true},
		"thanks low":   Thanks{Page: somewhere, Key: "key", Score: 3, Tags: tags(), Comment: "慢"},
		"too long":     Thanks{Page: somewhere, Key: "key", Score: 4, Tags: tags(), Problem: TooLong},
		"bad phone":    Thanks{Page: somewhere, Key: "key", Score: 1, Tags: tags(), Phone: "12", Problem: BadPhone, AskPublish: true},
		"no tags":      Thanks{Page: somewhere, Key: "key", Score: 1},
		"rate visit":   Rate{Page: onVisit, Person: nurse, Key: "key", Others: true},
		"thanks visit": Thanks{Page: onVisit, Key: "key", Score: 3, Tags: tags()},
		"done":         Done{Page: somewhere},
		"done call":    Done{Page: somewhere, Call: true},
		"who":          Who{Page: somewhere, Place: "采血室", People: people},
		"who empty":    Who{Page: somewhere, Place: "采血室"},
		"who place":    Who{Page: somewhere, Place: "采血室", People: people, Spot: &Choice{counter, "/r/7F3K9Q2B"}},
		"who visit":    Who{Page: Page{Visit: slip, Hospital: hospital}, Place: "采血室", Key: "key", People: people, Spot: &Choice{counter, "/r/7F3K9Q2B?k=key&v=" + slip}},
		"who onward":   Who{Page: onVisit, Place: "采血室", Key: "key", People: people},
		"enter":        Enter{Page: nobody},
		"unknown":      Enter{Page: nobody, Typed: "7f3k 9q2", Unknown: true},
		"revoked":      Trouble{Page: somewhere, Kind: Revoked},
		"not saved":    Trouble{Page: somewhere, Kind: NotSaved, Repeat: &Repeat{Key: "key", Who: "12", Score: 2}},
		"not sent": Trouble{Page: somewhere, Kind: NotSaved, Repeat: &Repeat{
			Key: "key", More: true, Tags: []string{"1", "6"}, Comment: "慢\n很慢", Phone: "138", Publish: true}},
		"too many": Trouble{Page: somewhere, Kind: TooMany},
		"expired":  Trouble{Page: somewhere, Kind: Expired, Repeat: &Repeat{Key: "new", Score: 5}},
		"missing":  Trouble{Page: nobody, Kind: Missing},
		"failed":   Trouble{Page: somewhere, Kind: Failed},

		"expired visit": Trouble{Page: onVisit, Kind: Expired, Repeat: &Repeat{Key: "new", Score: 5}},
		"many visit":    Trouble{Page: onVisit, Kind: TooMany},
		"slip forged":   Trouble{Page: nobody, Kind: SlipForged},
		"slip expired":  Trouble{Page: nobody, Kind: SlipExpired},
		"slip used":     Trouble{Page: somewhere, Kind: SlipUsed},
		"slip old":      Trouble{Page: nobody, Kind: SlipWithdrawn},
		"slip revoked":  Trouble{Page: nobody, Kind: SlipRevoked},
	}
}
