package evaluation

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// parameterFile is the file: the parameters and the hash of exactly those bytes.
type parameterFile struct {
	SHA256     string          `json:"sha256"`
	Parameters json.RawMessage `json:"parameters"`
}

// Encode writes the parameter file. The same parameters give the same bytes.
func (p Parameters) Encode() ([]byte, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("encode parameters: %w", err)
	}
	return json.Marshal(parameterFile{SHA256: hashOf(body), Parameters: body})
}

// Hash returns the SHA-256 of the parameters, in hexadecimal, as it stands in the file.
func (p Parameters) Hash() (string, error) {
	body, err := json.Marshal(p)
	if err != nil {
		return "", fmt.Errorf("hash parameters: %w", err)
	}
	return hashOf(body), nil
}

// DecodeParameters reads a parameter file, also one that was re-indented or whose keys
// were reordered by a database, and refuses one that was changed or belongs to another
// arithmetic.
func DecodeParameters(file []byte) (Parameters, error) {
	var f parameterFile
	if err := json.Unmarshal(file, &f); err != nil {
		return Parameters{}, fmt.Errorf("read parameter file: %w", err)
	}
	var p Parameters
	d := json.NewDecoder(bytes.NewReader(f.Parameters))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Parameters{}, fmt.Errorf("read parameter file: %w", err)
	}
	if p.Algorithm != Algorithm {
		return Parameters{}, fmt.Errorf("the parameter file is for %q, this release computes %q", p.Algorithm, Algorithm)
	}
	hash, err := p.Hash()
	if err != nil {
		return Parameters{}, err
	}
	if hash != f.SHA256 {
		return Parameters{}, fmt.Errorf("the parameter file was changed: its hash is %s, not %s", hash, f.SHA256)
	}
	return p, nil
}

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
