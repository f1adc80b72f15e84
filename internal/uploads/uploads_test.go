package uploads_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardstar/wardstar/internal/database/dbtest"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/uploads"
)

const pdf = "%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"

func picture(t *testing.T, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMedia(t *testing.T) {
	jpg := picture(t, func(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) })
	pic := picture(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	large := append([]byte(pdf), make([]byte, uploads.MaxBytes)...)
	for _, test := range []struct {
		what    string
		content []byte
		media   string
		kind    fault.Kind
	}{
		{"a PDF", []byte(pdf), "application/pdf", ""},
		{"a photograph", jpg, "image/jpeg", ""},
		{"a screenshot", pic, "image/png", ""},
		{"a photograph with a phone's remarks behind it", append(bytes.Clone(jpg), "Samsung"...), "image/jpeg", ""},
		{"half a PDF", []byte(pdf[:20]), "", fault.Invalid},
		{"half a photograph", jpg[:len(jpg)/2], "", fault.Invalid},
		{"half a screenshot", pic[:len(pic)-8], "", fault.Invalid},
		{"a page that says it is a PDF", []byte("<html>%PDF-1.7 %%EOF</html>"), "", fault.Invalid},
		{"a drawing that can hold scripts", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "", fault.Invalid},
		{"a program", []byte("MZ\x90\x00"), "", fault.Invalid},
		{"nothing", nil, "", fault.Invalid},
		{"a byte too much", large[:uploads.MaxBytes+1], "", fault.TooLarge},
	} {
		media, err := uploads.Media(test.content)
		kind := fault.Kind("")
		if err != nil {
			kind = fault.As(err).Kind
		}
		if media != test.media || kind != test.kind {
			t.Errorf("%s: %q, %v", test.what, media, err)
		}
	}
}

func TestFilesAreSealedInTheirRow(t *testing.T) {
	t.Parallel()
	db := dbtest.New(t)
	keys, err := secrets.Open(filepath.Join(t.TempDir(), "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 10, 31, 4, 0, 0, 0, time.UTC)
	store := func(content string) uploads.File {
		f, err := uploads.Store(t.Context(), db, keys, 0, at, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first, second := store(pdf), store(strings.Replace(pdf, "1.7", "1.4", 1))
	f, content, err := uploads.Open(t.Context(), db, keys, first.ID)
	if err != nil || string(content) != pdf || f.ID != first.ID || f.Media != "application/pdf" || f.Bytes != len(pdf) || !f.UploadedAt.Equal(at) {
		t.Errorf("opened: %+v %q, %v", f, content, err)
	}
	var plain int
	if err := db.Get(&plain, `SELECT count(*) FROM uploads WHERE position('endobj'::bytea IN sealed) > 0`); err != nil || plain != 0 {
		t.Errorf("%d files show through, %v", plain, err)
	}
	for content, same := range map[string]bool{pdf: true, pdf + " ": false} {
		if holds, err := uploads.Holds(t.Context(), db, keys, first.ID, []byte(content)); err != nil || holds != same {
			t.Errorf("holds %q: %v, %v", content, holds, err)
		}
	}
	if _, err := db.Exec(`UPDATE uploads SET sealed = '' WHERE id = $1`, first.ID); err == nil {
		t.Error("the server can change a file")
	}
	tx := db.MustBegin()
	defer tx.Rollback()
	tx.MustExec(`SET LOCAL ROLE NONE`)
	tx.MustExec(`UPDATE uploads SET sealed = (SELECT sealed FROM uploads WHERE id = $2) WHERE id = $1`, first.ID, second.ID)
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := uploads.Open(t.Context(), db, keys, first.ID); err == nil {
		t.Error("a file that was put in another's place opens")
	}
	if _, _, err := uploads.Open(t.Context(), db, keys, "00000000-0000-0000-0000-000000000000"); !fault.Is(err, fault.NotFound) {
		t.Errorf("none: %v", err)
	}
}
