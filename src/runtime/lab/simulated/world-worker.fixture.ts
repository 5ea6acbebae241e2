/** Worlds in a worker thread, for the suite across a thread boundary: each is opened by a message and driven over its own port. */
import { type MessagePort, parentPort } from 'node:worker_threads'
import { messagePort, serveLab } from '../client/index.ts'
import { loadDriverFiles, sameThread } from '../on-disk/index.ts'
import type { WorldWish } from '../suite/spec.fixture.ts'
import { readTopology } from '../topology/index.ts'
import { openSimulatedBackend } from './index.ts'

const starter = sameThread()

parentPort!.on('message', ({ wish, port }: { wish: WorldWish; port: MessagePort }) => {
  const { topology, params, submission, programs, ...options } = wish
  const description = readTopology(topology.file, topology.text, params)
  const files = { submission, programs }
  const backend = openSimulatedBackend({ ...options, description, files, starter, loadDriver: loadDriverFiles() })
  serveLab(backend, messagePort(port))
})
