/** `readFile` and `writeFile` of a host. Relative paths are in the programs' folder. */
import { errnoName } from '#network'
import type { Data } from '../api/index.ts'
import { encode } from './byte-queue.ts'
import type { Context } from './context.ts'
import { FOLDER } from './folder.ts'
import { Failure } from './wait.ts'
import type { WorldFiles } from './world.ts'

export function readFile(context: Context, hostName: string, path: string): Uint8Array {
  const bytes = filesOf(context, 'readFile', hostName).read(hostName, absolute(path))
  if (typeof bytes === 'number') throw new Failure('MISUSE', `the file ${path} on ${hostName}`, errnoName(bytes))
  return bytes
}

export function writeFile(context: Context, hostName: string, path: string, data: Data): void {
  const result = filesOf(context, 'writeFile', hostName).write(hostName, absolute(path), encode(data))
  if (result < 0) throw new Failure('MISUSE', `to write ${path} on ${hostName}`, errnoName(result))
}

function filesOf({ world }: Context, operation: string, hostName: string): WorldFiles {
  if (world.files !== null) return world.files
  const reason = 'a backend where each program has its own folder and shares no other files'
  throw new Failure('NOT_SUPPORTED', `${operation} on ${hostName}`, reason)
}

function absolute(path: string): string {
  return path.startsWith('/') ? path : `${FOLDER}/${path}`
}
