package localpg

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// pause is how long we wait between two looks at something that another process is about to change.
const pause = 10 * time.Millisecond

// lockFolder lets one program at a time start, join or leave the cluster. The kernel gives the lock back when its holder dies.
func lockFolder(ctx context.Context, dir string, who account) (unlock func(), err error) {
	file, err := os.OpenFile(filepath.Join(dir, "start.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the database folder: %w", err)
	}
	if err := who.own(file.Name()); err != nil {
		file.Close()
		return nil, err
	}
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { file.Close() }, nil
		}
		if err != syscall.EWOULDBLOCK && err != syscall.EINTR {
			file.Close()
			return nil, fmt.Errorf("lock %s: %w", file.Name(), err)
		}
		if err := sleep(ctx, pause); err != nil {
			file.Close()
			return nil, fmt.Errorf("another program is still starting or stopping the database in %s: %w", dir, err)
		}
	}
}

// sleep waits, or says why it should not.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
