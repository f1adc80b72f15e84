package segment

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	t.Parallel()
	var s Splitter
	for text, want := range map[string]string{
		"护士态度很好，等了两个小时":            "护士|态度|很|好|，|等|了|两个|小时",
		"護理師很親切，但是等候時間長":           "護理|師|很|親切|，|但是|等候|時間|長",
		"感谢医院，但是药贵":                "感谢|医院|，|但是|药|贵",
		"간호사님이 친절했어요":              "간호사님이| |친절했어요",
		"I waited; 3 m, didn't I?": "I| |waited|;| |3| |m|,| |didn't| |I|?",
		"等了2小时 too long":           "等|了|2|小时| |too| |long",
		"":                         "",
	} {
		got, err := s.Split(text)
		if err != nil || strings.Join(got, "|") != want {
			t.Errorf("%s: %s, %v, want %s", text, strings.Join(got, "|"), err, want)
		}
	}
}

// TestNothingIsLost: the pieces of any text are that text.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	var s Splitter
	alphabet := []rune("护士贵院很好等了小时간호사 aB3,.。\n\u200d😀é")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringOf(rapid.SampledFrom(alphabet)), rapid.String()).Draw(t, "text")
		pieces, err := s.Split(text)
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "\uFFFD")
		}
		if err != nil || strings.Join(pieces, "") != text {
			t.Fatalf("%q, %v", pieces, err)
		}
	})
}

// TestMemoryIsGivenBack once the Splitter is gone, and not taken before it is needed.
func TestMemoryIsGivenBack(t *testing.T) {
	before := inUse()
	s := &Splitter{}
	s.Split("no Chinese, 한국어")
	if used := inUse() - before; used > 4 {
		t.Errorf("%d MB without Chinese", used)
	}
	s.Split("中文")
	if used := inUse() - before; used < 10 || used > 64 {
		t.Errorf("%d MB with a dictionary", used)
	}
	runtime.KeepAlive(s)
	s = nil
	if left := inUse() - before; left > 4 {
		t.Errorf("%d MB are left", left)
	}
}

func inUse() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc >> 20)
}
