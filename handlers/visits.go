package handlers

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/documents"
)

// mostListed and mostSlips are how many tokens a list and a file of slips hold.
const (
	mostListed = 5000
	mostSlips  = 600
)

// tokenURL is where a visit's token leads to.
func (a *API) tokenURL(token string) string {
	return a.PublicURL + "/v/" + strings.ReplaceAll(token, "-", "")
}

// listTokens sends a batch's tokens as JSON, those after a number.
func (a *API) listTokens(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.WriteTokens, status int) error {
	if in.Limit == 0 || in.Limit > mostListed {
		in.Limit = mostListed
	}
	found, err := a.writtenTokens(ctx, actor, in)
	if err != nil {
		return err
	}
	return c.Status(status).JSON(found.Tokens)
}

func (a *API) writtenTokens(ctx context.Context, actor accounts.Actor, in feedback.WriteTokens) (feedback.WrittenTokens, error) {
	if a.PublicURL == "" {
		return feedback.WrittenTokens{}, errNoAddress()
	}
	found, err := a.Feedback.WriteTokens(ctx, actor, in)
	for i := range found.Tokens {
		found.Tokens[i].URL = a.tokenURL(found.Tokens[i].Token)
	}
	return found, err
}

// tokenFile says as what to write a batch's tokens.
type tokenFile struct {
	feedback.WriteTokens
	Format string `query:"format" validate:"required,oneof=csv pdf"`
}

// tokenFile sends a batch's tokens as a file: CSV for the queue system's printer,
// or slips to cut out. Where a file of slips is full, the header Wardstar-Next has
// the "after" of the next.
func (a *API) tokenFile(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in tokenFile, status int) error {
	if in.Format == "pdf" && (in.Limit == 0 || in.Limit > mostSlips) {
		in.Limit = mostSlips
	}
	found, err := a.writtenTokens(ctx, actor, in.WriteTokens)
	if err != nil {
		return err
	}
	if found.Next != 0 {
		c.Set("Wardstar-Next", strconv.Itoa(found.Next))
	}
	if in.Format == "pdf" {
		return a.slips(c, status, found)
	}
	sheet := documents.Sheet{Columns: []documents.Column{{Heading: "number", Format: documents.Integer}, {Heading: "token"}, {Heading: "url"}}}
	for _, t := range found.Tokens {
		sheet.Rows = append(sheet.Rows, []any{t.Number, t.Token, t.URL})
	}
	file, err := documents.NewFile(fmt.Sprintf("visits-%d", found.Batch.ID), documents.CSV, documents.Properties{}, sheet)
	if err != nil {
		return err
	}
	return attach(c, status, file)
}

func (a *API) slips(c *fiber.Ctx, status int, found feedback.WrittenTokens) error {
	lang := found.Hospital.Language
	cards := make([]documents.Card, len(found.Tokens))
	for i, t := range found.Tokens {
		cards[i] = documents.Card{
			URL: t.URL, Code: t.Token, Head: found.Hospital.Name.In(lang), Title: found.Department.In(lang), Prompts: prompts(),
		}
		if found.Batch.Name != "" {
			cards[i].Title, cards[i].Subtitle = found.Batch.Name, found.Department.In(lang)
		}
	}
	return a.sendCards(c, status, "slips", found.Hospital.Name.In(lang), cards)
}

// reportVisit tells a queue system whether to invite a patient, and where to.
func (a *API) reportVisit(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in feedback.ReportVisit, status int) error {
	if a.PublicURL == "" {
		return errNoAddress()
	}
	i, err := a.Feedback.ReportVisit(ctx, actor, in)
	if err != nil {
		return err
	}
	if i.Invited {
		i.URL = a.tokenURL(i.Token)
	}
	return c.Status(status).JSON(i)
}
