package handlers

import (
	"bytes"
	"context"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/documents"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// layouts are the sheets that can be asked for by name.
var layouts = map[string]documents.Layout{
	"badges-6": documents.Badges6, "badges-12": documents.Badges12, "counter": documents.Counter, "beds": documents.Beds, "slips": documents.Slips,
}

// sheets sends codes as a file to print. Where there are more than one file holds,
// the header Wardstar-Next has the "after" of the next.
func (a *API) sheets(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.PrintSheets, status int) error {
	if a.PublicURL == "" {
		return errNoAddress()
	}
	found, err := a.Feedback.Sheets(ctx, actor, in)
	if err != nil {
		return err
	}
	lang := found.Hospital.Language
	cards := make([]documents.Card, len(found.Codes))
	for i, p := range found.Codes {
		cards[i] = documents.Card{
			URL: a.PublicURL + "/r/" + p.Code, Code: p.Code[:4] + "-" + p.Code[4:], Head: found.Hospital.Name.In(lang),
			Title: p.Name, Subtitle: p.Department.In(lang), Prompts: prompts(),
		}
		if p.Name == "" {
			cards[i].Title = p.Label.In(lang)
		} else if post := p.Post.In(lang); post != "" {
			cards[i].Subtitle = post + " · " + cards[i].Subtitle
		}
	}
	if found.Next != 0 {
		c.Set("Wardstar-Next", strconv.FormatInt(found.Next, 10))
	}
	return a.sendCards(c, status, in.Layout, found.Hospital.Name.In(lang), cards)
}

// prompts ask for a rating in every language.
func prompts() []string {
	list := make([]string, len(texts.Languages))
	for i, lang := range texts.Languages {
		list[i] = texts.Text(lang, "card.prompt")
	}
	return list
}

// sendCards sends cards as PDF.
func (a *API) sendCards(c *fiber.Ctx, status int, layout, title string, cards []documents.Card) error {
	var file bytes.Buffer
	missing, err := documents.CardSheets(&file, documents.Properties{Title: title, Created: a.Feedback.Now()}, layouts[layout], cards)
	if err != nil {
		return err
	}
	if len(missing) > 0 { // it is printed all the same, with a sign in their place
		a.Log.Warn("characters that no font has", "characters", string(missing))
	}
	c.Attachment(layout + ".pdf")
	c.Set("Content-Type", "application/pdf")
	return c.Status(status).Send(file.Bytes())
}

func errNoAddress() error {
	return fault.Errorf(fault.Conflict, "this server does not know its public address; start it with --public-url")
}
