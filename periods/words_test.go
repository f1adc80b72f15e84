package periods

import (
	"strings"
	"testing"

	"github.com/wardstar/wardstar/evaluation"
	"github.com/wardstar/wardstar/internal/texts"
)

// TestWhatModelsSayIsWordedForReaders in each language, none by its code.
func TestWhatModelsSayIsWordedForReaders(t *testing.T) {
	t.Parallel()
	for _, lang := range texts.Languages {
		r := &report{lang: lang}
		for _, code := range []string{evaluation.NeutralTooLittle, evaluation.NeutralNoSpread, evaluation.NeutralUnmeasured,
			evaluation.NeutralNoEvidence, evaluation.NeutralUncounted} {
			if got := r.neutral(code); got == code || got == "" {
				t.Errorf("%s: %q for %s", lang, got, code)
			}
		}
		for _, code := range []evaluation.WarningCode{evaluation.FactorAtBoundary, evaluation.FactorOneLevel, evaluation.FactorMerged,
			evaluation.FactorDuplicate, evaluation.FactorConfounded, evaluation.FixedCollinear, evaluation.NoVariation, evaluation.NoResidual,
			evaluation.Disconnected, evaluation.RowsWithoutWeight, evaluation.DerivativeFree, evaluation.Estimated, evaluation.TooLittleEvidence} {
			got := r.warning(warning{audits, evaluation.Warning{Code: code, Subject: "supervisor", Message: "as written"}})
			if got == "as written" || !strings.Contains(got, r.component(audits)) || lang != texts.English && strings.Contains(got, "supervisor") {
				t.Errorf("%s: %q for %s", lang, got, code)
			}
		}
		for _, m := range models() {
			for _, f := range append([]string{"employee"}, m.spec.Fixed...) {
				if got := r.word("factor."+f, ""); got == "" {
					t.Errorf("%s: factor %s has no name", lang, f)
				}
			}
			for _, f := range m.spec.Random {
				if got := r.word("factor."+f.Name, ""); got == "" {
					t.Errorf("%s: factor %s has no name", lang, f.Name)
				}
			}
		}
	}
	r := &report{lang: texts.English}
	for code, want := range map[string]string{"front-desk": "Front desk", "nursing": "Nursing", "cooks": "cooks", "": "", "-": "-"} {
		if got := r.family(code); got != want {
			t.Errorf("family %q is called %q, want %q", code, got, want)
		}
	}
}
