package evaluation

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a table. They keep a file that was made to exhaust memory from doing so.
const (
	longestRow  = 16 << 20
	mostColumns = 10_000
	mostRows    = 200_000_000
)

// tableReader reads CSV strictly: as many fields in each row as in the header.
type tableReader struct {
	csv    *csv.Reader
	meter  *meter
	header []string
	fields []string // of the current row; overwritten by the next
	row    int      // from 1, without the header
}

func newTableReader(in io.Reader) (*tableReader, error) {
	plain, err := decompressed(in)
	if err != nil {
		return nil, err
	}
	m := &meter{in: plain, left: longestRow}
	r := &tableReader{csv: csv.NewReader(m), meter: m}
	r.csv.FieldsPerRecord = -1
	header, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("the table is empty")
	}
	if err != nil {
		return nil, r.readError(err)
	}
	r.header = slices.Clone(header)
	r.csv.ReuseRecord = true
	return r, r.checkHeader()
}

// decompressed looks at the bytes, not at the name, and takes off what Excel puts in front.
func decompressed(in io.Reader) (io.Reader, error) {
	b := bufio.NewReader(in)
	if head, _ := b.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("the file begins like gzip but can't be decompressed: %w", err)
		}
		b = bufio.NewReader(z)
	}
	head, err := b.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the table: %w", err)
	}
	if bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff}) {
		return nil, fmt.Errorf("the table is UTF-16; save it as “CSV UTF-8”")
	}
	if bytes.Equal(head, []byte("\ufeff")) {
		b.Discard(3)
	}
	return b, nil
}

func (r *tableReader) checkHeader() error {
	if len(r.header) > mostColumns {
		return fmt.Errorf("the table has %d columns; %d are the most", len(r.header), mostColumns)
	}
	for i, name := range r.header {
		r.header[i] = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return fmt.Errorf("the name of column %d is not UTF-8; save the table as “CSV UTF-8”", i+1)
		}
	}
	if first := r.header[0]; len(r.header) == 1 && strings.ContainsAny(first, ";\t") {
		return fmt.Errorf("the columns are not separated by commas: the header is %s", quoted(first))
	}
	return nil
}

// next reads a row, or returns false at the end.
func (r *tableReader) next() (bool, error) {
	r.meter.left = longestRow
	fields, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	r.row++
	if err != nil {
		return false, r.readError(err)
	}
	if len(fields) != len(r.header) {
		line, _ := r.csv.FieldPos(0)
		return false, fmt.Errorf("row %d (line %d) has %d fields, the header has %d", r.row, line, len(fields), len(r.header))
	}
	if r.row > mostRows {
		return false, fmt.Errorf("the table has more than %d rows", mostRows)
	}
	r.fields = fields
	return true, nil
}

// errorf says where in the table something is wrong.
func (r *tableReader) errorf(column int, format string, args ...any) error {
	line, _ := r.csv.FieldPos(column)
	return fmt.Errorf("row %d (line %d), column %d (%s): %w", r.row, line, column+1, r.header[column], fmt.Errorf(format, args...))
}

func (r *tableReader) readError(err error) error {
	var at *csv.ParseError
	switch {
	case errors.Is(err, errLongRow):
		return fmt.Errorf("row %d is longer than %d MiB: is a quotation mark left open?", r.row, longestRow>>20)
	case errors.As(err, &at) && errors.Is(err, csv.ErrBareQuote):
		return fmt.Errorf("row %d (line %d), character %d: a quotation mark in the middle of a field", r.row, at.Line, at.Column)
	case errors.As(err, &at) && errors.Is(err, csv.ErrQuote):
		return fmt.Errorf("row %d (line %d, begun on line %d): a quotation mark is left open or followed by text", r.row, at.Line, at.StartLine)
	}
	return fmt.Errorf("read row %d: %w", r.row, err)
}

var errLongRow = errors.New("row too long")

// meter refuses to read more than is left.
type meter struct {
	in   io.Reader
	left int64
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, errLongRow
	}
	n, err := m.in.Read(p)
	m.left -= int64(n)
	return n, err
}
