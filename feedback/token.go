package feedback

// token is the proof of a visit: a number within a batch. Its zero value is none.
type token struct {
	batch  int32
	number int16
}
