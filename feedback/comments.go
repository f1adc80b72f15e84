package feedback

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Comment is what a patient said, as its readers see it: masked, without the
// score, the day or the shift. Ids say nothing about time within a batch.
type Comment struct {
	ID     int64          `json:"id"     db:"id"`
	Month  string         `json:"month"  db:"month"` // 2026-10; of a person's comments: of the latest in the batch
	Words  string         `json:"words"  db:"words"`
	Tags   pq.StringArray `json:"tags"   db:"tags"`
	Themes pq.StringArray `json:"themes" db:"themes"`
}

// ListComments asks for a page of comments, the newest batch first. The next page
// is of those before the last id of this one.
type ListComments struct {
	Before int64 `query:"before" validate:"omitempty,min=1"`
	Limit  int   `query:"limit"  validate:"omitempty,min=1,max=500"`
}

func (in ListComments) limit() int {
	if in.Limit == 0 {
		return 200
	}
	return in.Limit
}

// MyComments returns the comments about the actor that have been released, but
// for thanks. Between two answers none has come, or those of five visits at least.
func (s *Service) MyComments(ctx context.Context, actor accounts.Actor, in ListComments) ([]Comment, error) {
	return s.ownComments(ctx, actor, in, toPerson)
}

// MyThanks returns praise of the actor: words or tags that came with the best
// rating. Between two answers none has come, or that of five visits at least.
func (s *Service) MyThanks(ctx context.Context, actor accounts.Actor, in ListComments) ([]Comment, error) {
	return s.ownComments(ctx, actor, in, asThanks)
}

const selectComment = `
	SELECT c.id, to_char(b.month, 'YYYY-MM') AS month, c.words, c.tags, c.themes
	FROM released_comments c JOIN comment_batches b ON b.id = c.batch_id `

// ownComments are the actor's alone, however far the actor's roles reach.
func (s *Service) ownComments(ctx context.Context, actor accounts.Actor, in ListComments, audience string) ([]Comment, error) {
	list := []Comment{}
	if err := s.DB.SelectContext(ctx, &list, selectComment+`
		WHERE b.employee_id = $1 AND b.audience = $2 AND ($3 = 0 OR c.id < $3)
		ORDER BY c.id DESC LIMIT $4`, actor.EmployeeID, audience, in.Before, in.limit()); err != nil {
		return nil, fmt.Errorf("list %s comments: %w", audience, err)
	}
	return list, nil
}

// AskComments asks for the comments of a department in a month.
type AskComments struct {
	DepartmentID int64  `params:"id"    json:"-" validate:"required,min=1"`
	Month        string `query:"month"  validate:"required,max=7"` // 2026-10
	ListComments
}

// DepartmentComments are the comments of a department in a month. They don't say
// whom each is about.
type DepartmentComments struct {
	DepartmentID int64     `json:"departmentId"`
	Month        string    `json:"month"`
	TooFew       bool      `json:"tooFew"` // to be shown: fewer than five visits
	Comments     []Comment `json:"comments"`
}

// DepartmentComments returns what has been released of a month. A department out
// of the actor's reach is not found.
func (s *Service) DepartmentComments(ctx context.Context, actor accounts.Actor, in AskComments) (DepartmentComments, error) {
	month, err := worktime.Parse(in.Month + "-01")
	if err != nil {
		return DepartmentComments{}, fault.Field("month", "not a month: write it like 2026-10")
	}
	var there bool
	if err := s.DB.GetContext(ctx, &there, `
		SELECT EXISTS (SELECT FROM departments d WHERE d.id = $3 AND ($1 OR d.id = ANY($2)))`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), in.DepartmentID); err != nil {
		return DepartmentComments{}, fmt.Errorf("department %d: %w", in.DepartmentID, err)
	}
	if !there {
		return DepartmentComments{}, fault.Errorf(fault.NotFound, "there is no such department")
	}
	out := DepartmentComments{DepartmentID: in.DepartmentID, Month: in.Month, Comments: []Comment{}}
	if err := s.DB.SelectContext(ctx, &out.Comments, selectComment+`
		WHERE b.department_id = $1 AND b.month = $2 AND ($3 = 0 OR c.id < $3)
		ORDER BY c.id DESC LIMIT $4`, in.DepartmentID, month, in.Before, in.limit()); err != nil {
		return DepartmentComments{}, fmt.Errorf("comments of department %d in %s: %w", in.DepartmentID, in.Month, err)
	}
	out.TooFew = len(out.Comments) == 0 && in.Before == 0
	return out, nil
}
