package documents

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// byteOrderMark tells spreadsheet programs that the text is UTF-8.
const byteOrderMark = "\uFEFF"

// WriteCSV writes s as comma-separated values: UTF-8 with a byte order mark,
// lines ended by CR LF, texts that a spreadsheet program would calculate made
// safe by an apostrophe. It returns the first error of w, and an error for a
// cell of a type that no Format knows.
func WriteCSV(w io.Writer, s Sheet) error {
	b := bufio.NewWriter(w)
	b.WriteString(byteOrderMark)
	for i, c := range s.Columns {
		separate(b, i)
		b.WriteString(quoted(Safe(c.Heading)))
	}
	b.WriteString("\r\n")
	for n, row := range s.Rows {
		for i, cell := range row {
			text, err := field(cell)
			if err != nil {
				return fmt.Errorf("%s, row %d: %w", s.Name, n+1, err)
			}
			separate(b, i)
			b.WriteString(text)
		}
		b.WriteString("\r\n")
	}
	return b.Flush() // with the first error of any write before it
}

func separate(b *bufio.Writer, column int) {
	if column > 0 {
		b.WriteByte(',')
	}
}

// field writes a cell; only texts can be mistaken for formulas, so only they
// are made safe: an apostrophe before -3 would turn a number into a text.
func field(cell any) (string, error) {
	switch v := cell.(type) {
	case nil:
		return "", nil
	case string:
		return quoted(Safe(v)), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case Fixed:
		return v.String(), nil
	case bool:
		return strconv.FormatBool(v), nil
	case Day:
		return string(v), nil
	case time.Time:
		return v.Format("2006-01-02 15:04"), nil
	}
	return "", fmt.Errorf("a cell cannot hold a %T", cell)
}

// Safe returns text such that no spreadsheet program calculates it: with an
// apostrophe in front if it starts like a formula.
func Safe(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) { // the wide ones too: East Asian editions take them for the narrow
		return "'" + text
	}
	return text
}

func quoted(text string) string {
	if !strings.ContainsAny(text, "\",\r\n;\t") && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// String returns f with its four decimals.
func (f Fixed) String() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%04d", sign, int64(f)/10000, int64(f)%10000)
}
