package localpg

import (
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// A keeper that no longer reads is about to shut PostgreSQL down: whoever joins in that moment must notice.
func TestJoinNeedsAKeeperThatListens(t *testing.T) {
	t.Parallel()
	for _, promise := range []struct {
		name, reader string
		joined       bool
	}{
		{"a keeper that listens", `read -r ticket; : > "$0/$ticket"; sleep 1`, true},
		{"a keeper that is shutting down", `sleep 0.3`, false},
	} {
		t.Run(promise.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, "lifeline")
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
			reader := exec.Command("/bin/sh", "-c", `exec < "$0/lifeline"; `+promise.reader, dir)
			if err := reader.Start(); err != nil {
				t.Fatal(err)
			}
			holder := &lifeline{path: path} // its open pipe keeps the shell from seeing the end
			eventually(t, "the reader opens the pipe", func() bool { return holder.open() == nil })
			s := &Server{dir: dir}
			joined, err := s.join(t.Context())
			if err != nil || joined != promise.joined || (s.lifeline != nil) != promise.joined {
				t.Errorf("joined %t, holds %v, %v", joined, s.lifeline, err)
			}
			s.lifeline.release()
			holder.release()
			_ = reader.Wait()
		})
	}
}
