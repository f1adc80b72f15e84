package goals_test

import (
	"testing"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/standards/goals"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	for _, test := range []struct {
		name   string
		actor  accounts.Actor
		change func(*goals.NewGoal)
		kind   fault.Kind
		field  string
		want   string
	}{
		{"another department", other, func(*goals.NewGoal) {}, fault.NotFound, "", "no department 2"},
		{"no department", quality, func(in *goals.NewGoal) { in.DepartmentID = 99 }, fault.NotFound, "", "no department 99"},
		{"ends before it begins", head, func(in *goals.NewGoal) { in.To = "2026-11-30" }, fault.Invalid, "to", "before the period begins"},
		{"for ever", head, func(in *goals.NewGoal) { in.To = "2030-01-01" }, fault.Invalid, "to", "a year at most"},
		{"no day", head, func(in *goals.NewGoal) { in.From = "soon" }, fault.Invalid, "from", "not a day"},
		{"no title", head, func(in *goals.NewGoal) { in.Title = "  " }, fault.Invalid, "title", "what is to be reached"},
		{"no method", head, func(in *goals.NewGoal) { in.Method = "  " }, fault.Invalid, "method", "how it will be judged"},
	} {
		in := newGoal()
		test.change(&in)
		_, err := s.Create(t.Context(), test.actor, in)
		refused(t, test.name, err, test.kind, test.field, test.want)
	}
	g := goal(t, s)
	if g.Author != "head" || g.DepartmentName["en"] != "Room" || g.Outcome != "" || g.Schedule.Rate != nil || len(g.Tasks) != 0 {
		t.Errorf("%+v", g)
	}
	var n int
	if err := db.Get(&n, `SELECT count(*) FROM journal WHERE object = 'goal' AND action = 'create' AND after->>'method' <> ''`); err != nil || n != 1 {
		t.Errorf("%d journal rows, %v", n, err)
	}
}

// TestWhoSeesAGoal: its department and those above, the owners of its tasks,
// the hospital. To all others it is not there.
func TestWhoSeesAGoal(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	g := goal(t, s)
	first := task(t, s, g, 5)
	for _, test := range []struct {
		name                string
		actor               accounts.Actor
		sees, reports, runs bool
	}{
		{"head", head, true, false, true},
		{"owner", nurse, true, true, false},
		{"head elsewhere", other, false, false, false},
		{"quality", quality, true, false, true},
		{"nobody in particular", accounts.Actor{AccountID: 5, EmployeeID: 5, Reach: accounts.Reach{EmployeeID: 5}}, false, false, false},
	} {
		list, err := s.List(t.Context(), test.actor, goals.ListGoals{})
		if err != nil || (len(list) == 1) != test.sees {
			t.Errorf("%s lists %d goals, %v", test.name, len(list), err)
		}
		_, err = s.Get(t.Context(), test.actor, goals.GetGoal{ID: g.ID})
		if (err == nil) != test.sees || err != nil && !fault.Is(err, fault.NotFound) {
			t.Errorf("%s reads it: %v", test.name, err)
		}
		if !test.reports {
			_, err = s.Report(t.Context(), test.actor, goals.ReportTask{ID: first.ID, Evidence: "done"})
			refused(t, test.name+" reports", err, fault.NotFound, "", "no task")
		}
		if !test.runs {
			for what, call := range map[string]func() error{
				"adds a task": func() error {
					_, err := s.AddTask(t.Context(), test.actor, goals.NewTask{GoalID: g.ID, Title: "x", OwnerID: 2, DueOn: today})
					return err
				},
				"judges": func() error {
					_, err := s.Judge(t.Context(), test.actor, goals.JudgeGoal{ID: g.ID, Outcome: goals.Missed, Words: "x"})
					return err
				},
				"cancels": func() error {
					_, err := s.Cancel(t.Context(), test.actor, goals.DecideTask{ID: first.ID, Words: "x"})
					return err
				},
			} {
				if err := call(); !fault.Is(err, fault.NotFound) {
					t.Errorf("%s %s: %v", test.name, what, err)
				}
			}
		}
	}
	for _, test := range []struct {
		in   goals.ListGoals
		want int
	}{
		{goals.ListGoals{DepartmentID: ward}, 1}, {goals.ListGoals{DepartmentID: away}, 0}, {goals.ListGoals{From: "2027-01-01"}, 0},
		{goals.ListGoals{From: "2026-12-31", To: "2026-12-31"}, 1}, {goals.ListGoals{To: "2026-11-30"}, 0}, {goals.ListGoals{Before: g.ID}, 0},
	} {
		if list, err := s.List(t.Context(), quality, test.in); err != nil || len(list) != test.want {
			t.Errorf("%+v: %d goals, %v", test.in, len(list), err)
		}
	}
	_, err := s.List(t.Context(), quality, goals.ListGoals{From: "soon"})
	refused(t, "no day", err, fault.Invalid, "from", "not a day")
}

func TestAddTask(t *testing.T) {
	t.Parallel()
	s, db := open(t)
	g := goal(t, s)
	for _, test := range []struct {
		name  string
		in    goals.NewTask
		field string
		want  string
	}{
		{"yesterday", goals.NewTask{Title: "x", OwnerID: 2, DueOn: "2026-11-30"}, "dueOn", "within the goal's period"},
		{"after the period", goals.NewTask{Title: "x", OwnerID: 2, DueOn: "2027-01-01"}, "dueOn", "2026-12-01 to 2026-12-31"},
		{"no day", goals.NewTask{Title: "x", OwnerID: 2, DueOn: "soon"}, "dueOn", "not a day"},
		{"no title", goals.NewTask{Title: " ", OwnerID: 2, DueOn: today}, "title", "what is to be done"},
		{"somebody of another department", goals.NewTask{Title: "x", OwnerID: 3, DueOn: today}, "ownerId", "in your department"},
		{"somebody who left", goals.NewTask{Title: "x", OwnerID: 5, DueOn: today}, "ownerId", "in your department"},
		{"nobody", goals.NewTask{Title: "x", OwnerID: 99, DueOn: today}, "ownerId", "in your department"},
	} {
		test.in.GoalID = g.ID
		_, err := s.AddTask(t.Context(), head, test.in)
		refused(t, test.name, err, fault.Invalid, test.field, test.want)
	}
	_, err := on(s, 10).AddTask(t.Context(), head, goals.NewTask{GoalID: g.ID, Title: "x", OwnerID: 2, DueOn: today})
	refused(t, "a day that is over", err, fault.Invalid, "dueOn", "that day is over")
	if _, err := s.AddTask(t.Context(), quality, goals.NewTask{GoalID: g.ID, Title: "x", OwnerID: 3, DueOn: today}); err != nil {
		t.Errorf("the hospital gives tasks to anybody: %v", err)
	}
	db.MustExec(`INSERT INTO goal_tasks (goal_id, title, owner_id, due_on, status, created_at) SELECT $1, 'x', 2, '2026-12-02', 'open', $2 FROM generate_series(1, 49)`, g.ID, now)
	_, err = s.AddTask(t.Context(), head, goals.NewTask{GoalID: g.ID, Title: "x", OwnerID: 2, DueOn: today})
	refused(t, "one too many", err, fault.Conflict, "", "at most 50 tasks")
}
