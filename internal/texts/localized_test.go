package texts

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIn(t *testing.T) {
	for _, test := range []struct {
		name string
		text Localized
		lang string
		want string
	}{
		{"own", Localized{"ko": "병원", "en": "Hospital"}, "ko", "병원"},
		{"other Chinese first", Localized{"zh-CN": "医院", "en": "Hospital"}, "zh-TW", "医院"},
		{"and back", Localized{"zh-TW": "醫院", "en": "Hospital"}, "zh-CN", "醫院"},
		{"then English", Localized{"zh-CN": "医院", "en": "Hospital"}, "ko", "Hospital"},
		{"then any, in fixed order", Localized{"ko": "병원", "zh-TW": "醫院", "zh-CN": "医院"}, "en", "医院"},
		{"blank is missing", Localized{"ko": " ", "en": "Hospital"}, "ko", "Hospital"},
		{"unknown language", Localized{"ko": "병원", "en": "Hospital"}, "fr", "Hospital"},
		{"a text in an unknown language is none", Localized{"fr": "Hôpital"}, "en", ""},
		{"none", nil, "en", ""},
	} {
		if got := test.text.In(test.lang); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestValidate(t *testing.T) {
	for _, test := range []struct {
		name string
		text Localized
		want string // "": valid
	}{
		{"one", Localized{"ko": "병원"}, ""},
		{"one and blanks", Localized{"ko": "병원", "en": ""}, ""},
		{"as long as may be", Localized{"ko": strings.Repeat("병", 2000)}, ""},
		{"too long", Localized{"ko": strings.Repeat("병", 2001)}, "ko: longer than 2000 characters"},
		{"nothing", Localized{}, "empty: write it in one language at least"},
		{"nil", nil, "empty: write it in one language at least"},
		{"only blanks", Localized{"en": " \n"}, "empty: write it in one language at least"},
		{"unknown language", Localized{"en": "a", "fr": "b"}, `unknown language "fr": use zh-CN, zh-TW, ko, en`},
		{"what jsonb refuses", Localized{"en": "a\x00b"}, "en: not a text"},
		{"what json would change", Localized{"en": "a\xff"}, "en: not a text"},
	} {
		got := ""
		if err := test.text.Validate(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestScanValue(t *testing.T) {
	for _, want := range []Localized{nil, {}, {"ko": "병원", "en": `"<&>`}} {
		value, err := want.Value()
		if err != nil {
			t.Fatal(err)
		}
		got := Localized{"zh-CN": "from the row before"}
		if err := got.Scan(value); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Scan(Value) (-want +got):\n%s", diff)
		}
	}
}

func TestScan(t *testing.T) {
	for _, test := range []struct {
		src any
		ok  bool
	}{
		{[]byte(`{"en":"a"}`), true},
		{`{"en":"a"}`, true},
		{`{"en":1}`, false},
		{`["en"]`, false},
		{``, false},
		{int64(1), false},
	} {
		var got Localized
		if err := got.Scan(test.src); (err == nil) != test.ok {
			t.Errorf("Scan(%v): %v", test.src, err)
		} else if test.ok && got["en"] != "a" {
			t.Errorf("Scan(%v) = %v", test.src, got)
		}
	}
}
