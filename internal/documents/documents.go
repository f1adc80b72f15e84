// Package documents draws files in the house's look: tables as XLSX and CSV, cards as PDF,
// QR codes as SVG and for the terminal. It knows nothing of what they say.
//
// The same input gives the same bytes, so that a file can be made again and
// compared with the one that was handed over.
package documents

import "time"

// Sheet is a table with a heading for each column.
type Sheet struct {
	Name    string // at most 31 characters, without : \ / ? * [ ]
	Columns []Column
	Rows    [][]any // each as long as Columns; nil is an empty cell
}

// Column is a column's heading and how its cells look.
type Column struct {
	Heading string
	Format  Format
	Width   int // in characters; 0: as its format needs
}

// Format says what the cells of a column hold.
type Format int

// The formats. A cell's value must fit its column's: string, int, int64 or
// Fixed for numbers, Day, time.Time (an instant), bool.
const (
	Text    Format = iota // whatever it holds is shown as it is, and never calculated
	Integer               // 1,234
	Points                // 93.5, of four decimals that stay in the cell
	Share                 // 80 %
	Date                  // 2026-10-31
	Instant               // 2026-10-31 09:40, in the time zone of the value
)

// Fixed is a number in ten-thousandths.
type Fixed int64

// Day is a date without a time of day or zone, as in "2026-10-31".
type Day string

// Properties are what a file says about itself.
type Properties struct {
	Title   string
	Created time.Time // of the content, not of the file
}
