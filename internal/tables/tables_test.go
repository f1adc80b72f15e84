package tables_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/tables"
)

var columns = []tables.Column{
	{Key: "number", Names: []string{"工号", "员工编号", "員工編號", "사번", "employee number"}, Required: true},
	{Key: "name", Names: []string{"姓名", "성명", "name"}, Required: true},
	{Key: "hired", Names: []string{"入职日期", "到職日期", "입사일", "hired on"}},
	{Names: []string{"备注", "note"}},
}

// read reads a whole table as "number: employee number|name|hired".
func read(b []byte) (rows []string, err error) {
	t, err := tables.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if err := t.Match(columns); err != nil {
		return nil, err
	}
	for {
		row, err := t.Next()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, letter(row.Number)+": "+row.Text("number")+"|"+row.Text("name")+"|"+row.Text("hired"))
	}
}

func letter(n int) string { return string(rune('0' + n)) }

func encode(t *testing.T, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(b)
}

func TestCSV(t *testing.T) {
	t.Parallel()
	chinese, taiwan, korea := "工号,姓名\r\nA1,王芳\r\n", "員工編號,姓名\r\nA1,陳怡君\r\n", "사번,성명\r\nA1,김민준\r\n"
	many := strings.Repeat("A1,王晓芳\n", 3) // enough letters to tell by
	for _, test := range []struct {
		what string
		file []byte
		want []string
	}{
		{"UTF-8", []byte(chinese), []string{"2: A1|王芳|"}},
		{"UTF-8 with its mark", []byte("\uFEFF" + chinese), []string{"2: A1|王芳|"}},
		{"GB18030", encode(t, simplifiedchinese.GB18030, chinese), []string{"2: A1|王芳|"}},
		{"GB18030, a rare character of four bytes", encode(t, simplifiedchinese.GB18030, "工号,姓名\nA1,𠮷㐂\n"), []string{"2: A1|𠮷㐂|"}},
		{"GB18030 under an English header", encode(t, simplifiedchinese.GB18030, "employee number,name\n"+many), []string{"2: A1|王晓芳|", "3: A1|王晓芳|", "4: A1|王晓芳|"}},
		{"EUC-KR", encode(t, korean.EUCKR, korea), []string{"2: A1|김민준|"}},
		{"EUC-KR under an English header", encode(t, korean.EUCKR, "employee number,name\nA1,김민준\nA2,이서연\n"), []string{"2: A1|김민준|", "3: A2|이서연|"}},
		{"EUC-KR as Windows extends it", encode(t, korean.EUCKR, "사번,성명\nA1,똠방각\n"), []string{"2: A1|똠방각|"}},
		{"Big5", encode(t, traditionalchinese.Big5, taiwan), []string{"2: A1|陳怡君|"}},
		{"Big5 under an English header", encode(t, traditionalchinese.Big5, "employee number,name\nA1,陳怡君護理師\nA2,黃淑芬藥劑師\n"), []string{"2: A1|陳怡君護理師|", "3: A2|黃淑芬藥劑師|"}},
		{"UTF-16, as Excel's Unicode text", encode(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), strings.ReplaceAll(chinese, ",", "\t")), []string{"2: A1|王芳|"}},
		{"semicolons", []byte("工号;姓名\nA1;Wang, Fang\n"), []string{"2: A1|Wang, Fang|"}},
		{"tabs", []byte("工号\t姓名\nA1\t王芳\n"), []string{"2: A1|王芳|"}},
		{"blank rows count, a cell of two lines is one row", []byte("工号,姓名\n\nA1,\"王\n芳\"\n,,\n\nA2,李娜\n"), []string{"3: A1|王\n芳|", "6: A2|李娜|"}},
		{"a short row", []byte("工号,姓名,入职日期\nA1\n"), []string{"2: A1||"}},
		{"headers in brackets, wide, starred, in two languages", []byte("＊工號/工号（必填）,NAME\u3000*,Hired on (YYYY-MM-DD)\nA1,王芳,2024-01-01\n"), nil},
		{"a column that is known and passed over", []byte("工号,备注,姓名\nA1,secret,王芳\n"), []string{"2: A1|王芳|"}},
		{"a column without a header that is empty", []byte("工号,姓名,\nA1,王芳,\n"), []string{"2: A1|王芳|"}},
		{"invisible spaces, a letter and its accent", []byte("工号,姓名\n\u200B A1\u3000,Jose\u0301\x07\n"), []string{"2: A1|José|"}},
		{"the apostrophe that makes a formula a text", []byte("工号,姓名\n'=1,''=1\n'A,'\n"), []string{"2: =1|'=1|", "3: 'A|'|"}},
	} {
		got, err := read(test.file)
		if test.want == nil { // 工號 is not among the names
			if err == nil || !strings.Contains(err.Error(), "工號") {
				t.Errorf("%s: %v", test.what, err)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.what, err, diff)
		}
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"工号,姓名":                                "",
		"＊工号（必填）,NAME\u3000*":                  "",
		"员工编号/Employee No. Employee number,姓名": "unknown columns: 员工编号/Employee No. Employee number (A)",
		"员工编号/Employee number,\"姓名\nName\"":    "",
		"员工编号/姓名,姓名":                           "unknown columns: 员工编号/姓名 (A)",
		"employee_number,Name":                 "",
		"[工号],姓名":                              "",
		"工号":                                   "missing columns: 姓名",
		"工号,姓名,工资":                             "unknown columns: 工资 (C)",
		"工号,姓名,员工编号":                           "columns that are there twice: 工号 and 员工编号 (A and C)",
		"姓,名":                                  "missing columns: 工号, 姓名; unknown columns: 姓 (A), 名 (B)",
		"2026年员工花名册,\n,\n工号,姓名":                `row 1 says "2026年员工花名册", and the columns are named in row 3 only: delete the 2 rows above`,
		"\n工号,姓名":                              "row 1 is blank",
		strings.Repeat("工号,", 201) + "x":       "more than 200 columns",
	} {
		_, err := read([]byte(header + "\nA1,王芳\n"))
		if (want == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", header, err, want)
		}
	}
}

