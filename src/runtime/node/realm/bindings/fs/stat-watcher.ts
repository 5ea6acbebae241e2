import { STAT_FIELDS } from '../../../syscalls/index.ts'
import { makeCallback } from '../../async-wrap.ts'
import { Handle, handleState } from '../../handles/index.ts'
import type { Any } from '../../types.ts'
import type { FsContext } from './fs-context.ts'
import { pathText } from './text.ts'

const NOTHING: readonly number[] = new Array(STAT_FIELDS).fill(0)
const ATIME = [10, 11]

/** Makes `binding.StatWatcher`: uv_fs_poll_t, which polls with stat. */
export function statWatcherClass({ realm, files, arrays }: FsContext): unknown {
  return class StatWatcher extends Handle {
    readonly #useBigint: boolean
    #timer: Any = null
    /** Latest result: struct stat or -errno; null before the first one. */
    #seen: number[] | number | null = null
    onchange: unknown = null

    constructor(useBigint: boolean) {
      super(realm, 'STATWATCHER')
      this.#useBigint = useBigint
      handleState(this).release = () => realm.require('timers').clearTimeout(this.#timer)
    }

    start(given: unknown, interval: number): number {
      handleState(this).active = true
      this.#look(pathText(realm, given), interval)
      return 0
    }

    #look(path: string, interval: number): void {
      realm.threadPool.submit(20_000, () => {
        if (handleState(this).isClosing) return
        this.#compare(files.statPath(path, true))
        if (handleState(this).isClosing) return
        this.#timer = realm.require('timers').setTimeout(() => this.#look(path, interval), interval || 1)
        this.#timer.unref()
      })
    }

    #compare(now: number[] | number): void {
      const before = this.#seen
      this.#seen = now
      if (typeof now === 'number') {
        if (before === null || before !== now) this.#tell(now, NOTHING, Array.isArray(before) ? before : NOTHING)
      } else if (before !== null && (typeof before === 'number' || differ(before, now)))
        this.#tell(0, now, typeof before === 'number' ? NOTHING : before)
    }

    #tell(status: number, now: readonly number[], before: readonly number[]): void {
      arrays.stat(before, this.#useBigint, false, STAT_FIELDS)
      makeCallback(this, this.onchange, status, arrays.stat(now, this.#useBigint, false))
    }
  }
}

/** Returns whether a file changed; reading it doesn't count. */
function differ(before: readonly number[], now: readonly number[]): boolean {
  return before.some((value, index) => value !== now[index] && !ATIME.includes(index))
}
