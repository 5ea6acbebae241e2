import { AT_PATH, DescriptorKind, Op } from '../../syscalls/index.ts'
import { AsyncWrap } from '../async-wrap.ts'
import type { RealmContext } from '../context.ts'
import { handleState } from '../handles/index.ts'
import type { Any, Binding } from '../types.ts'
import { Files } from './fs/index.ts'
import { channelOf, connectHandleLater, StreamHandle } from './stream-wrap.ts'

const UNIX = 1
const STREAM = 1
const STDERR = 2
/** Length of `sun_path` without its last NUL; libuv refuses longer paths itself. */
const LONGEST_PATH = 107
const BACKLOG = 511

/** Opens one end of a new pair of sockets on a handle. Not a method: no program may give a handle a descriptor without `open`'s checks. */
export let openPipeEnd: (handle: PipeHandle, fd: number) => void

/** `internalBinding('pipe_wrap')`: Unix domain sockets, the process's standard streams, and channels to other processes. */
export function pipeBinding(realm: RealmContext): Binding {
  const { constants } = realm.constants.pipe_wrap
  class Pipe extends PipeHandle {
    constructor(type: number) {
      super(realm, type === constants.SERVER ? 'PIPESERVERWRAP' : 'PIPEWRAP', type === constants.IPC)
    }
    protected override createConnection(): StreamHandle {
      return new Pipe(constants.SOCKET)
    }
  }
  class PipeConnectWrap extends AsyncWrap {
    constructor() {
      super(realm, 'PIPECONNECTWRAP')
    }
  }
  return { constants, Pipe, PipeConnectWrap }
}

class PipeHandle extends StreamHandle {
  readonly #realm: RealmContext

  /** Bound path, removed when the handle is closed, as in libuv. */
  #bound = ''

  static {
    openPipeEnd = (handle, fd) => channelOf(handle).open(fd, UNIX, null)
  }

  /** `isChannel`: whether handles of other processes come through it. */
  constructor(realm: RealmContext, provider: string, isChannel: boolean) {
    super(realm, provider)
    this.#realm = realm
    channelOf(this).takesDescriptors = isChannel
    const state = handleState(this)
    const { release } = state
    state.release = () => {
      if (this.#bound !== '') realm.kernel.call(Op.unlink, 0, 0, 0, this.#bound)
      release()
    }
  }

  open(fd: number): number {
    const kind = this.#realm.kernel.call(Op.kind, fd)
    if (kind < 0) return kind
    // A pipe to the world's driver accepts everything, like a terminal.
    const isUnlimited = kind === DescriptorKind.pipe && this.#realm.kernel.out.b !== UNIX
    channelOf(this).open(fd, UNIX, isUnlimited ? Number.POSITIVE_INFINITY : null)
    return 0
  }

  bind(path: string): number {
    const { descriptor } = channelOf(this)
    const result = descriptor.ensure(UNIX, STREAM) || this.#realm.kernel.call(Op.bind, descriptor.fd, 0, 0, path)
    if (result === 0 && !path.startsWith('\0')) this.#bound = path
    // uv_pipe_bind returns the same error as on other systems.
    return result === -this.#realm.errno('ENOENT') ? -this.#realm.errno('EACCES') : result
  }

  listen(backlog = BACKLOG): number {
    // Standard streams are connected, like the ends of a socketpair(2).
    if (channelOf(this).descriptor.fd <= STDERR && channelOf(this).connected) return -this.#realm.errno('EINVAL')
    return channelOf(this).listen(backlog)
  }

  connect(request: Any, path: string): number {
    if (this.#realm.platform.encodeUtf8(path).length > LONGEST_PATH) return -this.#realm.errno('EINVAL')
    const opened = channelOf(this).descriptor.ensure(UNIX, STREAM)
    if (opened < 0) return opened
    connectHandleLater(this, request, path)
    return 0
  }

  /** uv_pipe_chmod: lets all users read from the socket's path, write to it, or both. */
  fchmod(mode: number): number {
    const { UV_READABLE: readable, UV_WRITABLE: writable } = this.#realm.constants.pipe_wrap.constants
    const files = new Files(this.#realm)
    const values = files.statPath(this.#bound, true)
    if (typeof values === 'number') return values
    const wanted = ((mode & readable) !== 0 ? 0o444 : 0) | ((mode & writable) !== 0 ? 0o222 : 0)
    return files.call(Op.chmod, AT_PATH, values[1]! | wanted, 0, this.#bound)
  }
}

/** `internalBinding('tty_wrap')`: standard streams are pipes; there is no terminal. */
export function ttyBinding(realm: RealmContext): Binding {
  return {
    ...realm.constants.tty_wrap,
    isTTY: () => false,
    TTY: class TTY {
      constructor() {
        throw new Error('A terminal is not supported here yet: the standard streams are pipes')
      }
    },
  }
}