func TestWhatIsNoTable(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		what, file, want string
		kind             fault.Kind
	}{
		{"nothing", "", "the file is empty", fault.Invalid},
		{"a mark alone", "\uFEFF", "the table is empty", fault.Invalid},
		{"an old workbook", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ".xls", fault.Invalid},
		{"a ZIP of something else", "PK\x03\x04 and so on", "not a workbook", fault.Invalid},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", "neither a workbook", fault.Invalid},
		{"a PDF", "%PDF-1.7", "PDF", fault.Invalid},
		{"a page that calls itself a workbook", "\uFEFF\n<html><table>", "a web page", fault.Invalid},
		{"a quotation mark left open", "工号,姓名\nA1,\"王芳\nA2,李娜\n", "row 2: a quotation mark is opened", fault.Invalid},
		{"a quotation mark in the middle", "工号,姓名\n\nA1,王\"芳\n", "row 3: a quotation mark in the middle", fault.Invalid},
		{"a cell too many", "工号,姓名\nA1,Wang, Fang\n", `row 2: "Fang" stands in column C, which has no header`, fault.Invalid},
		{"a cell too long", "工号,姓名\nA1," + strings.Repeat("王", 32768) + "\n", "row 2, 姓名: longer than 32767", fault.Invalid},
		{"a line without an end", strings.Repeat("x", 300<<10), "longer than 256 KB", fault.Invalid},
		{"another encoding half-way", "工号,姓名\nA1,\xB9\xA4\n", "row 2, column B: this is not UTF-8", fault.Invalid},
		{"bytes of no encoding", "\xB9\xA4\xBA\xC5,\xD0\xD5\xC3\xFB\nA1,\xB9\xA4\xFF\xFF\n", "row 2, column B: this is not GB18030", fault.Invalid},
		{"too many rows", "工号,姓名\n" + strings.Repeat("\n", 1_000_000) + "A1,王芳\n", "more than 1000000 rows", fault.TooLarge},
	} {
		_, err := read([]byte(test.file))
		if !fault.Is(err, test.kind) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.what, err, test.want)
		}
	}
	if _, err := tables.Open(bytes.NewReader(nil), tables.MaxSize+1); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a file too large: %v", err)
	}
}

// workbook makes one of cells, given by their places.
func workbook(t *testing.T, cells map[string]any, change func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range cells {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
