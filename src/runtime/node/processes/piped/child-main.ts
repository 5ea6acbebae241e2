/** A child's entry (`generated/process.mjs`): the process image where it is there, otherwise what it was made from. */
import { readFileSync } from 'node:fs'
import type { AddOnName } from '../../library/index.ts'
import { addOnFile, parseAddOn } from '../../realm/platform/vm/index.ts'
import { compileImage, readImage, runImage } from './process-image.ts'

const beside = (file: string) => new URL(`./${file}`, import.meta.url)
const addOns = (name: AddOnName) => parseAddOn(name, readFileSync(beside(addOnFile(name)), 'utf8'))
const image = readImage(beside('process.image'))
if (image !== null) {
  await runImage(compileImage(image)).serveProcess(image.realm, addOns)
} else {
  const { parseLibrary } = await import('../../library/index.ts')
  const { serveProcess } = await import('./child-runtime.ts')
  await serveProcess(parseLibrary(readFileSync(beside('node-library.json'), 'utf8')), addOns)
}
