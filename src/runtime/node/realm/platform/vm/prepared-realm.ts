import {
  ADD_ON_MODULES,
  type AddOnName,
  bundleLibrary,
  type LibraryBundle,
  type LibraryDataTexts,
  libraryDataTexts,
  type NodeLibrary,
  OF_LIBRARY_ALONE,
} from '../../../library/index.ts'
import type { PreparedAddOn } from '../prepared-add-on.ts'
import { addOnScript, realmScript } from './realm-script.ts'

/** What is the same for every realm, ready to be compiled. Plain data: a build step makes it ahead of time. */
export interface PreparedRealm {
  readonly bundle: LibraryBundle
  readonly data: LibraryDataTexts
  /** llhttp as WebAssembly, in Base64. */
  readonly httpParser: string
  /** This runtime as a script. */
  readonly runtime: string
  /** V8's own form of both scripts with the functions that a program usually needs. V8 checks that it made it, and else compiles. */
  readonly codeCache?: { readonly library: Buffer; readonly runtime: Buffer }
}

/** `modules`: ids of what processes hold of the library, if it is not what programs usually need. */
export function prepareRealm(library: NodeLibrary, modules?: readonly string[]): PreparedRealm {
  const { httpParser } = library
  return {
    bundle: bundleLibrary(library, modules),
    data: libraryDataTexts(library.data),
    httpParser,
    runtime: realmScript(),
  }
}

/** Makes an add-on from the sources; a built program has it as a file. */
export function prepareAddOn(library: NodeLibrary, name: AddOnName): PreparedAddOn {
  return {
    bundle: bundleLibrary(library, ADD_ON_MODULES[name]),
    runtime: OF_LIBRARY_ALONE.has(name) ? '({})' : addOnScript(name),
  }
}
