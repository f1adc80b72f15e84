package documents_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/wardstar/wardstar/internal/documents"
)

var people = documents.Sheet{
	Name: "People",
	Columns: []documents.Column{
		{Heading: "Name"}, {Heading: "Score", Format: documents.Points}, {Heading: "Chance", Format: documents.Share},
		{Heading: "Ratings", Format: documents.Integer}, {Heading: "Since", Format: documents.Date},
		{Heading: "Computed", Format: documents.Instant},
	},
	Rows: [][]any{
		{"王芳", documents.Fixed(935678), documents.Fixed(8000), 1234, documents.Day("2026-10-31"),
			time.Date(2026, 11, 1, 9, 40, 3, 0, time.FixedZone("CST", 8*3600))},
		{"=HYPERLINK(\"http://x\")", documents.Fixed(-5), nil, int64(-3), nil, nil},
		{"Kim, \"Min\"\nJi", documents.Fixed(0), documents.Fixed(10000), 0, nil, nil},
	},
}

func TestCSV(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := documents.WriteCSV(&b, people); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFFName,Score,Chance,Ratings,Since,Computed\r\n" +
		"王芳,93.5678,0.8000,1234,2026-10-31,2026-11-01 09:40\r\n" +
		"\"'=HYPERLINK(\"\"http://x\"\")\",-0.0005,,-3,,\r\n" +
		"\"Kim, \"\"Min\"\"\nJi\",0.0000,1.0000,0,,\r\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSafe(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":         "",
		"王芳":       "王芳",
		"a=b":      "a=b",
		"=1+1":     "'=1+1",
		"+82 10":   "'+82 10",
		"-3":       "'-3",
		"@SUM(A1)": "'@SUM(A1)",
		"\t=1":     "'\t=1",
		"\r=1":     "'\r=1",
		"＝1+1":     "'＝1+1",
		"'=1":      "'=1",
	} {
		if got := documents.Safe(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestXLSX(t *testing.T) {
	t.Parallel()
	made := documents.Properties{Title: "Scores", Created: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	second := people
	second.Name = "Once more"
	var first bytes.Buffer
	if err := documents.WriteXLSX(&first, made, people, second); err != nil {
		t.Fatal(err)
	}
	for range 20 { // a map's order shows only sometimes
		var again bytes.Buffer
		if err := documents.WriteXLSX(&again, made, people, second); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first.Bytes(), again.Bytes()) {
			t.Fatal("the same rows gave other bytes")
		}
	}

	f, err := excelize.OpenReader(&first)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff([]string{"People", "Once more"}, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := f.GetRows("People")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Name", "Score", "Chance", "Ratings", "Since", "Computed"},
		{"王芳", "93.6", "80%", "1,234", "2026-10-31", "2026-11-01 09:40"},
		{"=HYPERLINK(\"http://x\")", "0.0", "", "-3"},
		{"Kim, \"Min\"\nJi", "0.0", "100%", "0"},
	}
	want[2][1] = "-0.0"
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	raw, err := f.GetCellValue("People", "B2", excelize.Options{RawCellValue: true})
	if err != nil || raw != "93.5678" {
		t.Errorf("the cell holds %s, %v: want all four decimals", raw, err)
	}
	if formula, err := f.GetCellFormula("People", "A3"); err != nil || formula != "" {
		t.Errorf("a name became the formula %q, %v", formula, err)
	}
	panes, err := f.GetPanes("People")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the heading is not frozen: %+v, %v", panes, err)
	}
}

func TestAnUnknownTypeIsAnError(t *testing.T) {
	t.Parallel()
	odd := documents.Sheet{Name: "Odd", Columns: []documents.Column{{Heading: "A"}}, Rows: [][]any{{struct{}{}}}}
	var b bytes.Buffer
	if err := documents.WriteCSV(&b, odd); err == nil {
		t.Error("CSV took it")
	}
	if err := documents.WriteXLSX(&b, documents.Properties{}, odd); err == nil {
		t.Error("XLSX took it")
	}
}

const badge = "https://care.example.org/r/7K3M9QXA"

func TestQRSVGScans(t *testing.T) {
	t.Parallel()
	svg, err := documents.QRSVG(badge)
	if err != nil {
		t.Fatal(err)
	}
	if got := scan(t, drawSVG(t, svg)); got != badge {
		t.Errorf("scanned %q", got)
	}
	if again, _ := documents.QRSVG(badge); again != svg {
		t.Error("the same text gave another drawing")
	}
	if _, err := documents.QRSVG(strings.Repeat("x", 5000)); err == nil {
		t.Error("a text of 5,000 characters fits no QR code")
	}
}

func TestQRTerminalScans(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := documents.QRTerminal(&b, badge); err != nil {
		t.Fatal(err)
	}
	if got := scan(t, drawTerminal(b.String())); got != badge {
		t.Errorf("scanned %q", got)
	}
}

// drawSVG draws the paths of QRSVG, which are rectangles of whole modules.
func drawSVG(t *testing.T, svg string) image.Image {
	t.Helper()
	side := regexp.MustCompile(`viewBox="0 0 (\d+) `).FindStringSubmatch(svg)
	if side == nil {
		t.Fatalf("no viewBox in %.80s", svg)
	}
	img := paper(number(side[1]), number(side[1]))
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(svg, -1) {
		for x := range number(m[3]) {
			ink(img, number(m[1])+x, number(m[2]))
		}
	}
	return img
}

// drawTerminal draws what a terminal shows.
func drawTerminal(out string) image.Image {
	out = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(out, "")
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	img := paper(len([]rune(lines[0])), 2*len(lines))
	for y, line := range lines {
		for x, r := range []rune(line) {
			if r == '█' || r == '▀' {
				ink(img, x, 2*y)
			}
			if r == '█' || r == '▄' {
				ink(img, x, 2*y+1)
			}
		}
	}
	return img
}

const scale = 6

func paper(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width*scale, height*scale))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	return img
}

func ink(img *image.Gray, x, y int) {
	for dy := range scale {
		for dx := range scale {
			img.SetGray(x*scale+dx, y*scale+dy, color.Gray{})
		}
	}
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func scan(t *testing.T, img image.Image) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("zbarimg", "--quiet", "--raw", "--nodbus", "-")
	cmd.Stdin = &b
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("zbarimg: %v (Debian: apt-get install zbar-tools)", err)
	}
	return strings.TrimSpace(string(out))
}
