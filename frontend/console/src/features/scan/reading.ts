import { type RefObject, useEffect, useRef, useState } from 'react';
import { type Read, reader } from './detector';

/** The pause between two looks at the picture, in milliseconds: quick to the eye, easy on the battery. */
const pause = 120;

/** For how long the same code is not told again. */
const rest = 2500;

/** The side of the square that is looked at, in pixels: enough for a badge at arm's length. */
const side = 640;

/**
 * The square of a video, in its own pixels, that is seen in the middle of a box which the video covers. Only that is
 * read: not the next badge on the sheet.
 */
export function middle(video: { width: number; height: number }, box: { width: number; height: number }) {
  const scale = Math.max(box.width / video.width, box.height / video.height);
  const seen = scale > 0 ? Math.min(box.width, box.height) / scale : Infinity;
  const square = Math.min(video.width, video.height, seen);
  return { x: (video.width - square) / 2, y: (video.height - square) / 2, square };
}

function draw(video: HTMLVideoElement, canvas: HTMLCanvasElement): boolean {
  if (!video.videoWidth) return false;
  const { x, y, square } = middle(
    { width: video.videoWidth, height: video.videoHeight },
    { width: video.clientWidth, height: video.clientHeight },
  );
  canvas.width = canvas.height = Math.min(side, square);
  canvas
    .getContext('2d', { willReadFrequently: true })
    ?.drawImage(video, x, y, square, square, 0, 0, canvas.width, canvas.height);
  return true;
}

/** Whether a text is to be told now, or was a moment ago. */
export function news(text: string, now: number, last?: { text: string; at: number }): boolean {
  return !last || last.text !== text || now - last.at > rest;
}

/** Looks for codes in what a video shows, and tells each once. Says whether reading is possible at all. */
export function useReading(video: RefObject<HTMLVideoElement | null>, on: boolean, tell: (text: string) => void) {
  const [unreadable, setUnreadable] = useState(false);
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    if (!on) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    let last: { text: string; at: number } | undefined;
    const canvas = document.createElement('canvas');
    const look = async (read: Read) => {
      if (over) return;
      if (video.current && draw(video.current, canvas)) {
        const text = await read(canvas).catch(() => undefined); // a blurred picture; the next is better
        const now = performance.now();
        if (!over && text && news(text, now, last)) {
          last = { text, at: now };
          latest.current(text);
        }
      }
      timer = setTimeout(() => void look(read), pause);
    };
    reader().then(look, () => setUnreadable(true));
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [on, video]);
  return { unreadable };
}
