package localpg

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"
)

// prepareFolder makes the cluster's folder, finds out who PostgreSQL will run as, and gives it to that account.
func prepareFolder(path string) (dir string, who account, err error) {
	if path == "" {
		return "", account{}, errors.New("no folder was given for the database")
	}
	if dir, err = makeFolder(path); err != nil {
		return "", account{}, fmt.Errorf("make the database folder: %w", err)
	}
	if err := checkOurs(dir); err != nil {
		return "", account{}, err
	}
	if who, err = pickAccount(filepath.Join(dir, "data")); err != nil {
		return "", account{}, err
	}
	if err := who.own(dir); err != nil {
		return "", account{}, err
	}
	return dir, who, who.reach(dir)
}

// makeFolder keeps the folder itself private; parents it has to make can be entered by the account PostgreSQL drops to.
func makeFolder(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// checkOurs refuses a folder with somebody else's files before anything in it changes owner.
func checkOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("the database folder %s belongs to another account: start this program as that account or as root", dir)
	}
	if err != nil {
		return fmt.Errorf("look into the database folder: %w", err)
	}
	ours := len(entries) == 0
	for _, entry := range entries {
		ours = ours || entry.Name() == "start.lock" || entry.Name() == "data"
	}
	if !ours {
		return fmt.Errorf("the folder %s holds other files: the database needs a folder of its own", dir)
	}
	return nil
}

// longestSocketDir leaves room for "/.s.PGSQL.5432" in the 104 bytes a socket's path has on the meanest system.
const longestSocketDir = 88

// plain paths need no quoting in PostgreSQL's list of folders, in a connection string, nor in a format string.
var plain = regexp.MustCompile(`^[A-Za-z0-9/._+@=:~-]+$`)

// prepareSocketDir makes the private folder of the socket: run/ beside the data, or where that cannot be a socket's path,
// a folder under the system's temporary one with a name that every user of the cluster arrives at.
func prepareSocketDir(dir string, who account) (string, error) {
	if running, ok := readPidFile(filepath.Join(dir, "data")); ok {
		if _, err := os.Lstat(running.socketDir); err == nil {
			return running.socketDir, makeSocketDir(running.socketDir, who)
		}
	}
	socketDir := filepath.Join(dir, "run")
	if fits(socketDir) {
		return socketDir, makeSocketDir(socketDir, who)
	}
	name := fmt.Sprintf("wardstar-%x", sha256.Sum256([]byte(dir)))[:21]
	socketDir = filepath.Join(os.TempDir(), name)
	if !fits(socketDir) || who.enter(os.TempDir()) != nil {
		socketDir = filepath.Join("/tmp", name)
	}
	return socketDir, makeSocketDir(socketDir, who)
}

func fits(socketDir string) bool {
	return len(socketDir) <= longestSocketDir && plain.MatchString(socketDir)
}

// makeSocketDir trusts an existing folder only when nobody else can have put it there: a shared temporary folder lets
// anyone choose names.
func makeSocketDir(socketDir string, who account) error {
	err := os.Mkdir(socketDir, 0o700)
	if err == nil {
		err = who.own(socketDir)
	} else if errors.Is(err, fs.ErrExist) {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("make the folder of the database socket: %w", err)
	}
	info, err := os.Lstat(socketDir)
	if err != nil {
		return fmt.Errorf("look at the folder of the database socket: %w", err)
	}
	owner := int(info.Sys().(*syscall.Stat_t).Uid)
	if !info.IsDir() || owner != who.uid || info.Mode().Perm() != 0o700 {
		return fmt.Errorf("%s should be a folder that only account %s can enter, but it is %s of account %s: remove it and start again",
			socketDir, who.name, info.Mode(), accountName(owner))
	}
	return nil
}
