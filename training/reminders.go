package training

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/people"
)

// reminders are the days before a certificate's last one on which its holder is
// written to, the first of them being soon.
var reminders = []int{soon, 60, 30, 14, 7, 0}

// Schedule returns what is due each day.
func (s *Service) Schedule() []outbox.Scheduled {
	return []outbox.Scheduled{{Name: "training.certificates", Spec: "0 8 * * *", Run: remindOfCertificates}}
}

// running is a certificate that ends, with whom to tell.
type running struct {
	ID         int64           `db:"id"`
	EmployeeID int64           `db:"employee_id"`
	Kind       texts.Localized `db:"kind"`
	Name       string          `db:"name"`
	Email      string          `db:"email"`
	Language   string          `db:"language"`
	ValidUntil worktime.Day    `db:"valid_until"`
}

// remindOfCertificates tells those whose certificate expires soon, or has expired
// and not been renewed, once at each of the reminders. Who was not reminded in
// time, because the program stood still, is at the next one only.
func remindOfCertificates(ctx context.Context, tx *sqlx.Tx, at time.Time) error {
	hospital, err := people.ReadHospital(ctx, tx)
	if err != nil {
		return err
	}
	loc, err := hospital.Location()
	if err != nil {
		return err
	}
	today := worktime.DayOf(at, loc)
	var list []running
	if err := tx.SelectContext(ctx, &list, `
		SELECT c.id, c.employee_id, k.name AS kind, e.name, e.email, coalesce(nullif(a.language, ''), $3) AS language, c.valid_until
		FROM certificates c JOIN certificate_kinds k ON k.id = c.kind_id
		JOIN employees e ON e.id = c.employee_id AND (e.left_on IS NULL OR e.left_on > $1)
		LEFT JOIN accounts a ON a.employee_id = e.id
		WHERE c.status = 'confirmed' AND c.valid_until BETWEEN $1::date - 30 AND $1::date + $2::int
		  AND NOT EXISTS (SELECT FROM certificates r WHERE r.kind_id = c.kind_id AND r.employee_id = c.employee_id
		                  AND r.status = 'confirmed' AND coalesce(r.valid_until, 'infinity') > c.valid_until)
		ORDER BY c.id`, today, soon, hospital.Language); err != nil {
		return fmt.Errorf("find certificates that expire: %w", err)
	}
	for _, c := range list {
		if err := c.remind(ctx, tx, at, today); err != nil {
			return err
		}
	}
	return nil
}

// remind writes to the holder, and tells other systems, unless that was done at
// this reminder.
func (c running) remind(ctx context.Context, tx *sqlx.Tx, at time.Time, today worktime.Day) error {
	left := c.ValidUntil.Sub(today)
	stage, step := "expired", -1
	for _, days := range reminders {
		if left >= 0 && left <= days {
			stage, step = "expiring", days
		}
	}
	key := fmt.Sprintf("certificate %d at %d", c.ID, step)
	text := func(part string) string {
		return texts.Text(c.Language, "certificate."+stage+"."+part,
			"name", c.Name, "kind", c.Kind.In(c.Language), "day", string(c.ValidUntil), "days", left)
	}
	if err := outbox.PutMail(ctx, tx, at, key, outbox.Mail{To: c.Email, Subject: text("subject"), Text: text("text")}); err != nil {
		return err
	}
	return outbox.PutEvent(ctx, tx, at, outbox.Event{
		Type: "certificate." + stage, Key: key,
		Data: map[string]any{"certificate": c.ID, "employee": c.EmployeeID, "validUntil": c.ValidUntil, "daysLeft": left},
	})
}
