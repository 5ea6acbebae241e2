import { isLabError, LabError } from '../api/index.ts'
import { afterRealTime } from './macrotask.ts'
import { PATIENCE_MS, type Session } from './session.ts'

const LOOK_EVERY_MS = 100

/** Runs a test's body on its world; see `LabSession.supervise`. */
export async function supervise<T>(session: Session, body: () => Promise<T>): Promise<T> {
  const watch = watchForForeignWaits(session)
  try {
    const value = await Promise.race([body(), watch.misuse])
    const [unseen, ...more] = session.takeUnseenFailures()
    if (unseen) throw neverAwaited(unseen, more.length)
    return value
  } finally {
    watch.stop()
    session.abandon()
  }
}

function neverAwaited(error: Error, others: number): Error {
  if (!isLabError(error)) return error
  const also = others > 0 ? ` (and ${others} more like it)` : ''
  return new LabError({ ...error.toData(), seen: `${error.seen}, in an operation that the test did not await${also}` })
}

/** Rejects if nothing was pending for `PATIENCE_MS`: the test then awaits something that the world cannot fulfill. */
function watchForForeignWaits(session: Session): { misuse: Promise<never>; stop: () => void } {
  let idleMs = 0
  let stop = () => {}
  const misuse = new Promise<never>((_, reject) => {
    const look = () => {
      idleMs = session.busy ? 0 : idleMs + LOOK_EVERY_MS
      if (idleMs >= PATIENCE_MS) return reject(foreignWait(session))
      stop = afterRealTime(LOOK_EVERY_MS, look)
    }
    stop = afterRealTime(LOOK_EVERY_MS, look)
  })
  misuse.catch(() => {})
  return { misuse, stop: () => stop() }
}

function foreignWait(session: Session): LabError {
  const last = session.log.records().at(-1)
  const after = last?.source ? `, since ${last.source.file}:${last.source.line}` : ''
  return session.misuse(
    'only awaits of Lab operations: the world is stopped during any other',
    `${PATIENCE_MS / 1000} s of real time in some other await${after}`,
  )
}
