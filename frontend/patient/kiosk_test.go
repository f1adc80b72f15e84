package patient

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/wardstar/wardstar/internal/texts"
)

func kioskViews() map[string]View {
	kiosk := Kiosk{
		Hospital: hospital, Language: "zh-CN", Screen: KioskWhom, Key: "key", Place: Person{Name: "采血室", Counter: true},
		People: []Guest{{12, Person{Name: "王丽", Latin: "Wang Li", Role: "护士"}}}, Good: tags(), Bad: tags(),
	}
	chosen, alone := kiosk, kiosk
	chosen.Screen, chosen.Who = KioskRate, 12
	alone.Screen, alone.People = KioskRate, nil
	paper := Paper{Hospital: hospital, Who: "clerk", MayEnter: true, Problem: "own", Number: "1234 5678 90", About: kiosk.Place,
		Keys: []PaperKey{{"a", tags()[0], false}, {"b", tags()[1], true}}, Saved: &PaperSaved{ID: 3, Number: "1", Score: 2, Check: true}}
	return map[string]View{
		"whom": kiosk, "rate": chosen, "alone": alone, "paper": paper, "stranger": Paper{Hospital: hospital},
		"none": KioskNotice{Hospital: hospital, Kind: "none"}, "used": KioskNotice{Hospital: hospital, Kind: "used"},
		"enrol": KioskNotice{Hospital: hospital, Kind: "enrol", Secret: "SECRET", Name: "Tablet", Place: kiosk.Place},
	}
}

// TestKioskIsSmall: the script is all there is, and a cheap tablet has it at once.
func TestKioskIsSmall(t *testing.T) {
	if n := len(KioskScript()) + len(KioskWorker()); n > 12<<10 {
		t.Errorf("%d bytes of script, want at most 12 KB", n)
	}
	var manifest struct {
		StartURL string `json:"start_url"`
		Display  string `json:"display"`
	}
	if err := json.Unmarshal(KioskManifest(), &manifest); err != nil || manifest.StartURL != "/kiosk" || manifest.Display != "fullscreen" {
		t.Errorf("manifest %+v, %v", manifest, err)
	}
}

// TestKioskAlone: no inline script, no style but its own, in each language.
func TestKioskAlone(t *testing.T) {
	for name, view := range kioskViews() {
		policy := KioskCSP()
		if strings.HasPrefix(name, "paper") || name == "stranger" {
			policy = PaperCSP()
		}
		for _, lang := range texts.Languages {
			source := render(t, lang, view)
			for _, bad := range []string{"style=", "javascript:", "http:", "https:", "ZgotmplZ", " onclick"} {
				if bytes.Contains(source, []byte(bad)) {
					t.Errorf("%s %s has %s", name, lang, bad)
				}
			}
			page := parsed(t, source)
			for _, script := range page.all("script") {
				if script.attr("src") != "/kiosk/kiosk.js" || script.FirstChild != nil {
					t.Errorf("%s: script %s", name, script.attr("src"))
				}
			}
			hash := sha256.Sum256([]byte(page.one("style").FirstChild.Data))
			if !strings.Contains(policy, "style-src 'sha256-"+base64.StdEncoding.EncodeToString(hash[:])+"';") {
				t.Errorf("%s: the policy does not let the style in", name)
			}
			if got := page.one("html").attr("lang"); got != lang {
				t.Errorf("%s: lang=%s", name, got)
			}
		}
	}
	for _, part := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'"} {
		if !slices.Contains(strings.Split(KioskCSP(), "; "), part) {
			t.Errorf("the policy is %s, without %s", KioskCSP(), part)
		}
	}
	if strings.Contains(PaperCSP(), "script-src") {
		t.Errorf("the policy is %s", PaperCSP())
	}
}

// TestKioskLanguages: all four stay where they are, and one is marked.
func TestKioskLanguages(t *testing.T) {
	for _, lang := range texts.Languages {
		var offered []string
		page := parsed(t, render(t, lang, kioskViews()["rate"]))
		for _, a := range page.one("nav").all("a") {
			offered = append(offered, a.attr("lang"))
			if (a.attr("aria-current") == "true") != (a.attr("lang") == lang) || a.attr("href") != "/kiosk?who=12&lang="+a.attr("lang") {
				t.Errorf("%s leads to %s", a.text(), a.attr("href"))
			}
		}
		if !slices.Equal(offered, texts.Languages) {
			t.Errorf("offers %v", offered)
		}
	}
}

func TestKioskForms(t *testing.T) {
	const answers = "[score=5] [score=4] [score=3] [score=2] [score=1]"
	forms := parsed(t, render(t, "en", kioskViews()["rate"])).all("form")
	if got, want := sent(forms[0]), "POST /kiosk k=key lang=en who=12 "+answers; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := sent(forms[1]); !strings.HasPrefix(got, "POST /kiosk/more k=key lang=en [tag=1]") || strings.Contains(got, "score") {
		t.Errorf("got %s", got)
	}
	if got := sent(parsed(t, render(t, "ko", kioskViews()["enrol"])).one("form")); got != "POST /kiosk/enrol/SECRET lang=ko" {
		t.Errorf("got %s", got)
	}
}
