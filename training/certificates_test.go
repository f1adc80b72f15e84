package training_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/training"
)

// licences adds the kinds licence (1), for two years, first-aid (2), for ever, and
// old (3), which is no longer taken.
func (h hospital) licences() {
	h.t.Helper()
	for _, k := range []training.NewCertificateKind{{Code: "licence", Name: en("Licence"), Months: 24}, {Code: "first-aid", Name: en("First aid")}, {Code: "old", Name: en("Old")}} {
		if _, err := h.CreateCertificateKind(h.t.Context(), hr, k); err != nil {
			h.t.Fatal(err)
		}
	}
	if _, err := h.UpdateCertificateKind(h.t.Context(), hr, training.UpdateCertificateKind{ID: 3, Name: en("Old"), Retired: true}); err != nil {
		h.t.Fatal(err)
	}
}

// record has somebody hold a certificate.
func (h hospital) record(employee, kind int64, issued, until worktime.Day) training.Certificate {
	h.t.Helper()
	c, err := h.RecordCertificate(h.t.Context(), hr, training.NewCertificate{EmployeeID: employee, KindID: kind, IssuedOn: issued, ValidUntil: until})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func TestCertificatesAreConfirmedBySomebodyElse(t *testing.T) {
	h := newHospital(t)
	h.licences()
	ctx := t.Context()
	c, err := h.SubmitCertificate(ctx, wang, training.NewCertificate{KindID: 1, Number: "L-7", IssuedOn: "2026-01-31"})
	if err != nil || c.Status != "submitted" || c.ValidUntil != "2028-01-30" || c.State != "" || c.EmployeeID != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
	id := training.CertificateID{ID: c.ID}
	self := hr
	self.EmployeeID = 2
	_, err = h.ConfirmCertificate(ctx, self, id)
	want(t, "the holder confirms", err, fault.Forbidden)
	_, err = h.ConfirmCertificate(ctx, nobody, id)
	want(t, "out of reach", err, fault.NotFound)
	for range 2 { // saying it again changes nothing
		if c, err = h.ConfirmCertificate(ctx, head, id); err != nil || c.State != "valid" {
			t.Fatalf("%+v, %v", c, err)
		}
	}
	_, err = h.RefuseCertificate(ctx, head, training.CertificateWords{ID: c.ID, Words: "too late"})
	want(t, "refused after it was confirmed", err, fault.Conflict)
	_, err = h.RevokeCertificate(ctx, head, training.CertificateWords{ID: c.ID, Words: " "})
	want(t, "revoked without a word", err, fault.Invalid)
	if c, err = h.RevokeCertificate(ctx, head, training.CertificateWords{ID: c.ID, Words: "forged"}); err != nil || c.State != "" || c.Words != "forged" {
		t.Errorf("%+v, %v", c, err)
	}
	if n := h.count(`SELECT count(*) FROM journal WHERE object = 'certificate'`); n != 3 {
		t.Errorf("%d entries in the journal", n)
	}
	// The same one can be handed in again, and taken back.
	if c, err = h.SubmitCertificate(ctx, wang, training.NewCertificate{KindID: 1, IssuedOn: "2026-01-31"}); err != nil {
		t.Fatal(err)
	}
	if c, err = h.WithdrawCertificate(ctx, wang, training.CertificateID{ID: c.ID}); err != nil || c.Status != "withdrawn" {
		t.Errorf("%+v, %v", c, err)
	}
	_, err = h.ConfirmCertificate(ctx, hr, training.CertificateID{ID: c.ID})
	want(t, "confirmed after it was withdrawn", err, fault.Conflict)
}

func TestCertificatesThatAreNotTaken(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.record(2, 1, "2026-01-31", "")
	const none = "00000000-0000-0000-0000-000000000001"
	for _, tt := range []struct {
		promise string
		in      training.NewCertificate
		kind    fault.Kind
	}{
		{"known already", training.NewCertificate{KindID: 1, IssuedOn: "2026-01-31"}, fault.Conflict},
		{"somebody else's", training.NewCertificate{EmployeeID: 3, KindID: 1, IssuedOn: "2026-01-30"}, fault.Invalid},
		{"of the future", training.NewCertificate{KindID: 1, IssuedOn: "2026-11-01"}, fault.Invalid},
		{"no day", training.NewCertificate{KindID: 1, IssuedOn: "2026-02-30"}, fault.Invalid},
		{"ends before it begins", training.NewCertificate{KindID: 1, IssuedOn: "2026-02-03", ValidUntil: "2026-02-02"}, fault.Invalid},
		{"of no kind", training.NewCertificate{KindID: 9, IssuedOn: "2026-02-03"}, fault.NotFound},
		{"of a retired kind", training.NewCertificate{KindID: 3, IssuedOn: "2026-02-03"}, fault.Invalid},
		{"with a file of nobody", training.NewCertificate{KindID: 1, IssuedOn: "2026-02-03", UploadID: none}, fault.Invalid},
		{"good", training.NewCertificate{KindID: 2, IssuedOn: "2026-02-03"}, ""},
	} {
		_, err := h.SubmitCertificate(t.Context(), wang, tt.in)
		want(t, tt.promise, err, tt.kind)
	}
	_, err := h.RecordCertificate(t.Context(), li, training.NewCertificate{EmployeeID: 1, KindID: 1, IssuedOn: "2026-02-03"})
	want(t, "a trainer's own", err, fault.Invalid)
	_, err = h.RecordCertificate(t.Context(), head, training.NewCertificate{EmployeeID: 3, KindID: 1, IssuedOn: "2026-02-03"})
	want(t, "of another department", err, fault.Invalid)
	_, err = h.SubmitCertificate(t.Context(), hr, training.NewCertificate{KindID: 1, IssuedOn: "2026-02-03"})
	want(t, "by an account of nobody", err, fault.Invalid)
}

func TestCertificatesByState(t *testing.T) {
	h := newHospital(t)
	h.licences()
	h.record(1, 1, "2020-01-01", "2026-10-30") // 1, expired yesterday
	h.record(2, 1, "2020-01-01", "2026-10-31") // 2, holds today
	h.record(3, 1, "2020-01-01", "2027-01-29") // 3, in 90 days
	h.record(3, 2, "2020-01-01", "")           // 4, for ever
	h.record(2, 2, "2020-01-01", "2027-01-30") // 5, in 91 days
	h.record(1, 2, "2020-01-01", "2026-06-30") // 6, renewed by 7
	h.record(1, 2, "2026-06-01", "")           // 7
	for _, tt := range []struct {
		promise string
		actor   training.ListCertificates
		ids     []int64
	}{
		{"expired", training.ListCertificates{State: "expired"}, []int64{1}},
		{"expiring", training.ListCertificates{State: "expiring"}, []int64{2, 3}},
		{"valid", training.ListCertificates{State: "valid"}, []int64{4, 5, 7}},
		{"of a department", training.ListCertificates{DepartmentID: 2}, []int64{3, 4}},
		{"of a kind", training.ListCertificates{KindID: 2, After: 4, Limit: 2}, []int64{5, 6}},
	} {
		list, err := h.ListCertificates(t.Context(), hr, tt.actor)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.ids, ids(list)); diff != "" {
			t.Errorf("%s:\n%s", tt.promise, diff)
		}
	}
	own, err := h.ListCertificates(t.Context(), wang, training.ListCertificates{})
	if diff := cmp.Diff([]int64{2, 5}, ids(own)); err != nil || diff != "" {
		t.Errorf("one's own: %v\n%s", err, diff)
	}
	ward, err := h.ListCertificates(t.Context(), head, training.ListCertificates{EmployeeID: 3})
	if err != nil || len(ward) != 0 {
		t.Errorf("the ward sees %v of the pharmacy, %v", ids(ward), err)
	}
}

