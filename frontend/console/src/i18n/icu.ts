/** What a message's placeholders are filled with. */
export type Values = Record<string, string | number>;

const plural = /\{(\w+),\s*plural,\s*((?:(?:=\d+|\w+)\s*\{[^{}]*(?:\{\w+\}[^{}]*)*\}\s*)+)\}/g;
const branch = /(=\d+|\w+)\s*\{([^{}]*(?:\{\w+\}[^{}]*)*)\}/g;

/**
 * Fills an ICU message: the subset that the catalogues keep to, which is {name} and
 * {n, plural, =0 {…} one {…} other {… # …}} with placeholders inside its branches.
 */
export function fill(message: string, values: Values, locale: string): string {
  const number = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
  return message
    .replace(plural, (_, name: string, body: string) => {
      const n = Number(values[name]);
      const branches = new Map([...body.matchAll(branch)].map(([, key, text]) => [key, text]));
      const chosen =
        branches.get(`=${n}`) ?? branches.get(new Intl.PluralRules(locale).select(n)) ?? branches.get('other');
      return (chosen ?? '').replaceAll('#', number.format(n));
    })
    .replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? number.format(value) : (value ?? hole);
    });
}
