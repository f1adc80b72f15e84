import { act, fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { dialogs, drawItem, timedStandard } from './fixture';
import { taken } from './leftover';

const vibrate = vi.fn();

beforeAll(async () => {
  dialogs();
  window.scrollTo = () => {};
  navigator.vibrate = vibrate;
  await startTexts();
});
const toFake = [
  'Date',
  'performance',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'requestAnimationFrame',
] as const;

beforeEach(() => {
  vibrate.mockClear();
  localStorage.clear();
  vi.useFakeTimers({ toFake: [...toFake] });
});
afterEach(() => vi.useRealTimers());

const pad = (name: string) => screen.getByRole('button', { name });
const startPad = () => pad('Start timing');
const stopPad = () => pad('There was a response: stop');
const wait = (ms: number) => act(() => vi.advanceTimersByTime(ms));

/** An event of now: jsdom's own clock is not the one that is held. */
function at(event: Event, element: Element) {
  Object.defineProperty(event, 'timeStamp', { value: performance.now() });
  fireEvent(element, event);
}
const touch = (element: Element) =>
  at(new PointerEvent('pointerdown', { bubbles: true, button: 0, isPrimary: true }), element);
const click = (element: Element) => at(new MouseEvent('click', { bubbles: true }), element);
const lift = (element: Element) => {
  at(new PointerEvent('pointerup', { bubbles: true, button: 0, isPrimary: true }), element);
  click(element);
};
const press = (element: Element, key = ' ', repeat = false) =>
  at(new KeyboardEvent('keydown', { bubbles: true, key, repeat }), element);
const hide = (hidden: boolean) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(hidden ? 'hidden' : 'visible');
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

test('a touch starts it and a touch stops it; the answer follows, the telephone says when the target has passed', () => {
  const { finding } = drawItem(timedStandard);
  touch(startPad());
  wait(1500); // of a slow thumb
  lift(stopPad()); // and the click that its touch ends with, on what is there now
  wait(3499);
  expect(vibrate).not.toHaveBeenCalled();
  wait(2201);
  expect(vibrate).toHaveBeenCalledTimes(1);
  touch(stopPad());
  expect(finding()).toMatchObject({ result: 'partly', attempts: [{ milliseconds: 7200 }] });
  expect(screen.getByRole('status')).toHaveTextContent('7.2 s. Partly');
  expect(screen.getByRole('alert')).toHaveTextContent('no deduction without an instance');
});

test('keys work as touches do; a key held down does not stop what it has started', () => {
  const { finding } = drawItem(timedStandard);
  press(startPad());
  expect(stopPad()).toHaveFocus();
  wait(500);
  press(stopPad(), ' ', true);
  expect(finding().attempts).toEqual([]);
  wait(2500);
  press(stopPad(), 'Enter');
  expect(finding()).toMatchObject({ result: 'met', attempts: [{ milliseconds: 3000 }] });
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus(); // the button that had it is gone
});

test('a click without a touch, as a screen reader makes it, works as well', () => {
  const { finding } = drawItem(timedStandard);
  click(startPad());
  wait(2000);
  click(stopPad());
  expect(finding().attempts).toHaveLength(1);
});

test('measuring again adds to what was measured', () => {
  const { finding } = drawItem(timedStandard, { result: 'met', attempts: [{ milliseconds: 3800 }] });
  fireEvent.click(pad('Measure again'));
  touch(startPad());
  wait(12_000);
  touch(stopPad());
  expect(finding()).toMatchObject({ result: 'partly', attempts: [{ milliseconds: 3800 }, { milliseconds: 12_000 }] });
});

test('cancelling asks why; the attempt is kept as long as it ran until Cancel was pressed', () => {
  const { finding } = drawItem(timedStandard);
  touch(startPad());
  wait(900);
  fireEvent.click(pad('Cancel'));
  wait(4000);
  fireEvent.click(pad('Pressed by mistake'));
  expect(finding()).toMatchObject({ attempts: [{ milliseconds: 900, cancelled: 'Pressed by mistake' }] });
  expect(finding().result).toBeUndefined();
});

test('who thinks better of cancelling has lost nothing', () => {
  const { finding } = drawItem(timedStandard);
  touch(startPad());
  wait(900);
  fireEvent.click(pad('Cancel'));
  wait(1000);
  fireEvent.click(pad('Go on timing'));
  wait(1100);
  touch(stopPad());
  expect(finding().attempts).toEqual([{ milliseconds: 3000 }]);
});

test('leaving the item ends the measurement, with that reason', () => {
  const { finding, unmount } = drawItem(timedStandard);
  touch(startPad());
  wait(1500);
  unmount();
  expect(finding().attempts).toEqual([{ milliseconds: 1500, cancelled: 'Left the item while timing' }]);
});

test('looking at something else for a moment does not; the phone sleeping does', () => {
  const { finding } = drawItem(timedStandard);
  touch(startPad());
  wait(1000);
  hide(true);
  wait(1000);
  hide(false);
  expect(finding().attempts).toEqual([]);
  hide(true);
  vi.setSystemTime(Date.now() + 60_000); // time goes on, the monotonic clock does not
  hide(false);
  expect(finding().attempts).toEqual([{ milliseconds: 62_000, cancelled: 'The phone slept while timing' }]);
});

test('a page that dies leaves the attempt to the next one', () => {
  drawItem(timedStandard);
  touch(startPad());
  wait(1700);
  act(() => void dispatchEvent(new Event('pagehide')));
  expect(taken('another check', 'closed')).toBeUndefined();
  expect(taken('a-check', 'closed')).toEqual({
    standard: 'five-second-response',
    attempt: { milliseconds: 1700, cancelled: 'closed' },
  });
  expect(taken('a-check', 'closed')).toBeUndefined();
});

test('a page that crashes leaves what was measured up to its last second', () => {
  drawItem(timedStandard);
  touch(startPad());
  wait(2900);
  expect(taken('a-check', 'closed')?.attempt.milliseconds).toBe(2000);
});

test('deciding against the stopwatch takes a reason', () => {
  const { finding } = drawItem(timedStandard, { result: 'partly', note: 'bed 12', attempts: [{ milliseconds: 5200 }] });
  fireEvent.click(screen.getByRole('radio', { name: 'Met' }));
  expect(finding().result).toBe('partly');
  fireEvent.click(pad('I pressed too late'));
  expect(finding()).toMatchObject({ result: 'met', reason: 'I pressed too late' });
});
