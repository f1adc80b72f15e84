package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/people"
)

// feedFile is a list of another system, whose rows are imported as the API
// imports them: all or none.
type feedFile struct {
	listFile
	Ignore []string `env:"-" placeholder:"COLUMN" help:"Columns of the file that are not for Wardstar."`
}

// sheet is such a list that has been read.
type sheet struct {
	name    string
	sha256  string
	table   *tables.Table
	columns map[string]string                                // field of a row, as the API knows it → key of its column
	places  []int                                            // of each row of the list: its number in the file
	place   func(i int, field string) (row int, rest string) // of a field that has a row of its own; 0: it has none; nil: none has
	wrong   tables.Problems
}

// feedColumn is a column with the words that its cells may hold.
type feedColumn struct {
	tables.Column
	words map[string][]string // code → how people write it; nil: anything
}

// readFeed reads the rows of the list one by one.
func (f feedFile) readFeed(file *os.File, size int64, columns []feedColumn, zone *time.Location, row func(cells)) (*sheet, error) {
	s := &sheet{name: f.File}
	h := sha256.New()
	if _, err := io.Copy(h, io.NewSectionReader(file, 0, size)); err != nil {
		return nil, fmt.Errorf("%s: %w", f.File, err)
	}
	s.sha256 = hex.EncodeToString(h.Sum(nil))
	var err error
	if s.table, err = tables.Open(file, size); err != nil {
		return nil, fmt.Errorf("%s: %w", f.File, err)
	}
	if err := s.match(columns, f.Ignore); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", f.File, err), s.table.Close())
	}
	bar := newProgressBar(os.Stderr)
	defer bar.clear()
	c := cells{sheet: s, zone: zone, words: map[string]map[string]string{}}
	for _, col := range columns {
		c.words[col.Key] = spellings(col.words)
	}
	for n := 0; ; n++ {
		c.row, err = s.table.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("%s: %w", f.File, err), s.table.Close())
		}
		row(c)
		bar.show("reading", n+1, s.table.Rows())
	}
	return s, s.table.Close()
}

func (s *sheet) match(columns []feedColumn, ignore []string) error {
	var all []tables.Column
	for _, c := range columns {
		all = append(all, c.Column)
	}
	for _, name := range ignore {
		all = append(all, tables.Column{Names: []string{name}})
	}
	return s.table.Match(all)
}

// spellings returns the code of each way to write it.
func spellings(words map[string][]string) map[string]string {
	out := map[string]string{}
	for code, ways := range words {
		out[strings.ToLower(code)] = code
		for _, w := range ways {
			out[strings.ToLower(w)] = code
		}
	}
	return out
}

// report writes what became of an import, or what is wrong with the list, in the
// file's own rows and columns.
func (s *sheet) report(out io.Writer, done people.Imported, err error) error {
	s.translate(err)
	if s.wrong.Total > 0 {
		fmt.Fprint(out, s.wrong.String())
		return fmt.Errorf("%s: %d problems; nothing is stored", s.name, s.wrong.Total)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", s.name, err)
	}
	verb := "Stored"
	if done.DryRun {
		verb = "Would store"
	}
	fmt.Fprintf(out, "%s: %d rows; %d added, %d changed, %d removed, %d unchanged.\n", verb, done.Rows, done.Added, done.Changed, done.Removed, done.Unchanged)
	return nil
}

var rowField = regexp.MustCompile(`^rows\[(\d+)\](?:\.(.+))?$`)

// translate turns a fault's fields, such as rows[3].from, into problems of cells.
func (s *sheet) translate(err error) {
	fields := fault.As(err).Fields
	var found []tables.Problem
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		m := rowField.FindStringSubmatch(name)
		if m == nil {
			continue
		}
		i, _ := strconv.Atoi(m[1])
		row, field := s.places[i], m[2]
		if s.place != nil {
			if own, rest := s.place(i, field); own > 0 {
				row, field = own, rest
			}
		}
		found = append(found, tables.Problem{Row: row, Column: s.header(field), Message: fields[name]})
	}
	slices.SortStableFunc(found, func(a, b tables.Problem) int { return a.Row - b.Row })
	for _, p := range found {
		s.wrong.Add(p)
	}
}

// header returns what the file calls the column of a field.
func (s *sheet) header(field string) string {
	if key, ok := s.columns[field]; ok {
		field = key
	}
	return s.table.Header(field)
}
