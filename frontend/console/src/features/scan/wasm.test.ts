import { ZXING_WASM_SHA256 } from 'barcode-detector/ponyfill';
import { expect, test } from 'vitest';
import { ZXING_WASM_SHA256 as served } from 'zxing-wasm/reader';

test('the file that we serve is the one that the reader was made for', () => {
  expect(served).toMatch(/^[0-9a-f]{64}$/);
  expect(ZXING_WASM_SHA256).toBe(served);
});
