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

/** Everything that all realms share, ready to be compiled. Plain data, made ahead of time by a build step. */
export interface PreparedRealm {
  readonly bundle: LibraryBundle
  readonly data: LibraryDataTexts
  /** llhttp as WebAssembly, in Base64. */
  readonly httpParser: string
  /** This runtime as a script. */
  readonly runtime: string
  /** V8's code cache of both scripts with the functions that a program usually needs. V8 compiles if the cache isn't from the same V8. */
  readonly codeCache?: { readonly library: Buffer; readonly runtime: Buffer }
}

/** Prepares a realm. `modules`: ids of the library's modules to include, if not those that programs usually need. */
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
