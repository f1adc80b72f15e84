package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers lists the packages from the bottom up. A package may import those of
// the lines above its own, never one of the same line or of a line below.
var layers = strings.Fields(`
	internal/fault,internal/texts,internal/texts/writing,internal/worktime,internal/segment,internal/reference,evaluation
	internal/database,policies,frontend,frontend/patient,internal/localpg,internal/documents,internal/tables,internal/secrets,internal/pictures,internal/changes
	migrations,internal/journal,internal/uploads,internal/database/dbtest/with
	internal/outbox
	accounts,internal/database/dbtest
	people
	standards,standards/goals,feedback,audits,training,recognition
	periods
	internal/demo
	handlers
	cmd/wardstar,bench,bench/evaluation
`)

// only says which packages alone may import a library.
var only = map[string]string{
	"github.com/gofiber/fiber/v2":       "handlers",
	"github.com/casbin/casbin/v2":       "policies",
	"github.com/xuri/excelize/v2":       "internal/documents,internal/tables",
	"golang.org/x/text/encoding":        "internal/tables",
	"github.com/signintech/gopdf":       "internal/documents",
	"github.com/alecthomas/kong":        "cmd/wardstar",
	"github.com/pressly/goose/v3":       "migrations",
	"github.com/tink-crypto/tink-go/v2": "internal/secrets",
	"github.com/coreos/go-oidc/v3":      "accounts",
	"golang.org/x/oauth2":               "accounts",
	"github.com/wneessen/go-mail":       "internal/outbox",
	"github.com/pquerna/otp":            "accounts",
	"github.com/robfig/cron/v3":         "internal/outbox",
	"github.com/go-ego/gse":             "internal/segment",
	"github.com/blevesearch/segment":    "internal/segment",
	"github.com/bep/imagemeta":          "internal/pictures",
	"golang.org/x/image":                "internal/pictures",
}

const module, root = "github.com/wardstar/wardstar/", "../.."

func TestImports(t *testing.T) {
	level := map[string]int{}
	for i, line := range layers {
		for pkg := range strings.SplitSeq(line, ",") {
			level[pkg] = i + 1
		}
	}
	for _, file := range sources(t) {
		pkg := filepath.ToSlash(filepath.Dir(file))
		if level[pkg] == 0 {
			t.Errorf("%s is in no layer", pkg)
		}
		for _, path := range imports(t, file) {
			if imported, ours := strings.CutPrefix(path, module); ours && imported != pkg && level[imported] >= level[pkg] {
				t.Errorf("%s imports %s", file, imported)
			}
			for library, owner := range only {
				if !slices.Contains(strings.Split(owner, ","), pkg) && pkg != "bench" && (path == library || strings.HasPrefix(path, library+"/")) {
					t.Errorf("%s imports %s, which belongs to %s", file, path, owner)
				}
			}
		}
	}
}

// sources lists the project's Go files but for tests, relative to its root.
func sources(t *testing.T) (files []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "data" || d.Name() == "tools") {
			return fs.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			rel, _ := filepath.Rel(root, path)
			files = append(files, rel)
		}
		return nil
	})
	if err != nil || len(files) < 20 {
		t.Fatalf("found %d files, %v", len(files), err)
	}
	return files
}

func imports(t *testing.T, file string) (paths []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		paths = append(paths, path)
	}
	return paths
}

func TestTimeAndChanceComeIn(t *testing.T) {
	domains := map[string]bool{"accounts": true, "people": true, "standards": true, "standards/goals": true, "feedback": true, "audits": true,
		"training": true, "recognition": true, "periods": true, "evaluation": true}
	for _, file := range sources(t) {
		if !domains[filepath.ToSlash(filepath.Dir(file))] {
			continue
		}
		b, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{"time.Now()", "now()`", "CURRENT_TIMESTAMP"} {
			if strings.Contains(string(b), call) {
				t.Errorf("%s has %s; take it from Service.Now", file, call)
			}
		}
	}
}
