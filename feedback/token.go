package feedback

import (
	"crypto/hmac"
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"strings"

	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/secrets"
)

// token is what a slip or an invitation carries to prove a visit: which of the
// hospital's token keys has signed it, a batch and a number within it. It says
// nothing of the patient. Its zero value is none.
type token struct {
	key    uint8 // 5 bits
	batch  int32 // 20 bits, from 1
	number int16 // 15 bits
}

const (
	tokenLength = 16 // characters of 5 bits: 40 for the token and 40 for its signature
	tokenKeys   = 1 << 5
	mostBatch   = 1<<20 - 1
	mostTokens  = 1 << 15 // of a batch
)

var tokenEncoding = base32.NewEncoding(alphabet).WithPadding(base32.NoPadding)

// tokenSigner signs tokens with any of the keys. They are derived from the
// installation's by their number and never leave memory.
type tokenSigner [tokenKeys]func(parts ...[]byte) []byte

func newTokenSigner(k *secrets.Keys) *tokenSigner {
	g := new(tokenSigner)
	for i := range g {
		g[i] = k.MAC("visit token " + strconv.Itoa(i))
	}
	return g
}

// bytes packs the token into its 40 bits.
func (t token) bytes() []byte {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(t.key)<<35|uint64(t.batch)<<15|uint64(t.number))
	return b[3:]
}

// encode writes the token as it is printed, but for the hyphens.
func (g *tokenSigner) encode(t token) string {
	b := t.bytes()
	return tokenEncoding.EncodeToString(append(b, g[t.key](b)[:5]...))
}

// decode reads what encode wrote, in any spelling that people type. A signature
// of 40 bits is not to be guessed at the speed that the limit of guesses allows.
func (g *tokenSigner) decode(typed string) (t token, text string, ok bool) {
	if text, ok = parseToken(typed); !ok {
		return token{}, "", false
	}
	b, err := tokenEncoding.DecodeString(text)
	if err != nil {
		return token{}, "", false
	}
	bits := binary.BigEndian.Uint64(append(make([]byte, 3, 8), b[:5]...))
	t = token{key: uint8(bits >> 35), batch: int32(bits >> 15 & mostBatch), number: int16(bits & (mostTokens - 1))}
	return t, text, hmac.Equal(b[5:], g[t.key](b[:5])[:5])
}

// parseToken returns what looks like a token, as it is printed without hyphens.
func parseToken(typed string) (string, bool) {
	if len(typed) > mostTyped {
		return "", false
	}
	text := patient.Code(typed)
	return text, len(text) == tokenLength && strings.Trim(text, alphabet) == ""
}

// LooksLikeToken tells a token that somebody typed from a badge's code.
func LooksLikeToken(typed string) bool {
	_, ok := parseToken(typed)
	return ok
}

// grouped writes a token in four groups, to be read and typed.
func grouped(text string) string {
	return text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
}
