package documents

import "github.com/xuri/excelize/v2"

// looks are the styles of a workbook, by excelize's numbers.
type looks struct {
	heading int
	of      map[Format]int
}

// newLooks adds the styles to f, always in the same order.
func newLooks(f *excelize.File) (looks, error) {
	heading, err := f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"0A5A50"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	if err != nil {
		return looks{}, err
	}
	all := looks{heading: heading, of: map[Format]int{}}
	for format, code := range []string{
		Text:    "@",
		Integer: "#,##0",
		Points:  "0.0",
		Share:   "0%",
		Date:    "yyyy-mm-dd",
		Instant: "yyyy-mm-dd hh:mm",
	} {
		id, err := f.NewStyle(&excelize.Style{
			CustomNumFmt: &code,
			Alignment:    &excelize.Alignment{Vertical: "top"},
		})
		if err != nil {
			return looks{}, err
		}
		all.of[Format(format)] = id
	}
	return all, nil
}
