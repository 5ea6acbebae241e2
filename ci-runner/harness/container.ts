/** Settings of the container's kernel file systems, which Docker mounts read-only. */
import { existsSync, writeFileSync } from 'node:fs'
import { errnoName } from '#network'
import { libc } from '#sockets/linux/index.ts'

/** Makes /proc/sys writable, to set kernel parameters of namespaces that are created here. */
export function openKernelParameters(): void {
  makeWritable('/proc/sys')
}

const MEMORY_GROUP = '/sys/fs/cgroup/memory'
const SOCKET_LIMIT = `${MEMORY_GROUP}/memory.kmem.tcp.limit_in_bytes`
const SOCKET_BYTES = 256 << 20

/**
 * Control groups v1 don't count socket buffers as a container's memory, and don't limit them by default: one submission could take all
 * the memory that the machine lets TCP and UDP use (tcp_mem, udp_mem) and stall everyone else's connections. Control groups v2 count it.
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
