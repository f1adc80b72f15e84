package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/journal"
	"github.com/wardstar/wardstar/internal/secrets"
)

// Service signs people in and says who holds which role.
type Service struct {
	DB  *sqlx.DB
	Now func() time.Time
	Key []byte // of the hashes that throttling counts by; at least 16 random bytes

	// Keys seal the secrets of second factors; without them there are none.
	Keys *secrets.Keys

	Provider *Provider // the hospital's sign-in service; nil: there is none
}

// now returns the time as precisely as PostgreSQL stores it.
func (s *Service) now() time.Time { return s.Now().UTC().Truncate(time.Microsecond) }

// today is, in SQL, the day at the hospital at the time that is parameter $1.
const today = `($1::timestamptz AT TIME ZONE coalesce((SELECT time_zone FROM hospital), 'Asia/Shanghai'))::date`

// Account is what a person signs in to.
type Account struct {
	ID                 int64            `json:"id"                     db:"id"`
	Name               string           `json:"name"                   db:"name"`
	EmployeeID         *int64           `json:"employeeId,omitempty"   db:"employee_id"`
	EmployeeName       string           `json:"employeeName,omitempty" db:"employee_name"`
	Language           string           `json:"language"               db:"language"` // "": the browser's
	MustChangePassword bool             `json:"mustChangePassword"     db:"must_change_password"`
	CreatedAt          time.Time        `json:"createdAt"              db:"created_at"`
	DisabledAt         *time.Time       `json:"disabledAt,omitempty"   db:"disabled_at"`
	Roles              []RoleAssignment `json:"roles"                  db:"-"` // held now or later
}

const selectAccounts = `
	SELECT a.id, a.name, a.employee_id, coalesce(e.name, '') AS employee_name, a.language,
		a.must_change_password, a.created_at, a.disabled_at
	FROM accounts a LEFT JOIN employees e ON e.id = a.employee_id`

// ListAccounts narrows a list of accounts.
type ListAccounts struct {
	Search     string `query:"search"     validate:"max=100"` // in the account's name, the employee's name or number
	EmployeeID int64  `query:"employeeId" validate:"min=0"`
	After      int64  `query:"after"      validate:"min=0"` // the last id of the page before
	Limit      int    `query:"limit"      validate:"min=0,max=200"`
}

// List returns accounts in the order of their ids, 50 unless told otherwise.
func (s *Service) List(ctx context.Context, actor Actor, in ListAccounts) ([]Account, error) {
	if in.Limit == 0 {
		in.Limit = 50
	}
	list := []Account{}
	err := s.DB.SelectContext(ctx, &list, selectAccounts+`
		WHERE $1
			AND ($2 = '' OR a.name ILIKE $2 OR e.name ILIKE $2 OR e.latin_name ILIKE $2 OR e.number ILIKE $2)
			AND ($3::bigint = 0 OR a.employee_id = $3)
			AND a.id > $4
		ORDER BY a.id LIMIT $5`,
		actor.Reach.Hospital, database.Containing(in.Search), in.EmployeeID, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("list accounts: %w", err)
	}
	return list, s.addRoles(ctx, s.DB, list)
}

// GetAccount names an account.
type GetAccount struct {
	ID int64 `params:"id" json:"-" validate:"required"`
}

// Get returns an account.
func (s *Service) Get(ctx context.Context, actor Actor, in GetAccount) (Account, error) {
	return s.get(ctx, s.DB, actor, in.ID, "")
}

// get reads an account; lock may be a FOR clause.
func (s *Service) get(ctx context.Context, q sqlx.ExtContext, actor Actor, id int64, lock string) (Account, error) {
	list := make([]Account, 1)
	err := sqlx.GetContext(ctx, q, &list[0], selectAccounts+` WHERE a.id = $1 AND $2 `+lock, id, actor.Reach.Hospital)
	if errors.Is(err, sql.ErrNoRows) {
		return Account{}, fault.Errorf(fault.NotFound, "there is no account %d", id)
	}
	if err != nil {
		return Account{}, fmt.Errorf("account %d: %w", id, err)
	}
	err = s.addRoles(ctx, q, list)
	return list[0], err
}

