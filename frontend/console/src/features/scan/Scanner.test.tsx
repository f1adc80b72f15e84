import { MantineProvider } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTexts } from '../../i18n/setup';
import { Scanner } from './Scanner';

beforeAll(startTexts);

const stop = vi.fn();
const applyConstraints = vi.fn(async (_: MediaTrackConstraints) => {});
const track = (torch: boolean) => ({ stop, applyConstraints, getCapabilities: () => ({ torch }) });
const stream = (torch = false) => ({ getTracks: () => [track(torch)], getVideoTracks: () => [track(torch)] });

let shown = '';

beforeEach(() => {
  shown = '';
  stop.mockClear();
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal(
    'BarcodeDetector',
    class {
      static getSupportedFormats = async () => ['qr_code'];
      detect = async () => (shown ? [{ rawValue: shown }] : []);
    },
  );
  HTMLMediaElement.prototype.play = async () => {};
  HTMLCanvasElement.prototype.getContext = (() => null) as never;
  Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { configurable: true, value: 640 });
  Object.defineProperty(HTMLVideoElement.prototype, 'videoHeight', { configurable: true, value: 480 });
});

afterEach(() => vi.unstubAllGlobals());

/** A phone whose camera answers as told. */
function camera(getUserMedia?: () => Promise<unknown>) {
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: getUserMedia && { getUserMedia } });
}

const refuse = (name: string) => () => Promise.reject(new DOMException('', name));

function show(on = true) {
  const onText = vi.fn();
  const page = (on: boolean) => (
    <MantineProvider>
      <Scanner on={on} hint="Hold the badge in the frame" onText={onText} />
    </MantineProvider>
  );
  const { rerender, unmount } = render(page(on));
  return { onText, rest: () => rerender(page(false)), unmount };
}

test('what the camera sees is told once, and the camera rests when it is not needed', async () => {
  camera(async () => stream());
  const { onText, rest } = show();
  expect(await screen.findByText('Hold the badge in the frame')).toBeVisible();
  shown = 'https://x/r/AGK30MKB';
  await waitFor(() => expect(onText).toHaveBeenCalledWith('https://x/r/AGK30MKB'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(onText).toHaveBeenCalledTimes(1);
  rest();
  expect(stop).toHaveBeenCalled();
  expect(screen.queryByLabelText('Camera')).toBeNull();
});

test('the camera is let go when the page is left', async () => {
  camera(async () => stream());
  const { unmount } = show();
  await screen.findByText('Hold the badge in the frame');
  unmount();
  expect(stop).toHaveBeenCalled();
});

test.each([
  ['refused', refuse('NotAllowedError'), 'The browser may not use the camera'],
  ['absent', refuse('NotFoundError'), 'This device has no camera'],
  ['taken by another app', refuse('NotReadableError'), 'The camera does not start'],
  ['unknown to the browser', undefined, 'This device has no camera'],
])('a camera that is %s is said in words', async (_, answer, want) => {
  camera(answer);
  show();
  expect(await screen.findByText(want)).toBeVisible();
});

test('over plain HTTP it is said that there is no camera, and why', async () => {
  camera(undefined); // browsers hide their cameras there
  vi.stubGlobal('isSecureContext', false);
  show();
  expect(await screen.findByText('No camera without a secure connection')).toBeVisible();
});

test('after it was refused it can be tried again', async () => {
  let allowed = false;
  camera(() => (allowed ? Promise.resolve(stream()) : refuse('NotAllowedError')()));
  show();
  await screen.findByText('The browser may not use the camera');
  allowed = true;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Hold the badge in the frame')).toBeVisible();
});

test('the light is offered where there is one', async () => {
  camera(async () => stream(true));
  show();
  const light = await screen.findByRole('button', { name: 'Light' });
  expect(light).toHaveAttribute('aria-pressed', 'false');
  await userEvent.click(light);
  expect(applyConstraints).toHaveBeenCalledWith({ advanced: [{ torch: true }] });
  await waitFor(() => expect(light).toHaveAttribute('aria-pressed', 'true'));
});

test('without a light there is no button for it', async () => {
  camera(async () => stream(false));
  show();
  await screen.findByText('Hold the badge in the frame');
  expect(screen.queryByRole('button')).toBeNull();
});
