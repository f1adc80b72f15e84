package feedback

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
)

// Those who enter forms: of the service centre, of nobody's department; Wang Li and Li
// themselves; and a head of department 1.
var (
	clerk   = accounts.Actor{AccountID: 1, Reach: accounts.Reach{Hospital: true}}
	checker = accounts.Actor{AccountID: 2, Reach: accounts.Reach{Hospital: true}}
	herself = accounts.Actor{AccountID: 3, EmployeeID: 1, Reach: accounts.Reach{Hospital: true}}
	mate    = accounts.Actor{AccountID: 4, EmployeeID: 2, Reach: accounts.Reach{Departments: []int64{1}}}
)

// forms prints forms about Wang Li and returns the numbers of those that are entered
// once, and of those that are checked.
func (w ward) forms(t *testing.T) (once, twice []string) {
	t.Helper()
	w.db.MustExec(`INSERT INTO accounts (name, password_hash, created_at, employee_id) VALUES
		('second', '', '2026-01-01', NULL), ('wang', '', '2026-01-01', 1), ('kim', '', '2026-01-01', 2)`)
	b, err := w.CreatePaperBatch(t.Context(), clerk, NewPaperBatch{TouchpointID: 2, Each: 200, Layout: "forms-2"})
	if err != nil || b.Forms != 200 {
		t.Fatalf("%+v, %v", b, err)
	}
	_, list, err := w.PaperForms(t.Context(), clerk, ChooseBatch{b.ID})
	if err != nil || len(list) != 200 || list[0].Name != "王丽" {
		t.Fatalf("%d forms, %v", len(list), err)
	}
	for _, f := range list {
		if w.checked(f.Number) {
			twice = append(twice, fmt.Sprint(f.Number))
		} else {
			once = append(once, fmt.Sprint(f.Number))
		}
	}
	if len(twice) < 1 || len(twice) > 30 {
		t.Fatalf("%d of 200 forms are checked", len(twice))
	}
	return once, twice
}

func TestFormNumbersFindSlipsOfTheFinger(t *testing.T) {
	t.Parallel()
	for range 50 {
		n := newFormNumber()
		digits := []byte(fmt.Sprint(n))
		if _, ok := ParseFormNumber(string(digits)); !ok {
			t.Fatalf("%d is none of ours", n)
		}
		for i := range digits {
			for d := byte('0'); d <= '9'; d++ {
				wrong := append([]byte{}, digits...)
				if wrong[i] = d; d != digits[i] {
					if _, ok := ParseFormNumber(string(wrong)); ok {
						t.Errorf("%s passes for %d", wrong, n)
					}
				}
			}
			if i > 0 && digits[i] != digits[i-1] {
				swapped := append([]byte{}, digits...)
				swapped[i], swapped[i-1] = digits[i-1], digits[i]
				if _, ok := ParseFormNumber(string(swapped)); ok {
					t.Errorf("%s passes for %d", swapped, n)
				}
			}
		}
	}
}

