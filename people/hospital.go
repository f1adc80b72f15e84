package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
)

// Hospital is what is true of all of it.
type Hospital struct {
	Name     texts.Localized `json:"name"     db:"name"      validate:"required"`
	TimeZone string          `json:"timeZone" db:"time_zone" validate:"required,max=60"` // such as Asia/Seoul
	Language string          `json:"language" db:"language"  validate:"required,oneof=zh-CN zh-TW ko en"`
}

// unset is a hospital that nobody has described yet.
var unset = Hospital{
	Name: texts.Localized{
		texts.ChineseSimplified: "医院", texts.ChineseTraditional: "醫院", texts.Korean: "병원", texts.English: "Hospital",
	},
	TimeZone: "Asia/Shanghai",
	Language: texts.ChineseSimplified,
}

// Location returns the hospital's time zone.
func (h Hospital) Location() (*time.Location, error) {
	loc, err := time.LoadLocation(h.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("the hospital's time zone: %w", err)
	}
	return loc, nil
}

// ReadHospital returns the hospital's settings, for whoever needs its time zone
// or its language.
func ReadHospital(ctx context.Context, q sqlx.QueryerContext) (h Hospital, err error) {
	err = sqlx.GetContext(ctx, q, &h, `SELECT name, time_zone, language FROM hospital`)
	if errors.Is(err, sql.ErrNoRows) {
		return unset, nil
	}
	if err != nil {
		return Hospital{}, fmt.Errorf("read hospital: %w", err)
	}
	return h, nil
}

// Location returns the time zone in which the hospital's days begin.
func Location(ctx context.Context, q sqlx.QueryerContext) (*time.Location, error) {
	h, err := ReadHospital(ctx, q)
	if err != nil {
		return nil, err
	}
	return h.Location()
}

// LocalDay returns the day at the hospital at a time.
func LocalDay(ctx context.Context, q sqlx.QueryerContext, at time.Time) (worktime.Day, error) {
	loc, err := Location(ctx, q)
	if err != nil {
		return "", err
	}
	return worktime.DayOf(at, loc), nil
}

// GetHospital returns the hospital's settings.
func (s *Service) GetHospital(ctx context.Context, _ accounts.Actor, _ struct{}) (Hospital, error) {
	return ReadHospital(ctx, s.DB)
}

// UpdateHospital replaces the hospital's settings. Another time zone moves no
// day that has been stored.
func (s *Service) UpdateHospital(ctx context.Context, actor accounts.Actor, in Hospital) (Hospital, error) {
	if err := checkName(in.Name); err != nil {
		return Hospital{}, err
	}
	if err := s.checkZone(ctx, in.TimeZone); err != nil {
		return Hospital{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (Hospital, error) {
		before, err := ReadHospital(ctx, tx)
		if err != nil {
			return Hospital{}, err
		}
		if _, err := tx.NamedExecContext(ctx, `
			INSERT INTO hospital (name, time_zone, language) VALUES (:name, :time_zone, :language)
			ON CONFLICT (singleton) DO UPDATE SET name = :name, time_zone = :time_zone, language = :language`, in); err != nil {
			return Hospital{}, fmt.Errorf("save hospital: %w", err)
		}
		return in, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "update", Object: "hospital", Before: before, After: in,
		})
	})
}

// checkZone refuses a time zone that this program or PostgreSQL does not know:
// both reckon with it, and with one that fails nobody could sign in any more.
func (s *Service) checkZone(ctx context.Context, name string) error {
	var known bool
	if err := s.DB.GetContext(ctx, &known, `SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = $1)`, name); err != nil {
		return fmt.Errorf("look for time zone %s: %w", name, err)
	}
	if _, err := time.LoadLocation(name); err != nil || !known {
		return fault.Field("timeZone", "there is no time zone %q: write it like Asia/Seoul", name)
	}
	return nil
}
