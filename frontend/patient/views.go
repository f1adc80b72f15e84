package patient

import (
	"net/url"

	"github.com/wardstar/wardstar/internal/texts"
)

// Page is what all pages have.
type Page struct {
	Code        string          // of the QR code, as in /r/:code; empty if there is none
	Visit       string          // the token of a slip or an invitation, as in /v/:token; empty if there is none
	Hospital    texts.Localized // its name
	ComplainURL string          // where to complain or say thanks, without lang; no link if empty
}

// Path is where to send answers, or where to type a code if there is none. The
// forms say the visit.
func (p Page) Path() string { return Page{Code: p.Code}.address("") }

// Again is where to rate, on the same visit.
func (p Page) Again() string { return p.address("") }

// address returns the address of a page under the QR code's, or under the token's
// if there is no code, with what the query says that is not empty.
func (p Page) address(rest string, query ...string) string {
	path := "/r"
	switch {
	case p.Code != "":
		path += "/" + url.PathEscape(p.Code) + rest
		query = append(query, "v", p.Visit)
	case p.Visit != "":
		path = "/v/" + url.PathEscape(p.Visit)
	}
	separator := "?"
	for i := 0; i < len(query); i += 2 {
		if name, value := query[i], query[i+1]; value != "" {
			path += separator + name + "=" + url.QueryEscape(value)
			separator = "&"
		}
	}
	return path
}

// Person is who or what is rated, in words the reader understands.
type Person struct {
	Name    string
	Latin   string // the name in Latin letters, shown to those who may not read Han
	Role    string // "Nurse"
	Place   string // "Blood tests, Outpatients floor 2"
	Initial string // in the round picture; the name's first character if empty
	Counter bool   // it is a counter, a bed or a room: the picture is square
}

// Rate asks the question. Its form posts k, lang, who and score (1 to 5) to
// /r/:code.
type Rate struct {
	Page
	Person Person
	Key    string // names this answer; sent back as k
	Who    string // the person chosen on the page [Who], sent back as who; may be empty
	Others bool   // there are people to choose from instead: link to [Who]
	Again  bool   // answered already; a new answer replaces that
	Score  int    // the answer given before; 0 for none
}

// URL is /r/:code.
func (v Rate) URL() string { return v.address("", "k", v.Key, "who", v.Who) }

// WhoURL is where to choose somebody else. On a visit the key goes along.
func (v Rate) WhoURL() string { return Who{Page: v.Page, Key: v.Key}.URL() }

func (v Rate) page() string { return "rate" }

// Problem is what is wrong with the optional form.
type Problem string

// The problems of the optional form.
const (
	TooLong  Problem = "comment" // the comment has more than 500 characters
	BadPhone Problem = "tel"     // that is no phone number
)

// Tag is a word or two that a patient may tick.
type Tag struct {
	Code   string
	Text   texts.Localized
	Ticked bool
}

// Thanks says what was saved and asks for more. Its form posts k, lang, tag (any
// number of codes), comment, publish ("1") and, for low scores, tel to
// /r/:code/more.
type Thanks struct {
	Page
	Key        string
	Score      int
	Tags       []Tag // of what could be better up to [LowScore], of what was good above
	Comment    string
	Phone      string  // only to correct it: it is not kept with the answer
	AskPublish bool    // whether the words may be published
	Publish    bool    // ticked
	Problem    Problem // why it was not taken; empty if it is new
}

// URL is /r/:code/thanks with the key.
func (v Thanks) URL() string { return v.address("/thanks", "k", v.Key) }

// RateURL is where to change the answer.
func (v Thanks) RateURL() string { return v.address("", "k", v.Key) }

// Low tells whether to ask what could be better, and for a phone number.
func (v Thanks) Low() bool { return v.Score <= LowScore }

func (v Thanks) page() string { return "thanks" }

// Done is the last page.
type Done struct {
	Page
	Call bool // a phone number was left; call=1 in the address
}

// URL is /r/:code/done.
func (v Done) URL() string {
	if v.Call {
		return v.address("/done", "call", "1")
	}
	return v.address("/done")
}

func (v Done) page() string { return "done" }

// Who lists the people of a place.
type Who struct {
	Page
	Place  string // its name, in the reader's language
	Key    string // names a visit's answers; not used without a visit
	People []Choice
	Spot   *Choice // the place itself; nil if it can't be rated
}

// Choice is a person to choose.
type Choice struct {
	Person Person
	URL    string // of its [Rate], without lang
}

// URL is /r/:code/who, or /v/:token.
func (v Who) URL() string {
	if v.Visit == "" {
		return v.address("/who")
	}
	return v.address("/who", "k", v.Key)
}

func (v Who) page() string { return "who" }

// Enter is where to type the code. Its form gets /r with code and lang; pass
// code through [Code] and redirect to /r/:code.
type Enter struct {
	Page
	Typed   string // to correct it
	Unknown bool   // there is no such code; answer 404
}

// URL is /r.
func (v Enter) URL() string { return Page{}.address("", "code", v.Typed) }

func (v Enter) page() string { return "enter" }
