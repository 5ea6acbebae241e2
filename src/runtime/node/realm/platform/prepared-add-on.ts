import { type AddOnName, type LibraryBundle, NodeLibraryError } from '../../library/index.ts'

/** An add-on ready to be compiled: plain data, stored in its own file by the build. */
export interface PreparedAddOn {
  readonly bundle: LibraryBundle
  /** This runtime's part as a script whose value is its exports. */
  readonly runtime: string
}

/** File in `generated/` where the build stores an add-on. */
export const addOnFile = (name: AddOnName): string => `add-on-${name}.json`

/** Parses the text of such a file. Throws `NodeLibraryError` if it is invalid. */
export function parseAddOn(name: AddOnName, text: string): PreparedAddOn {
  try {
    const addOn = JSON.parse(text) as Partial<PreparedAddOn>
    if (addOn.bundle && typeof addOn.runtime === 'string') return addOn as PreparedAddOn
  } catch {
    // reported below
  }
  throw new NodeLibraryError(`generated/${addOnFile(name)} does not hold an add-on. Make it again: npm run build`)
}
