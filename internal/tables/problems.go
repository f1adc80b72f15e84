package tables

import (
	"fmt"
	"strings"

	"github.com/wardstar/wardstar/internal/fault"
)

// MaxProblems is how many problems are kept; somebody with more than that has one
// of another kind.
const MaxProblems = 1000

// Problem is what is wrong with one cell, or with a row.
type Problem struct {
	Row     int    `json:"row"`
	Column  string `json:"column"` // as the file calls it; "" of the whole row
	Message string `json:"message"`
}

func (p Problem) String() string {
	if p.Column == "" {
		return fmt.Sprintf("row %d: %s", p.Row, p.Message)
	}
	return fmt.Sprintf("row %d, %s: %s", p.Row, p.Column, p.Message)
}

// Problems collects what is wrong with a table: all of it counted, the first
// MaxProblems kept.
type Problems struct {
	List  []Problem `json:"list"`
	Total int       `json:"total"`
}

// Add adds a problem.
func (p *Problems) Add(problem Problem) {
	p.Total++
	if len(p.List) < MaxProblems {
		p.List = append(p.List, problem)
	}
}

// At adds a problem with a row's cell; without a key, with the row.
func (p *Problems) At(r Row, key, format string, args ...any) {
	column := ""
	if key != "" {
		column = r.table.Header(key)
	}
	p.Add(Problem{Row: r.Number, Column: column, Message: fmt.Sprintf(format, args...)})
}

// String lists the problems, one a line.
func (p *Problems) String() string {
	var b strings.Builder
	for _, problem := range p.List {
		b.WriteString(problem.String() + "\n")
	}
	if more := p.Total - len(p.List); more > 0 {
		fmt.Fprintf(&b, "and %d more\n", more)
	}
	return b.String()
}

// Err returns fault.Invalid with all problems, or nil where there are none.
func (p *Problems) Err() error {
	if p.Total == 0 {
		return nil
	}
	return fault.Errorf(fault.Invalid, "%d problems:\n%s", p.Total, strings.TrimSuffix(p.String(), "\n"))
}
