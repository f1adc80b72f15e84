//go:build long

package feedback

import "time"

// answersWithin is how long counting a year's answers may take.
const answersWithin = time.Second
