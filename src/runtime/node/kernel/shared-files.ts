/** Open files that several descriptors refer to, in one process or in many: the last one to release it closes the file. */
import type { Descriptor, OpenFile } from './descriptors.ts'

type Notify = (() => void) | null

/** Files that can be shared: everything that a descriptor can refer to. */
interface SharedFile {
  onReadiness: Notify
  close(): void
}

/** Files with more than one holder. Most files have one, and cost nothing here. */
const holders = new WeakMap<SharedFile, Map<object, Notify>>()

/** Adds `holder`, which from now on is notified of the readiness of `file`. */
export function holdFile(file: SharedFile, holder: object, notify: Notify): void {
  const known = holders.get(file)
  if (known === undefined) file.onReadiness = notify
  else known.set(holder, notify)
}

/** Lets others hold `file` besides `holder`, the only one so far. */
export function shareFile(file: SharedFile, holder: object): void {
  if (holders.has(file)) return
  const all = new Map<object, Notify>([[holder, file.onReadiness]])
  holders.set(file, all)
  file.onReadiness = () => {
    for (const notify of [...all.values()]) notify?.()
  }
}

/** Removes `holder`. Returns whether it was the last one, so that the file must be closed. */
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

/** A file on its way through a local socket (SCM_RIGHTS, unix(7)): it stays open even if the sender closes its descriptor. */
export class PassedFile {
  readonly file: OpenFile

  constructor({ file }: Descriptor, sender: object) {
    this.file = file
    shareFile(file, sender)
    holdFile(file, this, null)
  }

  /** Ends the hold: the receiver holds the file now, or nobody received it. */
  letGo(): void {
    if (leaveFile(this.file, this)) this.file.close()
  }
}
