package people

import (
	"errors"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// rosterRow is a row that has been read: what it says, each by itself valid. What
// it leaves blank stays as it is.
type rosterRow struct {
	tables.Row
	number, name, latin, email string
	site, department, post     string
	hired, left, from          worktime.Day
	fte                        int             // thousandths; 0: not said
	bad                        map[string]bool // cells that say nothing because they are a problem
}

// posted reports whether the row says where somebody works.
func (r *rosterRow) posted() bool { return r.department != "" || r.post != "" || r.site != "" }

// rosterPerson is all that a file says about somebody.
type rosterPerson struct {
	number string
	rows   []*rosterRow
}

// readRosterRows reads a file to its end, and groups its rows by person in the
// order of their first rows. Problems are collected; the error is one that nothing
// can be read after.
func readRosterRows(t *tables.Table, problems *tables.Problems, progress func(done int)) ([]*rosterPerson, int, error) {
	var list []*rosterPerson
	known := map[string]*rosterPerson{}
	for n := 0; ; n++ {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			return list, n, nil
		}
		if err != nil {
			return nil, n, err
		}
		r := readRosterRow(row, problems)
		if r.number == "" {
			continue
		}
		p := known[r.number]
		if p == nil {
			p = &rosterPerson{number: r.number}
			known[r.number], list = p, append(list, p)
		}
		p.rows = append(p.rows, r)
		if n%1000 == 0 {
			progress(n)
		}
	}
}

var (
	emailWritten = regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)
	cellError    = regexp.MustCompile(`^#(N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)$`)
)

// rowReader reads the cells of one row.
type rowReader struct {
	tables.Row
	problems *tables.Problems
	bad      map[string]bool
}

func (r *rowReader) wrong(key, format string, args ...any) {
	r.problems.At(r.Row, key, format, args...)
	r.bad[key] = true
}

// text reads a cell; of one that is a problem, nothing.
func (r *rowReader) text(key string, most int) string {
	s := r.Text(key)
	switch {
	case key != "number" && isNone(s):
	case utf8.RuneCountInString(s) > most:
		r.wrong(key, "longer than %d characters", most)
	default:
		return s
	}
	return ""
}

// isNone reports whether s is how people write "none".
func isNone(s string) bool { return s == "-" || s == "—" || s == "–" || s == "/" }

func (r *rowReader) day(key string) worktime.Day {
	s := r.text(key, 40)
	if s == "" {
		return ""
	}
	d, err := tables.Date(s)
	if err != nil {
		r.wrong(key, "%v", err)
	}
	return d
}

func readRosterRow(row tables.Row, problems *tables.Problems) *rosterRow {
	in := &rowReader{row, problems, map[string]bool{}}
	r := &rosterRow{
		Row: row, number: in.text("number", 40), name: in.text("name", 100), latin: in.text("latin", 100), email: in.text("email", 254),
		site: in.text("site", 100), department: in.text("department", 400), post: in.text("post", 100),
		hired: in.day("hired"), left: in.day("left"), from: in.day("from"), fte: in.share("fte"), bad: in.bad,
	}
	if r.number == "" && !r.bad["number"] {
		in.wrong("number", "required")
	}
	if r.email != "" && !emailWritten.MatchString(r.email) {
		in.wrong("email", "%s is not an e-mail address", r.email)
		r.email = ""
	}
	if last := in.day("last"); last != "" {
		switch next := last.AddDays(1); {
		case r.left == "":
			r.left = next
		case r.left != next:
			in.wrong("last", "the last day is %s, but they left on %s, which must be the first day after it", last, r.left)
		}
	}
	return r
}

// share reads a share of full time, 1, 0.8 or 80 %, in thousandths.
func (r *rowReader) share(key string) int {
	s := r.text(key, 20)
	if s == "" {
		return 0
	}
	plain, percent := strings.CutSuffix(norm.NFKC.String(s), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(plain), 64)
	if percent {
		x /= 100
	}
	thousandths := math.Round(x * 1000)
	switch {
	case err != nil || math.IsNaN(x):
		r.wrong(key, "%s is not a share of full time: write it like 0.8 or 80%%", s)
	case x > 1:
		r.wrong(key, "%s is more than full time: write 1, 0.8 or 80%%", s)
	case thousandths < 1:
		r.wrong(key, "%s is no time at all; leave it blank for full time", s)
	case math.Abs(x*1000-thousandths) > 1e-6:
		r.wrong(key, "%s is finer than a thousandth", s)
	default:
		return int(thousandths)
	}
	return 0
}

// odd says why a text that is not stored yet cannot be the name of anything; "" of
// one that can. What begins like a formula would be calculated by the next
// spreadsheet that it gets into.
func odd(s string) string {
	switch {
	case tables.FormulaLike(s):
		return "begins like a formula"
	case cellError.MatchString(s):
		return "is what a spreadsheet could not calculate"
	case strings.ContainsAny(s, "\n\t"):
		return "has a line break or a tab in it"
	}
	return ""
}
