// Package secrets holds the keys of one installation: one that encrypts single
// fields, and one from which keyed hashes and signatures are derived.
//
// They live in a file beside the data, never in the database, so that a stolen
// dump tells neither a patient's telephone number nor which phone cast a vote.
// Servers that share a database must share the file. Whoever loses it cannot
// read the encrypted fields again.
package secrets

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Keys are the keys of one installation. They are safe for concurrent use, and
// print as nothing.
type Keys struct {
	fields tink.AEAD
	root   []byte
}

// Encrypt seals one field. The associated data, such as the row's id, must be
// given again to open it, so that a sealed field cannot be moved to another row.
func (k *Keys) Encrypt(plain, associated []byte) ([]byte, error) {
	sealed, err := k.fields.Encrypt(plain, associated)
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	return sealed, nil
}

// Decrypt opens what [Keys.Encrypt] sealed, with any key the file still holds.
func (k *Keys) Decrypt(sealed, associated []byte) ([]byte, error) {
	plain, err := k.fields.Decrypt(sealed, associated)
	if err != nil {
		return nil, errors.New("decrypt: changed, moved to another row, or sealed with a key that is not in the key file")
	}
	return plain, nil
}

// MAC returns the keyed hash for one purpose: HMAC-SHA256 under a key derived
// for it, so that a hash made for one purpose says nothing about another's.
// Each part is preceded by its length: ("ab", "c") and ("a", "bc") differ.
func (k *Keys) MAC(purpose string) func(parts ...[]byte) []byte {
	key, err := hkdf.Key(sha256.New, k.root, nil, "wardstar "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only for a length that SHA-256 cannot give
	}
	pool := sync.Pool{New: func() any { return hmac.New(sha256.New, key) }}
	return func(parts ...[]byte) []byte {
		h := pool.Get().(hash.Hash)
		defer pool.Put(h)
		h.Reset()
		var size [8]byte
		for _, part := range parts {
			binary.BigEndian.PutUint64(size[:], uint64(len(part)))
			h.Write(size[:])
			h.Write(part)
		}
		return h.Sum(nil)
	}
}

// String keeps keys out of logs.
func (k *Keys) String() string { return "secrets.Keys" }

// GoString keeps keys out of logs, of %#v too.
func (k *Keys) GoString() string { return "secrets.Keys" }

func generate() (content, error) {
	fields, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return content{}, fmt.Errorf("make an encryption key: %w", err)
	}
	return newContent(fields)
}
