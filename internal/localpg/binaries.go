package localpg

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// oldest is the first PostgreSQL release we support.
const oldest = 15

// binaries is one installation of the server programs.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// usualPlaces are where packages put server programs that are not on the PATH.
var usualPlaces = []string{
	"/usr/lib/postgresql/*/bin",           // Debian, Ubuntu
	"/usr/pgsql-*/bin",                    // Fedora, Red Hat (PGDG)
	"/usr/libexec/postgresql*",            // Alpine
	"/opt/homebrew/opt/postgresql@*/bin",  // macOS, Apple silicon
	"/usr/local/opt/postgresql@*/bin",     // macOS, Intel
	"/Applications/Postgres.app/*/*/*bin", // macOS, Postgres.app
	"/usr/local/pgsql/bin",                // built from source
}

// findBinaries picks the installation that wrote the data, or the newest for a new cluster. It never offers another major
// version for existing data: they are not interchangeable.
func findBinaries(binDir, dataDir string) (binaries, error) {
	want, err := dataMajor(dataDir)
	if err != nil {
		return binaries{}, err
	}
	found := installed(binDir)
	slices.SortFunc(found, func(a, b binaries) int { return b.major - a.major })
	for _, candidate := range found {
		if candidate.major >= oldest && (want == 0 || want == candidate.major) {
			return candidate, nil
		}
	}
	if want != 0 {
		return binaries{}, wrongMajor(want, found, dataDir)
	}
	return binaries{}, noneFound(binDir, found)
}

func noneFound(binDir string, found []binaries) error {
	problem := "no PostgreSQL server programs were found on this machine"
	if binDir != "" {
		problem = "no PostgreSQL server programs were found in " + binDir
	}
	if len(found) > 0 {
		problem = fmt.Sprintf("the PostgreSQL on this machine (%s) is too old", majors(found))
	}
	return fmt.Errorf("%s. Version %d or later is needed: on Debian and Ubuntu, apt install postgresql; on Fedora, dnf install postgresql-server; "+
		"on macOS, brew install postgresql@17. Or use a database server of your own with --database-url", problem, oldest)
}

func wrongMajor(want int, found []binaries, dataDir string) error {
	have := "no server programs are installed"
	if len(found) > 0 {
		have = fmt.Sprintf("only version %s is installed", majors(found))
	}
	if want < oldest {
		return fmt.Errorf("the data in %s were written by PostgreSQL %d, and version %d or later is needed: dump them with version %d and restore them into a new folder. Nothing was changed",
			dataDir, want, oldest, want)
	}
	return fmt.Errorf("the data in %s were written by PostgreSQL %d, and %s: install PostgreSQL %d (on Debian and Ubuntu, apt install postgresql-%d) "+
		"to go on, or to dump the data and restore them into a new folder. Nothing was changed", dataDir, want, have, want, want)
}

func majors(found []binaries) string {
	var names []string
	for _, b := range found {
		names = append(names, strconv.Itoa(b.major))
	}
	return strings.Join(slices.Compact(names), ", ")
}

// dataMajor is the major version that wrote a data folder, 0 when there is none yet.
func dataMajor(dataDir string) (int, error) {
	text, err := os.ReadFile(filepath.Join(dataDir, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		if entries, _ := os.ReadDir(dataDir); len(entries) > 0 {
			return 0, fmt.Errorf("%s holds files but no database (PG_VERSION is missing): move it away or restore it. Nothing was changed", dataDir)
		}
		return 0, nil
	}
	if errors.Is(err, fs.ErrPermission) {
		return 0, fmt.Errorf("the data in %s belong to another account: start this program as that account or as root", dataDir)
	}
	if err != nil {
		return 0, fmt.Errorf("read the version of the data: %w", err)
	}
	major := leadingNumber(string(text))
	if major == 0 {
		return 0, fmt.Errorf("%s/PG_VERSION does not hold a version: restore the folder. Nothing was changed", dataDir)
	}
	return major, nil
}

// installed lists the complete installations in a folder, or everywhere we know to look.
func installed(binDir string) []binaries {
	dirs := []string{binDir}
	if binDir == "" {
		dirs = searchPath()
	}
	var found []binaries
	for _, dir := range dirs {
		if major := serverMajor(dir); major != 0 {
			found = append(found, binaries{dir, major})
		}
	}
	return found
}

func searchPath() []string {
	var dirs []string
	if program, err := exec.LookPath("postgres"); err == nil {
		if program, err = filepath.EvalSymlinks(program); err == nil {
			dirs = append(dirs, filepath.Dir(program))
		}
	}
	for _, pattern := range usualPlaces {
		matches, _ := filepath.Glob(pattern) // fails only on a malformed pattern
		dirs = append(dirs, matches...)
	}
	return dirs
}

// serverMajor is the version of the server programs in a folder, 0 unless all of them are there.
func serverMajor(dir string) int {
	for _, program := range []string{"initdb", "pg_ctl"} {
		if _, err := os.Stat(filepath.Join(dir, program)); err != nil {
			return 0
		}
	}
	text, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	fields := strings.Fields(string(text)) // postgres (PostgreSQL) 15.18
	if err != nil || len(fields) < 3 {
		return 0
	}
	return leadingNumber(fields[2])
}

// leadingNumber reads 15 from "15.18", 18 from "18beta1".
func leadingNumber(text string) int {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(text)
	}
	n, _ := strconv.Atoi(text[:end])
	return n
}
