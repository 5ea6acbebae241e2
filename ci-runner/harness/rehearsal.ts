/**
 * A warm-up exercise: two hosts that talk to each other, with tests that pass. Grading it exercises most of the grading code, so that
 * V8 compiles it: into the image's code cache when the image is built, and into this process while it waits for a job.
 */
import type { BackendName } from '#grader'
import type { GradeOrder } from '../job.ts'

const EXERCISE = `
version: 1
id: rehearsal
title: A rehearsal
module: 3
kind: exercise
tier: 1
backends: [simulated, linux]
topology: wire
points: 1
needs: [segments]
variants: { port: { value: 9000 }, word: { oneOf: [hello] } }
submission: { files: [nothing.ts] }
starter: { fails: [r1], hint: silent }
tests: { files: [visible], groups: [{ id: all, title: All, tests: ["r*"], points: 1 }] }
solution: never
`

const HINTS = `
version: 2
stages: [{ text: Listen. }]
causes:
  - { id: silent, at: { r1: "*" }, when: { received: nothing }, say: Nobody listens. }
`

const TOPOLOGY = `
version: 1
name: wire
parameters: { mtu: 1500, rate: 10Mbit, delay: 1ms }
topology:
  nodes:
    client: { interfaces: { eth0: { addresses: [10.0.9.1/24] } } }
    server: { interfaces: { eth0: { addresses: [10.0.9.2/24] } } }
  links:
    - { endpoints: ["client:eth0", "server:eth0"], delay: "\${delay}", rate: "\${rate}", mtu: "\${mtu}" }
`

const TESTS = `
import { expect, labTest } from 'ackademy/lab'
import { params } from './params.ts'

const test = labTest()
test('r1 speaks', async ({ lab }) => {
  const listener = await lab.host('server').listen(params.port)
  const client = await lab.host('client').connect('server', params.port)
  const server = await listener.accept()
  await client.send(\`\${params.word}\\n\`)
  expect(await server.line()).toBe(params.word)
  await server.send('yes\\n')
  await server.end()
  expect(await client.line()).toMatch(/^yes$/)
  await client.expectEnd()
  expect(await lab.capture('tcp.flags.fin == 1').count()).toBeGreaterThan(0)
})
`

export const rehearsalOn = (backend: BackendName): GradeOrder => ({
  exercise: {
    folder: 'rehearsal',
    files: {
      'exercise.yaml': EXERCISE,
      'hints.yaml': HINTS,
      'prompt.mdx': 'Listen.\n',
      'starter/nothing.ts': 'export {}\n',
      'tests/visible.test.ts': TESTS,
    },
    topologies: { 'wire.yaml': TOPOLOGY },
  },
  exerciseHash: '',
  job: {
    submission: { 'nothing.ts': "import net from 'node:net'\nnet.createServer(() => {})\n" },
    backend,
    seed: 1,
    variant: 'sample',
  },
})
