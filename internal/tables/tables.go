// Package tables reads what hospitals send: lists kept in a spreadsheet, as XLSX
// or CSV, with headers in any of their languages. It knows nothing of what the
// lists are about; that, the callers' columns say.
//
//	t, err := tables.Open(file, size)
//	defer t.Close()
//	err = t.Match(columns)
//	for {
//		row, err := t.Next()
//		if err == io.EOF { … }
//		row.Text("number")
//	}
package tables

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wardstar/wardstar/internal/fault"
)

// What a table may be at most. A hospital of 50,000 people with a dozen columns
// has 8 MB.
const (
	MaxSize    = 64 << 20
	MaxRows    = 1_000_000 // with the header
	MaxColumns = 200
	MaxCell    = 32_767 // characters, which is what a spreadsheet's cell holds
)

// Table is a table that is being read, from its first row to its last.
type Table struct {
	readings []reading // the file as each encoding would have it; the first, if Match found none better
	rows     int

	source source
	column map[string]int // key → position
	header []string       // as the file writes it
}

// reading is one way to read a file.
type reading struct {
	name string
	open func() (source, error)
}

// source gives one row after the other with its number, and in the end io.EOF.
type source interface {
	next() (cells []string, number int, err error)
	close() error
}

// Open begins to read a table of size bytes, which it recognises by its content:
// XLSX, or CSV in UTF-8, UTF-16, GB18030, EUC-KR or Big5, with commas, semicolons
// or tabs. Anything else is fault.Invalid, in words. The table must be closed.
func Open(r io.ReaderAt, size int64) (*Table, error) {
	switch {
	case size == 0:
		return nil, fault.Errorf(fault.Invalid, "the file is empty")
	case size > MaxSize:
		return nil, fault.Errorf(fault.TooLarge, "the file is larger than %d MB", MaxSize>>20)
	}
	start := make([]byte, min(size, 512))
	if _, err := r.ReadAt(start, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return openXLSX(r, size)
	case bytes.HasPrefix(start, []byte("\xD0\xCF\x11\xE0")):
		return nil, fault.Errorf(fault.Invalid, "this is a workbook of the old kind (.xls) or one with a password: save it as .xlsx without a password")
	case bytes.HasPrefix(start, []byte("%PDF")):
		return nil, fault.Errorf(fault.Invalid, "this is a PDF: send the list as .xlsx or .csv")
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(start, []byte(bom))), []byte("<")):
		return nil, fault.Errorf(fault.Invalid, "this is a web page or XML, whatever its name says: open it in a spreadsheet program and save it as .xlsx")
	}
	return openCSV(r, size)
}

// Rows returns how many rows there are below the header, for a progress bar: about
// as many, or 0 where that is not known.
func (t *Table) Rows() int { return t.rows }

// Close lets go of what reading took.
func (t *Table) Close() error {
	if t.source == nil {
		return nil
	}
	err := t.source.close()
	t.source = nil
	return err
}

// Next returns the next row that is not blank, and io.EOF after the last. Other
// errors are faults that name the row, and end the table: what comes after a row
// that cannot be told apart cannot be trusted. Match comes first.
func (t *Table) Next() (Row, error) {
	for {
		cells, number, err := t.source.next()
		if err != nil {
			return Row{}, err
		}
		if number > MaxRows {
			return Row{}, fault.Errorf(fault.TooLarge, "more than %d rows", MaxRows)
		}
		if cells = trimmed(cells); len(cells) == 0 {
			continue
		}
		if err := t.check(cells, number); err != nil {
			return Row{}, err
		}
		return Row{Number: number, table: t, cells: cells}, nil
	}
}

// check refuses what stands under no header, and cells that no spreadsheet holds.
func (t *Table) check(cells []string, number int) error {
	for i, cell := range cells {
		switch {
		case cell == "":
		case i >= len(t.header) || t.header[i] == "":
			return fault.Errorf(fault.Invalid, "row %d: %q stands in column %s, which has no header (a comma in a text needs quotes around it)",
				number, shorten(cell), letters(i))
		case len(cell) > MaxCell && utf8.RuneCountInString(cell) > MaxCell:
			return fault.Errorf(fault.Invalid, "row %d, %s: longer than %d characters", number, t.header[i], MaxCell)
		}
	}
	return nil
}

// Row is a row that is not blank.
type Row struct {
	Number int // as a spreadsheet shows it; the header is row 1
	table  *Table
	cells  []string
}

// Text returns the cell of a column, trimmed and in Unicode's composed form (NFC);
// "" where there is none.
func (r Row) Text(key string) string {
	i, ok := r.table.column[key]
	if !ok || i >= len(r.cells) {
		return ""
	}
	return r.cells[i]
}

// Has reports whether the table has a column.
func (t *Table) Has(key string) bool {
	_, ok := t.column[key]
	return ok
}

// Header returns what the file calls a column.
func (t *Table) Header(key string) string {
	if i, ok := t.column[key]; ok {
		return t.header[i]
	}
	return key
}

// letters names a column as spreadsheets do: A, B, … Z, AA.
func letters(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// shorten cuts a text that is quoted in a message.
func shorten(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
