/** Records the figures in the given folders, as the build does: `npm run dev` calls it when one of their files is saved. */
import { recordFigure } from './build/figures.ts'

for (const folder of process.argv.slice(2)) {
  try {
    await recordFigure(folder)
  } catch (error) {
    console.error(`${folder} could not be recorded: pages go on showing what it was before.`)
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
