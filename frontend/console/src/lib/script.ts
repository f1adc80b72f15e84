/**
 * The language in which words of unknown origin are set, by their script: it decides where a line may break, and the
 * forms of Han characters. Undefined where the reader's own does.
 */
export function scriptOf(words: string): 'ko' | 'zh' | 'en' | undefined {
  if (/\p{Script=Hangul}/u.test(words)) return 'ko';
  if (/\p{Script=Han}/u.test(words)) return 'zh';
  return /\p{Script=Latin}/u.test(words) ? 'en' : undefined;
}
