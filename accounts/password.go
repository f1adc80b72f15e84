package accounts

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"github.com/wardstar/wardstar/internal/fault"
)

// oneTime is how long a one-time password is good for: over a weekend, but not for
// whoever finds the note on which it was handed over.
const oneTime = 72 * time.Hour

// The shortest and the longest password a person may choose, in characters; a
// hospital may set a longer minimum.
const (
	minPassword = 10
	maxPassword = 200
)

// hashing costs about 70 ms of one core in 2026, which a person does not notice
// and a thief of the table does. Little memory, more passes: the program shares
// its machine with the database.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 4, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashers bounds how many passwords are hashed at once, and with it the memory
// and the cores that a flood of sign-ins can take.
var hashers = make(chan struct{}, max(1, runtime.NumCPU()/2))

// HashPassword returns what is stored of a password. It is slow on purpose.
func HashPassword(password string) (string, error) {
	hash, err := argon2id.CreateHash(password, hashing)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// nobody is the hash that is compared for a name that has no account, so that
// it takes as long as any other.
var nobody = sync.OnceValues(func() (string, error) { return HashPassword(rand.Text()) })

// verify reports whether hash is of password. An empty hash is nobody's: that
// takes as long and is false.
func verify(ctx context.Context, hash, password string) (bool, error) {
	real := hash != "" && utf8.RuneCountInString(password) <= maxPassword
	if !real {
		var err error
		if hash, err = nobody(); err != nil {
			return false, err
		}
		password = "" // a megabyte would take longer
	}
	same, err := slowly(ctx, func() (bool, error) { return argon2id.ComparePasswordAndHash(password, hash) })
	if err != nil {
		return false, fmt.Errorf("verify password: %w", err)
	}
	return same && real, nil
}

func hash(ctx context.Context, password string) (string, error) {
	return slowly(ctx, func() (string, error) { return HashPassword(password) })
}

// slowly runs fn when one of the hashers is free.
func slowly[T any](ctx context.Context, fn func() (T, error)) (zero T, err error) {
	select {
	case hashers <- struct{}{}:
		defer func() { <-hashers }()
		return fn()
	case <-ctx.Done():
		return zero, ctx.Err()
	}
}

// oneTimePassword returns a password of 80 random bits that can be read out.
func oneTimePassword() string {
	p := strings.ToLower(rand.Text())
	return p[:4] + "-" + p[4:8] + "-" + p[8:12] + "-" + p[12:16]
}

// checkNew refuses passwords that are too easily guessed.
func (s *Service) checkNew(ctx context.Context, account, old, password string) error {
	chosen, err := ReadSettings(ctx, s.DB)
	if err != nil {
		return err
	}
	n := utf8.RuneCountInString(password)
	switch {
	case n < chosen.PasswordMinLength:
		return fault.Field("newPassword", "at least %d characters", chosen.PasswordMinLength)
	case n > maxPassword:
		return fault.Field("newPassword", "at most %d characters", maxPassword)
	case strings.EqualFold(strings.TrimSpace(password), account):
		return fault.Field("newPassword", "not the name of the account")
	case password == old:
		return fault.Field("newPassword", "not the password you have now")
	}
	return nil
}
