package localpg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Wherever the data folder is, the socket's folder has a path that PostgreSQL, the driver and a format string can take.
func TestAwkwardFolders(t *testing.T) {
	t.Parallel()
	for _, w := range everyone(t) {
		for _, name := range []string{strings.Repeat("long/", 40) + "pg", `100 %s, it's "병원" \`} {
			t.Run(w.name+"/"+name[:5], func(t *testing.T) {
				t.Parallel()
				dir := filepath.Join(w.home(t), name)
				r := w.start(t, dir)
				other := w.start(t, dir)
				if !other.adopted || other.dsn != r.dsn {
					t.Errorf("the second program does not find the first: %s, %s", r.dsn, other.dsn)
				}
				connect(t, other.dsn).Close()
				socketDir := strings.TrimPrefix(strings.Fields(r.dsn)[0], "host=")
				if info, err := os.Stat(socketDir); err != nil || info.Mode().Perm() != 0o700 {
					t.Errorf("%s: %v %v", socketDir, info, err)
				}
				r.stop()
				other.stop()
				if _, err := os.Stat(socketDir); err == nil {
					t.Errorf("%s is left behind", socketDir)
				}
			})
		}
	}
}

// Everything Start refuses, it refuses in words that say what to do, and without touching a file.
func TestRefuses(t *testing.T) {
	type refusal struct {
		name    string
		prepare func(t *testing.T, dir string) Options
		words   []string
	}
	refusals := []refusal{
		{"data of an older major version", dataOf("14"), []string{"PostgreSQL 14", "version 15 or later", "dump", "Nothing was changed"}},
		{"data of a newer major version", dataOf("99"), []string{"PostgreSQL 99", "postgresql-99", "only version", "Nothing was changed"}},
		{"data without a version", dataOf(""), []string{"PG_VERSION", "Nothing was changed"}},
		{"a folder with other files", func(t *testing.T, dir string) Options {
			write(t, filepath.Join(dir, "letter.txt"), "dear")
			return Options{Dir: dir}
		}, []string{"other files", "folder of its own"}},
		{"no server programs", func(t *testing.T, dir string) Options {
			return Options{Dir: dir, BinDir: t.TempDir()}
		}, []string{"apt install postgresql", "dnf install postgresql-server", "brew install postgresql", "--database-url"}},
		{"no folder", func(*testing.T, string) Options { return Options{} }, []string{"no folder"}},
		{"a socket folder that somebody else has put there", func(t *testing.T, dir string) Options {
			dir = filepath.Join(dir, strings.Repeat("long/", 40))
			socketDir, err := prepareSocketDir(dir, pretender())
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Remove(socketDir) })
			if err := os.Chmod(socketDir, 0o777); err != nil {
				t.Fatal(err)
			}
			return Options{Dir: dir}
		}, []string{"only account", "remove it"}},
	}
	if os.Geteuid() == 0 {
		refusals = append(refusals, refusal{"a folder under a closed one", func(t *testing.T, dir string) Options {
			if err := os.MkdirAll(filepath.Join(dir, "home", "ward"), 0o700); err != nil {
				t.Fatal(err)
			}
			return Options{Dir: filepath.Join(dir, "home", "ward", "pg")}
		}, []string{"account ", "may not enter", "/home (", "/var/lib/wardstar", "chmod a+x"}},
			refusal{"data of root", func(t *testing.T, dir string) Options {
				write(t, filepath.Join(dir, "data", "PG_VERSION"), "15\n")
				return Options{Dir: dir}
			}, []string{"belongs to root", "chown -R"}})
	} else {
		refusals = append(refusals, refusal{"a folder of another account", func(t *testing.T, dir string) Options {
			if err := os.Mkdir(filepath.Join(dir, "theirs"), 0); err != nil {
				t.Fatal(err)
			}
			return Options{Dir: filepath.Join(dir, "theirs")}
		}, []string{"another account", "as root"}})
	}
	for _, r := range refusals {
		t.Run(r.name, func(t *testing.T) {
			home := anyone(t).home(t)
			o := r.prepare(t, home)
			before := dataListing(t, home)
			s, err := Start(t.Context(), o)
			if err == nil {
				_ = s.Stop()
				t.Fatal("it started")
			}
			for _, word := range r.words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q does not say %q", err, word)
				}
			}
			if after := dataListing(t, home); after != before {
				t.Errorf("changed:\n%s\nto\n%s", before, after)
			}
		})
	}
}

// pretender is the account PostgreSQL would run as.
func pretender() account {
	who, _ := pickAccount("/no/such/data")
	return who
}

func dataOf(version string) func(*testing.T, string) Options {
	return func(t *testing.T, dir string) Options {
		write(t, filepath.Join(dir, "data", "base", "1", "precious"), "bytes")
		if version != "" {
			write(t, filepath.Join(dir, "data", "PG_VERSION"), version+"\n")
		}
		who := pretender()
		if err := who.own(filepath.Join(dir, "data")); err != nil {
			t.Fatal(err)
		}
		return Options{Dir: dir}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// dataListing leaves out the lock, which is ours.
func dataListing(t *testing.T, dir string) string {
	t.Helper()
	var kept []string
	for line := range strings.Lines(listing(t, dir)) {
		if !strings.Contains(line, "/start.lock ") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// A system without C.UTF-8 still gets a cluster in UTF-8.
func TestLocaleFallsBack(t *testing.T) {
	t.Parallel()
	dir, who, err := prepareFolder(filepath.Join(anyone(t).home(t), "pg"))
	if err != nil {
		t.Fatal(err)
	}
	found, err := findBinaries("", filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{options: Options{Unsafe: true}, dir: dir, account: who, binaries: found}
	if err := s.initialise(t.Context(), "xx_NOWHERE.UTF-8", "C"); err != nil {
		t.Fatal(err)
	}
	if s, err = Start(t.Context(), Options{Dir: dir, Unsafe: true}); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, s.DSN(Superuser, "postgres"))
	if got := ask(t, conn, "select datcollate || pg_encoding_to_char(encoding) from pg_database where datname = 'postgres'"); got != "CUTF8" {
		t.Errorf("the cluster is %s", got)
	}
	conn.Close()
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

func TestDSNQuotesOnlyWhereItMust(t *testing.T) {
	s := &Server{socketDir: "/d/run"}
	for _, promise := range []struct{ database, want string }{
		{"ward", "host=/d/run port=5432 user=u dbname=ward sslmode=disable"},
		{"%s", "host=/d/run port=5432 user=u dbname=%s sslmode=disable"},
		{`it's a \`, `host=/d/run port=5432 user=u dbname='it\'s a \\' sslmode=disable`},
		{"", "host=/d/run port=5432 user=u dbname='' sslmode=disable"},
	} {
		if got := s.DSN("u", promise.database); got != promise.want {
			t.Errorf("%q: %s", promise.database, got)
		}
	}
}
