/** A child's entry (`generated/process.cjs`): runs the process image. CommonJS, since Node's ES module loader would take longer to start than all this. */
import { readFileSync } from 'node:fs'
import { compileImage, readImage, runImage } from './process-image.ts'

const beside = (file: string) => `${import.meta.dirname}/${file}`
const image = readImage(beside('process.image'))
if (image === null) throw new Error(`${beside('process.image')} cannot be read. Make it again: npm run build`)
void runImage(compileImage(image)).serveProcess(image.realm, (file) => readFileSync(beside(file), 'utf8'))
