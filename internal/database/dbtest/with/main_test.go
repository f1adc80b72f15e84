package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the command, because signals and exit statuses belong to processes.
func TestMain(m *testing.M) {
	if os.Getenv("WITH_IS_THE_COMMAND") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func command(t *testing.T, args ...string) (c *exec.Cmd, temp string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	temp, err = os.MkdirTemp("/tmp", "with-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(temp) })
	if err := os.Chmod(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	c = exec.Command(self, args...)
	c.Env = append(os.Environ(), "WITH_IS_THE_COMMAND=1", "TMPDIR="+temp)
	return c, temp
}

func TestWith(t *testing.T) {
	for _, promise := range []struct {
		name   string
		script string
		status int
		out    string
	}{
		{"the command's status is ours", "exit 7", 7, ""},
		{"input and output are passed through", "cat", 0, "dear ward"},
		{"the address has a place for the database", "echo $TEST_DATABASE_URL", 0, "port=5432 user=wardstar dbname=%s sslmode=disable\n"},
		{"the database listens while the command runs", `test -S "$(echo $TEST_DATABASE_URL | sed 's/host=\([^ ]*\).*/\1/')/.s.PGSQL.5432" && echo yes`, 0, "yes\n"},
		{"a command that kills itself", "kill -KILL $$", 128 + 9, ""},
	} {
		t.Run(promise.name, func(t *testing.T) {
			t.Parallel()
			c, temp := command(t, "--", "sh", "-c", promise.script)
			c.Stdin = strings.NewReader("dear ward")
			out, _ := c.Output()
			if got := c.ProcessState.ExitCode(); got != promise.status {
				t.Errorf("status %d, want %d", got, promise.status)
			}
			if !strings.HasSuffix(string(out), promise.out) {
				t.Errorf("output %q, want %q", out, promise.out)
			}
			nothingLeft(t, temp)
		})
	}
}

func TestSignalsReachTheCommand(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			c, temp := command(t, "sh", "-c", `trap 'echo farewell; exit 3' TERM INT; : > "$TMPDIR/waiting"; while :; do sleep 0.05; done`)
			var out bytes.Buffer
			c.Stdout = &out
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			waiting := filepath.Join(temp, "waiting")
			for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
				if os.Remove(waiting) == nil {
					break
				}
				if time.Now().After(deadline) {
					t.Fatal("the command did not start")
				}
			}
			_ = c.Process.Signal(signal)
			_ = c.Wait()
			if c.ProcessState.ExitCode() != 3 || out.String() != "farewell\n" {
				t.Errorf("status %d, output %q", c.ProcessState.ExitCode(), &out)
			}
			nothingLeft(t, temp)
		})
	}
}

func TestWrongUse(t *testing.T) {
	for _, promise := range []struct {
		name   string
		args   []string
		status int
		words  string
	}{
		{"no command", []string{"--"}, 2, "usage:"},
		{"no such command", []string{"--", "no-such-command"}, 127, "no-such-command"},
	} {
		t.Run(promise.name, func(t *testing.T) {
			c, temp := command(t, promise.args...)
			out, _ := c.CombinedOutput()
			if c.ProcessState.ExitCode() != promise.status || !strings.Contains(string(out), promise.words) {
				t.Errorf("status %d, %s", c.ProcessState.ExitCode(), out)
			}
			nothingLeft(t, temp)
		})
	}
}

func nothingLeft(t *testing.T, temp string) {
	t.Helper()
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
