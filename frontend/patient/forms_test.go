package patient

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/texts"
)

// sent returns what a browser sends for the form of a page: the method, the
// address, what is filled in, and in brackets what may be added by a tap.
func sent(form node) string {
	out := []string{strings.ToUpper(form.attr("method")), form.attr("action")}
	for _, n := range form.all("") {
		field := n.attr("name") + "=" + n.attr("value")
		switch {
		case n.attr("name") == "":
		case n.Data == "textarea":
			out = append(out, n.attr("name")+"="+n.text())
		case n.Data == "button" || n.attr("type") == "checkbox" && !n.has("checked"):
			out = append(out, "["+field+"]")
		default:
			out = append(out, field)
		}
	}
	return strings.TrimSpace(strings.Join(out, " "))
}

func (n node) has(key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func TestForms(t *testing.T) {
	const (
		rate    = "POST /r/7F3K9Q2B k=key lang=en "
		more    = "POST /r/7F3K9Q2B/more k=key lang=en "
		answers = "[score=5] [score=4] [score=3] [score=2] [score=1]"
		ticks   = "tag=1 [tag=2] [tag=3] [tag=4] [tag=5] tag=6 "
	)
	for name, want := range map[string]string{
		"rate":         rate + answers,
		"rate again":   rate + "who=12 " + answers,
		"rate counter": rate + answers,
		"thanks":       more + ticks + "comment= publish=1",
		"thanks low":   more + ticks + "comment=慢 tel=",
		"too long":     more + ticks + "comment=",
		"bad phone":    more + ticks + "comment= [publish=1] tel=12",
		"no tags":      more + "comment= tel=",
		"enter":        "/r lang=en code=",
		"unknown":      "/r lang=en code=7f3k 9q2",
		"not saved":    rate + "who=12 score=2",
		"not sent":     more + "tag=1 tag=6 comment=慢\n很慢 publish=1 tel=138",
		"expired":      "POST /r/7F3K9Q2B k=new lang=en score=5",

		"rate visit":    "POST /r/7F3K9Q2B k=key v=" + slip + " lang=en " + answers,
		"thanks visit":  "POST /r/7F3K9Q2B/more k=key v=" + slip + " lang=en " + ticks + "comment= tel=",
		"expired visit": "POST /r/7F3K9Q2B v=" + slip + " k=new lang=en score=5",
	} {
		form := parsed(t, render(t, texts.English, views()[name])).one("form")
		if diff := cmp.Diff(want, strings.ReplaceAll(sent(form), "GET ", "")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestSays: what the reader is told, state by state.
func TestSays(t *testing.T) {
	for _, test := range []struct {
		view     string
		says, no string
	}{
		{"rate", "王丽 Wang Li", "Your answer"},
		{"rate", "Not this person?", "Rate a member of staff here"},
		{"rate", "does not affect your care", "already answered"},
		{"rate", "cannot call a nurse", ""},
		{"rate", "Make a complaint", ""},
		{"rate again", "GoodYour answer", ""},
		{"rate again", "already answered", "One tap"},
		{"rate counter", "Rate a member of staff here", "Not this person?"},
		{"thanks", "You said: Very good", "Phone number"},
		{"thanks", "What went well?", "What could be better?"},
		{"thanks low", "What could be better?", "in public"},
		{"thanks low", "Phone number", "Not sent yet"},
		{"too long", "Shorten it", "look like a phone number"},
		{"bad phone", "look like a phone number", "Shorten it"},
		{"bad phone", "Not sent yet", ""},
		{"done", "You can close this page", "we will contact you"},
		{"done call", "we will contact you", ""},
		{"who", "Check the name on the badge", "no list of names"},
		{"who empty", "no list of names", "Check the name"},
		{"enter", "Type the code", "could not find"},
		{"enter", "cannot call a nurse", "Make a complaint"},
		{"unknown", "We could not find this code", "Type the code"},
		{"revoked", "no longer in use", "Try again"},
		{"not saved", "Your answer: Poor", ""},
		{"not sent", "Not saved yet", "Your answer:"},
		{"too many", "Wait a minute", ""},
		{"expired", "open for too long", ""},
		{"missing", "no such page", "Try again"},
		{"failed", "went wrong on our side", ""},
		{"who visit", "采血室", "Back"},
		{"who place", "Back", ""},
		{"slip forged", "not one of our slips", "Rate without the slip"},
		{"slip expired", "expired", "already been used"},
		{"slip used", "already been used", "Send again"},
		{"slip used", "Rate without the slip", "Try again"},
		{"slip old", "no longer takes slips of this print", "called this slip back"},
		{"slip revoked", "called this slip back", "old print"},
	} {
		text := parsed(t, render(t, texts.English, views()[test.view])).one("body").text()
		if !strings.Contains(text, test.says) {
			t.Errorf("%s does not say %q: %s", test.view, test.says, text)
		}
		if test.no != "" && strings.Contains(text, test.no) {
			t.Errorf("%s says %q", test.view, test.no)
		}
	}
}

// TestMarked: a field with a problem is marked for the eye and the ear.
func TestMarked(t *testing.T) {
	for name, want := range map[string]string{"too long": "comment", "bad phone": "tel"} {
		marked := parsed(t, render(t, texts.Korean, views()[name])).all("[aria-invalid=true]")
		if len(marked) != 1 || marked[0].attr("name") != want {
			t.Errorf("%s: %d fields are marked, want %s", name, len(marked), want)
		}
	}
	current := parsed(t, render(t, texts.Korean, views()["rate again"])).one("button[aria-current=true]")
	if current.attr("value") != "4" {
		t.Errorf("the answer given before is %s, want 4", current.attr("value"))
	}
}

func TestPerson(t *testing.T) {
	for _, test := range []struct {
		lang          string
		person        Person
		picture, says string
	}{
		{"en", Person{Name: "王丽", Latin: "Wang Li", Role: "Nurse", Place: "Blood tests"}, "王", "王丽 Wang LiNurse · Blood tests"},
		{"zh-CN", Person{Name: "王丽", Latin: "Wang Li", Role: "护士"}, "王", "王丽护士"},
		{"zh-TW", Person{Name: "王丽", Latin: "Wang Li", Place: "採血室"}, "王", "王丽採血室"},
		{"ko", Person{Name: "김민수", Initial: "민"}, "민", "김민수"},
		{"en", Person{Name: "anna", Latin: "anna"}, "A", "anna"},
		{"en", Person{Name: "採血室", Counter: true}, "採", "採血室"},
		{"en", Person{}, "", ""},
	} {
		page := parsed(t, render(t, test.lang, Rate{Page: somewhere, Person: test.person}))
		who := page.one("div[class=who]")
		class := "av"
		if test.person.Counter {
			class = "av sq"
		}
		if got := who.one("span[class=" + class + "]").text(); got != test.picture {
			t.Errorf("the picture of %+v shows %q, want %q", test.person, got, test.picture)
		}
		if got := who.one("div").text(); got != test.says {
			t.Errorf("%+v is %q, want %q", test.person, got, test.says)
		}
	}
}

func TestURL(t *testing.T) {
	for name, want := range map[string]string{
		"rate":       "/r/7F3K9Q2B?k=key",
		"rate again": "/r/7F3K9Q2B?k=key&who=12",
		"thanks":     "/r/7F3K9Q2B/thanks?k=key",
		"done":       "/r/7F3K9Q2B/done",
		"done call":  "/r/7F3K9Q2B/done?call=1",
		"who":        "/r/7F3K9Q2B/who",
		"enter":      "/r",
		"unknown":    "/r?code=7f3k+9q2",
		"not saved":  "/r/7F3K9Q2B?k=key&who=12",
		"failed":     "/r/7F3K9Q2B",
		"missing":    "/r",

		"rate visit":   "/r/7F3K9Q2B?k=key&v=" + slip,
		"thanks visit": "/r/7F3K9Q2B/thanks?k=key&v=" + slip,
		"who visit":    "/v/" + slip + "?k=key",
		"who onward":   "/r/7F3K9Q2B/who?k=key&v=" + slip,
	} {
		if got := views()[name].URL(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestCodeIsOnePart: whatever stands for the code, the page stays under it.
func TestCodeIsOnePart(t *testing.T) {
	page := Page{Code: "../a?b#c"}
	for _, view := range []View{Rate{Page: page}, Thanks{Page: page}, Trouble{Page: page, Repeat: &Repeat{More: true}}} {
		const want = "/r/..%2Fa%3Fb%23c"
		if got := view.URL(); !strings.HasPrefix(got, want) {
			t.Errorf("URL of %T: %s, want %s", view, got, want)
		}
		if got := parsed(t, render(t, texts.English, view)).one("form").attr("action"); !strings.HasPrefix(got, want) {
			t.Errorf("action of %T: %s, want %s", view, got, want)
		}
	}
}

func TestStatus(t *testing.T) {
	for kind, want := range map[Kind]int{Revoked: 410, NotSaved: 503, TooMany: 429, Expired: 422, Missing: 404, Failed: 500, "": 500,
		SlipForged: 404, SlipExpired: 410, SlipUsed: 409, SlipWithdrawn: 410, SlipRevoked: 410} {
		if got := kind.Status(); got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
}

func ExampleCode() {
	fmt.Println(Code(" 7f3k-9q2b "))
	fmt.Println(Code("７ｆ３ｋ　９ｑ２ｂ"))
	fmt.Println(Code("7F3K\u200b–OIl2"))
	// Output:
	// 7F3K9Q2B
	// 7F3K9Q2B
	// 7F3K0112
}

func TestMinify(t *testing.T) {
	if got, want := minify("/* a\nb */\na{b:c;\n  d:e;\n}\n@media x{\nf{g:h}\n}\n"), "a{b:c;d:e}@media x{f{g:h}}"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
