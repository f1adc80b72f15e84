package secrets_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/secrets"
)

func TestADatabaseBelongsToItsFirstKeys(t *testing.T) {
	t.Parallel()
	db := dbtest.New(t)
	open := func(name string) *secrets.Keys {
		keys, err := secrets.Open(filepath.Join(t.TempDir(), name))
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	first, other := open("first.json"), open("other.json")
	for range 2 {
		if err := first.Claim(t.Context(), db); err != nil {
			t.Errorf("the first keys: %v", err)
		}
	}
	if err := other.Claim(t.Context(), db); !errors.Is(err, secrets.ErrOtherKeys) {
		t.Errorf("other keys: %v", err)
	}
}
