package tables

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"

	"github.com/wardstar/wardstar/internal/fault"
)

// openCSV finds out how a text is written.
func openCSV(r io.ReaderAt, size int64) (*Table, error) {
	seen, err := look(io.NewSectionReader(r, 0, size))
	if err != nil {
		return nil, err
	}
	encodings, err := seen.encodings()
	if err != nil {
		return nil, err
	}
	t := &Table{rows: max(0, seen.lines-1)}
	for _, e := range encodings {
		t.readings = append(t.readings, reading{e.name, func() (source, error) {
			return newCSV(io.NewSectionReader(r, 0, size), e)
		}})
	}
	return t, nil
}

// written is a named way to write letters as bytes.
type written struct {
	name string
	how  encoding.Encoding // nil: UTF-8
}

// csvSource numbers rows as a spreadsheet does: a cell of several lines is one row,
// a blank line is one too.
type csvSource struct {
	r       *csv.Reader
	in      written
	number  int
	endLine int // of the row before
}

func newCSV(r io.Reader, in written) (source, error) {
	if in.how != nil {
		r = transform.NewReader(r, in.how.NewDecoder())
	}
	b := bufio.NewReaderSize(r, 64<<10)
	if start, _ := b.Peek(len(bom)); string(start) == bom {
		b.Discard(len(bom))
	}
	start, err := b.Peek(32 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	c := csv.NewReader(b)
	c.Comma = separator(string(start))
	c.FieldsPerRecord = -1
	return &csvSource{r: c, in: in}, nil
}

// separator returns what stands most often between the cells of the first row.
func separator(text string) rune {
	quoted, count := false, map[rune]int{}
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if r == '\n' && !quoted {
			break
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > count[best] {
			best = r
		}
	}
	return best
}

func (c *csvSource) next() ([]string, int, error) {
	cells, err := c.r.Read()
	if err != nil {
		return nil, 0, c.refused(err)
	}
	line, _ := c.r.FieldPos(0)
	c.number += line - c.endLine
	c.endLine = line
	for i, cell := range cells {
		c.endLine += strings.Count(cell, "\n")
		if !utf8.ValidString(cell) || c.in.how != nil && strings.ContainsRune(cell, '\uFFFD') {
			return nil, 0, fault.Errorf(fault.Invalid, "row %d, column %s: this is not %s, as the rows above are; save the file as UTF-8",
				c.number, letters(i), c.in.name)
		}
		cells[i] = unquoted(cell)
	}
	return cells, c.number, nil
}

// refused says in words where a text is no CSV.
func (c *csvSource) refused(err error) error {
	e, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return err // io.EOF, or of reading
	}
	row := c.number + e.StartLine - c.endLine
	if errors.Is(e.Err, csv.ErrBareQuote) {
		return fault.Errorf(fault.Invalid, `row %d: a quotation mark in the middle of a cell; write it twice, and one around the cell: "a ""b"" c"`, row)
	}
	return fault.Errorf(fault.Invalid, "row %d: a quotation mark is opened and not closed", row)
}

func (c *csvSource) close() error { return nil }
