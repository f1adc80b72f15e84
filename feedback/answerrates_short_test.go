//go:build !long

package feedback

import "time"

// answersWithin is how long counting a year's answers may take beside all other tests.
const answersWithin = 10 * time.Second
