package main

import (
	"bytes"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sourceCode is the program with its types: who uses whom, and what SQL is in whom.
type sourceCode struct {
	*testing.T
	fset  *token.FileSet
	uses  map[string]map[string]bool // function or constant → those it names
	texts map[string][]string        // function or constant → its strings
	local map[types.Object]ast.Node  // functions that a variable holds
	files []checkedFile
}

// checkedFile is a file of a package with its types.
type checkedFile struct {
	pkg  string // without the module's name
	info *types.Info
	*ast.File
}

// readSource checks all packages that the program is made of. What they import is
// read as the compiler has left it.
func readSource(t *testing.T) *sourceCode {
	t.Helper()
	list := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", ".")
	var problems bytes.Buffer
	list.Stderr = &problems
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, problems.String())
	}
	exported := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		exported[path] = file
	}
	s := &sourceCode{T: t, fset: token.NewFileSet(), uses: map[string]map[string]bool{}, texts: map[string][]string{}, local: map[types.Object]ast.Node{}}
	imports := importer.ForCompiler(s.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exported[path]) })
	files := map[string][]*ast.File{}
	for _, file := range sources(t) {
		pkg := filepath.ToSlash(filepath.Dir(file))
		if _, ours := exported[module+pkg]; !ours && pkg != "cmd/wardstar" || strings.Contains(file, "_other") || strings.Contains(file, "windows") {
			continue
		}
		f, err := parser.ParseFile(s.fset, filepath.Join(root, file), nil, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files[pkg] = append(files[pkg], f)
	}
	for pkg, list := range files {
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
		config := types.Config{Importer: imports, Error: func(error) {}} // of another machine's files, at most
		config.Check(module+pkg, s.fset, list, info)
		for _, f := range list {
			s.files = append(s.files, checkedFile{pkg, info, f})
			s.readFile(f, info)
		}
	}
	return s
}

// name is what a function or a constant is known by; "" of anything else.
func name(o types.Object) string {
	switch o := o.(type) {
	case *types.Func:
		return o.Origin().FullName()
	case *types.Const:
		if o.Pkg() != nil && o.Val().Kind() == constant.String {
			return o.Pkg().Path() + "." + o.Name()
		}
	}
	return ""
}

func (s *sourceCode) readFile(f *ast.File, info *types.Info) {
	ast.Inspect(f, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == 1 {
			id, isName := a.Lhs[0].(*ast.Ident)
			if fn, isFunc := a.Rhs[0].(*ast.FuncLit); isName && isFunc && info.Defs[id] != nil {
				s.local[info.Defs[id]] = fn
			}
		}
		return true
	})
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.note(name(info.Defs[d.Name]), d, info)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok {
					for _, id := range v.Names {
						s.note(name(info.Defs[id]), v, info)
					}
				}
			}
		}
	}
}

// note keeps what a declaration names and says.
func (s *sourceCode) note(of string, n ast.Node, info *types.Info) {
	if of == "" {
		return
	}
	s.uses[of] = s.named(n, info)
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				text, _ := strconv.Unquote(n.Value)
				s.texts[of] = append(s.texts[of], text)
			}
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				s.receives(of, channel(info.TypeOf(n.X)))
			}
		}
		return true
	})
}

func (s *sourceCode) receives(of, channel string) {
	if s.uses[channel] == nil {
		s.uses[channel] = map[string]bool{}
	}
	if !strings.HasSuffix(channel, " struct{}") { // a signal, of anything
		s.uses[channel][of] = true
	}
}

// named returns what is named in n. What a goroutine does is not: it is set going by
// whoever sends what it receives.
func (s *sourceCode) named(n ast.Node, info *types.Info) map[string]bool {
	out, seen := map[string]bool{}, map[types.Object]bool{}
	var visit func(n ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			return false
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.SelectorExpr); ok && name(info.Uses[f.Sel]) == "(*sync.WaitGroup).Go" {
				return false
			}
		case *ast.SendStmt:
			out[channel(info.TypeOf(n.Chan))] = true
		case *ast.Ident:
			o := info.Uses[n]
			if of := name(o); of != "" {
				out[of] = true
			}
			if fn := s.local[o]; fn != nil && !seen[o] {
				seen[o] = true
				ast.Inspect(fn, visit)
			}
		}
		return true
	}
	ast.Inspect(n, visit)
	return out
}

// channel names what is sent to whoever receives it.
func channel(t types.Type) string {
	return "channel of " + t.Underlying().(*types.Chan).Elem().String()
}

// reach returns everything that those named lead to, by way of anything but what
// stop says.
func (s *sourceCode) reach(from map[string]bool, stop func(name string) bool) map[string]bool {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(of string) {
		if seen[of] || stop(of) {
			return
		}
		seen[of] = true
		for next := range s.uses[of] {
			visit(next)
		}
	}
	for of := range from {
		visit(of)
	}
	return seen
}