func TestFormsAreEnteredOnce(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	once, _ := w.forms(t)
	enter := func(by accounts.Actor, in EnterPaper) (PaperEntry, error) { return w.EnterPaper(t.Context(), by, in) }
	first, err := enter(clerk, EnterPaper{Number: once[0], Score: 4, Tags: []string{"kind"}, Words: "many thanks"})
	if err != nil || first.Name != "王丽" || first.Check || first.Again {
		t.Fatalf("%+v, %v", first, err)
	}
	for _, test := range []struct {
		name string
		by   accounts.Actor
		in   EnterPaper
		want fault.Kind
	}{
		{"the same again", clerk, EnterPaper{Number: once[0], Score: 4, Tags: []string{"kind"}}, ""},
		{"the same form, another answer", clerk, EnterPaper{Number: once[0], Score: 5}, fault.Conflict},
		{"by somebody else", checker, EnterPaper{Number: once[0], Score: 4, Tags: []string{"kind"}}, fault.Conflict},
		{"by the person it is about", herself, EnterPaper{Number: once[1], Score: 5}, fault.Forbidden},
		{"by whoever stands in for her", accounts.Actor{AccountID: 1, Reach: clerk.Reach, InPlaceOf: []accounts.Person{{EmployeeID: 1}}}, EnterPaper{Number: once[1], Score: 5}, fault.Forbidden},
		{"by a head elsewhere", accounts.Actor{AccountID: 2, Reach: accounts.Reach{Departments: []int64{2}}}, EnterPaper{Number: once[1], Score: 5}, fault.NotFound},
		{"a wrong digit", clerk, EnterPaper{Number: "1234567890", Score: 5}, fault.Invalid},
		{"no form of ours", clerk, EnterPaper{Number: fmt.Sprint(newFormNumber()), Score: 5}, fault.NotFound},
		{"no answer", clerk, EnterPaper{Number: once[1], Score: 6}, fault.Invalid},
		{"a tag of nobody's", clerk, EnterPaper{Number: once[1], Score: 5, Tags: []string{"rich"}}, fault.Invalid},
		{"of tomorrow", clerk, EnterPaper{Number: once[1], Score: 5, On: "2026-06-11"}, fault.Invalid},
		{"of last season", clerk, EnterPaper{Number: once[1], Score: 5, On: "2026-05-01"}, fault.Invalid},
		{"of yesterday", clerk, EnterPaper{Number: once[1], Score: 2, On: "2026-06-09"}, ""},
	} {
		if _, err := enter(test.by, test.in); test.want == "" && err != nil || test.want != "" && !fault.Is(err, test.want) {
			t.Errorf("%s: %v, want %q", test.name, err, test.want)
		}
	}
	list := w.kept(t)
	if len(list) != 2 || list[0].Channel != "paper" || list[0].Score != 4 || list[0].Standing != "counted" || list[1].Score != 2 {
		t.Fatalf("%+v", list)
	}
	if want := time.Date(2026, 6, 9, 4, 0, 0, 0, time.UTC); !list[1].Hour.Equal(want) {
		t.Errorf("a form of yesterday counts at %s, want %s", list[1].Hour, want)
	}
	var said string
	if err := w.db.Get(&said, `SELECT string_agg(tags::text || words, '|') FROM remarks`); err != nil || said != "{kind}many thanks" {
		t.Errorf("remarks: %s, %v", said, err)
	}
}

func TestTwoPeopleWithTheSameForm(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	once, _ := w.forms(t)
	var took, refused int
	var mu sync.Mutex
	var both sync.WaitGroup
	for _, by := range []accounts.Actor{clerk, checker, clerk, checker} {
		both.Go(func() {
			_, err := w.EnterPaper(context.WithoutCancel(t.Context()), by, EnterPaper{Number: once[0], Score: 3})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				took++
			} else if fault.Is(err, fault.Conflict) {
				refused++
			}
		})
	}
	both.Wait()
	if took != 2 || refused != 2 || len(w.kept(t)) != 1 { // whoever was first, twice
		t.Errorf("%d taken, %d refused, %d stored", took, refused, len(w.kept(t)))
	}
}

func TestSomeFormsAreEnteredTwice(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	_, twice := w.forms(t)
	if len(twice) < 2 { // of 200 forms one in thousands of runs
		t.Fatal("too few forms are checked to show it")
	}
	for i, score := range []int{4, 5} {
		if e, err := w.EnterPaper(t.Context(), clerk, EnterPaper{Number: twice[i], Score: 4}); err != nil || !e.Check {
			t.Fatalf("%+v, %v", e, err)
		}
		if _, err := w.EnterPaper(t.Context(), clerk, EnterPaper{Number: twice[i], Score: score + 1 - i*4}); !fault.Is(err, fault.Conflict) {
			t.Errorf("by the same person: %v", err)
		}
		if e, err := w.EnterPaper(t.Context(), checker, EnterPaper{Number: twice[i], Score: score}); err != nil || !e.Again || e.Check {
			t.Fatalf("%+v, %v", e, err)
		}
		if _, err := w.EnterPaper(t.Context(), mate, EnterPaper{Number: twice[i], Score: score}); !fault.Is(err, fault.Conflict) {
			t.Errorf("a third time: %v", err)
		}
	}
	list := w.kept(t)
	if len(list) != 2 || list[0].Standing != "counted" || list[1].Standing != "held" || list[1].Reasons != "paper" {
		t.Errorf("%+v", list)
	}
	rates, err := w.ListEnterers(t.Context(), boss, ListEnterers{})
	if err != nil || len(rates) != 2 {
		t.Fatalf("%+v, %v", rates, err)
	}
	for _, r := range rates {
		if r.Checked != 2 || r.ScoreDiffers != 1 || r.TagsDiffer != 0 || (r.Entered == 2) != (r.AccountID == 1) {
			t.Errorf("%+v", r)
		}
	}
}

