package handlers

import (
	"strconv"

	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/frontend/patient"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/texts"
)

// drawn is a form as it is printed, in all languages, the hospital's own first.
func (a *API) drawn(f feedback.PrintableForm, langs []string, hospital string) documents.Form {
	own := langs[0]
	out := documents.Form{
		Number: spaced(f.Number), Scan: strconv.FormatInt(f.Number, 10), Head: hospital, Title: f.Name, Subtitle: f.Department.In(own),
		Questions: every(langs, "rate.question"), Words: every(langs, "form.words"), Note: every(langs, "form.note"),
		Good: documents.FormTags{Heading: every(langs, "thanks.good")}, Bad: documents.FormTags{Heading: every(langs, "thanks.better")},
	}
	if out.Title == "" {
		out.Title = f.Label.In(own)
	} else if post := f.Post.In(own); post != "" {
		out.Subtitle = post + " · " + out.Subtitle
	}
	for score := 5; score >= 1; score-- {
		out.Answers = append(out.Answers, every(langs, "answer."+strconv.Itoa(score)))
	}
	for _, key := range a.paperKeys() {
		tag := documents.FormTag{Key: key.Key, Text: inAll(langs, key.Tag)}
		if key.Bad {
			out.Bad.Tags = append(out.Bad.Tags, tag)
		} else {
			out.Good.Tags = append(out.Good.Tags, tag)
		}
	}
	return out
}

func every(langs []string, key string) (list []string) {
	for _, lang := range langs {
		list = append(list, texts.Text(lang, key))
	}
	return list
}

func inAll(langs []string, tag patient.Tag) (list []string) {
	for _, lang := range langs {
		if text := tag.Text.In(lang); len(list) == 0 || text != list[len(list)-1] {
			list = append(list, text)
		}
	}
	return list
}
