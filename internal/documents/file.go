package documents

import (
	"bytes"

	"github.com/wardstar/wardstar/internal/fault"
)

// The formats of files with tables.
const (
	CSV  = "csv"
	XLSX = "xlsx"
)

// File is a file to hand over.
type File struct {
	Name    string // with its extension
	Media   string // its media type
	Content []byte
}

// NewFile returns sheets as a file with that name and the extension of its format:
// CSV has the first of them only. "" stands for XLSX; any other format is fault.Invalid.
func NewFile(name, format string, p Properties, sheets ...Sheet) (f File, err error) {
	var b bytes.Buffer
	switch format {
	case CSV:
		f.Name, f.Media = name+".csv", "text/csv; charset=utf-8"
		err = WriteCSV(&b, sheets[0])
	case XLSX, "":
		f.Name, f.Media = name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = WriteXLSX(&b, p, sheets...)
	default:
		return File{}, fault.Field("format", "neither csv nor xlsx")
	}
	f.Content = b.Bytes()
	return f, err
}
