package evaluation

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestReadMixed(t *testing.T) {
	columns := Columns{Response: "y", Fixed: []string{"shift"}, Numeric: []string{"age"}, Random: []string{"staff"}, Weights: "w"}
	m, omitted, err := ReadMixed(strings.NewReader("\ufeffstaff,y,w,shift,age,note\n10,1.5,1,day,30,x\n9,2,2,night,31,\"a, b\"\n9,NA,1,day,30,\n2, 3e0 ,1,day,,\n2,4,1,day,29,\n"), columns)
	if err != nil {
		t.Fatal(err)
	}
	if omitted != 2 || fmt.Sprint(m.Response, m.Weights, m.Numeric[0].Value) != "[1.5 2 4] [1 2 1] [30 31 29]" {
		t.Errorf("%d omitted, %v", omitted, m)
	}
	if fmt.Sprint(m.Random[0].Labels, m.Random[0].Level, m.Fixed[0].Labels) != "[2 9 10] [2 1 0] [day night]" {
		t.Errorf("%v %v", m.Random, m.Fixed)
	}
	for _, c := range []struct {
		table, want string
		columns     Columns
	}{
		{"", "no header", columns},
		{"a,b\n", `no column "y"; it has a, b`, columns},
		{"y,s\n1,2\nx,3\n", `line 3: y is "x"`, Columns{Response: "y", Random: []string{"s"}}},
		{"y,s\n1\n", "can't be read", Columns{Response: "y", Random: []string{"s"}}},
		{"y,s\n1,\"2\n", "can't be read", Columns{Response: "y", Random: []string{"s"}}},
		{"y,s\n1e200,2\n", "not a usable number", Columns{Response: "y", Random: []string{"s"}}},
		{"y\n1\n", "used twice", Columns{Response: "y", Random: []string{"y"}}},
	} {
		if _, _, err := ReadMixed(strings.NewReader(c.table), c.columns); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.table, err, c.want)
		}
	}
}

// FuzzReadMixed: any table gives a report or an error in words.
func FuzzReadMixed(f *testing.F) {
	f.Add([]byte("y,a,x,s,d,w\n1,p,0.5,1,1,1\n2,p,0.1,1,2,1\n3,q,0.2,2,1,2\n5,q,0.3,2,2,1\n4,p,0,3,1,1\n"))
	f.Add([]byte("y,a,x,s,d,w\n1,p,1,1,1,1\n1,q,1,2,1,0\n"))
	f.Fuzz(func(t *testing.T, table []byte) {
		m, _, err := ReadMixed(bytes.NewReader(table), Columns{Response: "y", Fixed: []string{"a"}, Numeric: []string{"x"}, Random: []string{"s", "d"}, Weights: "w"})
		if err != nil {
			return
		}
		fit, err := m.Fit()
		if err != nil {
			return
		}
		if _, err := NewReport(fit); err != nil {
			t.Errorf("%v\n%s", err, table)
		}
	})
}

// A table of yields gives what lme4's lmer(yield ~ 1 + (1 | batch)) gives.
func ExampleReadMixed() {
	var table strings.Builder
	table.WriteString("batch,yield\n")
	for i, y := range dyestuff {
		fmt.Fprintf(&table, "%c,%g\n", 'A'+i/5, y)
	}
	m, _, err := ReadMixed(strings.NewReader(table.String()), Columns{Response: "yield", Random: []string{"batch"}})
	if err != nil {
		panic(err)
	}
	fit, err := m.Fit()
	if err != nil {
		panic(err)
	}
	fmt.Printf("batch %.2f, residual %.2f, criterion %.4f\n", fit.Factors[0].Variance, fit.Residual, fit.Criterion)
	// Output:
	// batch 1764.05, residual 2451.25, criterion 319.6543
}
