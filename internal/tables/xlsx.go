package tables

import (
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/wardstar/wardstar/internal/fault"
)

// A workbook is compressed: 64 MB can hold terabytes. What is above the second
// limit is unpacked to a file instead of memory.
const (
	maxUnzipped = 1 << 30
	maxInMemory = 32 << 20
)

func openXLSX(r io.ReaderAt, size int64) (*Table, error) {
	return &Table{readings: []reading{{"XLSX", func() (source, error) {
		return newXLSX(io.NewSectionReader(r, 0, size))
	}}}}, nil
}

// xlsxSource reads the first sheet twice side by side, as its numbers are and as
// they are shown: only together do they tell 0123 and a date from 123 and 46326.
type xlsxSource struct {
	file       *excelize.File
	raw, shown *excelize.Rows
	number     int
}

func newXLSX(r io.Reader) (source, error) {
	f, err := excelize.OpenReader(r, excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory})
	if err != nil {
		return nil, notAWorkbook(err)
	}
	s := &xlsxSource{file: f}
	if err := s.begin(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

func notAWorkbook(err error) error {
	if strings.Contains(err.Error(), "unzip size exceeds") {
		return fault.Errorf(fault.TooLarge, "the workbook is larger than %d MB when unpacked", maxUnzipped>>20)
	}
	return fault.Errorf(fault.Invalid, "the file is not a workbook (.xlsx) that can be read; open it in a spreadsheet program and save it again")
}

func (s *xlsxSource) begin() (err error) {
	sheets := s.file.GetSheetList()
	if len(sheets) == 0 {
		return fault.Errorf(fault.Invalid, "the workbook has no sheet")
	}
	if p, err := s.file.GetWorkbookProps(); err == nil && p.Date1904 != nil && *p.Date1904 {
		return fault.Errorf(fault.Invalid, "the workbook counts days from 1904, so its dates would be four years off; save it as .csv, or with days from 1900")
	}
	if s.raw, err = s.file.Rows(sheets[0]); err != nil {
		return notAWorkbook(err)
	}
	if s.shown, err = s.file.Rows(sheets[0]); err != nil {
		return notAWorkbook(err)
	}
	return nil
}

func (s *xlsxSource) next() ([]string, int, error) {
	for {
		if !s.raw.Next() || !s.shown.Next() {
			if err := errors.Join(s.raw.Error(), s.shown.Error()); err != nil {
				return nil, 0, notAWorkbook(err)
			}
			return nil, 0, io.EOF
		}
		s.number++
		raw, err := s.raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, 0, notAWorkbook(err)
		}
		shown, err := s.shown.Columns()
		if err != nil {
			return nil, 0, notAWorkbook(err)
		}
		if len(raw) == 0 {
			continue
		}
		for i := range raw {
			if i < len(shown) {
				raw[i] = value(raw[i], shown[i])
			}
		}
		return raw, s.number, nil
	}
}

// value returns what a cell says: a text or a plain number as it is, a number that
// is shown in another way as the number (0.8 for 80 %, 46326 for a day), but for
// leading zeros, which belong to an employee's number, and for true and false.
func value(raw, shown string) string {
	if raw == shown {
		return raw
	}
	x, err := strconv.ParseFloat(raw, 64)
	switch {
	case err != nil || math.IsInf(x, 0) || math.IsNaN(x) || shown == "TRUE" || shown == "FALSE":
		return shown
	case len(shown) > 1 && shown[0] == '0' && strings.Trim(shown, "0123456789") == "" && strings.TrimLeft(shown, "0") == strings.TrimLeft(raw, "0"):
		return shown
	case math.Abs(x) < 1e15:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return raw
}

func (s *xlsxSource) close() error {
	var errs []error
	for _, rows := range []*excelize.Rows{s.raw, s.shown} {
		if rows != nil {
			errs = append(errs, rows.Close())
		}
	}
	return errors.Join(append(errs, s.file.Close())...)
}
