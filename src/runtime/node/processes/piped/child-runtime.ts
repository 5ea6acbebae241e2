/** What a child runs: a realm that is booted before its program is known, and the kernel's pipe. */
import type { NodeLibrary } from '../../library/index.ts'
import { createVmRealm, type PreparedRealm, type VmRealmOptions } from '../../realm/platform/vm/index.ts'
import { serveKernel } from './kernel-pipe.ts'

export { codeCacheOf, createVmRealm } from '../../realm/platform/vm/index.ts'

export function serveProcess(
  library: NodeLibrary | PreparedRealm,
  addOns: NonNullable<VmRealmOptions['addOns']>,
): Promise<void> {
  return serveKernel((calls) => createVmRealm({ library, calls, addOns }))
}
