package training_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/training"
)

// exam adds a test (1) that draws three of five questions, to be answered in 20
// minutes, twice a year, with a pass mark of 60; and a practical (2). What is right
// begins with "yes".
func (h hospital) exam() {
	h.t.Helper()
	ctx := h.t.Context()
	rules := training.AssessmentRules{Title: en("Standards"), PassMark: 60, Questions: 3, Minutes: 20, Attempts: 2}
	if _, err := h.CreateAssessment(ctx, hr, training.NewAssessment{Code: "standards", Kind: "test", AssessmentRules: rules}); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.CreateAssessment(ctx, hr, training.NewAssessment{Code: "smile", Kind: "practical", AssessmentRules: training.AssessmentRules{Title: en("Smile"), PassMark: 80}}); err != nil {
		h.t.Fatal(err)
	}
	for i := range 5 {
		q := training.NewQuestion{AssessmentID: 1, Prompt: en(fmt.Sprint("Question ", i)), Options: []texts.Localized{en("no, a"), en("yes, b"), en("no, c"), en("yes, d")}, Correct: []int{3, 1}}
		if _, err := h.AddQuestion(ctx, hr, q); err != nil {
			h.t.Fatal(err)
		}
	}
}

// know returns the right answers to the first n questions, and wrong ones to the
// others.
func know(sheet training.Sheet, n int) (answers [][]int) {
	for i, q := range sheet.Questions {
		chosen := []int{}
		for k, o := range q.Options {
			if strings.HasPrefix(o["en"], "yes") == (i < n) {
				chosen = append(chosen, k)
			}
		}
		answers = append(answers, chosen)
	}
	return answers
}

func TestATestIsMarkedByItsAnswers(t *testing.T) {
	h := newHospital(t)
	h.exam()
	ctx := t.Context()
	sheet, err := h.BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1})
	if err != nil || len(sheet.Questions) != 3 || sheet.Result != nil || sheet.EndsAt.Sub(sheet.StartedAt).Minutes() != 20 || !sheet.Questions[0].Multiple {
		t.Fatalf("%+v, %v", sheet, err)
	}
	if b, _ := json.Marshal(sheet); strings.Contains(string(b), "correct") {
		t.Error("the sheet tells what is correct")
	}
	again, err := h.at("2026-10-31 12:10:00").BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1})
	if diff := cmp.Diff(sheet, again); err != nil || diff != "" {
		t.Errorf("a page loaded again begins another attempt: %v\n%s", err, diff)
	}
	_, err = h.AnswerTest(ctx, zhao, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 3), Done: true})
	want(t, "somebody else's", err, fault.NotFound)
	_, err = h.AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: [][]int{{4}}})
	want(t, "an option that is none", err, fault.Invalid)
	_, err = h.AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: make([][]int, 4)})
	want(t, "a question that is none", err, fault.Invalid)

	if sheet, err = h.AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 3)}); err != nil || sheet.Result != nil {
		t.Fatalf("saved: %+v, %v", sheet.Result, err)
	}
	done, err := h.AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 2), Done: true})
	result := &training.Result{Percent: 66, PassMark: 60, Passed: true, Right: []bool{true, true, false}}
	if diff := cmp.Diff(result, done.Result); err != nil || diff != "" {
		t.Fatalf("%v\n%s", err, diff)
	}
	done, err = h.AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 3), Done: true})
	if diff := cmp.Diff(result, done.Result); err != nil || diff != "" {
		t.Errorf("handed in again, it changed: %v\n%s", err, diff)
	}
}

func TestATestEndsByTheClock(t *testing.T) {
	h := newHospital(t)
	h.exam()
	ctx := t.Context()
	sheet, err := h.BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.at("2026-10-31 12:19:00").AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 1)}); err != nil {
		t.Fatal(err)
	}
	late, err := h.at("2026-10-31 12:20:31").AnswerTest(ctx, wang, training.AnswerTest{ID: sheet.ID, Answers: know(sheet, 3), Done: true})
	if err != nil || late.Result == nil || late.Result.Percent != 33 || late.Result.Passed {
		t.Errorf("what was saved counts: %+v, %v", late.Result, err)
	}
	tomorrow := h.at("2026-11-01 12:00:00")
	second, err := tomorrow.BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1})
	if err != nil || second.ID == sheet.ID {
		t.Fatalf("%+v, %v", second, err)
	}
	_, err = h.at("2026-11-02 12:00:00").BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1})
	want(t, "a third attempt within a year", err, fault.Conflict)
	_, err = tomorrow.VoidAttempt(ctx, wang, training.VoidAttempt{ID: sheet.ID, Reason: "power cut"})
	want(t, "one's own attempt voided", err, fault.Forbidden)
	if r, err := tomorrow.VoidAttempt(ctx, hr, training.VoidAttempt{ID: sheet.ID, Reason: "power cut"}); err != nil || r.VoidedAt == nil {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err = h.at("2026-11-02 12:00:00").BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1}); err != nil {
		t.Errorf("an attempt that was voided counts: %v", err)
	}
	if _, err = h.at("2027-11-02 12:00:00").BeginTest(ctx, wang, training.BeginTest{AssessmentID: 1}); err != nil {
		t.Errorf("a year later: %v", err)
	}
}

