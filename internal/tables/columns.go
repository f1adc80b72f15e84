package tables

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/wardstar/wardstar/internal/fault"
)

// Column is one that a table may have.
type Column struct {
	Key      string   // "": one that is known and passed over
	Names    []string // the headers it goes by, in any language; the first is what messages call it
	Required bool
}

// Match reads the header and says which column is which. Names are compared
// without case, spaces, marks, what stands in brackets, and the width of letters.
// Columns that are unknown, missing or there twice are fault.Invalid, in words: a
// header with a typing error must not pass for a column left out.
func (t *Table) Match(cols []Column) error {
	best, err := t.likeliest(cols)
	if err != nil {
		return err
	}
	source, err := best.open()
	if err != nil {
		return err
	}
	t.source = source
	cells, number, err := source.next()
	if errors.Is(err, io.EOF) {
		return fault.Errorf(fault.Invalid, "the table is empty: its first row must name the columns")
	}
	if err != nil {
		return err
	}
	if number > 1 {
		return fault.Errorf(fault.Invalid, "row 1 is blank: the first row must name the columns; delete what is above them")
	}
	t.header = trimmed(cells)
	if len(t.header) > MaxColumns {
		return fault.Errorf(fault.TooLarge, "more than %d columns", MaxColumns)
	}
	m := match(t.header, cols)
	t.column = m.column
	if err := m.complain(); err != nil {
		return cmp.Or(t.title(cols, len(m.column)), err)
	}
	return nil
}

// title finds out whether the header stands below a title.
func (t *Table) title(cols []Column, matched int) error {
	for range 20 {
		cells, number, err := t.source.next()
		if err != nil {
			return nil // no header further down: complain of the first row
		}
		if m := match(trimmed(cells), cols); len(m.column) > max(1, matched) {
			return fault.Errorf(fault.Invalid, "row 1 says %q, and the columns are named in row %d only: delete the %d rows above, "+
				"so that the first row names the columns", shorten(strings.Join(t.header, " ")), number, number-1)
		}
	}
	return nil
}

// likeliest returns the reading in which the most columns are known; readings come
// in the order of what their letters suggest.
func (t *Table) likeliest(cols []Column) (best reading, err error) {
	most := -1
	for _, r := range t.readings {
		if len(t.readings) == 1 {
			return r, nil
		}
		n, err := r.known(cols)
		if err != nil {
			return reading{}, err
		}
		if n > most {
			most, best = n, r
		}
	}
	return best, nil
}

// known counts the columns that a reading's first row names.
func (r reading) known(cols []Column) (int, error) {
	s, err := r.open()
	if err != nil {
		return 0, err
	}
	defer s.close()
	cells, _, err := s.next()
	if err != nil {
		return 0, nil // cannot be read that way
	}
	return len(match(trimmed(cells), cols).column), nil
}

// matched is what a header says.
type matched struct {
	column           map[string]int
	unknown, doubled []string
	missing          []string
}

func match(header []string, cols []Column) matched {
	m := matched{column: map[string]int{}}
	keys := map[string]*Column{}
	for i := range cols {
		for _, name := range cols[i].Names {
			keys[fold(name)] = &cols[i]
		}
	}
	for i, name := range header {
		c := find(keys, name)
		switch {
		case name == "" || c != nil && c.Key == "":
		case c == nil:
			m.unknown = append(m.unknown, fmt.Sprintf("%s (%s)", shorten(name), letters(i)))
		default:
			if first, twice := m.column[c.Key]; twice {
				m.doubled = append(m.doubled, fmt.Sprintf("%s and %s (%s and %s)", shorten(header[first]), shorten(name), letters(first), letters(i)))
				continue
			}
			m.column[c.Key] = i
		}
	}
	for _, c := range cols {
		if _, ok := m.column[c.Key]; c.Required && !ok {
			m.missing = append(m.missing, c.Names[0])
		}
	}
	return m
}

// find knows a header by its whole name or, where it says the same in two
// languages, by either: 工号/Employee No.
func find(keys map[string]*Column, name string) *Column {
	if c := keys[fold(name)]; c != nil {
		return c
	}
	var found *Column
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("/／|\n", r) }) {
		switch c := keys[fold(part)]; {
		case c == nil, found != nil && c != found:
			return nil
		default:
			found = c
		}
	}
	return found
}

func (m matched) complain() error {
	var b []string
	add := func(what string, names []string) {
		if len(names) > 0 {
			b = append(b, what+": "+strings.Join(names, ", "))
		}
	}
	add("missing columns", m.missing)
	add("unknown columns", m.unknown)
	add("columns that are there twice", m.doubled)
	if len(b) == 0 {
		return nil
	}
	return fault.Errorf(fault.Invalid, "row 1: %s", strings.Join(b, "; "))
}

// fold reduces a header to what makes it that header: its letters and digits, in
// one width and case, but for what stands in brackets.
func fold(name string) string {
	name = strings.ToLower(norm.NFKC.String(name))
	if short := keep(bracketless(name)); short != "" {
		return short
	}
	return keep(name)
}

func keep(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, s)
}

// bracketless drops what stands in brackets, such as a unit or "required".
func bracketless(s string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("([{【〔「《〈<", r):
			depth++
			return -1
		case strings.ContainsRune(")]}】〕」》〉>", r):
			depth = max(0, depth-1)
			return -1
		case depth > 0:
			return -1
		}
		return r
	}, s)
}
