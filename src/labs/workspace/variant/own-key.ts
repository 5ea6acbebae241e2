import type { TextStorage } from '../saved/index.ts'
import { remember } from '../saved/index.ts'

const SEED = 'ackademy:seed'
const variantKey = (exercise: string): string => `ackademy:variant:${exercise}`
/** Keys as this page makes them, and as a service may give them in the page's address. */
const KEY = /^[\w./-]{1,80}$/

/**
 * The key of the learner's variant: what the address says (`?variant=ann-17`), or what was drawn here before, or the seed of
 * this device, which is made when it is first asked for. Null without storage: every visit would draw another.
 */
export function ownKey(storage: TextStorage | null, exercise: string, address: string): string | null {
  const given = new URLSearchParams(address).get('variant')
  if (given !== null && KEY.test(given)) {
    keepKey(storage, exercise, given)
    return given
  }
  const known = storage?.getItem(variantKey(exercise)) ?? seedOf(storage)
  return known !== null && KEY.test(known) ? known : null
}

/** From now on the exercise has this variant on this device. */
export const keepKey = (storage: TextStorage | null, exercise: string, key: string): void =>
  remember(storage, variantKey(exercise), key)

function seedOf(storage: TextStorage | null): string | null {
  if (!storage) return null
  const known = storage.getItem(SEED)
  if (known !== null) return known
  const drawn = [...crypto.getRandomValues(new Uint8Array(6))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  remember(storage, SEED, drawn)
  return storage.getItem(SEED)
}
