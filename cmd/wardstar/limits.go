package main

import "github.com/wardstar/wardstar/handlers"

// limits says how often the API may be called.
type limits struct {
	KeyRate      float64 `default:"20" placeholder:"N" help:"Calls a second that each API key may make, as an average; 0 for no limit."`
	KeyBurst     int     `default:"200" placeholder:"N" help:"Calls that each API key may make at once."`
	AccountRate  float64 `default:"20" placeholder:"N" help:"Calls a second that each signed-in account may make, as an average; 0 for no limit."`
	AccountBurst int     `default:"300" placeholder:"N" help:"Calls that each signed-in account may make at once."`
}

func (l limits) api() handlers.Limits {
	return handlers.Limits{
		Key:     handlers.Rate{Sustained: l.KeyRate, Burst: max(l.KeyBurst, 1)},
		Account: handlers.Rate{Sustained: l.AccountRate, Burst: max(l.AccountBurst, 1)},
	}
}
