package secrets

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// ErrOtherKeys says that a database belongs to other keys than these.
var ErrOtherKeys = errors.New("these are not the keys that the database was set up with; copy the key file from the server that did")

// Claim makes the database belong to these keys if it belongs to none yet, and
// returns ErrOtherKeys if it belongs to others.
func (k *Keys) Claim(ctx context.Context, q sqlx.ExtContext) error {
	own := k.MAC("key check")()
	if _, err := q.ExecContext(ctx, `INSERT INTO installation (key_check) VALUES ($1) ON CONFLICT DO NOTHING`, own); err != nil {
		return fmt.Errorf("claim the database: %w", err)
	}
	var stored []byte
	if err := sqlx.GetContext(ctx, q, &stored, `SELECT key_check FROM installation`); err != nil {
		return fmt.Errorf("read whose the database is: %w", err)
	}
	if !bytes.Equal(own, stored) {
		return ErrOtherKeys
	}
	return nil
}
