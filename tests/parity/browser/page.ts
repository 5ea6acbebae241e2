/** The page that runs programs: makes the sandboxed frame as the lab page does, and tells the server how each ended. */
import type { FrameMessage } from '#labs/sandbox/protocol.ts'
import { ADD_ON_NAMES } from '#node/library/index.ts'
import type { ParityProgram } from '../program.ts'
import { PATHS, type PagePrograms, type PageReport, type WorkerReport, type WorkerStart } from './protocol.ts'

/** Real milliseconds that a program may take. */
const PATIENCE = 120_000

interface ProgramWorker {
  run: (program: ParityProgram) => Promise<WorkerReport>
  remove: () => void
}

const text = async (path: string) => (await fetch(path)).text()

async function makeWorker(): Promise<ProgramWorker> {
  const [frame, source, library, runtime] = await Promise.all(
    [PATHS.frame, PATHS.worker, PATHS.library, PATHS.runtime].map(text),
  )
  const addOns = Object.fromEntries(
    await Promise.all(ADD_ON_NAMES.map(async (name) => [name, await text(PATHS.addOn(name))] as const)),
  )
  const element = document.createElement('iframe')
  element.setAttribute('sandbox', 'allow-scripts')
  element.srcdoc = frame!
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve))
  document.body.append(element)
  await loaded
  const toFrame = new MessageChannel()
  const toWorker = new MessageChannel()
  const reports: ((report: WorkerReport) => void)[] = []
  const next = () => new Promise<WorkerReport>((resolve) => reports.push(resolve))
  toWorker.port1.onmessage = ({ data }: MessageEvent<WorkerReport>) => reports.shift()?.(data)
  toFrame.port1.onmessage = ({ data }) => {
    if (data.kind === 'worker-error') reports.shift()?.({ kind: 'failed', message: data.message })
  }
  element.contentWindow!.postMessage('port', '*', [toFrame.port2])
  const start: WorkerStart = { library: library!, runtime: runtime!, addOns }
  const message: FrameMessage = { kind: 'worker', name: 'parity', source: source!, start }
  const ready = next()
  toFrame.port1.postMessage(message, [toWorker.port2])
  const report = await ready
  if (report.kind === 'failed') throw new Error(report.message)
  return {
    run(program) {
      const ended = next()
      toWorker.port1.postMessage(program)
      return ended
    },
    remove: () => element.remove(),
  }
}

async function runAll(): Promise<void> {
  const programs = (await (await fetch(PATHS.programs)).json()) as PagePrograms
  let worker = await makeWorker()
  for (const program of programs) {
    const started = performance.now()
    const tooLong = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))
    const report = await Promise.race([worker.run(program), tooLong])
    if (report?.kind === 'outcome') tell(program, { outcome: report.outcome }, started)
    else {
      tell(program, { failure: report?.kind === 'failed' ? report.message : 'It has not ended.' }, started)
      worker.remove()
      worker = await makeWorker()
    }
  }
}

function tell({ entry }: ParityProgram, result: PageReport['result'], started: number): void {
  const report: PageReport = { entry, result, milliseconds: performance.now() - started }
  void fetch(PATHS.outcome, { method: 'POST', body: JSON.stringify(report) })
}

runAll().catch((error) => tell({ entry: '' } as ParityProgram, { failure: String(error?.stack ?? error) }, 0))
