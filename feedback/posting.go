package feedback

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

type posting struct {
	ID           int64           `db:"id"`
	DepartmentID int64           `db:"department_id"`
	Post         texts.Localized `db:"post"`
}

func (s *Service) postingOn(ctx context.Context, employeeID int64, day worktime.Day, prefer int64) (posting, error) {
	var p posting
	err := s.DB.GetContext(ctx, &p, `
		SELECT p.id, p.department_id, o.name AS post
		FROM postings p JOIN posts o ON o.id = p.post_id
		WHERE p.employee_id = $1 AND p.from_day <= $2 AND (p.to_day IS NULL OR p.to_day > $2)
		ORDER BY p.department_id = $3 DESC, p.fte DESC, p.id LIMIT 1`, employeeID, day, prefer)
	if errors.Is(err, sql.ErrNoRows) {
		return p, errGone()
	}
	return p, err
}

func (s *Service) readLocation(ctx context.Context) (*time.Location, error) {
	var name string
	if err := s.DB.GetContext(ctx, &name, `SELECT time_zone FROM hospital`); err != nil {
		return nil, fmt.Errorf("read the hospital's time zone: %w", err)
	}
	return time.LoadLocation(name)
}
