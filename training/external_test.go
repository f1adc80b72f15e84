package training_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/training"
)

const pdf = "%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"

// report is training elsewhere that nothing is wrong with.
func report() training.NewExternal {
	return training.NewExternal{
		Key: "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a11", Title: "护患沟通", Provider: "省护理学会", Category: "communication",
		EarnedOn: "2026-10-20", Minutes: 180,
	}
}

// reported reports training elsewhere of Wang's, with evidence if there is any.
func (h hospital) reported(evidence string) training.External {
	h.t.Helper()
	x, err := h.ReportExternal(h.t.Context(), wang, report())
	if err == nil && evidence != "" {
		x, err = h.AttachEvidence(h.t.Context(), wang, training.AttachEvidence{ID: x.ID}, []byte(evidence))
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func TestReportExternal(t *testing.T) {
	h := newHospital(t)
	first := h.reported("")
	for _, test := range []struct {
		what   string
		actor  accounts.Actor
		change func(*training.NewExternal)
		want   fault.Kind
	}{
		{"sent again", wang, func(*training.NewExternal) {}, ""},
		{"sent again, with spaces", wang, func(x *training.NewExternal) { x.Title += " " }, ""},
		{"other content under the same key", wang, func(x *training.NewExternal) { x.Minutes = 240 }, fault.Conflict},
		{"somebody else's key", zhao, func(*training.NewExternal) {}, ""},
		{"nobody on the roster", hr, func(*training.NewExternal) {}, fault.Forbidden},
		{"tomorrow", wang, func(x *training.NewExternal) { x.EarnedOn = "2026-11-01" }, fault.Invalid},
		{"no day", wang, func(x *training.NewExternal) { x.EarnedOn = "yesterday" }, fault.Invalid},
		{"in the Middle Ages", wang, func(x *training.NewExternal) { x.EarnedOn = "1999-12-31" }, fault.Invalid},
		{"before being hired", zhao, func(x *training.NewExternal) { x.EarnedOn = "2026-06-30" }, fault.NotFound},
		{"a blank title", wang, func(x *training.NewExternal) { x.Title = " " }, fault.Invalid},
		{"a blank provider", wang, func(x *training.NewExternal) { x.Provider = " " }, fault.Invalid},
	} {
		in := report()
		test.change(&in)
		x, err := h.ReportExternal(t.Context(), test.actor, in)
		want(t, test.what, err, test.want)
		if err == nil && test.actor.EmployeeID == 2 {
			if diff := cmp.Diff(first, x); diff != "" {
				t.Errorf("%s (-first +answer):\n%s", test.what, diff)
			}
		}
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'report' AND object = 'external-hours'`); n != 2 {
		t.Errorf("%d journal entries, want 2", n)
	}
}

func TestEvidence(t *testing.T) {
	h := newHospital(t)
	x := h.reported("")
	attach := func(who accounts.Actor, content string) error {
		_, err := h.AttachEvidence(t.Context(), who, training.AttachEvidence{ID: x.ID}, []byte(content))
		return err
	}
	open := func(who accounts.Actor) (training.Evidence, error) {
		return h.OpenEvidence(t.Context(), who, training.OpenEvidence{ID: x.ID})
	}
	_, err := open(wang)
	want(t, "none yet", err, fault.NotFound)
	want(t, "by somebody else", attach(zhao, pdf), fault.NotFound)
	want(t, "by whoever reads all", attach(hr, pdf), fault.NotFound)
	want(t, "no document", attach(wang, "<html>"), fault.Invalid)
	want(t, "too large", attach(wang, pdf+strings.Repeat(" ", 10<<20)), fault.TooLarge)
	want(t, "a document", attach(wang, pdf), "")
	want(t, "again", attach(wang, pdf), "")
	want(t, "another in its place", attach(wang, pdf+"\n"), "")
	for _, test := range []struct {
		what string
		who  accounts.Actor
		want fault.Kind
	}{
		{"one's own", wang, ""},
		{"of one's department", head, ""},
		{"of the hospital", hr, ""},
		{"somebody else's", zhao, fault.NotFound},
		{"out of reach", nobody, fault.NotFound},
	} {
		e, err := open(test.who)
		want(t, test.what, err, test.want)
		if err == nil && string(e.Content) != pdf+"\n" {
			t.Errorf("%s: %q", test.what, e.Content)
		}
	}
	if n := h.count(`SELECT count(*) FROM uploads`); n != 2 {
		t.Errorf("%d files, want 2: the same is stored once", n)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE action = 'open-evidence' AND after->>'media' = 'application/pdf'`); n != 3 {
		t.Errorf("%d journal entries of opening, want 3", n)
	}
}

func TestDecideExternal(t *testing.T) {
	h := newHospital(t)
	x := h.reported("")
	confirm := func(who accounts.Actor, words string) error {
		_, err := h.ConfirmExternal(t.Context(), who, training.DecideExternal{ID: x.ID, Words: words})
		return err
	}
	wangAsHead := accounts.Actor{AccountID: 1, EmployeeID: 2, Reach: accounts.Reach{Departments: []int64{1}, EmployeeID: 2}}
	pharmacist := accounts.Actor{AccountID: 1, EmployeeID: 3, Reach: accounts.Reach{Departments: []int64{2}, EmployeeID: 3}}
	want(t, "without evidence", confirm(head, "certificate"), fault.Conflict)
	h.reported(pdf)
	want(t, "without words", confirm(head, " "), fault.Invalid)
	want(t, "one's own", confirm(wangAsHead, "certificate"), fault.Forbidden)
	want(t, "in another department", confirm(pharmacist, "certificate"), fault.NotFound)
	want(t, "confirmed", confirm(head, "certificate, 3 hours"), "")
	want(t, "again", confirm(head, "certificate, 3 hours"), fault.Conflict)
	_, err := h.RefuseExternal(t.Context(), head, training.DecideExternal{ID: x.ID, Words: "no"})
	want(t, "refused afterwards", err, fault.Conflict)
	_, err = h.WithdrawExternal(t.Context(), wang, training.WithdrawExternal{ID: x.ID})
	want(t, "withdrawn afterwards", err, fault.Conflict)
	hours, err := h.Hours(t.Context(), wang, training.HoursOf{EmployeeID: 2})
	if err != nil || hours.Minutes != 180 || hours.Credits[0].Source != "external" || hours.Credits[0].EarnedOn != "2026-10-20" {
		t.Errorf("hours: %+v, %v", hours, err)
	}
	if n := h.count(`SELECT sum(value) FROM evidence WHERE kind = 'credit' AND employee_id = 2`); n != 180 {
		t.Errorf("evidence of %d minutes, want 180", n)
	}
	list, err := h.ListExternal(t.Context(), head, training.ListExternal{Status: "confirmed"})
	if err != nil || len(list) != 1 || list[0].Words != "certificate, 3 hours" || list[0].DecidedBy != "li" {
		t.Errorf("listed: %+v, %v", list, err)
	}
}

func TestRefusedAndWithdrawnHoursDoNotCount(t *testing.T) {
	h := newHospital(t)
	x := h.reported(pdf)
	_, err := h.WithdrawExternal(t.Context(), hr, training.WithdrawExternal{ID: x.ID})
	want(t, "withdrawn by somebody else", err, fault.NotFound)
	x, err = h.RefuseExternal(t.Context(), head, training.DecideExternal{ID: x.ID, Words: "this is an invitation"})
	if err != nil || x.Status != "refused" || x.Words != "this is an invitation" {
		t.Errorf("refused: %+v, %v", x, err)
	}
	in := report()
	in.Key = "0b9c1f6e-3f2a-4f0e-9d57-0e6f5d0c4a12"
	again, err := h.ReportExternal(t.Context(), wang, in)
	want(t, "reported again", err, "")
	_, err = h.WithdrawExternal(t.Context(), wang, training.WithdrawExternal{ID: again.ID})
	want(t, "withdrawn", err, "")
	if n := h.count(`SELECT count(*) FROM credits`); n != 0 {
		t.Errorf("%d credits", n)
	}
	list, err := h.ListExternal(t.Context(), nobody, training.ListExternal{})
	if err != nil || list == nil || len(list) != 0 {
		t.Errorf("out of reach: %+v, %v", list, err)
	}
}

// TestConfirmedAtOnceCountsOnce: two who decide in the same moment credit once.
func TestConfirmedAtOnceCountsOnce(t *testing.T) {
	h := newHospital(t)
	x := h.reported(pdf)
	errs := make([]error, 4)
	together(len(errs), func(i int) {
		_, errs[i] = h.ConfirmExternal(t.Context(), head, training.DecideExternal{ID: x.ID, Words: "certificate"})
	})
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			want(t, "the others", err, fault.Conflict)
		}
	}
	if n := h.count(`SELECT sum(minutes) FROM credits`); done != 1 || n != 180 {
		t.Errorf("%d done, %d minutes", done, n)
	}
}
