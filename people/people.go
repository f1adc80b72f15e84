// Package people knows the hospital: its departments, its posts, and who is
// employed, where, as what and when.
package people

import (
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Service keeps the hospital's own data.
type Service struct {
	DB  *sqlx.DB
	Now func() time.Time
}

func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// checkName refuses a name that is written in no language, or in one that the
// program does not speak.
func checkName(name texts.Localized) error {
	if err := name.Validate(); err != nil {
		return fault.Field("name", "%v", err)
	}
	return nil
}

// checkDay refuses what is not a day; none is one.
func checkDay(field string, d worktime.Day) error {
	if err := d.Validate(); err != nil {
		return fault.Field(field, "%v", err)
	}
	return nil
}

// badCode says in words what the CHECK on codes refused.
func badCode() error {
	return fault.Field("code", "letters a to z, digits and hyphens only, beginning with a letter or a digit, at most 40")
}
