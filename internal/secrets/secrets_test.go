package secrets

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

func open(t *testing.T, path string) *Keys {
	t.Helper()
	k, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKeysStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	first := open(t, path)
	sealed, err := first.Encrypt([]byte("010-1234"), []byte("row 1"))
	if err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if plain, err := again.Decrypt(sealed, []byte("row 1")); err != nil || string(plain) != "010-1234" {
		t.Errorf("after reopening: %q, %v", plain, err)
	}
	if !bytes.Equal(first.MAC("vote")([]byte("a")), again.MAC("vote")([]byte("a"))) {
		t.Error("hashes change with a restart")
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %04o", info.Mode().Perm())
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*")); len(left) > 0 {
		t.Errorf("leftovers: %v", left)
	}
}

func TestSealedFieldsStayInTheirRow(t *testing.T) {
	k := open(t, filepath.Join(t.TempDir(), "keys.json"))
	sealed, err := k.Encrypt([]byte("010-1234"), []byte("row 1"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, []byte("1234")) {
		t.Error("the number shows through")
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for name, test := range map[string]struct{ sealed, row []byte }{
		"another row": {sealed, []byte("row 2")},
		"changed":     {changed, []byte("row 1")},
		"empty":       {nil, []byte("row 1")},
	} {
		if _, err := k.Decrypt(test.sealed, test.row); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestMACsAreSeparate(t *testing.T) {
	k := open(t, filepath.Join(t.TempDir(), "keys.json"))
	other := open(t, filepath.Join(t.TempDir(), "keys.json"))
	seen := map[string]string{}
	for name, sum := range map[string][]byte{
		"ab c":                 k.MAC("vote")([]byte("ab"), []byte("c")),
		"a bc":                 k.MAC("vote")([]byte("a"), []byte("bc")),
		"abc":                  k.MAC("vote")([]byte("abc")),
		"abc and nothing":      k.MAC("vote")([]byte("abc"), nil),
		"another purpose":      k.MAC("visit")([]byte("abc")),
		"another installation": other.MAC("vote")([]byte("abc")),
	} {
		if len(sum) != 32 {
			t.Errorf("%s: %d bytes", name, len(sum))
		}
		if twin, ok := seen[string(sum)]; ok {
			t.Errorf("%q and %q hash alike", name, twin)
		}
		seen[string(sum)] = name
	}
}

func TestMACTogether(t *testing.T) {
	mac := open(t, filepath.Join(t.TempDir(), "keys.json")).MAC("vote")
	var wg sync.WaitGroup
	for i := range 8 {
		want := mac([]byte{byte(i)})
		wg.Go(func() {
			for range 200 {
				if !bytes.Equal(mac([]byte{byte(i)}), want) {
					t.Error("hashes mix")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestTwoProgramsStartTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	sums := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range sums {
		wg.Go(func() {
			if k, err := Open(path); err != nil {
				t.Error(err)
			} else {
				sums[i] = k.MAC("vote")(nil)
			}
		})
	}
	wg.Wait()
	for _, sum := range sums[1:] {
		if !bytes.Equal(sum, sums[0]) {
			t.Fatal("they use different keys")
		}
	}
}

func TestAnOldKeyStillOpens(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	sealed, err := open(t, path).Encrypt([]byte("010-1234"), nil)
	if err != nil {
		t.Fatal(err)
	}
	rotate(t, path)
	k := open(t, path)
	if plain, err := k.Decrypt(sealed, nil); err != nil || string(plain) != "010-1234" {
		t.Errorf("the old key: %q, %v", plain, err)
	}
	fresh, err := k.Encrypt([]byte("010-1234"), nil)
	if err != nil || bytes.Equal(fresh[:5], sealed[:5]) { // tink's prefix names the key
		t.Errorf("still sealed with the old key, %v", err)
	}
}

func rotate(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var c content
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	old, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(c.Fields)))
	if err != nil {
		t.Fatal(err)
	}
	m := keyset.NewManagerFromHandle(old)
	id, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SetPrimary(id); err != nil {
		t.Fatal(err)
	}
	handle, err := m.Handle()
	if err != nil {
		t.Fatal(err)
	}
	changed, err := newContent(handle)
	if err != nil {
		t.Fatal(err)
	}
	c.Fields = changed.Fields
	if text, err = json.Marshal(c); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBadFilesAreRefusedInWords(t *testing.T) {
	good := filepath.Join(t.TempDir(), "keys.json")
	open(t, good)
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name string
		text []byte
		mode os.FileMode
		says string
	}{
		{"readable by others", text, 0o644, "chmod 600"},
		{"readable by the group", text, 0o640, "chmod 600"},
		{"empty", nil, 0o600, "damaged or cut short"},
		{"cut short", text[:len(text)/2], 0o600, "damaged or cut short"},
		{"no root key", bytes.Replace(text, []byte(`"root"`), []byte(`"boot"`), 1), 0o600, "damaged or cut short"},
		{"no keyset", []byte(`{"fields":{},"root":"` + strings.Repeat("A", 43) + `="}`), 0o600, "damaged or cut short"},
	} {
		path := filepath.Join(t.TempDir(), "keys.json")
		if err := os.WriteFile(path, test.text, test.mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, test.mode); err != nil { // past the umask
			t.Fatal(err)
		}
		if _, err := Open(path); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", test.name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, test.text) {
			t.Errorf("%s: the file was changed", test.name)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "missing", "keys.json")); err == nil {
		t.Error("a missing folder is no error")
	}
}

func TestKeysDoNotPrint(t *testing.T) {
	k := open(t, filepath.Join(t.TempDir(), "keys.json"))
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if s := fmt.Sprintf(format, k); s != "secrets.Keys" {
			t.Errorf("%s prints %s", format, s)
		}
	}
}
