package localpg

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Every promise about who goes when, with real programs and real signals. The row written first must always be there last.
func TestSurvives(t *testing.T) {
	t.Parallel()
	for _, w := range everyone(t) {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			survives(t, w)
		})
	}
}

func survives(t *testing.T, w who) {
	dir := filepath.Join(w.home(t), "pg")
	first := w.start(t, dir)
	conn := connect(t, first.dsn)
	exec1(t, conn, "create table kept (n int)")
	exec1(t, conn, "insert into kept values (42)")
	conn.Close()
	first.stop()
	for _, promise := range []struct {
		name string
		play func(t *testing.T, w who, dir string)
	}{
		{"a stop and a start", stopAndStart},
		{"the only program killed", onlyProgramKilled},
		{"killed and started again at once", killedAndStartedAtOnce},
		{"the starter killed while another works", starterKilled},
		{"the starter leaving while another works", starterLeaves},
		{"PostgreSQL killed under its program", postgresKilled},
		{"PostgreSQL and all programs killed", everythingKilled},
		{"the keeper killed, then the program", keeperKilled},
		{"its process id taken by another process", processIDTaken},
	} {
		t.Run(promise.name, func(t *testing.T) {
			promise.play(t, w, dir)
			eventually(t, "PostgreSQL goes with its last user", func() bool { return postmaster(dir) == 0 })
			r := w.start(t, dir)
			if got := ask(t, connect(t, r.dsn), "select n from kept"); got != "42" {
				t.Errorf("the row is %q, want 42", got)
			}
			r.stop()
		})
	}
}

func stopAndStart(t *testing.T, w who, dir string) {
	r := w.start(t, dir)
	r.stop()
	if postmaster(dir) != 0 {
		t.Error("PostgreSQL still runs after Stop has returned")
	}
}

func onlyProgramKilled(t *testing.T, w who, dir string) {
	w.start(t, dir).kill()
}

// A keeper that has seen its last user die must not take the next one's database away.
func killedAndStartedAtOnce(t *testing.T, w who, dir string) {
	r := w.start(t, dir)
	for range 3 {
		r.kill()
		r = w.start(t, dir)
		undisturbed(t, r, func() { time.Sleep(100 * time.Millisecond) })
	}
	r.stop()
}

func starterKilled(t *testing.T, w who, dir string) {
	starter, other := w.start(t, dir), w.start(t, dir)
	if starter.adopted || !other.adopted {
		t.Fatalf("adopted: first %t, second %t", starter.adopted, other.adopted)
	}
	undisturbed(t, other, starter.kill)
	other.kill()
}

func starterLeaves(t *testing.T, w who, dir string) {
	starter, other := w.start(t, dir), w.start(t, dir)
	undisturbed(t, other, starter.stop)
	other.stop()
	if postmaster(dir) != 0 {
		t.Error("PostgreSQL still runs after the last Stop has returned")
	}
}

// undisturbed checks that a connection of r goes on while something happens. Errors are logged to whoever started
// PostgreSQL: their log being gone must do no harm either.
func undisturbed(t *testing.T, r *running, happens func()) {
	t.Helper()
	conn := connect(t, r.dsn)
	defer conn.Close()
	session := ask(t, conn, "select pg_backend_pid()")
	happens()
	for range 20 {
		_, _ = conn.ExecContext(t.Context(), "select 1/0")
		if got := ask(t, conn, "select pg_backend_pid()"); got != session {
			t.Fatalf("session %s became %s", session, got)
		}
	}
	connect(t, r.dsn).Close()
}

func postgresKilled(t *testing.T, w who, dir string) {
	starter, other := w.start(t, dir), w.start(t, dir)
	killed := postmaster(dir)
	_ = syscall.Kill(killed, syscall.SIGKILL)
	eventually(t, "PostgreSQL comes back", func() bool { pid := postmaster(dir); return pid != 0 && pid != killed })
	starter.stop()
	other.stop()
}

func everythingKilled(t *testing.T, w who, dir string) {
	starter, other := w.start(t, dir), w.start(t, dir)
	pid := postmaster(dir)
	starter.kill()
	_ = syscall.Kill(pid, syscall.SIGKILL)
	other.kill()
}

func keeperKilled(t *testing.T, w who, dir string) {
	r := w.start(t, dir)
	killed := keepers(t, dir)
	for _, pid := range killed {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	if len(killed) != 1 {
		t.Fatalf("%d keepers", len(killed))
	}
	eventually(t, "a new keeper", func() bool {
		now := keepers(t, dir)
		return len(now) == 1 && now[0] != killed[0]
	})
	r.kill()
}

// keepers are the shells that listen at the lifeline of dir.
func keepers(t *testing.T, dir string) (pids []int) {
	t.Helper()
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil || len(commands) == 0 {
		t.Fatal("this test looks for processes in /proc")
	}
	for _, path := range commands {
		text, _ := os.ReadFile(path)
		if strings.HasPrefix(string(text), "/bin/sh\x00-c\x00"+keeper+"\x00"+dir+"\x00") {
			pid, _ := strconv.Atoi(strings.Split(path, "/")[2])
			pids = append(pids, pid)
		}
	}
	return pids
}

func processIDTaken(t *testing.T, w who, dir string) {
	everythingKilled(t, w, dir)
	eventually(t, "the keeper goes", func() bool { return len(keepers(t, dir)) == 0 })
	runsAs, err := pickAccount(filepath.Join(dir, "data"))
	if err != nil {
		t.Fatal(err)
	}
	if w.uid != os.Geteuid() {
		runsAs = account{uid: w.uid, gid: w.gid, dropped: true}
	}
	other := runsAs.command("/bin/sleep", "600")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	note := filepath.Join(dir, "data", "postmaster.pid")
	text, err := os.ReadFile(note)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	if err := os.WriteFile(note, []byte(strconv.Itoa(other.Process.Pid)+"\n"+rest), 0o600); err != nil {
		t.Fatal(err)
	}
	w.start(t, dir).stop()
	_ = other.Process.Kill()
	_ = other.Wait()
}
