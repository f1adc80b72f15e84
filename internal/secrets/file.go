package secrets

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
)

// content is the key file. Fields is a keyset, so that a new key can be added
// and become the one that encrypts while the old ones still decrypt.
type content struct {
	Fields json.RawMessage `json:"fields"`
	Root   []byte          `json:"root"`
}

const rootSize = 32

// Open reads the key file, and makes it when there is none. Its errors are
// sentences for whoever installs the program.
func Open(path string) (*Keys, error) {
	k, err := read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := create(path); err != nil {
		return nil, fmt.Errorf("make the key file %s: %w", path, err)
	}
	return read(path) // ours, or that of a program that started at the same time
}

func read(path string) (*Keys, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open the key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the key file %s can be read by other accounts of this machine (mode %04o): close it with: chmod 600 %s",
			path, info.Mode().Perm(), path)
	}
	var c content
	decoder := json.NewDecoder(f)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&c); err != nil {
		return nil, damaged(path)
	}
	k, err := c.keys()
	if err != nil {
		return nil, damaged(path)
	}
	return k, nil
}

// damaged does not wrap the cause: it might quote a piece of a key.
func damaged(path string) error {
	return fmt.Errorf("the key file %s is damaged or cut short: put back a copy of it. "+
		"Without it the contacts of patients in the database cannot be read. Only if there are none yet, delete it and a new one is made", path)
}

// create writes new keys beside path and links them to it: a crash leaves all
// of the file or none, and of two programs that start together one wins.
func create(path string) error {
	c, err := generate()
	if err != nil {
		return err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".keys-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(append(text, '\n'))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func newContent(fields *keyset.Handle) (content, error) {
	var b bytes.Buffer
	if err := insecurecleartextkeyset.Write(fields, keyset.NewJSONWriter(&b)); err != nil {
		return content{}, fmt.Errorf("encode an encryption key: %w", err)
	}
	c := content{Fields: b.Bytes(), Root: make([]byte, rootSize)}
	rand.Read(c.Root)
	return c, nil
}

func (c content) keys() (*Keys, error) {
	if len(c.Root) != rootSize {
		return nil, errors.New("no root key")
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(c.Fields)))
	if err != nil {
		return nil, err
	}
	fields, err := aead.New(handle)
	if err != nil {
		return nil, err
	}
	return &Keys{fields: fields, root: c.Root}, nil
}
