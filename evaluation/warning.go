package evaluation

import "fmt"

// WarningCode names a thing that a fit did differently from what was asked.
type WarningCode string

const (
	// FactorAtBoundary: the variance ran to zero; the factor was dropped.
	FactorAtBoundary WarningCode = "factorAtBoundary"
	// FactorOneLevel: the factor has a single level, which is the intercept.
	FactorOneLevel WarningCode = "factorOneLevel"
	// FactorMerged: every level occurs once, which is the residual.
	FactorMerged WarningCode = "factorMerged"
	// FactorDuplicate: the factor divides the rows exactly as an earlier one does.
	FactorDuplicate WarningCode = "factorDuplicate"
	// FactorConfounded: the fixed effects already explain the factor completely.
	FactorConfounded WarningCode = "factorConfounded"
	// FixedCollinear: a fixed effect is a combination of the ones before it.
	FixedCollinear WarningCode = "fixedCollinear"
	// NoVariation: the fixed effects explain the response without remainder.
	NoVariation WarningCode = "noVariation"
	// NoResidual: the random factors explain the response without remainder.
	NoResidual WarningCode = "noResidual"
	// Disconnected: the design falls into parts that nothing connects.
	Disconnected WarningCode = "disconnected"
	// RowsWithoutWeight: rows of weight zero were left out.
	RowsWithoutWeight WarningCode = "rowsWithoutWeight"
	// DerivativeFree: Newton's method failed and the simplex search was used.
	DerivativeFree WarningCode = "derivativeFree"
	// Estimated: the iterative solver was used.
	Estimated WarningCode = "estimated"
	// NotConverged: no variance components were found; the component says nothing.
	NotConverged WarningCode = "notConverged"
	// TooLittleEvidence: there are not enough rows to estimate anything.
	TooLittleEvidence WarningCode = "tooLittleEvidence"
)

// Warning is a sentence about a fit that its reader must know.
type Warning struct {
	Code    WarningCode `json:"code"`
	Subject string      `json:"subject"` // the factor or effect, if there is one
	Message string      `json:"message"`
}

func (w Warning) String() string { return w.Message }

func warn(code WarningCode, subject, format string, args ...any) Warning {
	return Warning{Code: code, Subject: subject, Message: fmt.Sprintf(format, args...)}
}

// Why a component or a table gives no points, as codes: readers have them in their own
// language.
const (
	NeutralTooLittle  = "tooLittleEvidence" // to tell people from chance, in the whole hospital
	NeutralNoSpread   = "noDifferences"     // between people can be measured
	NeutralUnsolved   = "notSolved"         // the model fits the evidence so badly that no variances were found
	NeutralUnmeasured = "notMeasured"       // the scheme's spread between people, or it is below its floor
	NeutralNoEvidence = "noEvidence"        // about this person
	NeutralUncounted  = "notCounted"        // the scheme gives no points for it
)
