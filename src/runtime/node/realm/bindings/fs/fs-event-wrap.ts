import { type KernelEvent, Op, PUSH, Ready } from '../../../syscalls/index.ts'
import { makeCallback } from '../../async-wrap.ts'
import type { RealmContext } from '../../context.ts'
import { Handle, handleState } from '../../handles/index.ts'
import type { Binding } from '../../types.ts'
import { inEncoding, pathText } from './text.ts'

/** inotify(7): the events that libuv requests, and those that change the file rather than a name. */
const IN_ALL = 0x2 | 0x4 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800
const IN_CHANGE = 0x2 | 0x4
const IN_IGNORED = 0x8000

interface Watching {
  tell(event: 'change' | 'rename', name: string): void
}

/** A loop's one inotify descriptor, as in libuv, and its watchers. */
class Watches {
  readonly #realm: RealmContext
  readonly #byNumber = new Map<number, Set<Watching>>()
  #fd = -1

  constructor(realm: RealmContext) {
    this.#realm = realm
  }

  /** Returns the number of the watch, or -errno. */
  add(path: string, watching: Watching): number {
    const { kernel, loop } = this.#realm
    if (this.#fd < 0) {
      const fd = kernel.call(Op.inotify)
      if (fd < 0) return fd
      this.#fd = fd
      loop.targets.watchDescriptor(fd, { onEvent: (event) => this.#onEvent(event) })
      kernel.call(Op.watch, fd, Ready.IN | PUSH)
    }
    const number = kernel.call(Op.watchFile, this.#fd, IN_ALL, 0, path)
    if (number < 0) return number
    const all = this.#byNumber.get(number) ?? new Set()
    this.#byNumber.set(number, all.add(watching))
    return number
  }

  remove(number: number, watching: Watching): void {
    const all = this.#byNumber.get(number)
    if (!all?.delete(watching) || all.size > 0) return
    this.#byNumber.delete(number)
    this.#realm.kernel.call(Op.unwatchFile, this.#fd, number)
  }

  #onEvent({ bytes }: KernelEvent): void {
    if (bytes === null || bytes.length < 8) return
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const mask = view.getUint32(4)
    if ((mask & IN_IGNORED) !== 0) return
    const name = this.#realm.platform.decodeUtf8(bytes.subarray(8))
    for (const watching of [...(this.#byNumber.get(view.getUint32(0)) ?? [])])
      watching.tell((mask & ~IN_CHANGE) !== 0 ? 'rename' : 'change', name)
  }
}

/** `internalBinding('fs_event_wrap')`: fs_event_wrap.cc over inotify. */
export function fsEventBinding(realm: RealmContext): Binding {
  const watches = new Watches(realm)
  class FSEvent extends Handle {
    #number = -1
    #encoding: unknown
    #path = ''
    onchange: unknown = null
    readonly #watching: Watching = { tell: (event, name) => this.#tell(event, name) }

    constructor() {
      super(realm, 'FSEVENTWRAP')
      handleState(this).release = () => {
        if (this.#number >= 0) watches.remove(this.#number, this.#watching)
        this.#number = -1
      }
    }

    get initialized(): boolean {
      return this.#number >= 0 && !handleState(this).isClosing
    }

    start(given: unknown, persistent: boolean, _recursive: boolean, encoding: unknown): number {
      this.#path = pathText(realm, given)
      this.#encoding = encoding
      const number = watches.add(this.#path, this.#watching)
      if (number < 0) return number
      this.#number = number
      const state = handleState(this)
      state.active = true
      if (!persistent) state.referenced = false
      return 0
    }

    #tell(event: 'change' | 'rename', name: string): void {
      // inotify gives no name for the watched file itself; libuv uses the last part of its path.
      const filename = name === '' ? this.#path.slice(this.#path.lastIndexOf('/') + 1) : name
      makeCallback(this, this.onchange, 0, event, inEncoding(realm, filename, this.#encoding))
    }
  }
  return { FSEvent }
}
