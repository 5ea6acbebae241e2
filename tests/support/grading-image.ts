/** Builds this checkout's grading image before the first test that needs it, if Docker is available. */
import { DockerError, ensureImage } from '#ci-runner'
import { gradingImage } from '../../scripts/build/grading-image.ts'
import { nodeProcess } from '../../scripts/build/node-process.ts'
import { bring } from '../../scripts/build/step.ts'

export default async function setup(): Promise<void> {
  for (const step of [...nodeProcess, ...gradingImage]) await bring(step)
  try {
    await ensureImage((line) => process.stderr.write(`${line}\n`))
  } catch (error) {
    // Each test that needs it reports the reason.
    if (!(error instanceof DockerError)) throw error
  }
}
