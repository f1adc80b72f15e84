package tables

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"time"

	"golang.org/x/text/width"

	"github.com/wardstar/wardstar/internal/worktime"
)

// Serial days that a workbook may mean: 1927-05-18 to 2119-01-10. A year or an
// amount by itself, such as 2026, is not taken for a day.
const firstSerial, lastSerial = 10000, 80000

var (
	dayWritten   = regexp.MustCompile(`^(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日号號일.]?(?:\s*[T ]\s*(.+))?$`)
	dayTogether  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	clockWritten = regexp.MustCompile(`^(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.\d+)?)?$`)
)

// Date reads a day as people and spreadsheets write it: 2026-01-31, 2026/1/31,
// 2026.1.31, 20260131, 2026年1月31日, 2026년 1월 31일, or the serial number that a
// workbook holds. The order is always year, month, day: 1/2/2026 is two days.
func Date(s string) (worktime.Day, error) {
	day, seconds, err := dateAndTime(s)
	if err == nil && seconds != 0 {
		return "", fmt.Errorf("%s has a time of day", shorten(s))
	}
	return day, err
}

// Instant reads a day and a time of day, such as 2026-01-31 09:40 or a workbook's
// serial number, as a clock in loc shows it, or with its own offset as RFC 3339
// has it. Without a time it is midnight.
func Instant(s string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	day, seconds, err := dateAndTime(s)
	if err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return time.Time{}, err
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, seconds, 0, loc), nil
}

// Clock reads a time of day, such as 8:05 or 08:05:00, or a workbook's fraction of
// a day, in seconds since midnight. 24:00 is the end of the day.
func Clock(s string) (seconds int, err error) {
	s = width.Fold.String(s)
	if m := clockWritten.FindStringSubmatch(s); m != nil {
		seconds = number(m[1])*3600 + number(m[2])*60 + number(m[3])
		if number(m[2]) < 60 && number(m[3]) < 60 && seconds <= 24*3600 {
			return seconds, nil
		}
	} else if x, err := strconv.ParseFloat(s, 64); err == nil && x >= 0 && x <= 1 && s != "1" {
		return int(math.Round(x * 24 * 3600)), nil
	}
	return 0, fmt.Errorf("%s is not a time: write it like 08:30", shorten(s))
}

func dateAndTime(s string) (worktime.Day, int, error) {
	narrow := width.Fold.String(s)
	for _, form := range []*regexp.Regexp{dayWritten, dayTogether} {
		m := form.FindStringSubmatch(narrow)
		if m == nil {
			continue
		}
		day, err := worktime.Parse(fmt.Sprintf("%s-%02d-%02d", m[1], number(m[2]), number(m[3])))
		if err != nil {
			return "", 0, notADay(s)
		}
		if len(m) < 5 || m[4] == "" {
			return day, 0, nil
		}
		seconds, err := Clock(m[4])
		if err != nil {
			return "", 0, notADay(s)
		}
		return day, seconds, nil
	}
	return serial(s)
}

// serial reads the number of days since 1899-12-30, which is how workbooks store
// days.
func serial(s string) (worktime.Day, int, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x >= firstSerial && x < lastSerial) {
		return "", 0, notADay(s)
	}
	seconds := int64(math.Round(x * 24 * 3600))
	const day = 24 * 3600
	return worktime.Date(1899, time.December, 30).AddDays(int(seconds / day)), int(seconds % day), nil
}

func notADay(s string) error {
	if s == "" {
		return errors.New("required")
	}
	return fmt.Errorf("%s is not a date: write it like 2026-01-31", shorten(s))
}

// number is the number that s writes in digits; 0 of none.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
