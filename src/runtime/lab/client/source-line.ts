export interface SourceLine {
  file: string
  line: number
}

/** `at test (file:///w/tests/h3.test.ts:7:20)`, `at async h3.test.ts:7:20` */
const FRAME = /^\s*at (?:.*?\()?(?:async )?(.+?):(\d+):\d+\)?$/

/** Finds the innermost stack frame outside this folder (or outside the bundle with this module) and outside Node. */
export function callerOf(stack: string): SourceLine | null {
  for (const text of stack.split('\n').slice(1)) {
    const match = FRAME.exec(text)
    if (!match) continue
    const [, file, line] = match as unknown as [string, string, string]
    if (file.startsWith('node:') || isOwn(file)) continue
    return { file: file.replace(/^file:\/\//, ''), line: Number(line) }
  }
  return null
}

const OWN_FILE = FRAME.exec(new Error('').stack?.split('\n')[1] ?? '')?.[1]
/** Unbundled, the client is this folder; bundled, it is one file together with the rest of the platform. */
const OWN_FOLDER = OWN_FILE?.endsWith('/client/source-line.ts') ? OWN_FILE.slice(0, -'source-line.ts'.length) : null

function isOwn(file: string): boolean {
  if (OWN_FOLDER === null) return file === OWN_FILE
  return file.startsWith(OWN_FOLDER) && !file.endsWith('.test.ts')
}