func ids(list []training.Certificate) (ids []int64) {
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	return ids
}

func TestACertificateHoldsForMonths(t *testing.T) {
	h := newHospital(t)
	for i, tt := range []struct {
		issued worktime.Day
		months int
		until  worktime.Day
	}{
		{"2026-01-31", 1, "2026-02-27"},
		{"2024-02-29", 12, "2025-02-27"},
		{"2026-03-01", 12, "2027-02-28"},
		{"2026-10-31", 6, "2027-04-29"},
	} {
		k, err := h.CreateCertificateKind(t.Context(), hr, training.NewCertificateKind{Code: "k" + string(rune('a'+i)), Name: en("Kind"), Months: tt.months})
		if err != nil {
			t.Fatal(err)
		}
		if c := h.record(2, k.ID, tt.issued, ""); c.ValidUntil != tt.until {
			t.Errorf("%d months from %s: until %s, want %s", tt.months, tt.issued, c.ValidUntil, tt.until)
		}
	}
	_, err := h.CreateCertificateKind(t.Context(), hr, training.NewCertificateKind{Code: "ka", Name: en("Kind")})
	want(t, "a code twice", err, fault.Conflict)
	_, err = h.CreateCertificateKind(t.Context(), hr, training.NewCertificateKind{Code: "K a", Name: en("Kind")})
	want(t, "a code with a space", err, fault.Invalid)
}
