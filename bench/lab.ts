/**
 * What driving a world costs: a crossing (a batch there and its answer back), in process and over a worker, compared with the bare
 * message round trip below it; and a whole empty world, opened and closed. Run: `npm run bench -- lab`.
 */
import { MessageChannel, Worker } from 'node:worker_threads'
import { connectSession, type LabSession, messagePort } from '#lab'
import { findTopology, openSimulatedLab, sameThread } from '#lab/on-disk/index.ts'
import { type Figure, report } from './figure.ts'

const starter = sameThread()
const CROSSINGS = 5000
const WORLDS = 200

/** Microseconds that each of `n` awaited repetitions took, the best of three rounds: the machine has other things to do. */
async function microseconds(n: number, once: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 3; round++) {
    const start = performance.now()
    for (let i = 0; i < n; i++) await once()
    best = Math.min(best, ((performance.now() - start) * 1000) / n)
  }
  return best
}

async function* crossings(where: string, { lab }: LabSession, bare?: number): AsyncGenerator<Figure> {
  const beside = bare === undefined ? {} : { beside: { what: 'a bare message and its echo', value: bare } }
  const wait = await microseconds(CROSSINGS, () => lab.clock.advance('1us'))
  yield { what: `a wait, ${where}`, value: wait, unit: 'µs', ...beside }
  const look = await microseconds(CROSSINGS, () => lab.host('client').routes())
  yield { what: `a look, ${where}`, value: look, unit: 'µs', ...beside }
  await lab.close()
}

/** Microseconds without Lab: a message to a worker and its echo. */
async function messageRoundTrip(): Promise<number> {
  const echo = new Worker(
    "require('node:worker_threads').parentPort.on('message', function (m) { this.postMessage(m) })",
    {
      eval: true,
    },
  )
  const once = () =>
    new Promise((resolve) => {
      echo.once('message', resolve)
      echo.postMessage({
        batch: 1,
        commands: [{ id: 1, kind: 'wait', on: 'clock', op: 'advance', args: [0.001] }],
        run: true,
      })
    })
  await once()
  const took = await microseconds(CROSSINGS, once)
  await echo.terminate()
  return took
}

async function openInWorker(worker: Worker): Promise<LabSession> {
  const { port1, port2 } = new MessageChannel()
  const wish = { topology: findTopology('wire'), params: {}, submission: {}, programs: {}, seed: 1 }
  worker.postMessage({ wish, port: port2 }, [port2])
  return connectSession(messagePort(port1))
}

async function* figures(): AsyncGenerator<Figure> {
  yield* crossings('in process', await openSimulatedLab({ starter }))
  const worker = new Worker(new URL('../src/runtime/lab/simulated/world-worker.fixture.ts', import.meta.url))
  yield* crossings('over a worker', await openInWorker(worker), await messageRoundTrip())
  const empty = await microseconds(WORLDS, async () => (await openSimulatedLab({ starter })).lab.close())
  yield { what: 'an empty world, opened and closed', value: empty / 1000, unit: 'ms' }
  const inWorker = await microseconds(WORLDS, async () => (await openInWorker(worker)).lab.close())
  yield { what: 'the same in a worker that runs already', value: inWorker / 1000, unit: 'ms' }
  await worker.terminate()
}

await report(figures())
