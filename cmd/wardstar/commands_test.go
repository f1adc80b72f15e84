package main

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReplaceFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, link := filepath.Join(dir, "scores.csv"), filepath.Join(dir, "link")
	if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(file); string(b) != "new" {
		t.Errorf("behind the link: %q", b)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
	if err := replaceFile(dir, nil); err == nil || !strings.Contains(err.Error(), "is a folder") {
		t.Errorf("a folder: %v", err)
	}
	if err := replaceFile(os.DevNull, []byte("new")); err != nil {
		t.Errorf("a device: %v", err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device became %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".wardstar-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNetworks(t *testing.T) {
	for text, want := range map[string]string{
		"10.0.0.0/8": "10.0.0.0/8", "10.1.2.3": "10.1.2.3/32", "::1": "::1/128", "ten": "", "10.0.0.0/99": "",
	} {
		var n network
		err := n.UnmarshalText([]byte(text))
		if want == "" {
			if err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
				t.Errorf("%s: %v", text, err)
			}
			continue
		}
		if err != nil || netip.Prefix(n).String() != want {
			t.Errorf("%s: %s, %v", text, netip.Prefix(n), err)
		}
	}
}

// TestFlagsAreCheckedBeforeAnythingStarts runs the program with flags that
// cannot be: it says so and leaves no data folder behind.
func TestFlagsAreCheckedBeforeAnythingStarts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ args, want string }{
		{"serve --public-url stars", "is not like https://"},
		{"serve --public-url https://stars.example.org/path", "is not like https://"},
		{"serve --tls-cert commands_test.go", "go together"},
		{"serve --tls-cert commands_test.go --tls-key commands_test.go", "load certificate"},
		{"serve --trusted-proxy ten", "neither an address"},
		{"export --period 2026-10 --out x.csv", "there is no hospital in"},
		{"compute --period 2026-10", "there is no hospital in"},
		{"verify --period 2026-10", "there is no hospital in"},
		{"serve --oidc-client-id wardstar", "go with --oidc-issuer"},
		{"serve --oidc-issuer https://login.example.org --oidc-client-id wardstar", "public URL"},
		{"serve --oidc-issuer http://login.example.org --oidc-client-id wardstar --public-url https://a.example", "https"},
		{"serve --oidc-issuer https://login.example.org --public-url https://a.example", "client id"},
		{"serve --oidc-issuer https://login.example.org --oidc-client-id wardstar --public-url https://a.example --oidc-label fr=Hospice", "zh-CN"},
		{"serve --oidc-issuer https://login.example.org --oidc-client-id wardstar --oidc-client-secret-file /dev/null", "is empty"},
		{"admin api-key list", "there is no hospital in"},
		{"admin api-key create his --permission post:read --days 731", "some fields are not valid"},
		{"admin api-key create his", "--permission"},
		{"admin api-key revoke", "say which"},
		{"admin token-key rotate", "there is no hospital in"},
		{"admin token-key withdraw 0", "--reason"},
		{"nonsense", "wardstar --help"},
	} {
		data := filepath.Join(t.TempDir(), "data")
		args := strings.Fields(test.args)
		if test.args != "nonsense" {
			args = append(args, "--data-dir", data)
		}
		if err := run(t.Context(), args, new(strings.Builder)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.args, err, test.want)
		}
		if _, err := os.Stat(data); err == nil {
			t.Errorf("%s: made a data folder", test.args)
		}
	}
}
