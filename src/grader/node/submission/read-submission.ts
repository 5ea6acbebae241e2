import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from '../../exercise/index.ts'
import { SubmissionError } from './limits.ts'
import { readSubmissionFolder } from './read-folder.ts'
import { readSubmissionZip } from './read-zip.ts'

/**
 * Reads a submission, a folder or a zip file, as text by path. Strips a folder around everything, since people zip the folder
 * and not its contents. `wanted`: files that the exercise asks for. Throws `SubmissionError` with a sentence for anything that can't be read.
 */
export async function readHandedIn(path: string, wanted: readonly string[]): Promise<Files> {
  try {
    return withoutOuterFolder(await readAny(path), wanted)
  } catch (error) {
    if (error instanceof SubmissionError) throw error
    // An error of the file system: no permission, or a file that is gone.
    throw new SubmissionError(`it cannot be read: ${(error as Error).message}`)
  }
}

async function readAny(path: string): Promise<Files> {
  const file = lstatSync(path)
  if (file.isSymbolicLink()) throw new SubmissionError('it is a symbolic link, expected a folder or a zip file')
  if (file.isFile() && /\.zip$/i.test(path)) return readSubmissionZip(path)
  if (!file.isDirectory()) throw new SubmissionError('it is neither a folder nor a zip file')
  const files = readSubmissionFolder(path)
  const [only, ...others] = Object.keys(files)
  // Some course systems put the one zip file that was uploaded into a folder named after the learner.
  return only && others.length === 0 && /\.zip$/i.test(only) ? readSubmissionZip(join(path, only)) : files
}

function withoutOuterFolder(files: Files, wanted: readonly string[]): Files {
  const paths = Object.keys(files)
  const [outer = ''] = paths[0]?.split('/') ?? []
  const isInside = paths.every((path) => path.startsWith(`${outer}/`))
  if (!isInside || wanted.some((name) => files[name] !== undefined)) return files
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path.slice(outer.length + 1), text]))
}
