package documents

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var printed = Properties{Title: "Badges", Created: time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)}

// badges are n cards of people with all sorts of names.
func badges(n int) []Card {
	names := [][2]string{
		{"张伟", "护士长 · 重症医学科"}, {"김민수", "간호사 · 내과"}, {"歐陽娜娜", "主治醫師 · 急診科"}, {"Nguyễn Thị Hà", "Nurse · ICU"},
		{"阿卜杜热合曼·买买提依明艾力", "导诊 · 门诊部"}, {"Maximiliana Oberhauser-Schwarzenberg von der Heide", "Physiotherapist · Department of Rehabilitation"},
	}
	cards := make([]Card, n)
	for i := range cards {
		who := names[i%len(names)]
		code := fmt.Sprintf("7K3M%04d", i)
		cards[i] = Card{
			URL: "https://stars.hospital.example/r/" + code, Code: code[:4] + "-" + code[4:], Head: "仁和医院",
			Title: who[0], Subtitle: who[1],
			Prompts: []string{"请扫码评价服务", "請掃碼評價服務", "QR 코드로 평가해 주십시오", "Scan to rate the service"},
		}
	}
	return cards
}

func sheets(t testing.TB, layout Layout, cards []Card) []byte {
	t.Helper()
	var b bytes.Buffer
	missing, err := CardSheets(&b, printed, layout, cards)
	if err != nil || len(missing) > 0 {
		t.Fatalf("missing %q, %v", missing, err)
	}
	return b.Bytes()
}

// Every code on the pages, as a printer puts them on paper, leads where it should.
func TestEveryPrintedCodeIsRead(t *testing.T) {
	for name, layout := range map[string]Layout{"badges6": Badges6, "badges12": Badges12, "counter": Counter, "beds": Beds, "slips": Slips} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := layout.Columns*layout.Rows + 1 // one page and a card
			cards := badges(n)
			file := filepath.Join(t.TempDir(), name+".pdf")
			if err := os.WriteFile(file, sheets(t, layout, cards), 0o600); err != nil {
				t.Fatal(err)
			}
			want := []string{}
			for _, c := range cards {
				want = append(want, c.URL)
			}
			if diff := cmp.Diff(want, decode(t, file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// decode renders a PDF at 300 dots per inch, as printers do and returns what its codes say.
func decode(t *testing.T, file string) []string {
	t.Helper()
	prefix := strings.TrimSuffix(file, ".pdf")
	if out, err := exec.Command("pdftoppm", "-r", "300", "-gray", file, prefix).CombinedOutput(); err != nil {
		t.Fatalf("pdftoppm (Debian: poppler-utils): %v %s", err, out)
	}
	pages, err := filepath.Glob(prefix + "-*.pgm")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages, %v", err)
	}
	out, err := exec.Command("zbarimg", append([]string{"--quiet", "--raw"}, pages...)...).Output()
	if err != nil {
		t.Fatalf("zbarimg (Debian: zbar-tools): %v", err)
	}
	codes := strings.Fields(string(out))
	slices.Sort(codes)
	return codes
}

func TestSheetsAreTheSameBytes(t *testing.T) {
	if !bytes.Equal(sheets(t, Badges6, badges(7)), sheets(t, Badges6, badges(7))) {
		t.Error("the same cards gave other bytes")
	}
}

func TestWhatNoFontHasIsSaid(t *testing.T) {
	card := badges(1)
	card[0].Title = "𓀀 Smith"
	missing, err := CardSheets(new(bytes.Buffer), printed, Badges6, card)
	if diff := cmp.Diff([]rune{'𓀀'}, missing); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestLongNamesFit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "names.pdf")
	if err := os.WriteFile(file, sheets(t, Badges12, badges(6)), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext (Debian: poppler-utils): %v", err)
	}
	for _, want := range []string{"张伟", "김민수", "歐陽娜娜", "Nguyễn Thị Hà", "阿卜杜热合曼·", "买买提依明艾力", "Maximiliana Oberhauser-", "Schwarzenberg von der", "7K3M-0005"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the sheet lacks %s:\n%s", want, text)
		}
	}
}

func TestACodeThatIsTooLong(t *testing.T) {
	card := badges(1)
	card[0].URL = strings.Repeat("x", 3000)
	if _, err := CardSheets(new(bytes.Buffer), printed, Badges6, card); err == nil {
		t.Error("3,000 characters became a code")
	}
}

func BenchmarkBadges500(b *testing.B) {
	cards := badges(500)
	for b.Loop() {
		sheets(b, Badges12, cards)
	}
}
