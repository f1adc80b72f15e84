package handlers

import (
	"context"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/documents"
)

// KioskSetup is a kiosk with the link that sets up its tablet, which is told once.
type KioskSetup struct {
	feedback.Kiosk
	URL string `json:"url"` // good for one tablet, until linkUntil
	QR  string `json:"qr"`  // the same, as SVG
}

func (a *API) createKiosk(ctx context.Context, actor accounts.Actor, in feedback.NewKiosk) (KioskSetup, error) {
	if a.PublicURL == "" {
		return KioskSetup{}, errNoAddress()
	}
	k, err := a.Feedback.CreateKiosk(ctx, actor, in)
	if err != nil {
		return KioskSetup{}, err
	}
	return a.kioskSetup(k)
}

func (a *API) renewKioskLink(ctx context.Context, actor accounts.Actor, in feedback.ChooseKiosk) (KioskSetup, error) {
	if a.PublicURL == "" {
		return KioskSetup{}, errNoAddress()
	}
	k, err := a.Feedback.RenewKioskLink(ctx, actor, in)
	if err != nil {
		return KioskSetup{}, err
	}
	return a.kioskSetup(k)
}

func (a *API) kioskSetup(k feedback.KioskLink) (KioskSetup, error) {
	out := KioskSetup{Kiosk: k.Kiosk, URL: a.PublicURL + "/kiosk/enrol/" + k.Secret}
	var err error
	out.QR, err = documents.QRSVG(out.URL)
	return out, err
}