func TestAnEntryCanBeTakenBack(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	once, twice := w.forms(t)
	e, err := w.EnterPaper(t.Context(), clerk, EnterPaper{Number: once[0], Score: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.UndoPaper(t.Context(), checker, UndoPaper{e.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody else's: %v", err)
	}
	for range 2 {
		if _, err := w.UndoPaper(t.Context(), clerk, UndoPaper{e.ID}); err != nil {
			t.Fatal(err)
		}
	}
	if e, err = w.EnterPaper(t.Context(), clerk, EnterPaper{Number: once[0], Score: 5}); err != nil {
		t.Fatal(err)
	}
	w.clock.pass(undoWithin + time.Second)
	if _, err := w.UndoPaper(t.Context(), clerk, UndoPaper{e.ID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("after a minute: %v", err)
	}
	if list := w.kept(t); len(list) != 2 || list[0].Standing != "rejected" || list[1].Standing != "counted" || list[1].Score != 5 {
		t.Errorf("%+v", list)
	}
	if e, err = w.EnterPaper(t.Context(), clerk, EnterPaper{Number: twice[0], Score: 5}); err != nil {
		t.Fatal(err)
	}
	again, err := w.EnterPaper(t.Context(), checker, EnterPaper{Number: twice[0], Score: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.UndoPaper(t.Context(), clerk, UndoPaper{e.ID}); !fault.Is(err, fault.Conflict) {
		t.Errorf("of a form that was entered again: %v", err)
	}
	if _, err := w.UndoPaper(t.Context(), checker, UndoPaper{again.ID}); err != nil {
		t.Fatal(err)
	}
	if list := w.kept(t); list[2].Standing != "counted" {
		t.Errorf("after the second entry was taken back: %+v", list[2])
	}
}

func TestColleaguesAreFlagged(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	once, _ := w.forms(t)
	for i, by := range []accounts.Actor{clerk, mate} {
		if _, err := w.EnterPaper(t.Context(), by, EnterPaper{Number: once[i], Score: 5}); err != nil {
			t.Fatal(err)
		}
	}
	rates, err := w.ListEnterers(t.Context(), boss, ListEnterers{})
	if err != nil || len(rates) != 2 {
		t.Fatalf("%+v, %v", rates, err)
	}
	for _, r := range rates {
		if (r.Colleague == 1) != (r.AccountID == mate.AccountID) {
			t.Errorf("%+v", r)
		}
	}
}

func TestFormsOfADepartment(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	b, err := w.CreatePaperBatch(t.Context(), clerk, NewPaperBatch{DepartmentID: 2, Each: 3, Layout: "forms-4"})
	if err == nil {
		_, list, err := w.PaperForms(t.Context(), clerk, ChooseBatch{b.ID})
		if err != nil || len(list) != 3 || list[0].Label["en"] != "Counter 3" { // Li has no badge
			t.Errorf("%+v, %v", list, err)
		}
	}
	if err != nil || b.Forms != 3 {
		t.Errorf("%+v, %v", b, err)
	}
	for _, in := range []NewPaperBatch{{Each: 1}, {DepartmentID: 1, TouchpointID: 1, Each: 1}, {DepartmentID: 1, Each: 400}} {
		if _, err := w.CreatePaperBatch(t.Context(), clerk, in); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if _, err := w.CreatePaperBatch(t.Context(), mate, NewPaperBatch{DepartmentID: 2, Each: 1, Layout: "forms-2"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("elsewhere: %v", err)
	}
	if list, err := w.ListPaperBatches(t.Context(), mate, ListPaperBatches{}); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
	if _, _, err := w.PaperForms(t.Context(), mate, ChooseBatch{b.ID}); !fault.Is(err, fault.NotFound) {
		t.Errorf("printed elsewhere: %v", err)
	}
}
