package accounts

import (
	"crypto/rand"
	"encoding/base32"
	"hash/crc32"
	"regexp"
	"strings"
)

// An API key reads wsk_<public id>_<secret><checksum>. The public id finds its
// row. The secret is of 200 random bits, too many to guess, so that a plain hash
// of it is safe to store. By the prefix and the checksum of 32 bits a scanner of
// files and logs tells a leaked key from what only looks like one; and a key
// that was not copied whole is told apart without asking the database.
const (
	keyPrefix     = "wsk_"
	publicIDBytes = 10 // 16 characters
	secretBytes   = 25 // 40 characters
)

var (
	keyCode    = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
	keyPattern = regexp.MustCompile(`^wsk_([a-z2-7]{16})_[a-z2-7]{47}$`)
)

// newSecret returns a key and the part of it that is no secret.
func newSecret() (key, publicID string) {
	var random [publicIDBytes + secretBytes]byte
	rand.Read(random[:])
	publicID = keyCode.EncodeToString(random[:publicIDBytes])
	key = keyPrefix + publicID + "_" + keyCode.EncodeToString(random[publicIDBytes:])
	return key + checksum(key), publicID
}

func checksum(key string) string {
	sum := crc32.ChecksumIEEE([]byte(key))
	return keyCode.EncodeToString([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}

// PublicID returns the part of an API key that is no secret, and "" for what
// is no API key at all.
func PublicID(key string) string {
	m := keyPattern.FindStringSubmatch(key)
	if m == nil || !strings.HasSuffix(key, checksum(key[:len(key)-7])) {
		return ""
	}
	return m[1]
}
