const browsers = ['Edg', 'OPR', 'SamsungBrowser', 'MicroMessenger', 'Firefox', 'Chrome', 'Safari'] as const;
const names: Partial<Record<string, string>> = {
  Edg: 'Edge',
  OPR: 'Opera',
  SamsungBrowser: 'Samsung',
  MicroMessenger: 'WeChat',
};
const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Macintosh', 'Linux'] as const;

/** A browser's name for itself, as far as people know it: "Firefox · Windows"; "" says nothing. */
export function deviceName(userAgent: string): string {
  const browser = browsers.find((b) => userAgent.includes(`${b}/`));
  const system = systems.find((s) => userAgent.includes(s));
  return [browser && (names[browser] ?? browser), system === 'Macintosh' ? 'Mac' : system].filter(Boolean).join(' · ');
}
