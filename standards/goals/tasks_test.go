package goals_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/standards/goals"
)

// TestATasksLife: its owner reports it with evidence, somebody else looks.
func TestATasksLife(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ctx := t.Context()
	first := task(t, s, goal(t, s), 5)
	report, decide := goals.ReportTask{ID: first.ID, Evidence: "Log of 5 days"}, goals.DecideTask{ID: first.ID}
	_, err := s.Confirm(ctx, head, decide)
	refused(t, "not reported yet", err, fault.Conflict, "", "the task is open")
	_, err = s.Report(ctx, nurse, goals.ReportTask{ID: first.ID, Evidence: " "})
	refused(t, "without evidence", err, fault.Invalid, "evidence", "shows that it is done")
	got, err := on(s, 3).Report(ctx, nurse, report)
	if err != nil || got.Status != goals.Reported || got.DoneOn != today.AddDays(3) {
		t.Fatalf("%+v, %v", got, err)
	}
	report.Evidence += ", and the eighth"
	if got, err = on(s, 7).Report(ctx, nurse, report); err != nil || got.DoneOn != today.AddDays(3) || !strings.Contains(got.Evidence, "eighth") {
		t.Errorf("evidence added to: %+v, %v", got, err)
	}
	_, err = s.Return(ctx, head, decide)
	refused(t, "returned without words", err, fault.Invalid, "words", "say why")
	if got, err = s.Return(ctx, head, goals.DecideTask{ID: first.ID, Words: "two days are missing"}); err != nil || got.Status != goals.Open || got.DecidedBy != "head" {
		t.Fatalf("%+v, %v", got, err)
	}
	if got, err = on(s, 5).Report(ctx, nurse, report); err != nil || got.DoneOn != today.AddDays(5) {
		t.Fatalf("reported anew: %+v, %v", got, err)
	}
	if got, err = s.Confirm(ctx, quality, decide); err != nil || got.Status != goals.Done || got.DecidedBy != "quality" || got.DecidedAt == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	for name, call := range map[string]func() error{
		"reported":  func() error { _, err := s.Report(ctx, nurse, report); return err },
		"confirmed": func() error { _, err := s.Confirm(ctx, head, decide); return err },
		"cancelled": func() error { _, err := s.Cancel(ctx, head, goals.DecideTask{ID: first.ID, Words: "x"}); return err },
	} {
		refused(t, name+" after it is done", call(), fault.Conflict, "", "the task is done")
	}
}

// TestNobodyDecidesAboutTheirOwn task or goal.
func TestNobodyDecidesAboutTheirOwn(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ctx := t.Context()
	g := goal(t, s)
	g, err := s.AddTask(ctx, head, goals.NewTask{GoalID: g.ID, Title: "Talk to the queue", OwnerID: 1, DueOn: today})
	if err != nil {
		t.Fatal(err)
	}
	decide := goals.DecideTask{ID: g.Tasks[0].ID, Words: "fine"}
	if _, err := s.Report(ctx, head, goals.ReportTask{ID: decide.ID, Evidence: "minutes"}); err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func(*goals.Service) error{
		"confirms": func(s *goals.Service) error { _, err := s.Confirm(ctx, head, decide); return err },
		"returns":  func(s *goals.Service) error { _, err := s.Return(ctx, head, decide); return err },
		"cancels":  func(s *goals.Service) error { _, err := s.Cancel(ctx, head, decide); return err },
	} {
		refused(t, name, call(s), fault.Forbidden, "", "of their own")
	}
	judge := goals.JudgeGoal{ID: g.ID, Outcome: goals.Reached, Words: "median 18 minutes"}
	_, err = s.Judge(ctx, head, judge)
	refused(t, "judges", err, fault.Forbidden, "", "set themselves")
	_, err = s.Judge(ctx, quality, goals.JudgeGoal{ID: g.ID, Outcome: goals.Reached, Words: " "})
	refused(t, "without words", err, fault.Invalid, "words", "rests on")
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { _, errs[i] = s.Judge(ctx, quality, judge) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !fault.Is(err, fault.Conflict) {
			t.Error(err)
		}
	}
	if got, err := s.Get(ctx, quality, goals.GetGoal{ID: g.ID}); won != 1 || err != nil || got.Outcome != goals.Reached || got.JudgedBy != "quality" {
		t.Errorf("%d judged at once: %+v, %v", won, got, err)
	}
	_, err = s.AddTask(ctx, head, goals.NewTask{GoalID: g.ID, Title: "x", OwnerID: 2, DueOn: today})
	refused(t, "a task of a judged goal", err, fault.Conflict, "", "judged already")
}

// TestOnSchedule counts what was finished by its day, of what was due.
func TestOnSchedule(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	ctx := t.Context()
	g := goal(t, s)
	finish := func(due, reported int, confirmed bool) {
		t.Helper()
		one := task(t, s, g, due)
		if _, err := on(s, reported).Report(ctx, nurse, goals.ReportTask{ID: one.ID, Evidence: "done"}); err != nil {
			t.Fatal(err)
		}
		if confirmed {
			if _, err := on(s, reported).Confirm(ctx, head, goals.DecideTask{ID: one.ID}); err != nil {
				t.Fatal(err)
			}
		}
	}
	finish(5, 5, true)  // on its day
	finish(5, 4, true)  // before it
	finish(5, 6, true)  // a day late
	finish(5, 5, false) // nobody has looked yet
	task(t, s, g, 8)    // never done
	task(t, s, g, 20)   // not due yet
	cancelled := task(t, s, g, 7)
	if _, err := s.Cancel(ctx, head, goals.DecideTask{ID: cancelled.ID, Words: "the counter closed"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ day, due, onTime, rate int }{{7, 3, 2, 6667}, {8, 3, 2, 6667}, {9, 4, 2, 5000}} {
		s := on(s, test.day)
		got, err := s.Get(ctx, nurse, goals.GetGoal{ID: g.ID})
		if err != nil || got.Schedule.Due != test.due || got.Schedule.OnTime != test.onTime || *got.Schedule.Rate != test.rate {
			t.Errorf("on day %d: %+v, %v", test.day, got.Schedule, err)
		}
		list, err := s.Schedules(ctx, head, goals.ListSchedules{From: "2026-12-01", To: "2026-12-31"})
		if err != nil || len(list) != 1 || list[0].DepartmentID != room || *list[0].Rate != test.rate || list[0].Due != test.due {
			t.Errorf("on day %d the department: %+v, %v", test.day, list, err)
		}
		if overdue := got.Tasks[len(got.Tasks)-2].Overdue; overdue != (test.day > 8) {
			t.Errorf("on day %d the task never done is overdue: %v", test.day, overdue)
		}
	}
	for name, actor := range map[string]accounts.Actor{"elsewhere": other, "own tasks only": nurse} {
		if list, err := on(s, 9).Schedules(ctx, actor, goals.ListSchedules{From: "2026-12-01", To: "2026-12-31"}); err != nil || len(list) != 0 {
			t.Errorf("%s: %+v, %v", name, list, err)
		}
	}
	_, err := s.Schedules(ctx, head, goals.ListSchedules{From: "2026-12-31", To: "2026-12-01"})
	refused(t, "backwards", err, fault.Invalid, "to", "before from")
}
