package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/constant"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// evidenceTables are those that the view evidence is made of, by what they hold.
// What stands beside a row from the beginning, such as its weight, comes with it.
var evidenceTables = map[string]string{
	"ratings": "rating", "imported_ratings": "rating", "spot_checks": "finding", "findings": "finding", "imported_spot_checks": "finding",
	"credits": "credit",
}

var (
	written = regexp.MustCompile(`(?is)\b(INSERT INTO|UPDATE|DELETE FROM)\s+(\w+)(.{0,200})`)
	copied  = regexp.MustCompile(`(?i)\.(Copy|copyIn)$`)
)

// does returns what a function or constant does to evidence by itself: "add
// rating", "void credit", "judge rating" (hold it back or release it).
func (s *sourceCode) does(of string) (out []string) {
	for _, text := range s.texts[of] {
		for _, m := range written.FindAllStringSubmatch(text, -1) {
			what := evidenceTables[strings.ToLower(m[2])]
			switch {
			case what == "":
			case strings.EqualFold(m[1], "INSERT INTO"):
				out = append(out, "add "+what)
			case strings.Contains(m[3], "voided_at"):
				out = append(out, "void "+what)
			case strings.Contains(m[3], "standing"):
				out = append(out, "judge "+what)
			default:
				out = append(out, "CHANGE "+what) // which nothing may
			}
		}
		if what := evidenceTables[text]; what != "" && slices.ContainsFunc(slices.Collect(maps.Keys(s.uses[of])), copied.MatchString) {
			out = append(out, "add "+what)
		}
	}
	return out
}

// operations are what people, machines and the clock can set going: routes by their
// ids, patients' pages, commands by their types, and jobs.
func (s *sourceCode) operations() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, f := range s.files {
		ast.Inspect(f.File, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if id := f.registered(n); id != "" {
					out[id] = s.named(n, f.info)
				}
			case *ast.CompositeLit:
				if strings.HasSuffix(fmt.Sprint(f.info.TypeOf(n)), "outbox.Scheduled") {
					out["job "+f.text(n)] = s.named(n, f.info)
				}
			case *ast.FuncDecl:
				if f.pkg == "cmd/wardstar" && n.Name.Name == "Run" && n.Recv != nil {
					of := strings.TrimPrefix(fmt.Sprint(f.info.TypeOf(n.Recv.List[0].Type)), "*"+module)
					out["command "+strings.TrimPrefix(of, "cmd/wardstar.")] = s.named(n, f.info)
				}
			}
			return true
		})
	}
	return out
}

// registered returns what a call in the handlers registers: a route by its id, or a
// page by its method and path; "" of any other call.
func (f checkedFile) registered(call *ast.CallExpr) string {
	if f.pkg != "handlers" || len(call.Args) < 2 {
		return ""
	}
	first, ok := f.info.Types[call.Args[0]]
	if !ok || first.Value == nil || first.Value.Kind() != constant.String {
		return ""
	}
	text := constant.StringVal(first.Value)
	if strings.HasSuffix(fmt.Sprint(f.info.TypeOf(call)), "handlers.route") {
		return "route " + text
	}
	if path := f.text(call.Args[1]); slices.Contains([]string{"GET", "POST", "PUT", "DELETE"}, text) && strings.HasPrefix(path, "/") {
		return "page " + text + " " + path
	}
	if method, ok := call.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(text, "/") && slices.Contains([]string{"Post", "Put", "Delete", "Get", "All"}, method.Sel.Name) {
		return "page " + strings.ToUpper(method.Sel.Name) + " " + text
	}
	return ""
}

// text returns the first string in a literal: a job's name.
func (f checkedFile) text(n ast.Node) (text string) {
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && text == "" {
			if v := f.info.Types[e].Value; v != nil && v.Kind() == constant.String {
				text = constant.StringVal(v)
			}
		}
		return text == ""
	})
	return text
}

// TestWhatTouchesEvidence compares testdata/evidence.txt with the source: no
// operation comes to add, void or release evidence without a reviewer seeing it.
func TestWhatTouchesEvidence(t *testing.T) {
	t.Parallel()
	s := readSource(t)
	reached := map[string]bool{}
	var lines []string
	for operation, from := range s.operations() {
		stop := func(string) bool { return false }
		if strings.HasPrefix(operation, "command ") { // what it serves are operations of their own
			stop = func(of string) bool {
				return strings.Contains(of, module+"handlers") || strings.Contains(of, ".Schedule")
			}
		}
		did := map[string]bool{}
		for of := range s.reach(from, stop) {
			for _, what := range s.does(of) {
				did[what], reached[of] = true, true
			}
		}
		if len(did) > 0 {
			lines = append(lines, fmt.Sprintf("%-40s %s\n", operation, strings.Join(slices.Sorted(maps.Keys(did)), ", ")))
		}
	}
	for of := range s.texts {
		if len(s.does(of)) > 0 && !reached[of] && !strings.Contains(of, module+"bench") {
			t.Errorf("%s writes evidence, and no operation is known to lead to it", of)
		}
	}
	slices.Sort(lines)
	got := "# What can add, void or judge (hold back or release) evidence. Regenerate with go test ./cmd/wardstar -run Evidence -update.\n" + strings.Join(lines, "")
	const golden = "testdata/evidence.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(golden); err != nil || string(want) != got {
		t.Errorf("what touches evidence is, %v:\n%s", err, got)
	}
	if strings.Contains(got, "CHANGE") || !strings.Contains(got, "route logSpotCheck") || !strings.Contains(got, "page POST /r/:code ") {
		t.Error("evidence is changed in place, or the list is not complete")
	}
}
