package tables_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/tables"
)

func TestXLSX(t *testing.T) {
	t.Parallel()
	style := func(f *excelize.File, at, code string) {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", at, at, id); err != nil {
			t.Fatal(err)
		}
	}
	b := workbook(t, map[string]any{
		"A1": "工号", "B1": "姓名", "C1": "入职日期",
		"A2": 123, "B2": "王芳", "C2": time.Date(2024, 3, 1, 0, 0, 0, 0, time.UTC),
		"A4": "00123", "B4": " 李娜 ", "C4": "2024/3/1",
		"A5": 123, "B5": 0.8, "C5": 1234567,
		"A6": 123456789012, "B6": true, "C6": "",
	}, func(f *excelize.File) {
		style(f, "A5", "000000")
		style(f, "B5", "0%")
		style(f, "C5", "#,##0")
		style(f, "C2", "m/d/yy")
		if _, err := f.NewSheet("another"); err != nil {
			t.Fatal(err)
		}
	})
	got, err := read(b)
	want := []string{"2: 123|王芳|45352", "4: 00123|李娜|2024/3/1", "5: 000123|0.8|1234567", "6: 123456789012|TRUE|"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if day, err := tables.Date("45352"); err != nil || day != "2024-03-01" {
		t.Errorf("the day it holds: %s, %v", day, err)
	}
}

func TestXLSXSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	merged := workbook(t, map[string]any{"A1": "员工花名册", "A2": "工号", "B2": "姓名", "A3": "A1", "B3": "王芳"}, func(f *excelize.File) {
		if err := f.MergeCell("Sheet1", "A1", "B1"); err != nil {
			t.Fatal(err)
		}
	})
	old := workbook(t, map[string]any{"A1": "工号", "B1": "姓名"}, func(f *excelize.File) {
		yes := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}); err != nil {
			t.Fatal(err)
		}
	})
	for _, test := range []struct {
		what string
		file []byte
		want string
		kind fault.Kind
	}{
		{"a title above the header", merged, "named in row 2 only: delete the 1 rows above", fault.Invalid},
		{"days from 1904", old, "counts days from 1904", fault.Invalid},
		{"an empty sheet", workbook(t, nil, nil), "the table is empty", fault.Invalid},
		{"a note beside the table", workbook(t, map[string]any{"A1": "工号", "B1": "姓名", "A2": "A1", "B2": "王芳", "Z2": "?"}, nil),
			`row 2: "?" stands in column Z`, fault.Invalid},
		{"cut in the middle", merged[:len(merged)/2], "not a workbook", fault.Invalid},
		{"a bomb", bomb(t), "larger than 1024 MB when unpacked", fault.TooLarge},
	} {
		_, err := read(test.file)
		if !fault.Is(err, test.kind) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.what, err, test.want)
		}
	}
}

// bomb is a small archive that says it holds a very large sheet.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if _, err := z.CreateRaw(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate, UncompressedSize64: 2 << 30}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
