/**
 * Every sentence of the interface, in one place so that it can be translated: one file per language, all of the same shape. The course
 * itself (lessons, prompts, hints) is not here: it lives in content/.
 */
// A namespace, not an object: a page bundles only the areas that it names.
export * as strings from './en.ts'
export { clockText, columnText, durationText, momentText, rateText } from './times.ts'