func TestOneAttemptAtATime(t *testing.T) {
	h := newHospital(t)
	h.exam()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if _, err := h.BeginTest(t.Context(), wang, training.BeginTest{AssessmentID: 1}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := h.count(`SELECT count(*) FROM examinations`); n != 1 {
		t.Errorf("%d attempts", n)
	}
}

func TestAPracticalIsWatched(t *testing.T) {
	h := newHospital(t)
	h.exam()
	ctx := t.Context()
	eighty, low := 80, 79
	_, err := h.Assess(ctx, li, training.Assess{AssessmentID: 2, EmployeeID: 1, Percent: &eighty, Note: "well"})
	want(t, "oneself", err, fault.Forbidden)
	_, err = h.Assess(ctx, head, training.Assess{AssessmentID: 2, EmployeeID: 3, Percent: &eighty, Note: "well"})
	want(t, "of another department", err, fault.NotFound)
	_, err = h.Assess(ctx, li, training.Assess{AssessmentID: 1, EmployeeID: 2, Percent: &eighty, Note: "well"})
	want(t, "a test", err, fault.Conflict)
	_, err = h.Assess(ctx, li, training.Assess{AssessmentID: 2, EmployeeID: 2, Percent: &eighty, Note: " "})
	want(t, "without a word", err, fault.Invalid)
	_, err = h.BeginTest(ctx, wang, training.BeginTest{AssessmentID: 2})
	want(t, "answered on paper", err, fault.Conflict)
	for percent, passed := range map[*int]bool{&eighty: true, &low: false} {
		if r, err := h.Assess(ctx, li, training.Assess{AssessmentID: 2, EmployeeID: 2, Percent: percent, Note: "smiled at three metres"}); err != nil || r.Passed != passed {
			t.Errorf("%d: %+v, %v", *percent, r, err)
		}
	}
	if list, err := h.ListAttempts(ctx, wang, training.ListAttempts{}); err != nil || len(list) != 2 {
		t.Errorf("one's own: %+v, %v", list, err)
	}
	if list, err := h.ListAttempts(ctx, zhao, training.ListAttempts{EmployeeID: 2}); err != nil || len(list) != 0 {
		t.Errorf("somebody else's: %+v, %v", list, err)
	}
	h.require(training.NewRequirement{PostID: 1, Level: "everyone", AssessmentID: 2})
	if diff := cmp.Diff([]string{"1 senior Smile missing", "2 senior Smile valid", "3 newcomer Smile missing"}, h.states(training.ListQualifications{})); diff != "" {
		t.Error(diff)
	}
}

func TestQuestionsThatCannotBeAsked(t *testing.T) {
	h := newHospital(t)
	h.exam()
	both := []texts.Localized{en("a"), en("b")}
	for _, tt := range []struct {
		promise string
		in      training.NewQuestion
		kind    fault.Kind
	}{
		{"all options correct", training.NewQuestion{AssessmentID: 1, Prompt: en("?"), Options: both, Correct: []int{0, 1}}, fault.Invalid},
		{"a correct one that is none", training.NewQuestion{AssessmentID: 1, Prompt: en("?"), Options: both, Correct: []int{2}}, fault.Invalid},
		{"a language that options lack", training.NewQuestion{AssessmentID: 1, Prompt: texts.Localized{"en": "?", "ko": "?"}, Options: both, Correct: []int{0}}, fault.Invalid},
		{"of a practical", training.NewQuestion{AssessmentID: 2, Prompt: en("?"), Options: both, Correct: []int{0}}, fault.Conflict},
		{"of no test", training.NewQuestion{AssessmentID: 9, Prompt: en("?"), Options: both, Correct: []int{0}}, fault.NotFound},
	} {
		_, err := h.AddQuestion(t.Context(), hr, tt.in)
		want(t, tt.promise, err, tt.kind)
	}
	for id := range int64(3) {
		if q, err := h.RetireQuestion(t.Context(), hr, training.RetireQuestion{ID: id + 1}); err != nil || q.RetiredAt == nil {
			t.Errorf("%+v, %v", q, err)
		}
	}
	_, err := h.BeginTest(t.Context(), wang, training.BeginTest{AssessmentID: 1})
	want(t, "a test with too few questions", err, fault.Conflict)
	for _, in := range []training.NewAssessment{
		{Code: "x", Kind: "test", AssessmentRules: training.AssessmentRules{Title: en("X"), PassMark: 60}},
		{Code: "x", Kind: "practical", AssessmentRules: training.AssessmentRules{Title: en("X"), PassMark: 60, Minutes: 5}},
		{Code: "x", Kind: "practical", AssessmentRules: training.AssessmentRules{Title: en("X"), PassMark: 60, CourseID: 99}},
	} {
		_, err := h.CreateAssessment(t.Context(), hr, in)
		want(t, "rules that contradict the kind", err, fault.Invalid)
	}
}
