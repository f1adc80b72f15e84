/** What stands above the name at the foot of a desktop's rail: what waits on this device, and a newer version. */
export function RailFoot() {
  return null;
}
