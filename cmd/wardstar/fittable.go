package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wardstar/wardstar/evaluation"
)

// shownEffects is how many levels of a random factor a terminal shows at most.
const shownEffects = 20

// writeFit writes a fit for a person to read.
func writeFit(out io.Writer, c *fit, f *evaluation.MixedFit, hash string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s fit of %s: %d rows, criterion %.6f, %s\n",
		strings.ToUpper(string(f.Method)), c.Response, f.N, f.Criterion, parts(f.Components))

	random := [][]string{{"Random effects", "variance", "sd", "levels"}}
	for _, k := range f.Factors {
		random = append(random, []string{k.Name, digits(k.Variance), digits(math.Sqrt(k.Variance)), strconv.Itoa(len(k.Levels))})
	}
	random = append(random, []string{"residual", digits(f.Residual), digits(math.Sqrt(f.Residual)), ""})
	writeRows(&b, random)

	fixed := [][]string{{"Fixed effects", "estimate", "se", "t"}}
	for _, e := range f.Fixed {
		t := ""
		if e.SE > 0 {
			t = strconv.FormatFloat(e.Estimate/e.SE, 'f', 2, 64)
		}
		fixed = append(fixed, []string{e.Name, digits(e.Estimate), digits(e.SE), t})
	}
	writeRows(&b, fixed)
	for _, k := range f.Factors {
		if !k.Dropped {
			writeEffects(&b, k)
		}
	}
	for i, w := range f.Warnings {
		if i == 0 {
			b.WriteString("\nWarnings\n")
		}
		fmt.Fprintf(&b, "  %s\n", w.Message)
	}
	fmt.Fprintf(&b, "\nsha256 %s\n", hash)
	_, err := io.WriteString(out, b.String())
	return err
}

func parts(components int) string {
	if components == 1 {
		return "one connected design"
	}
	return fmt.Sprintf("%d parts that nothing connects", components)
}

// writeEffects shows all levels or, of many, the highest and the lowest.
func writeEffects(b *strings.Builder, k evaluation.FactorFit) {
	levels := slices.Clone(k.Levels)
	title := "Effects of " + k.Name
	between := 0
	if len(levels) > shownEffects {
		slices.SortStableFunc(levels, func(a, b evaluation.Effect) int {
			switch {
			case a.Estimate > b.Estimate:
				return -1
			case a.Estimate < b.Estimate:
				return 1
			}
			return 0
		})
		between = len(levels) - shownEffects
		title += ", highest and lowest"
	}
	rows := [][]string{{title, "rows", "estimate", "sd"}}
	for i, l := range levels {
		if between > 0 && i >= shownEffects/2 && i < len(levels)-shownEffects/2 {
			if i == shownEffects/2 {
				rows = append(rows, []string{fmt.Sprintf("… %d more with --json", between), "", "", ""})
			}
			continue
		}
		rows = append(rows, []string{l.Level, strconv.Itoa(l.N), digits(l.Estimate), digits(l.SD)})
	}
	writeRows(b, rows)
}

// digits writes a number with six significant digits, and six places at most.
func digits(x float64) string {
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e9) {
		return strconv.FormatFloat(x, 'e', 5, 64)
	}
	places := 6
	for a := math.Abs(x); a >= 1 && places > 1; a /= 10 {
		places--
	}
	return strconv.FormatFloat(x, 'f', places, 64)
}

// writeRows aligns words left and numbers right. The first row is a heading.
func writeRows(b *strings.Builder, rows [][]string) {
	width := make([]int, len(rows[0]))
	for r, row := range rows {
		if r > 0 {
			row[0] = "  " + row[0]
		}
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	b.WriteString("\n")
	for _, row := range rows {
		line := row[0] + strings.Repeat(" ", width[0]-utf8.RuneCountInString(row[0]))
		for i, cell := range row[1:] {
			line += strings.Repeat(" ", 2+width[i+1]-utf8.RuneCountInString(cell)) + cell
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}
