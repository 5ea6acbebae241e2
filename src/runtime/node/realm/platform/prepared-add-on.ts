import { type AddOnName, type LibraryBundle, NodeLibraryError } from '../../library/index.ts'

/** An add-on ready to be compiled: plain data, a file of its own in what is built. */
export interface PreparedAddOn {
  readonly bundle: LibraryBundle
  /** This runtime's part as a script whose value is its exports. */
  readonly runtime: string
}

/** Where the build leaves it, in `generated/`. */
export const addOnFile = (name: AddOnName): string => `add-on-${name}.json`

/** Reads the text of such a file. Throws `NodeLibraryError` when it is none. */
export function parseAddOn(name: AddOnName, text: string): PreparedAddOn {
  try {
    const addOn = JSON.parse(text) as Partial<PreparedAddOn>
    if (addOn.bundle && typeof addOn.runtime === 'string') return addOn as PreparedAddOn
  } catch {
    // said below
  }
  throw new NodeLibraryError(`generated/${addOnFile(name)} does not hold an add-on. Make it again: npm run build`)
}
