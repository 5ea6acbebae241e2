/** Start data of a child: its descriptors, and the request to the kernel. */
import { DescriptorKind, Op, type SpawnRequest } from '../../syscalls/index.ts'
import type { RealmContext } from '../context.ts'
import type { Any } from '../types.ts'
import { Files } from './fs/index.ts'

const STREAM = 1
const STANDARD_STREAMS = 3
const READ_WRITE = 2

/** One entry of `stdio` as child_process.js gives it. */
export interface Stdio {
  type: 'ignore' | 'pipe' | 'overlapped' | 'inherit' | 'fd' | 'wrap'
  fd?: number
  handle?: Any
}

/** Takes this side's end of a pipe. */
type TakeEnd = (entry: Stdio, fd: number) => void

interface Arrangement {
  /** Descriptors of the child, by their numbers in this process. */
  descriptors: number[]
  /** Those opened for the child only. */
  ours: number[]
}

/** Opens and collects a child's descriptors. Returns -errno when one of them fails. */
export function arrangeDescriptors(realm: RealmContext, stdio: Stdio[], takeEnd: TakeEnd): Arrangement | number {
  const { kernel } = realm
  const arrangement: Arrangement = { descriptors: [], ours: [] }
  for (const [index, entry] of stdio.entries()) {
    const fd = descriptorFor(realm, entry, index, { ours: arrangement.ours, takeEnd })
    if (fd < -1) {
      for (const open of arrangement.ours) kernel.post(Op.close, open)
      return fd
    }
    arrangement.descriptors.push(fd)
  }
  return arrangement
}

/** Returns the number of the descriptor, -1 for none, or -errno. */
function descriptorFor(
  realm: RealmContext,
  entry: Stdio,
  index: number,
  { ours, takeEnd }: { ours: number[]; takeEnd: TakeEnd },
): number {
  const { kernel } = realm
  const { type, fd = -1, handle } = entry
  if (type === 'inherit' || type === 'fd') return isOpen(realm, fd) ? fd : -realm.errno('EBADF')
  if (type === 'wrap') return Number(handle.fd)
  if (type === 'ignore') {
    if (index >= STANDARD_STREAMS) return -1
    const opened = new Files(realm).call(Op.open, READ_WRITE, 0, 0, '/dev/null')
    if (opened >= 0) ours.push(opened)
    return opened
  }
  const made = kernel.call(Op.socketpair, STREAM)
  if (made < 0) return made
  const { a: here, b: there } = kernel.out
  takeEnd(entry, here)
  ours.push(there)
  return there
}

const isOpen = ({ kernel }: RealmContext, fd: number) => kernel.call(Op.kind, fd) >= DescriptorKind.file

interface Child extends Pick<SpawnRequest, 'descriptors' | 'detached' | 'awaited'> {
  file: string
  args: string[] | undefined
  cwd: string | undefined
  env: string[] | undefined
  uid: number | undefined
  gid: number | undefined
}

/** Returns the request as JSON, for `Op.spawn`. */
export function spawnRequest({ process }: RealmContext, child: Child): string {
  const { file, args, cwd, env, uid, gid, descriptors, detached, awaited } = child
  const request: SpawnRequest = {
    file: String(file),
    args: [...(args ?? [file])].map(String),
    env: [...(env ?? Object.entries(process.env).map(([name, value]) => `${name}=${value}`))].map(String),
    descriptors,
    detached,
    ...(awaited && { awaited }),
    ...(cwd && { cwd: String(cwd) }),
    ...(typeof uid === 'number' && { uid }),
    ...(typeof gid === 'number' && { gid }),
  }
  return JSON.stringify(request)
}
