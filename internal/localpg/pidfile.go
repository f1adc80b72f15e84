package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// pidFile is what PostgreSQL writes down about itself in postmaster.pid.
type pidFile struct {
	pid       int
	socketDir string
	ready     bool // it takes queries, or did when it was killed
}

// readPidFile reads the note of the PostgreSQL that runs, or ran last, on a data folder. A note that came along when the
// folder was copied from elsewhere does not count.
func readPidFile(dataDir string) (pidFile, bool) {
	text, err := os.ReadFile(filepath.Join(dataDir, "postmaster.pid"))
	if err != nil {
		return pidFile{}, false
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 5 || lines[1] != dataDir {
		return pidFile{}, false
	}
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	ready := len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return pidFile{pid, lines[4], ready}, err == nil && pid > 0
}

// running says whether the process of the note is there.
func (s *Server) running() bool {
	note, ok := readPidFile(s.dataDir())
	return ok && alive(note.pid)
}

// alive does not count a process that is dead and whose parent does not care, as happens in containers.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) == syscall.ESRCH {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // "18939 (postgres) S 1 …"
	if err != nil {
		return true // without /proc, the signal is all we know
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z")
}

// dropStalePidFile removes the note of a PostgreSQL that a power cut or a container's end has killed, when its process id
// now belongs to something else: PostgreSQL would refuse to start. Process ids repeat exactly when a container starts again.
// It is called when no program holds the lifeline; PostgreSQL itself still looks for sessions on its shared memory.
func (s *Server) dropStalePidFile() {
	note, ok := readPidFile(s.dataDir())
	if !ok {
		return
	}
	workingDir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", note.pid))
	if !alive(note.pid) || err == nil && workingDir != s.dataDir() {
		_ = os.Remove(filepath.Join(s.dataDir(), "postmaster.pid")) // if this fails, PostgreSQL says why it cannot start
	}
}
