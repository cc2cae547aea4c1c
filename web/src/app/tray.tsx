/** The place of what is under way, in the header. */
export function Tray() {
  return null;
}
