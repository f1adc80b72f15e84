package feedback

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/worktime"
)

// NoteStaffDevice remembers until the month's salt is destroyed that somebody was
// signed in on the phone with that cookie: its votes of the month are looked at. Of
// whom, only the department is kept. A phone without a cookie of ours is none.
func (s *Service) NoteStaffDevice(ctx context.Context, device string, staff Staff) error {
	phone := phoneOf(device)
	if phone == nil || !staff.SignedIn {
		return nil
	}
	day, err := s.today(ctx)
	if err != nil {
		return err
	}
	salt, err := s.salt(ctx, day)
	if err != nil {
		return err
	}
	hash := s.signer.device(salt, append([]byte("cookie "), phone...))[:16]
	if _, err := s.DB.ExecContext(ctx, `
		INSERT INTO staff_devices (device, month, department_id)
		SELECT $1, $2, (SELECT p.department_id FROM postings p WHERE p.employee_id = $3 AND p.from_day <= $4 AND coalesce(p.to_day, 'infinity') > $4
		                ORDER BY p.from_day DESC, p.id LIMIT 1)
		ON CONFLICT DO NOTHING`, hash, worktime.Date(day.Year(), day.Month(), 1), staff.EmployeeID, day); err != nil {
		return fmt.Errorf("note a phone of staff: %w", err)
	}
	return nil
}

// forgetStaffDevices deletes those of months whose hashes mean nothing any more.
func forgetStaffDevices(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, `
		DELETE FROM staff_devices d USING ballot_salts b WHERE b.month = d.month AND b.salt IS NULL`); err != nil {
		return fmt.Errorf("forget phones of staff: %w", err)
	}
	return nil
}
