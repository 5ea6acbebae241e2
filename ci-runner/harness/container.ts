/** What a container's own folders of the kernel are used for: they are read-only when it starts. */
import { existsSync, writeFileSync } from 'node:fs'
import { errnoName } from '#network'
import { libc } from '#sockets/linux/index.ts'

/** Of namespaces that are made here, kernel parameters are set. */
export function openKernelParameters(): void {
  makeWritable('/proc/sys')
}

const MEMORY_GROUP = '/sys/fs/cgroup/memory'
const SOCKET_LIMIT = `${MEMORY_GROUP}/memory.kmem.tcp.limit_in_bytes`
const SOCKET_BYTES = 256 << 20

/**
 * Control groups of the first version do not count what sockets hold as memory of a container, and do not limit it unless told: one submission could take all
 * that the machine lets TCP and UDP have (tcp_mem, udp_mem), and nobody else's connections would go on. Those of the second version count it.
 */
export function limitSocketMemory(): void {
  if (!existsSync(SOCKET_LIMIT)) return
  makeWritable(MEMORY_GROUP)
  writeFileSync(SOCKET_LIMIT, String(SOCKET_BYTES))
}

function makeWritable(path: string): void {
  const result = libc.makeWritable(path)
  if (result < 0) throw new Error(`${path} cannot be made writable: ${errnoName(-result)}`)
}
