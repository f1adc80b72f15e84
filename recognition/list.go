package recognition

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"github.com/wardstar/wardstar/accounts"
)

// ListRecognitions narrows a list of thanks.
type ListRecognitions struct {
	EmployeeID   int64 `query:"employeeId"   validate:"omitempty,min=1"`
	FromID       int64 `query:"fromId"       validate:"omitempty,min=1"`
	DepartmentID int64 `query:"departmentId" validate:"omitempty,min=1"`         // not those below it
	After        int64 `query:"after"        validate:"omitempty,min=1"`         // the id in the answer's next
	Limit        int   `query:"limit"        validate:"omitempty,min=1,max=200"` // 50 if absent
}

// ListMine asks for the thanks that the caller has received.
type ListMine struct {
	After int64 `query:"after" validate:"omitempty,min=1"`         // the id in the answer's next
	Limit int   `query:"limit" validate:"omitempty,min=1,max=200"` // 50 if absent
}

// Recognitions is a page of thanks, the latest first.
type Recognitions struct {
	Items []Recognition `json:"items"`
	Next  int64         `json:"next,omitempty"` // ask with it as after; absent on the last page
}

// List returns the thanks for those in the actor's reach, and those for or from the
// actor; not those that were withdrawn.
func (s *Service) List(ctx context.Context, actor accounts.Actor, in ListRecognitions) (Recognitions, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := Recognitions{Items: []Recognition{}}
	err := s.DB.SelectContext(ctx, &list.Items, selected+`
		WHERE r.withdrawn_at IS NULL AND ($1 OR r.department_id = ANY($2) OR r.employee_id = $3 OR r.from_id = $3)
			AND ($4::bigint = 0 OR r.employee_id = $4) AND ($5::bigint = 0 OR r.from_id = $5) AND ($6::bigint = 0 OR r.department_id = $6)
			AND ($7::bigint = 0 OR r.id < $7)
		ORDER BY r.id DESC LIMIT $8`,
		actor.Reach.Hospital, pq.Array(actor.Reach.Departments), actor.Reach.EmployeeID,
		in.EmployeeID, in.FromID, in.DepartmentID, in.After, in.Limit+1)
	if err != nil {
		return Recognitions{}, fmt.Errorf("list recognitions: %w", err)
	}
	if len(list.Items) > in.Limit {
		list.Items = list.Items[:in.Limit]
		list.Next = list.Items[in.Limit-1].ID
	}
	return list, nil
}

// Mine returns the thanks that the actor has received.
func (s *Service) Mine(ctx context.Context, actor accounts.Actor, in ListMine) (Recognitions, error) {
	if actor.EmployeeID == 0 {
		return Recognitions{Items: []Recognition{}}, nil
	}
	return s.List(ctx, actor, ListRecognitions{EmployeeID: actor.EmployeeID, After: in.After, Limit: in.Limit})
}
