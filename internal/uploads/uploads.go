// Package uploads keeps files that people hand in as evidence: PDF, JPEG and PNG,
// told apart by what is in them and not by what they are called. In the database
// they are encrypted, each under its own id, so that none can be put in another's
// place.
package uploads

import (
	"bytes"
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
)

// MaxBytes is how large a file may be.
const MaxBytes = 10 << 20

// File is what is known of a file without opening it.
type File struct {
	ID         string    `json:"id"         db:"id"`
	Media      string    `json:"media"      db:"media"` // application/pdf, image/jpeg or image/png
	Bytes      int       `json:"bytes"      db:"bytes"`
	UploadedAt time.Time `json:"uploadedAt" db:"uploaded_at"`
}

// Store checks a file, encrypts it and stores it, as uploaded by an account at a
// time. Account 0 is the program itself. What is not of a known type, or too
// large, is a fault in words.
func Store(ctx context.Context, tx sqlx.ExtContext, keys *secrets.Keys, accountID int64, at time.Time, content []byte) (File, error) {
	media, err := Media(content)
	if err != nil {
		return File{}, err
	}
	id := uuid.New()
	sealed, err := keys.Encrypt(content, id[:])
	if err != nil {
		return File{}, err
	}
	f := File{ID: id.String(), Media: media, Bytes: len(content), UploadedAt: at}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO uploads (id, media, bytes, digest, sealed, uploaded_by, uploaded_at)
		VALUES ($1, $2, $3, $4, $5, nullif($6::bigint, 0), $7)`,
		f.ID, f.Media, f.Bytes, digest(keys, content), sealed, accountID, at); err != nil {
		return File{}, fmt.Errorf("store upload: %w", err)
	}
	return f, nil
}

// digest tells files apart to whoever has the keys, and nobody else: a plain hash
// would tell who stole the database whether it holds a file that they know.
func digest(keys *secrets.Keys, content []byte) []byte { return keys.MAC("uploaded file")(content) }

// Holds reports whether a stored file is the same as content.
func Holds(ctx context.Context, q sqlx.QueryerContext, keys *secrets.Keys, id string, content []byte) (bool, error) {
	var stored []byte
	if err := sqlx.GetContext(ctx, q, &stored, `SELECT digest FROM uploads WHERE id = $1`, id); err != nil {
		return false, fmt.Errorf("digest of upload %s: %w", id, err)
	}
	return hmac.Equal(stored, digest(keys, content)), nil
}

// Open decrypts a stored file. Who may see it, and noting that they did, is the
// caller's part.
func Open(ctx context.Context, q sqlx.QueryerContext, keys *secrets.Keys, id string) (f File, content []byte, err error) {
	var row struct {
		File
		Sealed []byte `db:"sealed"`
	}
	err = sqlx.GetContext(ctx, q, &row, `SELECT id, media, bytes, uploaded_at, sealed FROM uploads WHERE id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil, fault.Errorf(fault.NotFound, "there is no such file")
	}
	if err != nil {
		return f, nil, fmt.Errorf("read upload %s: %w", id, err)
	}
	own, err := uuid.Parse(row.ID)
	if err != nil {
		return f, nil, fmt.Errorf("upload %s: %w", id, err)
	}
	if content, err = keys.Decrypt(row.Sealed, own[:]); err != nil {
		return f, nil, fmt.Errorf("upload %s: %w", id, err)
	}
	return row.File, content, nil
}

// trailer returns the last bytes of content, where formats mark their end.
func trailer(content []byte) []byte { return content[max(0, len(content)-2048):] }

// Media returns the type of a file by its content, or why it is not taken.
func Media(content []byte) (string, error) {
	if len(content) > MaxBytes {
		return "", fault.Errorf(fault.TooLarge, "the file is larger than %d MB", MaxBytes>>20)
	}
	for _, f := range formats {
		if !bytes.HasPrefix(content, []byte(f.begins)) {
			continue
		}
		if !f.whole(content) {
			return "", fault.Errorf(fault.Invalid, "the file begins like %s, but it is damaged or cut short", f.name)
		}
		return f.media, nil
	}
	return "", fault.Errorf(fault.Invalid, "the file is neither PDF nor JPEG nor PNG")
}
