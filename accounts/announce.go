package accounts

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/texts"
)

// What people are told, by mail, about their account: the names of the texts.
const (
	codeWasIssued    = "access.codeIssued"
	removalWasAsked  = "access.removalAsked"
	factorWasRemoved = "access.factorRemoved"
	factorWasAdded   = "access.factorAdded"
)

// announce tells the holder of an account, where the employee has an address, what
// was done to it and by whom: whoever takes over somebody's account is not to go
// unnoticed. No code is ever mailed. It is told in the quiet time, too.
func (s *Service) announce(ctx context.Context, tx *sqlx.Tx, actor Actor, accountID int64, what string) error {
	var to struct {
		Email    string `db:"email"`
		Name     string `db:"name"`
		Language string `db:"language"`
		By       string `db:"by"`
	}
	if err := tx.GetContext(ctx, &to, `
		SELECT coalesce(e.email, '') AS email, coalesce(e.name, a.name) AS name,
			coalesce(nullif(a.language, ''), (SELECT language FROM hospital), 'zh-CN') AS language,
			coalesce((SELECT coalesce(be.name, b.name) FROM accounts b LEFT JOIN employees be ON be.id = b.employee_id WHERE b.id = $2), '') AS by
		FROM accounts a LEFT JOIN employees e ON e.id = a.employee_id WHERE a.id = $1`, accountID, actor.AccountID); err != nil {
		return fmt.Errorf("whom to tell of account %d: %w", accountID, err)
	}
	if to.By == "" {
		to.By = texts.Text(to.Language, "access.server")
	}
	loc, err := location(ctx, tx)
	if err != nil {
		return err
	}
	return outbox.PutMail(ctx, tx, s.now(), "", outbox.Mail{
		To: to.Email, Urgent: true, Subject: texts.Text(to.Language, what+".subject"),
		Text: texts.Text(to.Language, what+".text", "name", to.Name, "who", to.By, "when", s.now().In(loc).Format("2006-01-02 15:04")),
	})
}
