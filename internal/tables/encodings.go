package tables

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/wardstar/wardstar/internal/fault"
)

var (
	utf8Text = written{name: "UTF-8"}
	utf16    = written{"UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)}
	gb18030  = written{"GB18030", simplifiedchinese.GB18030}
	eucKR    = written{"EUC-KR", korean.EUCKR}
	big5     = written{"Big5", traditionalchinese.Big5}
)

// seen is what the bytes of a text show.
type seen struct {
	wide, null, utf8 bool // UTF-16 by its mark; has a zero byte; UTF-8 throughout, or in a header that is more than ASCII
	lines            int

	// Of the pairs of bytes that East Asian encodings write letters as: how many,
	// how many have the first byte of a Hangul syllable, and how many a second one
	// that Korean and mainland Chinese texts hardly ever have.
	pairs, hangul, low int
}

// look reads a text once.
func look(r io.Reader) (seen, error) {
	s, sure := seen{utf8: true}, false
	b := bufio.NewReaderSize(r, 256<<10)
	start, _ := b.Peek(2)
	s.wide = bytes.Equal(start, []byte{0xFF, 0xFE}) || bytes.Equal(start, []byte{0xFE, 0xFF})
	for {
		line, err := b.ReadSlice('\n')
		if len(line) > 0 && !errors.Is(err, bufio.ErrBufferFull) {
			s.lines++
		}
		s.null = s.null || bytes.IndexByte(line, 0) >= 0
		if errors.Is(err, bufio.ErrBufferFull) { // no row is that long
			return s, fault.Errorf(fault.Invalid, "a line is longer than 256 KB: this is no table")
		}
		valid := utf8.Valid(line)
		sure = sure || s.lines == 1 && valid && utf8.RuneCount(line) < len(line)
		s.utf8 = s.utf8 && (valid || sure)
		s.count(line)
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, err
		}
	}
}

func (s *seen) count(line []byte) {
	for i := 0; i+1 < len(line); i++ {
		if line[i] < 0x81 {
			continue
		}
		s.pairs++
		if line[i] >= 0xB0 && line[i] <= 0xC8 && line[i+1] >= 0xA1 {
			s.hangul++
		}
		if line[i+1] < 0x80 {
			s.low++
		}
		i++
	}
}

// encodings lists what the text may be written in, the likeliest first. The same
// bytes are letters in several; the header decides, and where it is in English,
// this order does. Korean syllables begin with few of the bytes that Chinese
// characters begin with; Big5's second bytes are low in four of ten.
func (s seen) encodings() ([]written, error) {
	switch {
	case s.wide:
		return []written{utf16}, nil
	case s.null:
		return nil, fault.Errorf(fault.Invalid, "this is neither a workbook (.xlsx) nor a text (.csv)")
	case s.utf8:
		return []written{utf8Text}, nil
	}
	order := []written{gb18030, eucKR, big5}
	switch {
	case s.hangul*20 >= s.pairs*19:
		order[0], order[1] = order[1], order[0]
	case s.low*6 > s.pairs:
		slices.Reverse(order)
	}
	return order, nil
}
