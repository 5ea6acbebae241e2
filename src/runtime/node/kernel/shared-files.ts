/** Open files that several descriptors refer to, in one process or in many: the last one to let go closes the file. */
import type { Descriptor, OpenFile } from './descriptors.ts'

type Notify = (() => void) | null

/** What is shared: all that a descriptor can refer to. */
interface SharedFile {
  onReadiness: Notify
  close(): void
}

/** Only files with more than one holder are here: most have one, and cost nothing. */
const holders = new WeakMap<SharedFile, Map<object, Notify>>()

/** `holder` refers to `file` from now on and is told of its readiness. */
export function holdFile(file: SharedFile, holder: object, notify: Notify): void {
  const known = holders.get(file)
  if (known === undefined) file.onReadiness = notify
  else known.set(holder, notify)
}

/** Lets `file` be held by others beside `holder`, its only one so far. */
export function shareFile(file: SharedFile, holder: object): void {
  if (holders.has(file)) return
  const all = new Map<object, Notify>([[holder, file.onReadiness]])
  holders.set(file, all)
  file.onReadiness = () => {
    for (const notify of [...all.values()]) notify?.()
  }
}

/** `holder` lets go. Whether nobody is left, so that the file has to be closed. */
export function leaveFile(file: SharedFile, holder: object): boolean {
  const all = holders.get(file)
  if (all !== undefined) {
    all.delete(holder)
    if (all.size > 0) return false
    holders.delete(file)
  }
  file.onReadiness = null
  return true
}

/** A file on its way through a local socket (SCM_RIGHTS, unix(7)): it stays open although the sender may have let go of it. */
export class PassedFile {
  readonly file: OpenFile

  constructor({ file }: Descriptor, sender: object) {
    this.file = file
    shareFile(file, sender)
    holdFile(file, this, null)
  }

  /** The one who got it holds it now, or nobody did. */
  letGo(): void {
    if (leaveFile(this.file, this)) this.file.close()
  }
}