// addRoles fills in the roles of the listed accounts, past ones left out.
func (s *Service) addRoles(ctx context.Context, q sqlx.ExtContext, list []Account) error {
	at, ids := map[int64]int{}, make([]int64, len(list))
	for i := range list {
		list[i].Roles = []RoleAssignment{}
		at[list[i].ID], ids[i] = i, list[i].ID
	}
	var roles []RoleAssignment
	if err := sqlx.SelectContext(ctx, q, &roles, `
		SELECT `+roleColumns+` FROM role_assignments
		WHERE account_id = ANY($2) AND (to_day IS NULL OR to_day > `+today+`) ORDER BY id`, s.now(), pq.Array(ids)); err != nil {
		return fmt.Errorf("roles of accounts: %w", err)
	}
	for _, r := range roles {
		a := &list[at[r.AccountID]]
		a.Roles = append(a.Roles, r)
	}
	return nil
}

// NewAccount is what an administrator says about an account to be.
type NewAccount struct {
	Name       string `json:"name"       validate:"required,max=100"` // to sign in by: a-z, 0-9 and . _ - @
	EmployeeID int64  `json:"employeeId" validate:"min=0"`            // 0: nobody on the roster
	Language   string `json:"language"   validate:"omitempty,oneof=zh-CN zh-TW ko en"`
}

// OneTimePassword is shown to the administrator once, to be handed over. It has to
// be changed at the first sign-in, which it is good for until it expires.
type OneTimePassword struct {
	Account  Account `json:"account"`
	Password string  `json:"password"`
}

// Create makes an account.
func (s *Service) Create(ctx context.Context, actor Actor, in NewAccount) (OneTimePassword, error) {
	password := oneTimePassword()
	hash, err := hash(ctx, password)
	if err != nil {
		return OneTimePassword{}, err
	}
	return database.InTx(ctx, s.DB, func(tx *sqlx.Tx) (OneTimePassword, error) {
		var id int64
		err := tx.GetContext(ctx, &id, `
			INSERT INTO accounts (name, employee_id, language, password_hash, must_change_password, password_expires_at, created_at,
				code_issued_at, code_issued_by)
			VALUES ($1, nullif($2::bigint, 0), $3, $4, true, $5, $6, $6, nullif($7::bigint, 0)) RETURNING id`,
			strings.ToLower(strings.TrimSpace(in.Name)), in.EmployeeID, in.Language, hash, s.now().Add(oneTime), s.now(), actor.AccountID)
		if err != nil {
			return OneTimePassword{}, notCreated(err, in)
		}
		a, err := s.get(ctx, tx, Program(), id, "")
		if err != nil {
			return OneTimePassword{}, err
		}
		return OneTimePassword{Account: a, Password: password}, journal.Record(ctx, tx, actor.AccountID, s.now(), journal.Entry{
			Action: "create", Object: "account", ObjectID: id, After: a,
		})
	})
}

func notCreated(err error, in NewAccount) error {
	switch {
	case database.Violates(err, "accounts_name_key"):
		return fault.Errorf(fault.Conflict, "there is an account named %s already", in.Name)
	case database.Violates(err, "accounts_name_check"):
		return fault.Field("name", "letters a to z, digits and . _ - @ only, beginning with a letter or a digit")
	case database.Violates(err, "accounts_employee_id_key"):
		return fault.Errorf(fault.Conflict, "employee %d has an account already", in.EmployeeID)
	case database.Violates(err, "accounts_employee_id_fkey"):
		return fault.Field("employeeId", "there is no employee %d", in.EmployeeID)
	}
	return fmt.Errorf("insert account: %w", err)
}
