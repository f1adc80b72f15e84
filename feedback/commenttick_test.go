package feedback

import (
	"testing"
)

// TestTheTickAndTakingBack: what counts is the last remark, and what it replaces is
// nowhere any more.
func TestTheTickAndTakingBack(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	phone := NewDevice()
	r := w.scan(t, badge, phone, 5)
	for _, test := range []struct {
		name string
		in   NewRemark
		want Said
		rows string // words in the database
	}{
		{"ticked", NewRemark{Words: "first", Publish: true}, Said{Words: "first", Publish: true}, "first"},
		{"not any more", NewRemark{Words: "second", Tags: []string{"kind"}}, Said{Words: "second", Tags: []string{"kind"}}, "second"},
		{"a tick without words", NewRemark{Tags: []string{"kind"}, Publish: true}, Said{Tags: []string{"kind"}}, ""},
		{"words again", NewRemark{Words: "third", Publish: true}, Said{Words: "third", Publish: true}, "third"},
		{"taken back", NewRemark{}, Said{}, ""},
		{"once more", NewRemark{Publish: true}, Said{}, ""},
	} {
		test.in.Code, test.in.Key, test.in.Device = badge, r.Key, phone
		if err := w.Remark(t.Context(), test.in); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		page, err := w.Open(t.Context(), Visitor{Code: badge, Key: r.Key, Device: phone})
		if got := page.Said; err != nil || got.Words != test.want.Words || got.Publish != test.want.Publish || len(got.Tags) != len(test.want.Tags) {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
		var rows string
		if err := w.db.Get(&rows, `SELECT coalesce(string_agg(words, '|') FILTER (WHERE words <> ''), '') FROM remarks`); err != nil || rows != test.rows {
			t.Errorf("%s: stored are %q, %v", test.name, rows, err)
		}
	}
}
