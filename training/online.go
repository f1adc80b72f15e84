package training

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// CreditCourse says who is through with an online course.
type CreditCourse struct {
	CourseID int64        `params:"id" json:"-" validate:"required"`
	On       worktime.Day `json:"on"      validate:"required"`
	Credits  []NewCredit  `json:"credits" validate:"required,min=1,max=200,unique=EmployeeID,dive"` // no minutes: all of it
}

// CreditCourse credits an online course on the trainer's word, where no learning
// system tells: for all that are named or for none, once a year to each person.
// It may be repeated. Nobody credits themselves.
func (s *Service) CreditCourse(ctx context.Context, actor accounts.Actor, in CreditCourse) ([]Credit, error) {
	if err := in.On.Validate(); err != nil {
		return nil, fault.Field("on", "%v", err)
	}
	named := slices.SortedFunc(slices.Values(in.Credits), func(a, b NewCredit) int { return cmp.Compare(a.EmployeeID, b.EmployeeID) })
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) ([]Credit, error) {
		c, err := s.online(ctx, tx, in)
		if err != nil {
			return nil, err
		}
		all, added := []Credit{}, []Credit{}
		for _, n := range named {
			if actor.Is(n.EmployeeID) {
				return nil, fault.Errorf(fault.Forbidden, "nobody credits their own hours")
			}
			if n.Minutes > c.Minutes {
				return nil, fault.Errorf(fault.Invalid, "employee %d: this course is worth %d minutes at most", n.EmployeeID, c.Minutes)
			}
			e := earned{whatever: n.Minutes == 0, Credit: Credit{
				EmployeeID: n.EmployeeID, EarnedOn: in.On, Minutes: cmp.Or(n.Minutes, c.Minutes), Source: byTrainer, Note: strings.TrimSpace(n.Note),
			}}
			stored, isNew, err := s.creditCourse(ctx, tx, actor, c, e)
			if err != nil {
				return nil, err
			}
			if isNew {
				added = append(added, stored)
			}
			all = append(all, stored)
		}
		if len(added) == 0 {
			return all, nil
		}
		return all, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "credit", Object: "course", ObjectID: c.ID, After: added,
		})
	})
}

// online reads a course that can be credited without a session.
func (s *Service) online(ctx context.Context, tx *sqlx.Tx, in CreditCourse) (Course, error) {
	c, err := readCourse(ctx, tx, in.CourseID, "FOR SHARE")
	if err != nil {
		return c, err
	}
	if c.Mode != "online" {
		return c, fault.Errorf(fault.Conflict, "the course %s is not online: hours of it are credited by session", c.Code)
	}
	today, err := people.LocalDay(ctx, tx, s.now())
	if err != nil {
		return c, err
	}
	if in.On > today {
		return c, fault.Field("on", "not in the future")
	}
	return c, nil
}
