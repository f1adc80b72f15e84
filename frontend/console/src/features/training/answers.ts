/** Answers as they are given: the chosen options of each question. */
export type Answers = readonly (readonly number[])[];

/** As many lists as there are questions, those that were saved filled in. */
export const begin = (saved: Answers, questions: number): Answers =>
  Array.from({ length: questions }, (_, i) => saved[i] ?? []);

/** Chooses an option of a question: beside the others where several are right, else in their place. */
export function choose(answers: Answers, question: number, option: number, multiple: boolean): Answers {
  return answers.map((chosen, i) => {
    if (i !== question) return chosen;
    if (!multiple) return [option];
    return chosen.includes(option) ? chosen.filter((o) => o !== option) : [...chosen, option].sort((a, b) => a - b);
  });
}

export const open = (answers: Answers) => answers.filter((chosen) => chosen.length === 0).length;

/** Minutes and seconds that are left, as a clock writes them. */
export function left(endsAt: string, now: number): string {
  const seconds = Math.max(0, Math.ceil((Date.parse(endsAt) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
