import { describe, expect, test } from 'vitest';
import { cancel, idle, type Reading, slept, start, stop, type Watch } from './stopwatch';

/** A phone whose two clocks go together until it sleeps. */
class Phone {
  private mono = 12_345.6;
  private wall = Date.UTC(2026, 10, 22, 11);
  read = (): Reading => ({ mono: this.mono, wall: this.wall });
  wait(ms: number) {
    this.mono += ms;
    this.wall += ms;
    return this.read();
  }
  sleep(ms: number) {
    this.wall += ms;
    return this.read();
  }
  set(ms: number) {
    this.wall += ms;
    return this.read();
  }
}

const asleep = 'the phone slept';

function running(): [Phone, Watch] {
  const phone = new Phone();
  return [phone, start(phone.read())];
}

describe('stop', () => {
  test.each([
    [3849.4, 3849],
    [100, 100], // as fast as anybody reacts
    [7200.6, 7201],
    [200_000_000, 86_400_000], // what the server takes
  ])('after %d ms', (passed, milliseconds) => {
    const [phone, watch] = running();
    expect(stop(watch, phone.wait(passed), asleep)).toEqual({ milliseconds });
  });

  test.each([0, 40, 99])('the bounce of a thumb after %d ms stops nothing', (passed) => {
    const [phone, watch] = running();
    expect(stop(watch, phone.wait(passed), asleep)).toBeUndefined();
    expect(stop(watch, phone.wait(3000), asleep)).toEqual({ milliseconds: passed + 3000 });
  });

  test('nothing that has not begun', () => {
    expect(stop(idle, new Phone().read(), asleep)).toBeUndefined();
    expect(cancel(idle, new Phone().read(), 'by mistake')).toBeUndefined();
  });

  test('what a sleeping clock measured is kept with the time that really passed, and does not count', () => {
    const [phone, watch] = running();
    phone.wait(1200);
    phone.sleep(30_000);
    expect(stop(watch, phone.wait(300), asleep)).toEqual({ milliseconds: 31_500, cancelled: asleep });
  });

  test('a wall clock that is set meanwhile cannot be told from sleep', () => {
    const [phone, watch] = running();
    phone.wait(2000);
    phone.set(-60_000);
    expect(stop(watch, phone.wait(1000), asleep)).toEqual({ milliseconds: 1, cancelled: asleep });
  });

  test('a clock that is put right by a little does not spoil a measurement', () => {
    const [phone, watch] = running();
    phone.wait(2000);
    expect(slept(watch.phase === 'running' ? watch.since : phone.read(), phone.set(300))).toBe(false);
    expect(stop(watch, phone.wait(1000), asleep)).toEqual({ milliseconds: 3000 });
  });
});

test('what is cancelled is kept with its reason, however short it was', () => {
  const [phone, watch] = running();
  expect(cancel(watch, phone.wait(20), 'by mistake')).toEqual({ milliseconds: 20, cancelled: 'by mistake' });
});
