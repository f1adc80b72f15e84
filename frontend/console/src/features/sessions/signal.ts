let sound: AudioContext | undefined;

/** Lets the person at the door hear and feel what became of a scan without looking: high is good, low twice is not. */
export function signal(good: boolean) {
  navigator.vibrate?.(good ? 60 : [40, 60, 40]);
  try {
    sound ??= new AudioContext();
    void sound.resume();
    if (good) tone(sound, 880, 0);
    else for (const after of [0, 0.16]) tone(sound, 220, after);
  } catch {
    // No sound on this device: the words and the vibration say it.
  }
}

function tone(context: AudioContext, frequency: number, after: number) {
  const start = context.currentTime + after;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0.15, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.12);
  const oscillator = context.createOscillator();
  oscillator.frequency.value = frequency;
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.13);
}
