import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folder of the platform that runs, with a separator at its end. */
export const PLATFORM = fileURLToPath(new URL('../../', import.meta.url))

/** Whether that is an installed package. It has everything built and no sources; a checkout builds what is missing. */
export const isPackage = !existsSync(join(PLATFORM, 'src/cli/main.ts'))
