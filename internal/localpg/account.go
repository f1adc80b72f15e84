package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is who PostgreSQL runs as: it refuses to run as root.
type account struct {
	name     string
	uid, gid int
	dropped  bool // we are root and become somebody else
}

// pickAccount is the caller, unless that is root: then the owner of existing data, else "postgres", else "nobody".
func pickAccount(dataDir string) (account, error) {
	if os.Geteuid() != 0 {
		return account{name: accountName(os.Geteuid()), uid: os.Geteuid(), gid: os.Getegid()}, nil
	}
	info, err := os.Stat(dataDir)
	if err == nil {
		return ownerOf(info, dataDir)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return account{}, err
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return dropTo(name, found.Uid, found.Gid)
		}
	}
	return account{}, errors.New("PostgreSQL refuses to run as root, and there is no account \"postgres\" or \"nobody\" to run it as: " +
		"create one (useradd --system postgres), or start this program as an ordinary user")
}

func ownerOf(info fs.FileInfo, dataDir string) (account, error) {
	stat := info.Sys().(*syscall.Stat_t)
	if stat.Uid == 0 {
		return account{}, fmt.Errorf("%s belongs to root, and PostgreSQL refuses to run as root: give it to its account, for example with: chown -R postgres: %s",
			dataDir, dataDir)
	}
	uid, gid := int(stat.Uid), int(stat.Gid)
	return account{name: accountName(uid), uid: uid, gid: gid, dropped: true}, nil
}

func dropTo(name, uid, gid string) (account, error) {
	u, err := strconv.Atoi(uid)
	if err != nil {
		return account{}, fmt.Errorf("account %s: %w", name, err)
	}
	g, err := strconv.Atoi(gid)
	if err != nil {
		return account{}, fmt.Errorf("account %s: %w", name, err)
	}
	return account{name: name, uid: u, gid: g, dropped: true}, nil
}

func accountName(uid int) string {
	if found, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return found.Username
	}
	return strconv.Itoa(uid)
}

// command is a program run as the account, out of reach of the terminal's Ctrl-C and without our environment's secrets.
func (a account) command(program string, args ...string) *exec.Cmd {
	c := exec.Command(program, args...)
	c.Dir = "/"
	c.Env = childEnvironment()
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if a.dropped {
		c.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid), Groups: []uint32{uint32(a.gid)}}
	}
	return c
}

func childEnvironment() []string {
	env := []string{"LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"PATH", "LD_LIBRARY_PATH", "TMPDIR"} {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// own gives a file we made to the account.
func (a account) own(path string) error {
	if !a.dropped {
		return nil
	}
	if err := os.Lchown(path, a.uid, a.gid); err != nil {
		return fmt.Errorf("give %s to account %s: %w", path, a.name, err)
	}
	return nil
}

// reach checks that the account can enter a folder, and names the one on the way that stops it: a folder under root's home
// can be written by us and still be closed to PostgreSQL.
func (a account) reach(dir string) error {
	if a.enter(dir) == nil {
		return nil
	}
	path := "/"
	for _, part := range strings.Split(strings.TrimPrefix(dir, "/"), "/") {
		if err := a.enter(path); err != nil {
			return fmt.Errorf("PostgreSQL runs as account %s, which may not enter %s (%w): choose a data folder outside of it, such as /var/lib/wardstar, or open it with: chmod a+x %s",
				a.name, path, err, path)
		}
		path = filepath.Join(path, part)
	}
	return fmt.Errorf("PostgreSQL runs as account %s, which may not enter %s: choose another data folder, such as /var/lib/wardstar", a.name, dir)
}

// enter asks the kernel rather than the mode bits, because there are access lists and read-only mounts too.
func (a account) enter(dir string) error {
	return a.command("/bin/sh", "-c", `cd -- "$0" 2>/dev/null`, dir).Run()
}
