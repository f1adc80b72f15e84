package people_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/wardstar/wardstar/people"
)

// TestRosterLanguages: the same person is hired from files as they are kept in four
// languages and written in six encodings.
func TestRosterLanguages(t *testing.T) {
	h := newHospital(t)
	none := encoding.Nop
	for _, test := range []struct {
		what, header string
		how          encoding.Encoding
	}{
		{"Simplified Chinese, GB18030", "工号,姓名,科室,岗位,入职日期", simplifiedchinese.GB18030},
		{"its other words", "员工编号,员工姓名,所属部门,职位名称,入职时间", none},
		{"and more of them, with marks", "*职工号（必填）,*姓 名,部门名称,职务,入院日期（YYYY-MM-DD）", unicode.UTF8BOM},
		{"Traditional Chinese, Big5", "員工編號,姓名,部門,職稱,到職日期", traditionalchinese.Big5},
		{"its other words, with a byte order mark", "員工代號,員工姓名,科別,職務,報到日期", unicode.UTF8BOM},
		{"Korean, EUC-KR", "사번,성명,부서,직종,입사일", korean.EUCKR},
		{"its other words", "직원번호,이름,소속부서,직책,입사일자", none},
		{"English", "Employee No.,Full name,Dept,Job title,Date of hire", none},
		{"its other words, as Excel's Unicode text", "STAFF_ID,Name,Department Name,Position,start-date", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"two languages at once", "工号/Employee No.,姓名/Name,科室/Department,岗位/Post,入职日期/Hired on", none},
	} {
		h.reset()
		file, err := test.how.NewEncoder().String(test.header + "\nA-1,王芳,Ward,Nurse,2025-02-01\n")
		if strings.Contains(test.what, "Korean") {
			file, err = test.how.NewEncoder().String(test.header + "\nA-1,王芳,Ward,Nurse,2025.2.1\n")
		}
		if err != nil {
			t.Fatal(err)
		}
		if report, err := h.imports(file, nil); err != nil || !report.Stored {
			t.Errorf("%s: %v\n%s", test.what, err, report.Problems.String())
			continue
		}
		h.is(test.what, before+"\nA-1 王芳   2025-02-01.. | ward nurse 1000 2025-02-01..")
	}
}

// TestRosterWorkbook: numbers and days as a workbook keeps them.
func TestRosterWorkbook(t *testing.T) {
	h := newHospital(t)
	f := excelize.NewFile()
	defer f.Close()
	for at, v := range map[string]any{
		"A1": "工号", "B1": "姓名", "C1": "科室", "D1": "岗位", "E1": "入职日期", "F1": "工时比例", "G1": "备注",
		"A2": 42, "B2": "王芳", "C2": "Ward", "D2": "Nurse", "E2": time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), "F2": 0.8, "G2": "白班",
		"A4": "=1+1", "B4": "李娜", "C4": "Ward", "D4": "Nurse", "E4": "2025-02-30", "F4": 80,
	} {
		if err := f.SetCellValue("Sheet1", at, v); err != nil {
			t.Fatal(err)
		}
	}
	zeros := "000000"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
	if err != nil || f.SetCellStyle("Sheet1", "A2", "A2", style) != nil {
		t.Fatal(err)
	}
	write := func() string {
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	report, err := h.imports(write(), nil)
	const want = "row 4, 入职日期: 2025-02-30 is not a date: write it like 2026-01-31\n" +
		"row 4, 工时比例: 80 is more than full time: write 1, 0.8 or 80%\nrow 4, 工号: =1+1 begins like a formula\n"
	if got := report.Problems.String(); err != nil || got != want || h.roster() != before {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
	if err := f.RemoveRow("Sheet1", 4); err != nil {
		t.Fatal(err)
	}
	h.mustImport(write(), nil)
	h.is("from a workbook", before+"\n000042 王芳   2025-02-01.. | ward nurse 800 2025-02-01..")
	if err := f.InsertRows("Sheet1", 1, 2); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("Sheet1", "A1", "2026年员工花名册"); err != nil || f.MergeCell("Sheet1", "A1", "G1") != nil {
		t.Fatal(err)
	}
	if _, err := h.imports(write(), nil); err == nil || !strings.Contains(err.Error(), "the columns are named in row 3 only: delete the 2 rows above") {
		t.Errorf("a title above the header: %v", err)
	}
}

// TestRosterColumnsAreOnesOwn: no header stands for two columns, and those that the
// roster is exported with are known in every language.
func TestRosterColumnsAreOnesOwn(t *testing.T) {
	h := newHospital(t)
	for _, lang := range []string{"zh-CN", "zh-TW", "ko", "en"} {
		h.comesBack(t, people.ExportRoster{Format: "csv", Language: lang})
	}
	sample, err := os.ReadFile("../docs/samples/roster.csv")
	if err != nil {
		t.Fatal(err)
	}
	report := h.mustImport(string(sample), yes)
	if counts := fmt.Sprintf("%+v", report.Counts); counts != "{Hired:5 CameBack:0 Left:0 Transferred:0 Corrected:0 Unchanged:0}" {
		t.Errorf("the sample of docs/import.md: %s", counts)
	}
}
