package documents

import (
	"testing"

	"github.com/signintech/gopdf"
)

// TestFormsLeaveRoomToWrite has forms with all that a form can have.
func TestFormsLeaveRoomToWrite(t *testing.T) {
	t.Parallel()
	four := []string{"解释清楚", "解釋清楚", "설명이 쉬워요", "Explained clearly"}
	group := FormTags{Heading: four}
	for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
		group.Tags = append(group.Tags, FormTag{Key: key, Text: four})
	}
	form := Form{
		Number: "1123 5012 40", Scan: "1123501240", Head: "仁和医院", Title: "张伟", Subtitle: "护士长 · 重症医学科",
		Questions: four, Answers: [][]string{four, four, four, four, four}, Good: group, Bad: group, Words: four, Note: four,
	}
	for _, layout := range []Layout{{Columns: 1, Rows: 2}, {Columns: 2, Rows: 2}} {
		pdf := &gopdf.GoPdf{}
		pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
		pdf.AddPage()
		w, err := newWriter(pdf)
		if err != nil {
			t.Fatal(err)
		}
		b, narrow := layout.formBox(0), layout.Columns == 2
		y, err := w.asked(b, form, formText(narrow), narrow)
		if err != nil {
			t.Fatal(err)
		}
		if room := b.y + b.h - 1.6*formText(narrow) - y; room < ruled {
			t.Errorf("%+v: %.0f mm are left, not enough for a line", layout, room/mm)
		}
	}
}
