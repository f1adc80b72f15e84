package feedback

import (
	"crypto/rand"
	"strings"
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

// ParseCode returns the code that somebody typed or scanned: in small letters,
// with spaces and dashes, with I or L for 1 and O for 0.
func ParseCode(typed string) (string, bool) {
	if len(typed) > 4*codeLength {
		return "", false
	}
	b := make([]byte, 0, codeLength)
	for _, r := range strings.ToUpper(typed) {
		switch r = narrow(r); r {
		case ' ', '-', '\u00a0', '\u3000', '–':
			continue
		case 'I', 'L':
			r = '1'
		case 'O':
			r = '0'
		}
		if r >= 0x80 || strings.IndexByte(alphabet, byte(r)) < 0 || len(b) == codeLength {
			return "", false
		}
		b = append(b, byte(r))
	}
	return string(b), len(b) == codeLength
}

// narrow returns the ASCII character for its full-width form, which Chinese
// and Korean keyboards write.
func narrow(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}
