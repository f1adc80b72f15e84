// Package goals keeps what departments want to reach in a period, how that is
// judged, and the tasks on the way [목표, 태스크 및 성과 평가].
package goals

import (
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Service keeps goals and their tasks.
type Service struct {
	DB  *sqlx.DB
	Now func() time.Time
}

// The outcomes of a goal.
const (
	Reached = "reached"
	Partly  = "partly"
	Missed  = "missed"
	Dropped = "dropped" // no longer wanted
)

// The states of a task.
const (
	Open      = "open"
	Reported  = "reported" // done, its owner says, with evidence
	Done      = "done"     // somebody else has looked at the evidence
	Cancelled = "cancelled"
)

// Goal is what a department wants to reach in a period.
type Goal struct {
	ID             int64           `json:"id"                     db:"id"`
	DepartmentID   int64           `json:"departmentId"           db:"department_id"`
	DepartmentName texts.Localized `json:"departmentName"         db:"department_name"`
	From           worktime.Day    `json:"from"                   db:"from_day"`
	To             worktime.Day    `json:"to"                     db:"to_day"` // the last day
	Title          string          `json:"title"                  db:"title"`
	Method         string          `json:"method"                 db:"method"` // how it will be judged
	Author         string          `json:"author"                 db:"author"`
	AuthorID       int64           `json:"-"                      db:"author_id"`
	CreatedAt      time.Time       `json:"createdAt"              db:"created_at"`
	Outcome        string          `json:"outcome,omitempty"      db:"outcome"` // none: not judged yet
	OutcomeWords   string          `json:"outcomeWords,omitempty" db:"outcome_words"`
	JudgedBy       string          `json:"judgedBy,omitempty"     db:"judged_by"`
	JudgedAt       *time.Time      `json:"judgedAt,omitempty"     db:"judged_at"`
	Tasks          []Task          `json:"tasks"                  db:"-"`
	Schedule       Schedule        `json:"schedule"               db:"-"`
}

// Task is a step towards a goal, which one person owns.
type Task struct {
	ID        int64        `json:"id"                  db:"id"`
	GoalID    int64        `json:"goalId"              db:"goal_id"`
	Title     string       `json:"title"               db:"title"`
	OwnerID   int64        `json:"ownerId"             db:"owner_id"`
	Owner     string       `json:"owner"               db:"owner"`
	DueOn     worktime.Day `json:"dueOn"               db:"due_on"`
	Status    string       `json:"status"              db:"status"`
	DoneOn    worktime.Day `json:"doneOn,omitempty"    db:"done_on"` // when its owner reported it
	Evidence  string       `json:"evidence,omitempty"  db:"evidence"`
	DecidedBy string       `json:"decidedBy,omitempty" db:"decided_by"`
	DecidedAt *time.Time   `json:"decidedAt,omitempty" db:"decided_at"`
	Words     string       `json:"words,omitempty"     db:"words"` // of whoever decided
	Overdue   bool         `json:"overdue"             db:"-"`     // open after its day
}

// Schedule says how many tasks were finished on schedule: reported on their
// day or before, and confirmed. A task counts once it is confirmed, or its day
// is over; cancelled ones and those waiting to be confirmed don't.
type Schedule struct {
	Due    int  `json:"due"            db:"due"`
	OnTime int  `json:"onTime"         db:"ontime"`
	Rate   *int `json:"rate,omitempty" db:"-"` // ten-thousandths; none: nothing was due
}

// schedule counts tasks up to today.
func schedule(tasks []Task, today worktime.Day) (s Schedule) {
	for _, t := range tasks {
		finished := t.Status == Done
		if t.Status == Cancelled || t.Status == Reported || !finished && t.DueOn >= today {
			continue
		}
		s.Due++
		if finished && t.DoneOn <= t.DueOn {
			s.OnTime++
		}
	}
	s.rate()
	return s
}

func (s *Schedule) rate() {
	if s.Due > 0 {
		s.Rate = new((s.OnTime*10000 + s.Due/2) / s.Due)
	}
}
