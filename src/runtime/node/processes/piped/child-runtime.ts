/** A child's code: a realm that is booted before its program is known, and the kernel's pipe. */
import type { AddOnName } from '../../library/index.ts'
import { addOnFile, createVmRealm, type PreparedRealm, parseAddOn } from '../../realm/platform/vm/index.ts'
import { serveKernel } from './kernel-pipe.ts'

export { codeCacheOf, createVmRealm } from '../../realm/platform/vm/index.ts'

/** Serves one process. `read`: returns the text of a file beside the image. */
export function serveProcess(library: PreparedRealm, read: (file: string) => string): Promise<void> {
  const addOns = (name: AddOnName) => parseAddOn(name, read(addOnFile(name)))
  return serveKernel((calls) => createVmRealm({ library, calls, addOns }))
}
