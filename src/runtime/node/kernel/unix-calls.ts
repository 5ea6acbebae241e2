/** bind(2) and connect(2) of AF_UNIX sockets: a path leads to an inode, and the inode to the socket. */

import { Errno } from '#network'
import { Access, type Inode, makeSocketNode } from '../files/index.ts'
import type { Process } from './kernel-services.ts'
import type { UnixSocket } from './unix-socket.ts'

/** sizeof(sun_path), its end included. */
const LONGEST_PATH = 107
const ABSTRACT = '\0'

/** Makes the node in the file system that others find it by; an abstract name (unix(7)) has none. */
export function bindUnix({ files }: Process, socket: UnixSocket, path: string): number {
  if (path.startsWith(ABSTRACT)) return socket.bind(path)
  if (path === '' || path.length > LONGEST_PATH || socket.isBound) return -Errno.EINVAL
  const node = makeSocketNode(files, path)
  if (typeof node === 'number') return node === -Errno.EEXIST ? -Errno.EADDRINUSE : node
  return socket.bind(path, nameOf(node))
}

export function connectUnix({ files, kernel, host }: Process, socket: UnixSocket, path: string): number {
  // Sockets of the world's driver have no node.
  if (path.startsWith(ABSTRACT) || kernel.unixNames(host).has(path)) return socket.connect(path)
  if (path.length > LONGEST_PATH) return -Errno.EINVAL
  const node = files.find(path, true)
  if (typeof node === 'number') return node
  if (node.body.kind !== 'socket') return -Errno.ECONNREFUSED
  return files.may(node, Access.write) ? socket.connect(path, nameOf(node)) : -Errno.EACCES
}

function nameOf({ fileSystem, number }: Inode): string {
  return `inode ${fileSystem.device}:${number}`
}
