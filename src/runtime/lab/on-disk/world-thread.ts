/** The thread of `openLabInThread`: a simulated world and its programs, which make their system calls by function calls. */
import { parentPort, workerData } from 'node:worker_threads'
import { folderOnDisk } from '#node/files/on-disk/index.ts'
import { messagePort, serveLab } from '../client/index.ts'
import {
  GATEWAY_NAME,
  type Gateway,
  openGateway,
  type Protocol,
  type Publication,
  Threshold,
} from '../gateway/index.ts'
import { openSimulatedEngine } from '../simulated/index.ts'
import { loadDriverFiles } from './load-driver-files.ts'
import type { WorldThreadData, WorldThreadReport } from './open-lab-in-thread.ts'
import { sameThread } from './starters.ts'
import { captureInto } from './streamed-capture.ts'
import { showLiveness } from './thread-liveness.ts'

const { liveness, capture, mounts, published, ...options } = workerData as WorldThreadData & { liveness: Int32Array }
const report = (message: WorldThreadReport) => parentPort!.postMessage(message)
const ends = options.description.links.flatMap(({ endpoints }) => endpoints)
const pcap = capture === null ? null : captureInto(capture, ends)
const { engine, network } = openSimulatedEngine({
  ...options,
  mounts: mounts.map(({ path, folder }) => ({ path, source: folderOnDisk(folder) })),
  starter: sameThread((create) => showLiveness(liveness, create)),
  loadDriver: loadDriverFiles(),
  observe: (records) => report({ kind: 'records', records }),
  keepsPackets: false,
  ...(pcap !== null && { onPacket: pcap.add }),
})

const threshold = new Threshold()
let gateway: Gateway | null = null
if (published !== null) {
  const onRefused = (publication: Publication, protocol: Protocol, error: number) =>
    report({ kind: 'refused', publication, protocol, error })
  const opened = await openGateway({ ...published, gateway: network.host(GATEWAY_NAME), threshold, onRefused })
  if ('entrances' in opened) gateway = opened
  report({ kind: 'entrances', opened: 'entrances' in opened ? [...opened.entrances] : opened })
}

serveLab(
  {
    description: engine.description,
    execute: (batch) => threshold.during(() => engine.execute(batch)),
    pause: () => engine.pause(),
    resume: () => engine.resume(),
    close: async () => {
      // What programs say when they are ended with their world is no part of it.
      pcap?.end()
      await gateway?.close()
      await engine.close()
    },
  },
  messagePort(parentPort!),
)
