package periods

import (
	"cmp"
	"slices"

	"github.com/wardstar/wardstar/evaluation"
)

// Line is a line of a score, in ten-thousandths of a point. The lines of a
// score sum to it exactly.
type Line struct {
	Code      string `json:"code"             db:"code"`      // base, ratings.raw, ratings.case-mix, bounds, cap.training, …
	Component string `json:"component"        db:"component"` // empty: of the score as a whole
	Value     int64  `json:"value"            db:"value"`
	Reason    string `json:"reason,omitempty" db:"reason"` // why a component gives nothing, as a code: noEvidence, notCounted, …
}

// newLine names a line of evaluation as the API does.
func newLine(l evaluation.Line) Line {
	out := Line{Component: l.Code, Reason: l.Reason}
	switch l.Kind {
	case evaluation.LineRaw:
		out.Code = l.Code + ".raw"
	case evaluation.LineCaseMix:
		out.Code = l.Code + ".case-mix"
	case evaluation.LineStrictness:
		out.Code = l.Code + ".strictness"
	case evaluation.LineSmallSample:
		out.Code = l.Code + ".small-sample"
	case evaluation.LineNeutral:
		out.Code = l.Code + ".neutral"
	case evaluation.LineSetting:
		out.Code = l.Code + ".setting"
	case evaluation.LineTable:
		out.Code = l.Code
	case evaluation.LineCap:
		out.Code = "cap." + l.Code
	default:
		out.Code = string(l.Kind)
	}
	return out
}

// joinLines adds up the lines of several posts, each by its share of the
// days. What rounding leaves over goes to the lines with the largest
// remainders, the earlier of equals, so that they sum to total.
func joinLines(posts []evaluation.PostDays, total int64) []Line {
	var lines []Line
	var sums []int64 // days × points, by line
	days := int64(0)
	for _, p := range posts {
		days += int64(p.Days)
		for _, l := range p.Score.Lines {
			line := newLine(l)
			at := slices.IndexFunc(lines, func(x Line) bool { return x.Code == line.Code })
			if at < 0 {
				at = len(lines)
				lines, sums = append(lines, line), append(sums, 0)
			}
			sums[at] += l.Points * int64(p.Days)
		}
	}
	share(lines, sums, days, total)
	return lines
}

// share sets each line to its sum divided by days, rounded so that all sum to
// total.
func share(lines []Line, sums []int64, days, total int64) {
	order := make([]int, len(lines))
	remainders := make([]int64, len(lines))
	left := total
	for i, sum := range sums {
		q, r := sum/days, sum%days
		if r < 0 {
			q, r = q-1, r+days
		}
		lines[i].Value, remainders[i], order[i] = q, r, i
		left -= q
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	for _, i := range order[:left] { // 0 ≤ left ≤ number of lines with a remainder, as total is the rounded sum
		lines[i].Value++
	}
}
