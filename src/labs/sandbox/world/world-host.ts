import {
  connectLab,
  type Files,
  inProcessPorts,
  type LabBackend,
  messagePort,
  readTopology,
  serveLab,
  type WorldRecord,
} from '#lab'
import { openReplay, openSimulatedBackend } from '#lab/simulated/index.ts'
import type { ProcessPort } from '#node'
import { type MountSource, textSource } from '#node/files/index.ts'
import { localStarter } from '#node/processes/index.ts'
import type { WorkerRealms } from '#node/realm/platform/worker/index.ts'
import type { CallPlace } from '../../recording/index.ts'
import { buffersOf, packRecords } from '../packed-records.ts'
import type { WorldReport } from '../protocol.ts'
import { RecordStream } from '../record-stream.ts'
import type { OpenMessage } from './add-ons.ts'
import { CallPlaces } from './call-places.ts'

/** Limits on a world's recorded packets, and on its output. */
const CAP = 64 * 2 ** 20
const OUTPUT_CAP = 4 * 2 ** 20
const CHUNK_BYTES = 64 * 1024
const CHUNK_MS = 30
const NODE_MODULES = '/node_modules'

const WARM_UP_TOPOLOGY = `version: 1
name: warm-up
topology:
  nodes:
    a: { interfaces: { eth0: { addresses: [10.0.0.1/24] } } }
    b: { interfaces: { eth0: { addresses: [10.0.0.2/24] } } }
  links: [{ endpoints: ["a:eth0", "b:eth0"] }]
`
const WARM_UP_PROGRAM = `import net from 'node:net'
const server = net.createServer((socket: net.Socket) => socket.on('data', (chunk) => socket.end(chunk)))
server.listen(1, () => net.connect(1).on('data', (chunk) => { console.log(String(chunk)); server.close() }).write('warm'))
`

/** Reports to the page; ports and buffers are transferred with the report. */
export type Post = (report: WorldReport, transferred?: Transferable[]) => void

/** Opens worlds, one per request, in this thread. */
export class WorldHost {
  readonly #realms: WorkerRealms
  readonly #loadDriver: Files
  readonly #post: Post
  /** Open worlds. */
  #open = 0

  constructor(realms: WorkerRealms, loadDriver: Files, post: Post) {
    this.#realms = realms
    this.#loadDriver = loadDriver
    this.#post = post
  }

  /** Runs a small program in a small hidden world, and boots the next process. */
  async warmUp(): Promise<void> {
    const backend = openSimulatedBackend({
      description: readTopology('warm-up.yaml', WARM_UP_TOPOLOGY),
      seed: 0,
      files: { submission: { 'server.ts': WARM_UP_PROGRAM } },
      starter: localStarter((calls) => this.#realms.take(calls)),
    })
    const [here, there] = inProcessPorts()
    serveLab(backend, there)
    const lab = await connectLab(here)
    await lab.host('a').run('server.ts')
    await lab.settle()
    await lab.close()
    this.#realms.prepare()
    this.#realms.keepLanguage()
  }

  /**
   * Serves the Lab of a new world on `port`; a world that cannot be opened is reported gone, with the reason. If an
   * earlier world's programs have spoiled this worker for others, the request goes back.
   */
  open({ world, request, packages }: OpenMessage, port: MessagePort): void {
    if (this.#open === 0 && !this.#realms.restoreLanguage()) {
      this.#post({ kind: 'refused', world, request }, [port])
      return
    }
    const lab = messagePort(port)
    try {
      const { topology, params = {}, replay, ...options } = request
      const places = new CallPlaces()
      const stream = this.#stream(world, places)
      const create = places.watching((calls) => this.#realms.take(calls))
      const common = {
        starter: localStarter((calls) =>
          tellingFirst(create(calls), () => {
            backend.passOn?.()
            stream.flush()
          }),
        ),
        loadDriver: this.#loadDriver,
        mounts: packageMounts(packages),
        tables: true,
        observe: (records: WorldRecord[]) => stream.push(records),
      }
      const backend: LabBackend = replay
        ? openReplay(replay.recipe, { ...common, ...(replay.until && { until: replay.until }) })
        : openSimulatedBackend({
            ...options,
            ...common,
            description: readTopology(topology.file, topology.text, params),
          })
      this.#open++
      serveLab(
        {
          description: backend.description,
          pause: () => backend.pause?.(),
          resume: () => backend.resume?.(),
          async execute(batch) {
            const answer = await backend.execute(batch)
            // Records before an answer arrive before the answer.
            stream.flush()
            return answer
          },
          close: async () => {
            await backend.close()
            this.#open--
            stream.flush()
          },
        },
        lab,
      )
    } catch (error) {
      lab.post({ kind: 'gone', reason: error instanceof Error ? error.message : String(error) })
    }
  }

  #stream(world: string, places: CallPlaces): RecordStream {
    let last = 0
    return new RecordStream({
      cap: CAP,
      outputCap: OUTPUT_CAP,
      chunkBytes: CHUNK_BYTES,
      chunkTime: CHUNK_MS,
      realNow: () => performance.now(),
      send: (records) => {
        for (const record of records) if ('at' in record) last = record.at
        const packed = packRecords(records)
        this.#post({ kind: 'records', world, records: packed, places: placesOf(records, places) }, buffersOf(packed))
      },
      truncated: () => this.#post({ kind: 'truncated', world, at: last }),
    })
  }
}

/** The folder in which Node looks for packages last, with these in it. */
function packageMounts(packages: readonly string[]): { path: string; source: MountSource }[] {
  if (packages.length === 0) return []
  const files = Object.assign({}, ...packages.map((text) => JSON.parse(text) as Files)) as Files
  return [{ path: NODE_MODULES, source: textSource(files) }]
}

/** Source lines of these packets. */
function placesOf(records: readonly WorldRecord[], places: CallPlaces): CallPlace[] {
  const found = records.flatMap((record) => {
    const cause = record.kind === 'packet' ? record.cause : null
    return (cause && 'call' in cause && places.take(cause.pid, cause.call)) || []
  })
  places.forget()
  return found
}

/** Reports all events to the page before each turn of the process: the turn may never end. */
function tellingFirst(process: ProcessPort, tell: () => void): ProcessPort {
  return {
    turn(event) {
      tell()
      return process.turn(event)
    },
    kill: (reason) => process.kill(reason),
  }
}
