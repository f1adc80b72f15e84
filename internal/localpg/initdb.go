package localpg

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// initialise makes the cluster under another name first: initdb writes PG_VERSION before anything else, so a half-made
// folder must never look like data. Each attempt has a name of its own, because the initdb of a killed program may still
// be writing to the last one.
func (s *Server) initialise(ctx context.Context, locales ...string) error {
	leftovers, _ := filepath.Glob(filepath.Join(s.dir, "data.init-*")) // fails only on a malformed pattern
	for _, leftover := range leftovers {
		_ = os.RemoveAll(leftover) // what an initdb is still writing to goes next time
	}
	half, err := os.MkdirTemp(s.dir, "data.init-")
	if err != nil {
		return fmt.Errorf("make the cluster's folder: %w", err)
	}
	defer os.RemoveAll(half)
	if err := s.account.own(half); err != nil {
		return err
	}
	for _, locale := range locales {
		err = s.initdb(ctx, half, locale)
		if err == nil || !strings.Contains(err.Error(), "locale") {
			break
		}
	}
	if err != nil {
		return err
	}
	_ = os.Remove(s.dataDir()) // an empty folder may be in the way, such as a mount prepared by hand
	if err := os.Rename(half, s.dataDir()); err != nil {
		return fmt.Errorf("put the new cluster in place: %w", err)
	}
	return syncFolder(s.dir)
}

func (s *Server) initdb(ctx context.Context, dir, locale string) error {
	args := []string{"-D", dir, "-U", Superuser, "--auth-local=trust", "--auth-host=reject", "-E", "UTF8", "--locale=" + locale, "--data-checksums"}
	if s.options.Unsafe {
		args = append(args, "--no-sync")
	}
	return s.run(ctx, "initdb", args...)
}

// run runs one of the server programs to its end. Cancelling asks it to clean up, and does not wait for ever.
func (s *Server) run(ctx context.Context, program string, args ...string) error {
	var said bytes.Buffer
	c := s.account.command(s.binaries.path(program), args...)
	c.Stdout, c.Stderr = &said, &said
	c.WaitDelay = 5 * time.Second
	if err := c.Start(); err != nil {
		return fmt.Errorf("run %s as account %s: %w", program, s.account.name, err)
	}
	interrupt := context.AfterFunc(ctx, func() { _ = c.Process.Signal(os.Interrupt) })
	defer interrupt()
	if err := c.Wait(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, strings.TrimSpace(said.String()))
	}
	return ctx.Err()
}

// syncFolder makes a rename survive a power cut.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
