/** Reads the text of the first QR code in a picture, if there is one. */
export type Read = (picture: HTMLCanvasElement) => Promise<string | undefined>;

interface Detector {
  detect(picture: HTMLCanvasElement): Promise<{ rawValue: string }[]>;
}

interface OwnDetector {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const own = () => (globalThis as { BarcodeDetector?: OwnDetector }).BarcodeDetector;

/** The browser's own reader where it has one for QR codes; else ours, which is loaded then. */
async function detector(): Promise<Detector> {
  const Own = own();
  // Some browsers have the class without a service behind it: they support no format, or say so by failing.
  const formats = await Own?.getSupportedFormats().catch((): string[] => []);
  if (Own && formats?.includes('qr_code')) return new Own({ formats: ['qr_code'] });
  return (await import('./wasm')).wasmDetector();
}

/** Makes ready to read. */
export async function reader(): Promise<Read> {
  const ready = await detector();
  return async (picture) => (await ready.detect(picture))[0]?.rawValue;
}
