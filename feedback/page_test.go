package feedback

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/wardstar/wardstar/internal/fault"
)

func TestParseCode(t *testing.T) {
	for typed, want := range map[string]string{
		"7F3K9QAB": "7F3K9QAB", "7f3k-9qab": "7F3K9QAB", " 7f3k 9qab ": "7F3K9QAB", "oil0OIL0": "01100110",
		"７Ｆ３ｋ９ｑａｂ": "7F3K9QAB", "7F3K　9QAB": "7F3K9QAB",
		"7F3K\u200b–9QAB\n": "7F3K9QAB", "７　Ｆ　３　Ｋ　９　Ｑ　Ａ　Ｂ": "7F3K9QAB",
		"": "", "7F3K9QA": "", "7F3K9QABC": "", "7F3K9QAU": "", "7F3K9QA/": "", "7F3K9QAé": "", "--------": "",
		strings.Repeat(" ", 1000) + "7F3K9QAB": "",
	} {
		got, ok := ParseCode(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v, want %q", typed, got, ok, want)
		}
	}
	seen := map[string]bool{}
	for range 1000 {
		c := newCode()
		if got, ok := ParseCode(c); !ok || got != c || seen[c] {
			t.Fatalf("new code %q: %q, %v", c, got, ok)
		}
		seen[c] = true
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	person, err := w.Find(t.Context(), Visitor{Code: "badge-oo1"})
	if err != nil || person.Code != badge || person.Name != "王丽" || person.LatinName != "Wang Li" || person.Kind != "badge" ||
		person.Post.In("en") != "Nurse" || person.Department.In("en") != "Blood tests" || person.Hospital.In("en") != "Model Hospital" {
		t.Errorf("%+v, %v", person, err)
	}
	place, err := w.Find(t.Context(), Visitor{Code: counter})
	if err != nil || place.Name != "" || place.Label.In("en") != "Counter 3" || place.Department.In("en") != "Ward" || place.Post != nil {
		t.Errorf("%+v, %v", place, err)
	}
	w.clock.set("2026-06-15 08:00:00")
	if kim, err := w.Find(t.Context(), Visitor{Code: badge3}); err != nil || kim.Department.In("en") != "Ward" {
		t.Errorf("after the transfer: %+v, %v", kim, err)
	}
}

func TestThePageRemembersToday(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	said := func(v Visitor) *Said {
		t.Helper()
		page, err := w.Open(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		return page.Said
	}
	if s := said(Visitor{Code: badge, Device: phone}); s != nil {
		t.Errorf("before: %+v", s)
	}
	r := w.scan(t, badge, phone, 4)
	if s := said(Visitor{Code: badge, Key: r.Key, Device: phone}); s == nil || s.Score != 4 || s.Version != 1 || len(s.Tags) != 0 {
		t.Errorf("thanks: %+v", s)
	}
	if s := said(Visitor{Code: badge, Key: r.Key, Device: NewDevice()}); s != nil {
		t.Errorf("the address, opened on another phone, tells %+v", s)
	}
	w.clock.pass(24 * time.Hour)
	if s := said(Visitor{Code: badge, Device: phone}); s != nil {
		t.Errorf("the next day: %+v", s)
	}
}

func TestRemark(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	happy := w.scan(t, badge, phone, 5)
	sad := w.scan(t, badge3, phone, 2)
	for _, test := range []struct {
		name  string
		in    NewRemark
		kind  fault.Kind
		field string
	}{
		{"words and tags", NewRemark{Code: badge, Key: happy.Key, Words: " 很好\x00\r\n谢谢\u202e ", Tags: []string{"slow", "kind", "kind"}}, "", ""},
		{"500 characters", NewRemark{Code: badge3, Key: sad.Key, Words: strings.Repeat("好", 500)}, "", ""},
		{"501 characters", NewRemark{Code: badge, Key: happy.Key, Words: strings.Repeat("好", 501)}, fault.Invalid, "comment"},
		{"unknown tag", NewRemark{Code: badge, Key: happy.Key, Tags: []string{"rude"}}, fault.Invalid, "tag"},
		{"contact of the satisfied", NewRemark{Code: badge, Key: happy.Key, Contact: "13800138000"}, fault.Invalid, "tel"},
		{"contact that is none", NewRemark{Code: badge3, Key: sad.Key, Contact: "call me"}, fault.Invalid, "tel"},
		{"nothing at all", NewRemark{Code: badge3, Key: sad.Key}, "", ""},
		{"before rating", NewRemark{Code: counter, Key: w.key(t, counter, phone), Words: "x"}, fault.Conflict, ""},
		{"forged key", NewRemark{Code: badge, Key: "nonsense", Words: "x"}, fault.Invalid, "k"},
		{"unknown code", NewRemark{Code: "ZZZZZZZZ", Key: happy.Key, Words: "x"}, fault.NotFound, ""},
	} {
		test.in.Device = phone
		err := w.Remark(t.Context(), test.in)
		if test.kind == "" && err != nil || test.kind != "" && !fault.Is(err, test.kind) || test.field != "" && fault.As(err).Fields[test.field] == "" {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	page, err := w.Open(t.Context(), Visitor{Code: badge, Key: happy.Key, Device: phone})
	if err != nil || page.Said.Words != "很好\n谢谢" || !slices.Equal(page.Said.Tags, []string{"kind", "slow"}) {
		t.Errorf("%+v, %v", page.Said, err)
	}
}

func TestRemarksHaveAnEnd(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	r := w.scan(t, badge, "", 5)
	var err error
	for range mostRemarks + 1 {
		err = w.Remark(t.Context(), NewRemark{Code: badge, Key: r.Key, Words: "x"})
	}
	if !fault.Is(err, fault.TooMany) {
		t.Error(err)
	}
}

// TestACallCannotBeTracedToARating: encrypted, once per number, no link.
func TestACallCannotBeTracedToARating(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	r := w.scan(t, badge, "", 1)
	for _, typed := range []string{"+86 138-0013-8000", "＋８６１３８００１３８０００", "010 1234 5678"} {
		if err := w.Remark(t.Context(), NewRemark{Code: badge, Key: r.Key, Contact: typed}); err != nil {
			t.Fatal(err)
		}
	}
	var calls []struct {
		ID         uuid.UUID `db:"id"`
		Department int       `db:"department_id"`
		Contact    []byte    `db:"contact"`
		At         time.Time `db:"requested_at"`
	}
	if err := w.db.Select(&calls, `SELECT * FROM callbacks ORDER BY octet_length(contact)`); err != nil {
		t.Fatal(err)
	}
	if len(calls) != 2 {
		t.Fatalf("%d calls for two numbers", len(calls))
	}
	for i, want := range []string{"01012345678", "+8613800138000"} {
		c := calls[i]
		plain, err := w.Keys.Decrypt(c.Contact, c.ID[:])
		if err != nil || string(plain) != want {
			t.Errorf("%q, %v, want %q", plain, err, want)
		}
		if bytes.Contains(c.Contact, []byte("1234")) || !c.At.Equal(c.At.Truncate(time.Hour)) || c.Department != 1 {
			t.Errorf("%+v", c)
		}
	}
}

func TestWho(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	names := func(code string) (out []string) {
		t.Helper()
		choices, err := w.Who(t.Context(), Visitor{Code: code})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range choices.People {
			out = append(out, c.LatinName+" "+c.Code+" "+c.Post.In("en"))
		}
		slices.Sort(out)
		return out
	}
	if got, want := names(badge), []string{"Kim BADGE003 Nurse", "Wang Li BADGE002 Nurse"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := names(counter); got != nil { // Li has no badge
		t.Errorf("%q", got)
	}
	w.clock.set("2026-06-15 08:00:00")
	if got, want := names(counter), []string{"Kim BADGE003 Nurse"}; !slices.Equal(got, want) {
		t.Errorf("after the transfer %q, want %q", got, want)
	}
	w.db.MustExec(`UPDATE employees SET left_on = '2026-06-15' WHERE id = 2`)
	if got := names(counter); got != nil {
		t.Errorf("after leaving %q", got)
	}
}
