package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/wardstar/wardstar/internal/localpg"
)

// server is a process under load.
type server struct {
	address string
	process *exec.Cmd
	keys    string // the file
}

func startFloor(ctx context.Context, dsn string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, self, "floor", "--database-url", dsn)
}

func startServer(ctx context.Context, binary, dsn, dir string) (*server, error) {
	data := filepath.Join(dir, "data")
	args := []string{"serve", "--trusted-proxy", "127.0.0.1/32"}
	if binary == "domain" {
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		binary, args, data = self, []string{"domain"}, dir
	}
	s, err := start(ctx, binary, append(args, "--database-url", dsn, "--data-dir", data)...)
	if err != nil {
		return nil, err
	}
	s.keys = filepath.Join(data, "keys.json")
	return s, nil
}

// start runs a program on a free port and waits until it listens there.
func start(ctx context.Context, program string, args ...string) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	l.Close()
	c := exec.CommandContext(ctx, program, append(args, "--listen", address)...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGTERM) }
	c.WaitDelay = 10 * time.Second
	log, err := os.CreateTemp("", "wardstar-bench-*.log") // writing the log is part of the work
	if err != nil {
		return nil, err
	}
	defer log.Close()
	defer os.Remove(log.Name()) // what has it open goes on writing
	c.Stderr = log
	if err := c.Start(); err != nil {
		return nil, err
	}
	s := &server{address: address, process: c}
	for range 200 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return s, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.stop()
	return nil, fmt.Errorf("%s does not listen on %s", program, address)
}

func (s *server) stop() {
	s.process.Process.Signal(syscall.SIGTERM)
	s.process.Wait()
}

// memory returns what the process occupies, in bytes.
func (s *server) memory() (int, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0, fmt.Errorf("no VmRSS of process %d", s.process.Process.Pid)
	}
	kb, err := strconv.Atoi(string(fields[0]))
	return kb << 10, err
}

// insertScript is the row of the bare server, made by pgbench itself.
const insertScript = `\set i random(1, %d)
INSERT INTO ratings (vote, version, visit, touchpoint_id, employee_id, posting_id, department_id, score, language, channel, shift, occurred_at)
VALUES (decode(md5(random()::text || :client_id), 'hex'), 1, decode(md5(:i::text), 'hex'), :i, :i, :i, :i %% %d + 1, 5, 'en', 'qr', 'day', '2026-01-01');
`

// pgbench returns how many such rows the database takes in a second when
// nobody speaks HTTP to anybody.
func pgbench(ctx context.Context, pg *localpg.Server, connections int, howLong time.Duration) (float64, error) {
	script, err := os.CreateTemp("", "insert-*.sql")
	if err != nil {
		return 0, err
	}
	defer os.Remove(script.Name())
	fmt.Fprintf(script, insertScript, employees, departments)
	if err := script.Close(); err != nil {
		return 0, err
	}
	connections = min(connections, 32) // PostgreSQL has no room for more, and gets no faster
	out, err := exec.CommandContext(ctx, "pgbench", "-n", "-M", "prepared", "-f", script.Name(), "-j", "2",
		"-c", strconv.Itoa(connections), "-T", strconv.Itoa(max(1, int(howLong.Seconds()))), pg.DSN(localpg.Superuser, "postgres")).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w\n%s", err, out)
	}
	_, rest, _ := bytes.Cut(out, []byte("tps = "))
	fields := bytes.Fields(rest)
	if len(fields) == 0 {
		return 0, fmt.Errorf("pgbench said:\n%s", out)
	}
	return strconv.ParseFloat(string(fields[0]), 64)
}
