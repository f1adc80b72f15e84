package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"github.com/wardstar/wardstar/internal/tables"
	"github.com/wardstar/wardstar/internal/worktime"
)

// cells reads a row; what cannot be read is a problem of the sheet.
type cells struct {
	*sheet
	row   tables.Row
	zone  *time.Location
	words map[string]map[string]string
}

func (c cells) text(key string) string { return c.row.Text(key) }

// code returns the code of what people write in many ways, such as 夜班; "" of
// nothing.
func (c cells) code(key string) string {
	if text := c.row.Text(key); text != "" {
		return c.codeOf(key, text)
	}
	return ""
}

func (c cells) codeOf(key, text string) string {
	code, ok := c.words[key][strings.ToLower(width.Narrow.String(text))]
	if !ok {
		codes := slices.Compact(slices.Sorted(maps.Values(c.words[key])))
		c.wrong.At(c.row, key, "%s is none of %s", text, strings.Join(codes, ", "))
	}
	return code
}

// number reads a number as people write it, also with a comma for the thousands;
// 0 of nothing.
func (c cells) number(key string) float64 {
	text := c.row.Text(key)
	if text == "" {
		return 0
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(width.Narrow.String(text), ",", ""), 64)
	if err != nil || x != x {
		c.wrong.At(c.row, key, "%s is not a number", text)
	}
	return x
}

// whole reads a whole number.
func (c cells) whole(key string) int {
	x := c.number(key)
	if x != float64(int(x)) {
		c.wrong.At(c.row, key, "%s is not a whole number", c.row.Text(key))
	}
	return int(x)
}

// value reads a number that must be there.
func (c cells) value(key string) float64 {
	if c.row.Text(key) == "" {
		c.wrong.At(c.row, key, "required")
	}
	return c.number(key)
}

// day reads a day that must be there.
func (c cells) day(key string) worktime.Day {
	d, err := tables.Date(c.row.Text(key))
	if err != nil {
		c.wrong.At(c.row, key, "%v", err)
	}
	return d
}

// instant reads a time that must be there: a day and a time of day, or a time of
// day alone where the column "day" says of which.
func (c cells) instant(key string) time.Time {
	text := c.row.Text(key)
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	if day := c.row.Text("day"); day != "" {
		if seconds, err := tables.Clock(text); err == nil {
			d, err := tables.Date(day)
			if err != nil {
				c.wrong.At(c.row, "day", "%v", err)
				return time.Time{}
			}
			return onDay(d, seconds, c.zone)
		}
	}
	t, err := tables.Instant(text, c.zone)
	if err != nil {
		c.wrong.At(c.row, key, "%v", err)
	}
	return t
}

// onDay returns the time that a clock in zone shows so many seconds after
// midnight.
func onDay(d worktime.Day, seconds int, zone *time.Location) time.Time {
	t := d.In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, seconds, 0, zone)
}

// codes returns the codes of what is separated by commas, semicolons or bars, of
// any width.
func (c cells) codes(key string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(c.row.Text(key), func(r rune) bool { return strings.ContainsRune(",，、;；|｜\n", r) }) {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, c.codeOf(key, word))
		}
	}
	return out
}
