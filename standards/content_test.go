package standards

import (
	"testing"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/texts/writing"
)

// written is a text of the catalogue, with the voice it is written in.
type written struct {
	where string
	lang  string
	text  string
	voice writing.Voice
}

func everythingWritten() (out []written) {
	add := func(voice writing.Voice, where string, text texts.Localized) {
		for _, lang := range texts.Languages {
			if text[lang] != "" {
				out = append(out, written{where + " " + lang, lang, text[lang], voice})
			}
		}
	}
	for _, s := range Catalogue().Standards {
		add(writing.Title, s.Code+" title", s.Title)
		for name, text := range map[string]texts.Localized{"opportunity": s.Opportunity, "met": s.Met, "partly": s.Partly, "notMet": s.NotMet} {
			add(writing.Sentence, s.Code+" "+name, text)
		}
		for _, r := range s.NotApplicable {
			add(writing.Sign, s.Code+" "+r.Code, r.Text)
		}
	}
	for _, p := range Catalogue().Posts {
		add(writing.Title, p.Code+" name", p.Name)
	}
	voices := map[string]writing.Voice{Spoken: writing.Phrase, Signage: writing.Sign, Forbidden: writing.Rude}
	for _, list := range Catalogue().Phrases {
		for _, p := range list.Phrases {
			where := list.Post + "/" + p.Code
			add(voices[p.Kind], where+" text", p.Text)
			add(writing.Phrase, where+" instead", p.Instead)
			add(writing.Sentence, where+" note", p.Note)
		}
	}
	return out
}

func TestTheCatalogueIsWrittenWithCare(t *testing.T) {
	for _, w := range everythingWritten() {
		for _, mistake := range writing.Mistakes(w.voice, w.lang, w.text) {
			t.Errorf("%s: %s: %s", w.where, mistake, w.text)
		}
	}
}
