package evaluation

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const small = "\ufeffstaff,y,w, shift ,age,note\n10,1.5,1,day,30,x\n9,2,2,night,31,\"a, b\"\n9,NA,1,day,30,\n2, 3e0 ,1,day,,\n2,4,1,day,29,\n"

func TestFormulaReadsTables(t *testing.T) {
	formula := Formula{Response: "y", Fixed: []string{"shift"}, Numeric: []string{"age"}, Random: []string{"staff", "staff:shift"}, Weights: "w"}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(small))
	z.Close()
	for _, table := range []string{small, strings.ReplaceAll(small, "\n", "\r\n"), zipped.String()} {
		m, missing, err := formula.Read(strings.NewReader(table))
		if err != nil {
			t.Fatal(err)
		}
		// Numbers are sorted as numbers, pairs as words.
		const want = "[1.5 2 4] [1 2 1] [30 31 29] [2 9 10] [2 1 0] [day night] [10:day 2:day 9:night] [0 2 1]"
		if got := fmt.Sprint(m.Response, m.Weights, m.Numeric[0].Value, m.Random[0].Labels, m.Random[0].Level,
			m.Fixed[0].Labels, m.Random[1].Labels, m.Random[1].Level); got != want {
			t.Errorf("read %s, want %s", got, want)
		}
		if missing == nil || missing.Message != "2 of 5 rows lack a value and were left out (the first is row 3, column y)" {
			t.Errorf("warning %v", missing)
		}
	}
}

// TestFormulaSaysWhatIsWrong, and where.
func TestFormulaSaysWhatIsWrong(t *testing.T) {
	ys := Formula{Response: "y", Random: []string{"s"}}
	for _, c := range []struct {
		table, want string
		formula     Formula
	}{
		{"", "the table is empty", ys},
		{"\x1f\x8bnot really", "begins like gzip", ys},
		{"\xff\xfey\x00", "UTF-16", ys},
		{"y,\xc3\x28\n1,2\n", "the name of column 2 is not UTF-8", ys},
		{"y,s\n1,\xc3\x28\n", "row 1 (line 2), column 2 (s): the text is not UTF-8", ys},
		{"a,b\n", `there is no column "y"; the table has a, b`, ys},
		{"y,s,s\n1,2,3\n", `more than one column "s"`, ys},
		{"y;s\n1;2\n", "not separated by commas", ys},
		{"y,s\n1,2\nx,3\n", `row 2 (line 3), column 1 (y): "x" is not a number`, ys},
		{"s,y\n1,\"2,5\"\n", "decimals are written with a point", ys},
		{"y,s\n0x1F,2\n", "is not a number", ys},
		{"y,s\nNaN,2\n", "is not a number", ys},
		{"y,s\nInf,2\n", "too large", ys},
		{"y,s\n1e400,2\n", "too large", ys},
		{"y,s\n1,2\n1\n", "row 2 (line 3) has 1 fields, the header has 2", ys},
		{"y,s\n1,\"2\n", "row 1 (line 2, begun on line 2): a quotation mark is left open", ys},
		{"y,s\n1,2\"\n", "row 1 (line 2), character 4: a quotation mark in the middle", ys},
		{"y,s\n1,\"" + strings.Repeat("x", longestRow+8192), "is a quotation mark left open", ys},
		{"y,s\n,2\n1,NA\n", "no rows to fit: the table has 2", ys},
		{"y,s,w\n1,2,-1\n", "row 1 (line 2), column 3 (w): the weight -1 is negative", Formula{Response: "y", Weights: "w"}},
		{"y,s\n1,2\n", "can't explain itself", Formula{Response: "y", Random: []string{"y"}}},
		{"y,s\n1,2\n", "s is named twice", Formula{Response: "y", Random: []string{"s", "s"}}},
		{"y,s\n1,2\n", "which column is to be explained", Formula{Random: []string{"s"}}},
		{"y,s\n1,2\n", `there is no column "t"; the table has y, s`, Formula{Response: "y", Random: []string{"s:t"}}},
		{"y,s\n" + manyLevels(mostFixed+2), "s alone has 2002 levels; should it be random?", Formula{Response: "y", Fixed: []string{"s"}}},
	} {
		fit, err := c.formula.Fit(strings.NewReader(c.table))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: %v %v, want %q", c.table, fit, err, c.want)
		}
	}
}

