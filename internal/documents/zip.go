package documents

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"

	"github.com/xuri/excelize/v2"
)

// orderedZip is an archive with its entries in the order of their names and
// without times. excelize adds the sheets in the order of a map.
type orderedZip struct {
	w       io.Writer
	entries map[string]*bytes.Buffer
}

func newOrderedZip(w io.Writer) excelize.ZipWriter {
	return &orderedZip{w: w, entries: map[string]*bytes.Buffer{}}
}

// Create begins an entry.
func (z *orderedZip) Create(name string) (io.Writer, error) {
	b := &bytes.Buffer{}
	z.entries[name] = b
	return b, nil
}

// AddFS is part of the interface; workbooks don't use it.
func (z *orderedZip) AddFS(fs.FS) error { return errors.New("documents: a workbook holds no folder") }

// Close writes the entries. [Content_Types].xml comes first by its name, as
// programs that recognise a file by its first bytes expect.
func (z *orderedZip) Close() error {
	zw := zip.NewWriter(z.w)
	for _, name := range slices.Sorted(maps.Keys(z.entries)) {
		w, err := zw.Create(name)
		if err != nil {
			return err
		}
		if _, err := z.entries[name].WriteTo(w); err != nil {
			return err
		}
	}
	return zw.Close()
}
