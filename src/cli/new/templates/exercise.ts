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

const HINTS = `${schema('hints', 4)}version: 2
stages:
  - text: How many data events does one line cause? And how many lines can one event bring?
  - text: TCP delivers a stream of bytes. A \`data\` event hands you whatever has arrived, part of a line or several lines.
causes:
  - id: silent
    at: { v1: the answer to hello }
    when: { received: nothing, error: TIMEOUT, sent: { from: server, flag: data, count: "== 0" } }
    say: Your server accepted the connection and wrote nothing. \`socket.write()\` answers.
  - id: chunk
    at: { h2/*: the three answers }
    when: { answered: inside-line }
    say: Your server answered before the line was complete. Answer only what ends with \`\\n\`, and keep the rest for the next event.
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
  await expect(client.ask('hello\\n'), 'the answer to hello').toBe(\`\${params.prefix}hello\`)
  await expect(client.ask('again\\n'), 'the answer to again').toBe(\`\${params.prefix}again\`)
})
`

const PRACTICE = `import { expect } from 'ackademy/lab'
import { params } from './params.ts'
import { test } from './setup.ts'

test.schedules('h2 the stream may be cut anywhere', async ({ client }) => {
  await client.send(['one\\n', 'two\\n', 'three\\n'])
  const answers = ['one', 'two', 'three'].map((line) => \`\${params.prefix}\${line}\`)
  await expect(client.lines(3), 'the three answers').toEqual(answers)
})
`