func manyLevels(n int) string {
	var b strings.Builder
	for i := range 2 * n {
		fmt.Fprintf(&b, "%d,%d\n", i%7, i%n)
	}
	return b.String()
}

// TestTableFactorIsNewFactor: two ways to a factor, one factor.
func TestTableFactorIsNewFactor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		label := rapid.OneOf(rapid.SampledFrom([]string{"1", "1.0", "01", "10", "9", "-2", "1e1", "inf", "a", "B", "é", "10a"}), rapid.StringN(1, 4, -1))
		rows := rapid.SliceOf(label).Draw(t, "rows")
		w := wordColumn{at: []int{0}, name: "f", met: map[string]int32{}}
		for _, r := range rows {
			w.add([]string{r})
		}
		if got, want := w.factor(), NewFactor("f", rows); len(rows) > 0 && !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
}

// FuzzFormula: any table gives a report or an error in words.
func FuzzFormula(f *testing.F) {
	for _, seed := range []string{
		"y,a,x,s,d,w\n1,p,0.5,1,1,1\n2,p,0.1,1,2,1\n3,q,0.2,2,1,2\n5,q,0.3,2,2,1\n4,p,0,3,1,1\n",
		"y,a,x,s,d,w\n1,p,1,1,1,1\n1,q,1,2,1,0\n",
		"y,a,x,s,d,w\n1,p,1e99,1,1,1e-99\n-1,q,-1e99,2,1,1e99\n0,q,1e-99,2,2,1\n",
		"y,a,x,s,d,w\n1,1,1,1,1,1\n1,1,1,1,1,1\n1,1,1,1,1,1\n",
		"y,a,x,s,d,w\n1,1,2,1,1,1\n2,1,2,1,1,1\n2,2,2,2,2,1\n3,2,2,2,2,1\n9,1,NA,2,2,1\n",
		"y,a,x,s,d,w\n1e100,1,2,1,1,1\n-1e100,1,3,2,1,1\n2e-100,2,4,2,2,1\n3,2,5,2,2,1\n",
		"y,a\n\"1\"\n", "\ufeffy\r\n1\r\n", small,
	} {
		f.Add([]byte(seed))
	}
	formulas := []Formula{
		{Response: "y", Fixed: []string{"a"}, Numeric: []string{"x"}, Random: []string{"s", "d"}, Weights: "w"},
		{Response: "y", Random: []string{"s", "s:d"}, Method: ML},
		{Response: "y"},
	}
	f.Fuzz(func(t *testing.T, table []byte) {
		if len(table) > 4096 {
			return // slow, not different
		}
		for _, formula := range formulas {
			fit, err := formula.Fit(bytes.NewReader(table))
			if err != nil {
				if words := strings.Fields(err.Error()); len(words) < 4 {
					t.Errorf("%q is not a sentence", err)
				}
				continue
			}
			if _, err := NewReport(fit); err != nil {
				t.Errorf("%v of\n%s", err, table)
			}
		}
	})
}

// A table of yields gives what lme4's lmer(yield ~ 1 + (1 | batch)) gives.
func ExampleFormula_Fit() {
	var table strings.Builder
	table.WriteString("batch,yield\n")
	for i, y := range dyestuff {
		fmt.Fprintf(&table, "%c,%g\n", 'A'+i/5, y)
	}
	fit, err := Formula{Response: "yield", Random: []string{"batch"}}.Fit(strings.NewReader(table.String()))
	if err != nil {
		panic(err)
	}
	fmt.Printf("batch %.2f, residual %.2f, criterion %.4f\n", fit.Factors[0].Variance, fit.Residual, fit.Criterion)
	// Output:
	// batch 1764.05, residual 2451.25, criterion 319.6543
}
