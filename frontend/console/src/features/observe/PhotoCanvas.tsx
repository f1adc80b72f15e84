import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useT } from '../../i18n/setup';
import type { Covering } from './covering';
import styles from './PhotoCanvas.module.css';

interface Point {
  x: number;
  y: number;
}

interface Props {
  covering: Covering;
  onStroke: () => void;
}

/** The photo to rub on, with a finger, a mouse or the arrow keys. */
export function PhotoCanvas({ covering, onStroke }: Props) {
  const t = useT();
  const { canvas, grid } = covering;
  const place = useRef<HTMLDivElement>(null);
  const last = useRef<Point>(undefined);
  const [spot, setSpot] = useState<Point>(); // where the keys are

  useEffect(() => {
    canvas.setAttribute('aria-hidden', 'true');
    place.current?.prepend(canvas);
    return () => canvas.remove();
  }, [canvas]);

  const at = (e: { clientX: number; clientY: number }): Point => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return { x: (e.clientX - box.left) * scale, y: (e.clientY - box.top) * scale };
  };
  const rub = (to: Point) => {
    covering.rub(last.current ?? to, to);
    last.current = to;
  };
  const down = (e: PointerEvent) => {
    if (e.button !== 0 || !e.isPrimary) return;
    e.currentTarget.setPointerCapture(e.pointerId);
    covering.begin();
    rub(at(e));
    onStroke();
  };
  const move = (e: PointerEvent) => {
    if (last.current && e.isPrimary) rub(at(e));
  };
  const up = () => {
    last.current = undefined;
  };
  const key = (e: KeyboardEvent) => {
    const from = spot ?? { x: canvas.width / 2, y: canvas.height / 2 };
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
    if (!step && e.key !== ' ') return;
    e.preventDefault();
    const [dx = 0, dy = 0] = step ?? [];
    const clamp = (v: number, most: number) => Math.min(Math.max(v, 0), most - 1);
    const to = { x: clamp(from.x + dx * grid.block, canvas.width), y: clamp(from.y + dy * grid.block, canvas.height) };
    setSpot(to);
    if (step) return;
    covering.begin();
    covering.rub(to, to);
    onStroke();
  };

  return (
    <div
      ref={place}
      className={styles.place}
      role="application"
      aria-label={t('photo.canvas')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is worked with the keys
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onKeyDown={key}
      onBlur={() => setSpot(undefined)}
    >
      {spot && (
        <span
          className={styles.spot}
          style={{
            left: `${(spot.x / canvas.width) * 100}%`,
            top: `${(spot.y / canvas.height) * 100}%`,
            width: `${(covering.reach * 200) / canvas.width}%`,
          }}
        />
      )}
    </div>
  );
}
