package documents

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes a workbook with the sheets in their order. Rows are
// streamed: in memory is their compact text, never a structure per cell.
func WriteXLSX(w io.Writer, p Properties, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	f.SetZipWriter(newOrderedZip)
	created := p.Created.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{
		Creator: "Wardstar", LastModifiedBy: "Wardstar", Title: p.Title, Created: created, Modified: created,
	}); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	looks, err := newLooks(f)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for i, s := range sheets {
		if err := addSheet(f, i, s, looks); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Name, err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func addSheet(f *excelize.File, index int, s Sheet, looks looks) error {
	if err := nameSheet(f, index, s.Name); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(s.Name)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{
		Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
	}); err != nil {
		return err
	}
	headings := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		if err := sw.SetColWidth(i+1, i+1, c.width()); err != nil {
			return err
		}
		headings[i] = excelize.Cell{StyleID: looks.heading, Value: c.Heading}
	}
	if err := sw.SetRow("A1", headings, excelize.RowOpts{Height: 30}); err != nil {
		return err
	}
	for n, row := range s.Rows {
		if err := addRow(sw, n+2, s.Columns, row, looks); err != nil {
			return fmt.Errorf("row %d: %w", n+1, err)
		}
	}
	return sw.Flush()
}

// nameSheet makes room for a sheet; a new workbook comes with one.
func nameSheet(f *excelize.File, index int, name string) error {
	if index == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

func addRow(sw *excelize.StreamWriter, number int, columns []Column, row []any, looks looks) error {
	cells := make([]any, len(row))
	for i, v := range row {
		value, err := cellValue(v)
		if err != nil {
			return err
		}
		cells[i] = excelize.Cell{StyleID: looks.of[columns[i].Format], Value: value}
	}
	at, err := excelize.CoordinatesToCellName(1, number)
	if err != nil {
		return err
	}
	return sw.SetRow(at, cells)
}

// cellValue turns a value into what the sheet stores. A text is stored as a
// text, which is never calculated; it needs no apostrophe as in CSV.
func cellValue(v any) (any, error) {
	switch v := v.(type) {
	case nil, string, int, int64, bool:
		return v, nil
	case Fixed:
		return float64(v) / 10000, nil
	case Day:
		t, err := time.Parse(time.DateOnly, string(v))
		if err != nil {
			return nil, fmt.Errorf("%q is not a day", string(v))
		}
		return t, nil
	case time.Time:
		// A sheet knows no time zones: it gets what the clock on the wall shows.
		return time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), 0, 0, time.UTC), nil
	}
	return nil, fmt.Errorf("a cell cannot hold a %T", v)
}

func (c Column) width() float64 {
	switch {
	case c.Width > 0:
		return float64(c.Width)
	case c.Format == Text:
		return 24
	case c.Format == Instant:
		return 17
	}
	return 12
}
