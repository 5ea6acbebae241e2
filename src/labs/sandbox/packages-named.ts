import type { Files } from '#lab'

/** By package: its file among the bundles, and the other packages that it loads. */
export type PackageIndex = Readonly<Record<string, { readonly file: string; readonly loads: readonly string[] }>>

/**
 * Names of the packages that a program may load, and of those which they load: all that occur in its text as a whole specifier or with a
 * subpath. Errs on the safe side: a name in a comment counts, too.
 */
export function packagesNamed(files: Files, index: PackageIndex): string[] {
  const texts = Object.values(files)
  const found = Object.keys(index).filter((name) => texts.some((text) => names(text, name)))
  return [...new Set(found.flatMap((name) => [name, ...index[name]!.loads]))].sort()
}

function names(text: string, name: string): boolean {
  // A quote may be escaped, in a program within a program.
  return new RegExp(`['"\`]${name.replace(/[.]/g, '\\.')}(?:/[^'"\`]*)?\\\\?['"\`]`).test(text)
}
