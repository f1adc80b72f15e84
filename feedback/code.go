package feedback

import (
	"crypto/rand"
	"strings"

	"github.com/wardstar/wardstar/frontend/patient"
)

// alphabet is Crockford's base 32: no I, L, O or U, so that a code can be read
// aloud and typed by somebody without their glasses.
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 8 // 40 bits: not to be guessed at the speed the rate limit allows

// newCode returns a code by chance.
func newCode() string {
	b := make([]byte, codeLength)
	rand.Read(b)
	for i := range b {
		b[i] = alphabet[b[i]%32]
	}
	return string(b)
}

// mostTyped is more bytes than a code has in any spelling.
const mostTyped = 200

// ParseCode returns the code that somebody typed or scanned, in any of the
// spellings that [patient.Code] knows.
func ParseCode(typed string) (string, bool) {
	if len(typed) > mostTyped {
		return "", false
	}
	code := patient.Code(typed)
	if len(code) != codeLength || strings.Trim(code, alphabet) != "" {
		return "", false
	}
	return code, true
}
