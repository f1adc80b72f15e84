package evaluation

// Scale is one point of a score in ten-thousandths. Weights, probabilities and
// reliabilities are ten-thousandths too: 5_000 is a half.
const Scale = 10_000

// Scheme is a version of the published rules by which evidence becomes scores, stars and
// money. It is frozen when a period is announced. All numbers are integers, all lists have
// an order, so its JSON is the same everywhere.
type Scheme struct {
	Name            string            `json:"name"`
	Version         int               `json:"version"`
	Base            int64             `json:"base"`    // score of somebody about whom nothing is known
	Minimum         int64             `json:"minimum"` // scores are held between Minimum and Maximum
	Maximum         int64             `json:"maximum"`
	Components      []SchemeComponent `json:"components"` // modelled, in the order of the lines
	Tables          []Table           `json:"tables"`
	Posts           []PostRules       `json:"posts"`
	Caps            []Cap             `json:"caps"`
	Gates           GateRules         `json:"gates"`
	Stars           []StarTier        `json:"stars"` // ascending by threshold
	StarProbability int64             `json:"starProbability"`
	DisplayRatings  int               `json:"displayRatings"` // public display starts here
	BelowMinimum    PayoutRule        `json:"belowMinimum"`
	// Channels say what patients' answers weigh by the way they came. Schemes from before there
	// were such rules have none, and keep their hash.
	Channels []ChannelRule `json:"channels,omitempty"`
}

// SchemeComponent is a modelled component. One true standard deviation Tau between people
// is worth ten points before weighting.
type SchemeComponent struct {
	Code  string `json:"code"`
	Tau   int64  `json:"tau"`   // micro-points, frozen with the scheme; 0 until it has been measured
	Floor int64  `json:"floor"` // micro-points; below it the component is neutral, never divided by
	// Settings adds the effect of a person's department to the score, on a line of its own.
	// Without it nobody gains or loses by where they work.
	Settings bool `json:"settings"`
}

// Table maps an arithmetic figure to points. Its steps ascend; the last whose From is at
// or below the value counts. Table components are never standardised.
type Table struct {
	Code  string `json:"code"`
	Unit  string `json:"unit"` // what the values are ten-thousandths of, for readers
	Steps []Step `json:"steps"`
}

// Step gives Points (ten-thousandths) from a value (ten-thousandths) upwards.
type Step struct {
	From   int64 `json:"from"`
	Points int64 `json:"points"`
}

// AnyPost is the post whose rules hold for posts without rules of their own.
const AnyPost = "*"

// PostRules are the weights of the components for a post, and the evidence below which its
// payout is not established.
type PostRules struct {
	Post    string     `json:"post"`
	Weights []Weight   `json:"weights"`
	Minimum []Required `json:"minimum"`
}

// Weight is a component's weight in ten-thousandths.
type Weight struct {
	Component string `json:"component"`
	Weight    int64  `json:"weight"`
}

// Required is a number of observations of a component.
type Required struct {
	Component string `json:"component"`
	Count     int    `json:"count"`
}

// Cap limits a score, or takes the holder out of pay and stars, where a fact reaches a
// number. It is a line of its own.
type Cap struct {
	Code    string `json:"code"`
	Fact    Fact   `json:"fact"`
	AtLeast int64  `json:"atLeast"`
	Maximum int64  `json:"maximum"` // highest score; ignored if Veto
	Veto    bool   `json:"veto"`
}

// GateRules are what a star needs over a rolling 90 days.
type GateRules struct {
	Reliability       int64 `json:"reliability"`
	DistinctVisits    int   `json:"distinctVisits"`
	Audits            int   `json:"audits"`
	AuditSupervisors  int   `json:"auditSupervisors"`
	OutsideAudits     int   `json:"outsideAudits"`
	HoursOnCourse     bool  `json:"hoursOnCourse"`
	CertificatesValid bool  `json:"certificatesValid"`
	NoOpenMajorCase   bool  `json:"noOpenMajorCase"`
}

// StarTier is awarded if the true score is above Threshold with StarProbability.
type StarTier struct {
	Code      string `json:"code"`
	Threshold int64  `json:"threshold"`
}

// PayoutRule says what happens to a payout that is not established.
type PayoutRule string

const (
	// HoldPayout keeps it until enough evidence has come.
	HoldPayout PayoutRule = "held"
	// NoPayout lets it lapse.
	NoPayout PayoutRule = "none"
)

// Fact is the name of a number about a person that is not modelled.
type Fact string

// The facts that caps and gates may ask for.
const (
	FactRatings             Fact = "ratings"
	FactDistinctVisits      Fact = "distinctVisits"
	FactAudits              Fact = "audits"
	FactAuditSupervisors    Fact = "auditSupervisors"
	FactOutsideAudits       Fact = "outsideAudits"
	FactMissingMinutes      Fact = "missingMinutes"
	FactExpiredCertificates Fact = "expiredCertificates"
	FactOpenMajorCases      Fact = "openMajorCases"
	FactUpheldMajorCases    Fact = "upheldMajorCases"
)

// Facts are counted by the domains over the rolling 90 days (UpheldMajorCases: the period).
type Facts struct {
	// Reliability is that of the score which all evidence of the rolling days together would
	// give (Compose), in ten-thousandths: a month alone may be too short to tell.
	Reliability         int64 `json:"reliability"`
	Ratings             int   `json:"ratings"`
	DistinctVisits      int   `json:"distinctVisits"`
	Audits              int   `json:"audits"`
	AuditSupervisors    int   `json:"auditSupervisors"`    // different people who audited
	OutsideAudits       int   `json:"outsideAudits"`       // audits by somebody of another department
	MissingMinutes      int   `json:"missingMinutes"`      // training behind the course of the year
	ExpiredCertificates int   `json:"expiredCertificates"` // required ones that are missing or expired
	OpenMajorCases      int   `json:"openMajorCases"`      // substantiated, not yet closed
	UpheldMajorCases    int   `json:"upheldMajorCases"`
}

// value returns a fact; names that do not exist are refused by Scheme.Validate.
func (f Facts) value(name Fact) (int64, bool) {
	switch name {
	case FactRatings:
		return int64(f.Ratings), true
	case FactDistinctVisits:
		return int64(f.DistinctVisits), true
	case FactAudits:
		return int64(f.Audits), true
	case FactAuditSupervisors:
		return int64(f.AuditSupervisors), true
	case FactOutsideAudits:
		return int64(f.OutsideAudits), true
	case FactMissingMinutes:
		return int64(f.MissingMinutes), true
	case FactExpiredCertificates:
		return int64(f.ExpiredCertificates), true
	case FactOpenMajorCases:
		return int64(f.OpenMajorCases), true
	case FactUpheldMajorCases:
		return int64(f.UpheldMajorCases), true
	}
	return 0, false
}
