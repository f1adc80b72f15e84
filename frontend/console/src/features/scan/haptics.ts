/** A tick in the hand: it was read. Phones that cannot, or may not, stay still. */
export function tick() {
  navigator.vibrate?.(20);
}
