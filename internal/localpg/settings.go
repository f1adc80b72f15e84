package localpg

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// fixed parameters keep the cluster private and where its users look for it.
var fixed = []string{"data_directory", "hba_file", "ident_file", "listen_addresses", "port", "unix_socket_directories", "unix_socket_permissions"}

func checkSettings(settings map[string]string) error {
	for name := range settings {
		if slices.Contains(fixed, strings.ToLower(name)) {
			return fmt.Errorf("the database setting %s cannot be changed: the private database is reached only through its own folder", name)
		}
	}
	return nil
}

// arguments are postgres's command line. The defaults suit a small server that keeps what it has acknowledged.
func (s *Server) arguments() []string {
	settings := map[string]string{
		"max_connections":    "100",
		"shared_buffers":     "128MB",
		"synchronous_commit": "on",
		"log_min_messages":   "warning",
		// The rows and the statements that fail hold people's names and words.
		"log_error_verbosity":     "terse",
		"log_min_error_statement": "panic",
		"log_timezone":            "UTC",
		"timezone":                "UTC",
	}
	if s.options.Unsafe {
		maps.Copy(settings, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
	}
	maps.Copy(settings, s.options.Settings)
	maps.Copy(settings, map[string]string{
		"listen_addresses":        "",
		"port":                    "5432",
		"unix_socket_directories": s.socketDir,
		"unix_socket_permissions": "0700",
	})
	args := []string{"-D", s.dataDir()}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", name+"="+settings[name])
	}
	return args
}

// quoteDSN quotes a value of a connection string only where it must, so that "%s" stays a placeholder.
func quoteDSN(value string) string {
	if value != "" && !strings.ContainsAny(value, " \t\n'\\") {
		return value
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(value) + "'"
}
