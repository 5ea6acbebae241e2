import { MessageChannel, Worker } from 'node:worker_threads'
import { afterAll } from 'vitest'
import { connectSession, messagePort } from '../client/index.ts'
import { testLabBackend } from '../lab.case.ts'
import { openSimulatedLab } from '../on-disk/index.ts'

testLabBackend({
  name: 'simulated, in process',
  open: ({ submission, programs, ...wish }) => openSimulatedLab({ ...wish, files: { submission, programs } }),
})

let worker: Worker | undefined
afterAll(() => worker?.terminate())

testLabBackend({
  name: 'simulated, in a worker',
  open: (wish) => {
    worker ??= new Worker(new URL('./world-worker.fixture.ts', import.meta.url))
    const { port1, port2 } = new MessageChannel()
    worker.postMessage({ wish, port: port2 }, [port2])
    return connectSession(messagePort(port1))
  },
})
