/**
 * Node's own library: the sources and constants that `scripts/extract-node-library.ts` took out of the pinned binary (`kept/`), the short
 * list of patches to them, and the choice of modules that a process gets. Data and text only: `realm/` runs it, and
 * only `on-disk/` reads files, so that a page can use the rest.
 */
export { mayUseAddOns } from './add-on-use.ts'
export { ADD_ON_MODULES, ADD_ON_NAMES, type AddOnName, addOnOf, OF_LIBRARY_ALONE } from './add-ons.ts'
export { bundleLibrary, type LibraryBundle, type ModulePlace } from './bundle.ts'
export {
  type BindingConstants,
  type LibraryDataParts,
  type LibraryDataTexts,
  libraryDataTexts,
  NODE_VERSION,
  type NodeLibrary,
  type NodeLibraryData,
  NodeLibraryError,
  type Outline,
  parseLibrary,
} from './library.ts'
export { LIBRARY_MODULES } from './module-set.ts'
export { PATCHES, type Patch, patchedSource } from './patches.ts'
