package periods

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"sync"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/evaluation"
)

// frozen remembers parameter files that have been read and checked: a large
// hospital's has a megabyte, is asked for by everybody on the same day, and
// never changes.
type frozen struct {
	mu   sync.Mutex
	read map[frozenKey]*evaluation.Parameters
}

type frozenKey struct {
	computation int64
	component   string
}

// remembered is how many files are kept: two for each of the last months.
const remembered = 8

// parameters returns a parameter file, and refuses one that was changed.
// Callers must not change what it returns.
func (f *frozen) parameters(ctx context.Context, q sqlx.ExtContext, key frozenKey) (*evaluation.Parameters, error) {
	f.mu.Lock()
	p, ok := f.read[key]
	f.mu.Unlock()
	if ok {
		return p, nil
	}
	read, err := readFile(ctx, q, key)
	if err != nil {
		return nil, err
	}
	f.keep(key, &read.parameters)
	return &read.parameters, nil
}

// readFile reads a parameter file from the database and checks both hashes:
// that in the file and that beside it.
func readFile(ctx context.Context, q sqlx.ExtContext, key frozenKey) (file, error) {
	var stored struct {
		Body string `db:"body"`
		Sum  []byte `db:"sha256"`
	}
	err := sqlx.GetContext(ctx, q, &stored, `
		SELECT body, sha256 FROM parameters WHERE computation_id = $1 AND component = $2`, key.computation, key.component)
	if err != nil {
		return file{}, fmt.Errorf("parameters of %s: %w", key.component, err)
	}
	body := []byte(stored.Body)
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], stored.Sum) {
		return file{}, fmt.Errorf("parameters of %s: the parameter file was changed: its hash is %x, not %x", key.component, sum, stored.Sum)
	}
	read, err := evaluation.DecodeParameters(body)
	if err != nil {
		return file{}, fmt.Errorf("parameters of %s: %w", key.component, err)
	}
	return file{key.component, read, body}, nil
}

// readFiles reads the parameter files of a computation.
func readFiles(ctx context.Context, q sqlx.ExtContext, computation int64) (files []file, err error) {
	for _, m := range models() {
		f, err := readFile(ctx, q, frozenKey{computation, m.spec.Code})
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}

// files are the parameter files of a computation, without their bodies.
func (f *frozen) files(ctx context.Context, q sqlx.ExtContext, computation int64) (files []file, err error) {
	for _, m := range models() {
		p, err := f.parameters(ctx, q, frozenKey{computation, m.spec.Code})
		if err != nil {
			return nil, err
		}
		files = append(files, file{component: m.spec.Code, parameters: *p})
	}
	return files, nil
}

func (f *frozen) keep(key frozenKey, p *evaluation.Parameters) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.read == nil || len(f.read) >= remembered {
		f.read = map[frozenKey]*evaluation.Parameters{}
	}
	f.read[key] = p
}
