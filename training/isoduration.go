package training

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
)

// isoDuration is what ISO 8601 allows of a duration, but for years and months,
// whose length nobody can know: weeks, or days, hours, minutes and seconds.
var isoDuration = regexp.MustCompile(`^P(?:(\d{1,6}(?:[.,]\d{1,9})?)W|(?:(\d{1,6}(?:[.,]\d{1,9})?)D)?(?:T(?:(\d{1,6}(?:[.,]\d{1,9})?)H)?(?:(\d{1,6}(?:[.,]\d{1,9})?)M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?)$`)

// isoMinutes returns the whole minutes of a duration as ISO 8601 writes it, such
// as PT1H30M: 90. What is left of a minute is left out, once, at the end.
func isoMinutes(s string) (int, error) {
	parts := isoDuration.FindStringSubmatch(s)
	if parts == nil || strings.HasSuffix(s, "P") || strings.HasSuffix(s, "T") {
		return 0, errors.New("not a duration in days, hours, minutes and seconds: write it like PT1H30M")
	}
	const billion = 1_000_000_000
	whole, rest := 0, 0 // seconds, and billionths
	for i, unit := range []int{7 * 86400, 86400, 3600, 60, 1} {
		digits, fraction, _ := strings.Cut(strings.Replace(parts[i+1], ",", ".", 1), ".")
		n, _ := strconv.Atoi("0" + digits)
		f, _ := strconv.Atoi((fraction + "000000000")[:9])
		whole += n * unit
		rest += f * unit
	}
	return (whole + rest/billion) / 60, nil
}
