/** A small exercise that is whole: a server which answers lines, one mistake with its hint, and tests under every schedule. */
export function exerciseFiles(id: string, title: string): Record<string, string> {
  const files: Record<string, string> = {
    'exercise.yaml': exerciseYaml(id, title),
    'prompt.mdx': PROMPT,
    'hints.yaml': HINTS,
    'starter/server.ts': STARTER,
    'solution/server.ts': SOLUTION,
    'wrong.yaml': WRONG,
    'tests/setup.ts': SETUP,
    'tests/visible.test.ts': VISIBLE,
    'tests/practice.test.ts': PRACTICE,
  }
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`exercises/${id}/${path}`, text]))
}

const schema = (name: string, up: number) =>
  `# yaml-language-server: $schema=${'../'.repeat(up)}schemas/${name}.schema.json\n`

const exerciseYaml = (id: string, title: string) => `${schema('exercise', 4)}version: 1
id: ${id}
title: ${JSON.stringify(title)}
# module, kind, tier, backends and topology come from module.yaml unless they are said here.
points: 10
difficulty: 2
tags: []
needs: [segments]
backends: [simulated]
variants:
  port: { value: 9000 }
  prefix: { oneOf: ["echo: ", "> "] }
submission: { files: [server.ts] }
starter: { fails: [v1], hint: silent }
tests:
  groups:
    - { id: answers, title: Answers, tests: [v1], points: 4 }
    - { id: stream, title: A stream in any pieces, tests: ["h2/*"], points: 6 }
workspace:
  program: server.ts
  host: server
  byHand: { host: client, port: port, say: ["hello\\n", "he", "llo\\n"] }
`

const PROMPT = `Write a server that listens on TCP port <Param name="port" /> and answers every line with the same line, with
<Param name="prefix" quoted /> in front of it. A line ends with \`\\n\`, however the bytes were cut on their way.
`

const HINTS = `${schema('hints', 4)}version: 1
stages:
  - text: How many data events does one line cause? And how many lines can one event bring?
  - text: Look at the ladder of the failed test. Which bytes came in which segment, and what was answered to each?
mistakes:
  - id: silent
    priority: 1
    when: { fails: [v1], error: TIMEOUT }
    say: Your server never sends a byte. \`socket.write()\` answers.
  - id: chunk
    priority: 10
    when: { fails: [h2/dribble, h2/coalesce], passes: [h2/whole] }
    say: TCP is a byte stream. Your message arrived in two pieces at byte {cut}. Keep the remainder.
    values: { cut: { evidence: "schedule.cut[0]" } }
    show: bytes
`

const STARTER = `import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((_socket) => {
  // Answer every line.
})

server.listen(params.port)
`

const SOLUTION = `import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = '' // received, but no whole line yet
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const lines = (rest + text).split('\\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(\`\${params.prefix}\${line}\\n\`)
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
`

const WRONG = `${schema('wrong', 4)}version: 1
mistakes:
  chunk:
    idea: Takes one data event for one line.
    fails: [h2/dribble, h2/coalesce]
    passes: [v1, h2/whole]
    hint: chunk
    edits:
      server.ts:
        - find: |
            let rest = '' // received, but no whole line yet
          put: ''
        - find: |
            const lines = (rest + text).split('\\n')
            rest = lines.pop() ?? ''
            for (const line of lines) socket.write(\`\${params.prefix}\${line}\\n\`)
          put: |
            socket.write(\`\${params.prefix}\${String(text).replace(/\\n$/, '')}\\n\`)
`

const SETUP = `import { labTest } from 'ackademy/lab'
import { params } from './params.ts'

/** Every test begins with the server listening and one client that is connected. */
export const test = labTest(async (lab) => {
  const server = await lab.host('server').run('server.ts', { listens: params.port })
  return { server, client: await lab.host('client').connect('server', params.port) }
})
`

const VISIBLE = `import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test('v1 answers two lines', async ({ client }) => {
  expect(await client.ask('hello\\n')).toBe(\`\${params.prefix}hello\`)
  expect(await client.ask('again\\n')).toBe(\`\${params.prefix}again\`)
})
`

const PRACTICE = `import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test.schedules('h2 the stream may be cut anywhere', async ({ client }) => {
  await client.send(['one\\n', 'two\\n', 'three\\n'])
  expect(await client.lines(3)).toEqual(['one', 'two', 'three'].map((line) => \`\${params.prefix}\${line}\`))
})
`
