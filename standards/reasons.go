package standards

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	"github.com/wardstar/wardstar/internal/texts"
)

// Reason is why a standard may not apply to what was observed.
type Reason struct {
	Code string          `json:"code" yaml:"code" validate:"required,max=60"`
	Text texts.Localized `json:"text" yaml:"text" validate:"required"`
}

// Reasons is a jsonb array.
type Reasons []Reason

// Value implements [driver.Valuer].
func (r Reasons) Value() (driver.Value, error) {
	if r == nil {
		return "[]", nil
	}
	b, err := json.Marshal([]Reason(r))
	if err != nil {
		return nil, fmt.Errorf("encode reasons: %w", err)
	}
	return string(b), nil // a []byte would be sent as bytea
}

// Scan implements [database/sql.Scanner].
func (r *Reasons) Scan(src any) error {
	b, ok := src.([]byte)
	if !ok {
		return fmt.Errorf("scan reasons: it is a %T", src)
	}
	out := Reasons{} // [] in JSON, not null
	if err := json.Unmarshal(b, &out); err != nil {
		return fmt.Errorf("scan reasons: %w", err)
	}
	*r = out
	return nil
}
