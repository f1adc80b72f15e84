package localpg

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the program that uses the database: promises about killed programs need programs to kill.
func TestMain(m *testing.M) {
	if dir := os.Getenv("LOCALPG_PROGRAM"); dir != "" {
		program(dir)
		return
	}
	os.Exit(m.Run())
}

// program starts the database in dir and stops it when told to. Without a word it dies as it is.
func program(dir string) {
	s, err := Start(context.Background(), Options{Dir: dir, Unsafe: true, Log: os.Stderr})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println("ready", s.Adopted(), s.DSN(Superuser, "postgres"))
	word, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if word == "stop\n" {
		fmt.Println("stopped", s.Stop())
	}
}

// who runs the program in a test.
type who struct {
	name     string
	uid, gid int
}

// everyone is root and an ordinary account when the tests run as root, and only the caller otherwise.
func everyone(t *testing.T) []who {
	t.Helper()
	if os.Geteuid() != 0 {
		return []who{{"ordinary account", os.Geteuid(), os.Getegid()}}
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatalf("these tests need the account nobody: %v", err)
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	return []who{{"root", 0, 0}, {"ordinary account", uid, gid}}
}

// anyone is one of them, for promises that do not depend on the account.
func anyone(t *testing.T) who { return everyone(t)[0] }

// home is a folder of the account, which others may enter. t.TempDir's parent is closed to them.
func (w who) home(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "localpg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { removeAll(t, dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, w.uid, w.gid); err != nil {
		t.Fatal(err)
	}
	return dir
}

// removeAll is patient with the last files of a server that is still going down.
func removeAll(t *testing.T, dir string) {
	t.Helper()
	eventually(t, "remove "+dir, func() bool { return os.RemoveAll(dir) == nil })
}

// running is a program that has brought up the database.
type running struct {
	t       *testing.T
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	adopted bool
	dsn     string
}

// launch starts a program without waiting for it.
func (w who) launch(t *testing.T, dir string) *running {
	t.Helper()
	r := &running{t: t, cmd: exec.Command(sharedBinary(t, w))}
	r.cmd.Env = append(os.Environ(), "LOCALPG_PROGRAM="+dir)
	r.cmd.Dir = "/"
	r.cmd.SysProcAttr = &syscall.SysProcAttr{}
	if w.uid != os.Geteuid() {
		r.cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(w.uid), Gid: uint32(w.gid)}
	}
	r.in, _ = r.cmd.StdinPipe()
	out, _ := r.cmd.StdoutPipe()
	r.out = bufio.NewReader(out)
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.kill)
	return r
}

// start starts a program and waits until the database answers it.
func (w who) start(t *testing.T, dir string) *running {
	t.Helper()
	r := w.launch(t, dir)
	r.ready()
	return r
}

func (r *running) ready() {
	r.t.Helper()
	line, _ := r.out.ReadString('\n')
	state, dsn, _ := strings.Cut(strings.TrimPrefix(line, "ready "), " ")
	if !strings.HasPrefix(line, "ready ") {
		r.t.Fatalf("program said %q", line)
	}
	r.adopted, r.dsn = state == "true", strings.TrimSpace(dsn)
}

func (r *running) stop() {
	r.t.Helper()
	fmt.Fprintln(r.in, "stop")
	if line, _ := r.out.ReadString('\n'); line != "stopped <nil>\n" {
		r.t.Errorf("program said %q, want a clean stop", line)
	}
	_ = r.cmd.Wait()
}

func (r *running) kill() {
	_ = r.cmd.Process.Kill()
	_ = r.cmd.Wait()
}

// sharedBinary is the test binary where the account can run it.
func sharedBinary(t *testing.T, w who) string {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if w.uid == os.Geteuid() {
		return own
	}
	shared := filepath.Join(w.home(t), "program")
	if err := os.Link(own, shared); err != nil {
		content, err := os.ReadFile(own)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(shared, content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return shared
}

// connect is one connection, so that a test notices when it breaks.
func connect(t *testing.T, dsn string) *sql.Conn {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(context.Background())
	if err != nil {
		t.Fatalf("connect to %s: %v", dsn, err)
	}
	return conn
}

func exec1(t *testing.T, conn *sql.Conn, query string) {
	t.Helper()
	if _, err := conn.ExecContext(context.Background(), query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// ask is the single value a query returns, as text.
func ask(t *testing.T, conn *sql.Conn, query string) string {
	t.Helper()
	var value string
	if err := conn.QueryRowContext(context.Background(), query).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if done() {
			return
		}
	}
	t.Fatalf("did not happen within 20 s: %s", what)
}

// postmaster is the process id of the PostgreSQL that runs on dir, 0 when there is none.
func postmaster(dir string) int {
	note, ok := readPidFile(filepath.Join(dir, "data"))
	if !ok || !alive(note.pid) {
		return 0
	}
	return note.pid
}

// listing is every file of a folder with its size, to see that nothing was touched.
func listing(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil { // a closed folder is a promise of its own
			fmt.Fprintln(&b, path, err)
			return nil
		}
		info, err := d.Info()
		if err == nil && !d.IsDir() {
			fmt.Fprintln(&b, path, info.Size(), info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
