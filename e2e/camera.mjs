// A camera that looks at a printed sheet: what a phone sees when somebody holds a badge before it.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const width = 640;
const height = 480;

/** The options of browse() for a browser whose camera sees the first page of a PDF, or part of it. */
export async function cameraOn(pdf, { left = 0, top = 0, size } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'wardstar-camera-'));
  const sheet = join(folder, 'sheet.pdf');
  await writeFile(sheet, pdf);
  const crop = size ? ['-x', left, '-y', top, '-W', size, '-H', size].map(String) : [];
  execFileSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '150', ...crop, sheet, join(folder, 'page')]);
  const [ppm] = execFileSync('find', [folder, '-name', '*.ppm'], { encoding: 'utf8' }).trim().split('\n');
  const film = join(folder, 'film.y4m');
  await writeFile(film, movie(picture(await readFile(ppm))));
  return {
    args: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  };
}

/** Reads a binary PPM: its size, and its pixels as red, green and blue bytes. */
function picture(bytes) {
  const [head, w, h] = bytes.subarray(0, 40).toString('latin1').match(/^P6\s+(\d+)\s+(\d+)\s+255\s/);
  return { w: Number(w), h: Number(h), pixels: bytes.subarray(head.length) };
}

/** A second of a still picture as YUV4MPEG2, fitted into the frame on grey. */
function movie({ w, h, pixels }) {
  const scale = Math.min(width / w, height / h);
  const luma = Buffer.alloc(width * height, 128);
  for (let y = 0; y < height; y++) {
    const from = Math.floor((y - (height - h * scale) / 2) / scale);
    if (from < 0 || from >= h) continue;
    for (let x = 0; x < width; x++) {
      const at = Math.floor((x - (width - w * scale) / 2) / scale);
      if (at < 0 || at >= w) continue;
      const p = 3 * (from * w + at);
      luma[y * width + x] = Math.round(0.299 * pixels[p] + 0.587 * pixels[p + 1] + 0.114 * pixels[p + 2]);
    }
  }
  const grey = Buffer.alloc((width * height) / 2, 128); // no colour
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array(10).fill(frame)]);
}
