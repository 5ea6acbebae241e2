// The code that serves `load()` in a program's process, for the page's worlds: they have no disk to read it from.
import { writeFile } from 'node:fs/promises'
import type { Step } from './step.ts'

const OUTPUT = 'generated/load-driver.json'

export const loadDriver: Step = {
  name: 'load-driver',
  outputs: [OUTPUT],
  inputs: ['src/runtime/lab/load-driver', 'src/runtime/lab/on-disk/load-driver-files.ts'],
  make: async () => {
    const { loadDriverFiles } = await import('#lab/on-disk/index.ts')
    await writeFile(OUTPUT, JSON.stringify(loadDriverFiles()))
    return undefined
  },
}
