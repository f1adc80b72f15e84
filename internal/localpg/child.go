package localpg

import (
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// child is a PostgreSQL we have started.
type child struct {
	exited chan struct{}
	log    *tail
}

func startChild(c *exec.Cmd, log io.Writer) (*child, error) {
	started := &child{exited: make(chan struct{}), log: &tail{}}
	out := io.MultiWriter(started.log, log)
	c.Stdout, c.Stderr = out, out
	c.WaitDelay = 2 * time.Second // sessions of a killed server hold on to its log
	if err := c.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = c.Wait() // its last words say more than its status
		close(started.exited)
	}()
	return started, nil
}

func (c *child) lastWords() string {
	words := strings.TrimSpace(c.log.String())
	if words == "" {
		return "it left no message"
	}
	return words
}

// tail keeps the end of what is written to it.
type tail struct {
	mu   sync.Mutex
	text []byte
}

const tailSize = 2000

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if extra := len(t.text) - tailSize; extra > 0 {
		t.text = append([]byte(nil), t.text[extra:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
