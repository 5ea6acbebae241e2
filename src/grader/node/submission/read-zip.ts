import { lstatSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { type Entry, open, type ZipFile } from 'yauzl'
import type { Files } from '../../exercise/index.ts'
import { Allowance, checkPath, isLitter, MOST_BYTES, MOST_FILES, SubmissionError } from './limits.ts'

/** What kind of file an entry was on the Unix system that packed it (stat(2)): in the upper half of its external attributes. */
const KIND = 0o170000
const SYMBOLIC_LINK = 0o120000

/**
 * Reads a submitted zip file as text by path. Nothing is unpacked onto a disk. The sizes that its directory claims are added
 * up before a byte is inflated, and an entry that has more than it claims is an error, so that a bomb costs nothing. Throws `SubmissionError`.
 */
export async function readSubmissionZip(path: string): Promise<Files> {
  if (lstatSync(path).size > MOST_BYTES) throw new SubmissionError(`it is larger than ${MOST_BYTES / 1e6} MB`)
  const zip = await opened(path)
  try {
    return await readEntries(zip, await entriesOf(zip))
  } finally {
    zip.close()
  }
}

const opened = (path: string) =>
  new Promise<ZipFile>((resolve, reject) =>
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) =>
      error ? reject(unreadable(error)) : resolve(zip),
    ),
  )

/** Lists the entries of its directory that are part of the submission, after checking all limits. */
function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > MOST_FILES) throw new SubmissionError(`it holds more than ${MOST_FILES} files`)
  const allowance = new Allowance()
  const entries = new Map<string, Entry>()
  return new Promise((resolve, reject) => {
    zip.on('error', (error: Error) => reject(unreadable(error)))
    zip.on('end', () => resolve([...entries.values()]))
    zip.on('entry', (entry: Entry) => {
      try {
        if (isWanted(entry)) {
          if (entries.has(entry.fileName)) throw new SubmissionError(`${entry.fileName} is in it twice`)
          allowance.take(entry.uncompressedSize)
          entries.set(entry.fileName, entry)
        }
        zip.readEntry()
      } catch (error) {
        reject(error)
      }
    })
    zip.readEntry()
  })
}

/** False for folders and litter; throws for an entry that no submission may have. */
function isWanted(entry: Entry): boolean {
  const { fileName } = entry
  const isFolder = fileName.endsWith('/')
  checkPath(isFolder ? fileName.slice(0, -1) : fileName)
  if (isFolder || fileName.split('/').some(isLitter)) return false
  if (((entry.externalFileAttributes >>> 16) & KIND) === SYMBOLIC_LINK)
    throw new SubmissionError(`${fileName} is a symbolic link`)
  if (entry.isEncrypted()) throw new SubmissionError(`${fileName} is encrypted`)
  return true
}

async function readEntries(zip: ZipFile, entries: readonly Entry[]): Promise<Files> {
  const files: Files = {}
  for (const entry of entries) {
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) =>
      zip.openReadStream(entry, (error, stream) => (error ? reject(unreadable(error)) : resolve(stream))),
    )
    const bytes = await buffer(stream).catch((error: Error) => {
      throw unreadable(error, entry.fileName)
    })
    files[entry.fileName] = bytes.toString('utf8')
  }
  return files
}

const unreadable = (error: Error, name?: string) =>
  new SubmissionError(`${name === undefined ? 'it' : `${name} in it`} cannot be read as zip: ${error.message}`)
