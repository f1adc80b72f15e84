package people

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/tables"
)

// TestNoHeaderIsTwoColumns: each name stands for the column that lists it.
func TestNoHeaderIsTwoColumns(t *testing.T) {
	for _, c := range rosterColumns(nil) {
		for _, name := range c.Names {
			header := `"` + name + "\"\n"
			table, err := tables.Open(strings.NewReader(header), int64(len(header)))
			if err != nil {
				t.Fatal(err)
			}
			err = table.Match(rosterColumns(nil)) // complains that the number is missing
			if c.Key != "" && !table.Has(c.Key) || c.Key == "" && strings.Contains(err.Error(), "unknown") {
				t.Errorf("%s does not stand for %q: %v", name, c.Key, err)
			}
		}
	}
}
