/** Before the first test that needs it: the grading image of this checkout, where there is Docker. */
import { DockerError, ensureImage } from '#ci-runner'
import { gradingImage } from '../../scripts/build/grading-image.ts'
import { nodeProcess } from '../../scripts/build/node-process.ts'
import { bring } from '../../scripts/build/step.ts'

export default async function setup(): Promise<void> {
  for (const step of [...nodeProcess, ...gradingImage]) await bring(step)
  try {
    await ensureImage((line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    // Tests that need it say so, each by itself.
    if (!(error instanceof DockerError)) throw error
  }
}
