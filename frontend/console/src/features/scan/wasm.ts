import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import file from 'zxing-wasm/reader/zxing_reader.wasm?url';

/** A reader of QR codes for browsers without one: WebAssembly from our own server, never from elsewhere. */
export async function wasmDetector() {
  await prepareZXingModule({ overrides: { locateFile: () => file }, fireImmediately: true });
  return new BarcodeDetector({ formats: ['qr_code'] });
}
