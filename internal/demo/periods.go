package demo

import (
	"context"
	"fmt"

	"github.com/wardstar/wardstar/internal/worktime"
)

// periods opens one for each month. The scheme must be in already.
func (m *maker) periods(ctx context.Context) error {
	for _, first := range m.months {
		end := worktime.Date(first.Year(), first.Month()+1, 1)
		_, err := m.tx.ExecContext(ctx, `
			INSERT INTO periods (name, starts_on, ends_on, scheme_id, status, created_at)
			SELECT $1, $2, $3, max(id), 'running', $4 FROM schemes`,
			string(first)[:len("2026-10")], first, end, m.now)
		if err != nil {
			return fmt.Errorf("open period of %s: %w", first, err)
		}
	}
	return nil
}
