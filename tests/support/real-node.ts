/** The real Node with which simulated processes are compared: the pinned one, whatever Node runs the tests. */
import { PINNED_VERSION, pinnedNode, pinnedPackage } from '#node/library/on-disk/index.ts'

/** Returns its executable. Tests that need it skip with `missing('pinned Node')` where npm has none. */
export function realNode(): string {
  const node = pinnedNode()
  if (node === null) throw new Error(`${pinnedPackage()}@${PINNED_VERSION} is not installed: npm install`)
  return node
}
