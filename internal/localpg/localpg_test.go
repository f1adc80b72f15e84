package localpg

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestClusterIsPrivateAndSound(t *testing.T) {
	t.Parallel()
	for _, w := range everyone(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(w.home(t), "pg")
			r := w.start(t, dir)
			conn := connect(t, r.dsn)
			for _, want := range []struct{ query, answer string }{
				{"select current_user", "wardstar"},
				{"select rolsuper from pg_roles where rolname = current_user", "true"},
				{"show server_encoding", "UTF8"},
				{"select datcollate from pg_database where datname = 'postgres'", "C.UTF-8"},
				{"show data_checksums", "on"},
				{"show listen_addresses", ""},
				{"show unix_socket_permissions", "0700"},
				{"show max_connections", "100"},
				{"show shared_buffers", "128MB"},
				{"show timezone", "UTC"},
				{"select count(*) from pg_hba_file_rules where type <> 'local' and auth_method <> 'reject'", "0"},
			} {
				if got := ask(t, conn, want.query); got != want.answer {
					t.Errorf("%s: %q, want %q", want.query, got, want.answer)
				}
			}
			for _, folder := range []string{dir, filepath.Join(dir, "run"), filepath.Join(dir, "data")} {
				info, err := os.Stat(folder)
				if err != nil {
					t.Fatal(err)
				}
				if info.Mode().Perm() != 0o700 {
					t.Errorf("%s is open: %s", folder, info.Mode())
				}
			}
			r.stop()
		})
	}
}

// Power cuts happen: what Unsafe switches off for tests must be on otherwise, and callers' settings win over the defaults.
func TestSettings(t *testing.T) {
	s := &Server{options: Options{Settings: map[string]string{"max_connections": "20"}}, dir: "/d", socketDir: "/d/run"}
	safe := strings.Join(s.arguments(), " ")
	s.options.Unsafe = true
	unsafe := strings.Join(s.arguments(), " ")
	for _, promise := range []struct {
		name, arguments, contains string
		want                      bool
	}{
		{"the caller's setting wins", safe, "max_connections=20", true},
		{"and replaces the default", safe, "max_connections=100", false},
		{"commits wait for the disk", safe, "synchronous_commit=on", true},
		{"nothing is switched off", safe, "=off", false},
		{"unless asked", unsafe, "fsync=off", true},
	} {
		if got := strings.Contains(promise.arguments, promise.contains); got != promise.want {
			t.Errorf("%s: %s", promise.name, promise.arguments)
		}
	}
	for _, name := range fixed {
		_, err := Start(t.Context(), Options{Dir: t.TempDir(), Settings: map[string]string{strings.ToUpper(name): "x"}})
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), name) {
			t.Errorf("%s could be changed: %v", name, err)
		}
	}
}

func TestStartedTogether(t *testing.T) {
	t.Parallel()
	for _, w := range everyone(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(w.home(t), "pg")
			var programs []*running
			for range 4 {
				programs = append(programs, w.launch(t, dir))
			}
			starters := 0
			for _, r := range programs {
				r.ready()
				if !r.adopted {
					starters++
				}
				connect(t, r.dsn).Close()
			}
			if starters != 1 {
				t.Errorf("%d programs started PostgreSQL, want 1", starters)
			}
			var leaving sync.WaitGroup
			for _, r := range programs {
				leaving.Go(r.stop)
			}
			leaving.Wait()
			if postmaster(dir) != 0 {
				t.Error("PostgreSQL still runs after everybody has left")
			}
		})
	}
}

func TestKilledWhileMakingTheCluster(t *testing.T) {
	t.Parallel()
	for _, w := range everyone(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(w.home(t), "pg")
			r := w.launch(t, dir)
			eventually(t, "a half-made cluster", func() bool {
				found, _ := filepath.Glob(filepath.Join(dir, "data.init-*", "PG_VERSION"))
				return len(found) > 0
			})
			r.kill()
			if _, err := os.Stat(filepath.Join(dir, "data")); err == nil {
				t.Fatal("a half-made cluster has the real name")
			}
			r = w.start(t, dir)
			exec1(t, connect(t, r.dsn), "create table works (n int)")
			r.stop()
			w.start(t, dir).stop()
			if left, _ := filepath.Glob(filepath.Join(dir, "data.init-*")); len(left) > 1 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// Stop, then Start again at once, many times: a keeper that is late must never shut down the next cluster.
func TestStopAndStartInARow(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(anyone(t).home(t), "pg")
	var log logBuffer
	for range 4 {
		s, err := Start(t.Context(), Options{Dir: dir, Unsafe: true, Log: &log})
		if err != nil {
			t.Fatalf("%v\n%s", err, log.String())
		}
		beside, err := Start(t.Context(), Options{Dir: dir, Unsafe: true, Log: &log})
		if err != nil {
			t.Fatalf("%v\n%s", err, log.String())
		}
		if s.Adopted() || !beside.Adopted() {
			t.Errorf("adopted: %t, beside %t", s.Adopted(), beside.Adopted())
		}
		for _, user := range []*Server{s, beside, s} { // the second Stop of one does nothing
			if err := user.Stop(); err != nil {
				t.Errorf("stop: %v", err)
			}
		}
		if postmaster(dir) != 0 {
			t.Error("PostgreSQL still runs")
		}
		if files := listing(t, dir); strings.Contains(files, "lifeline") || strings.Contains(files, "ticket") {
			t.Errorf("left behind: %s", files)
		}
	}
}

func TestCancelledStartLeavesNothingRunning(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(anyone(t).home(t), "pg")
	for _, after := range []time.Duration{time.Millisecond, 100 * time.Millisecond, 400 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		s, err := Start(ctx, Options{Dir: dir, Unsafe: true})
		cancel()
		if err == nil {
			err = s.Stop()
			if err != nil {
				t.Error(err)
			}
		}
		eventually(t, "nothing runs", func() bool { return postmaster(dir) == 0 && len(keepers(t, dir)) == 0 })
	}
	s, err := Start(t.Context(), Options{Dir: dir, Unsafe: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Stop(); err != nil {
		t.Error(err)
	}
}

// The log of a server that does start, and the last words of one that does not, reach the caller.
func TestLog(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(anyone(t).home(t), "pg")
	var log logBuffer
	s, err := Start(t.Context(), Options{Dir: dir, Unsafe: true, Log: &log})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = connect(t, s.DSN(Superuser, "postgres")).ExecContext(t.Context(), "select nonsense")
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`ERROR: .*nonsense`).MatchString(log.String()) {
		t.Errorf("the log is %q", log.String())
	}
	_, err = Start(t.Context(), Options{Dir: dir, Settings: map[string]string{"shared_buffers": "plenty"}})
	if err == nil || !strings.Contains(err.Error(), `"shared_buffers": "plenty"`) {
		t.Errorf("a wrong setting: %v", err)
	}
}

// logBuffer is written to by PostgreSQL's log and read by a test.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
