/** `localStorage`, or anything with its interface. */
export type TextStorage = Pick<globalThis.Storage, 'getItem' | 'setItem'>

const MOST_COPIES = 9

/**
 * Copies a stored text that this version of the page cannot read to a key of its own, before anything is written over it. Returns
 * false if there is no room for the copy.
 */
export function setAside(storage: TextStorage, key: string, text: string): boolean {
  for (let copy = 1; copy <= MOST_COPIES; copy++) {
    const place = `${key}:unreadable${copy === 1 ? '' : `-${copy}`}`
    const kept = storage.getItem(place)
    if (kept === text) return true
    if (kept !== null) continue
    try {
      storage.setItem(place, text)
      return true
    } catch {
      return false
    }
  }
  return false
}
