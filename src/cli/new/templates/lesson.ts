/**
 * A lesson that is whole: its five steps around one small world, a prediction that the run decides, and no number that is typed.
 * `name` is `01-first-answer`, `module` its number.
 */
export function lessonFiles(name: string, title: string, module: number): Record<string, string> {
  const [, place = '', id = ''] = /^(\d\d)-(.*)$/.exec(name) ?? []
  return {
    [`${name}.mdx`]: lesson(id, title, `${module}.${Number(place)}`),
    [`figures/${id}/figure.yaml`]: FIGURE,
    [`figures/${id}/server.ts`]: SERVER,
    [`figures/${id}/client.ts`]: CLIENT,
  }
}

const lesson = (id: string, title: string, number: string) => `---
title: ${JSON.stringify(title)}
number: '${number}'
minutes: 10
lead: >-
  One or two sentences: what somebody believes who has not read this, and what is so.
exercises: []
---
<Step kind="predict">
Say what the programs do, and nothing of what will come of it. \`client.ts\` sends one line over a new connection; \`server.ts\` answers it at once.

<Predict
  id="${id}-when"
  figure="${id}"
  question="How long after the SYN does the client have its answer?"
  number={{ packet: 'tcp.len > 0', nth: 2, show: 'arrives', since: 'tcp.flags.syn == 1', most: 200, step: 5, within: 10 }}
/>
</Step>

<Step kind="run">
Lead through the run, from packet to packet. The SYN is packet <Measured figure="${id}" packet="tcp.flags.syn == 1" show="number" />. The question is
packet <Measured figure="${id}" packet="tcp.len > 0" show="number" />, with <Measured figure="${id}" packet="tcp.len > 0" show="payload" /> bytes, and left
<Measured figure="${id}" packet="tcp.len > 0" since="tcp.flags.syn == 1" /> after the SYN; the answer was there
<Measured figure="${id}" packet="tcp.len > 0" nth={2} show="arrives" since="tcp.flags.syn == 1" /> after it.
</Step>

<Step kind="explain">
Say why, with the RFC's section behind each claim ([RFC 9293, 3.5](https://www.rfc-editor.org/rfc/rfc9293#section-3.5)).

<Explain
  id="${id}-why"
  figure="${id}"
  question="What did the question wait for?"
  choices={[
    {
      text: 'For server.ts to take the connection.',
      because: 'The SYN ACK left when the SYN arrived: its kernel answers, not the program.',
      evidence: 'tcp.flags.syn == 1 && tcp.flags.ack == 1',
    },
    { text: 'For both ends to agree where their bytes begin to count.', because: 'The handshake is that agreement.', isRight: true },
  ]}
/>

<div class="lens">
**Go beside Node.** What somebody who knows the same thing in another language would look for.
</div>
</Step>

<Step kind="break">
The programs run again with every change.

- Raise the **delay**. What grows with it, and how often?
- Add **loss** until the SYN dies. Who notices, and when?
</Step>

<Step kind="fix">
Lead to the exercise in which it is repaired: \`exercises\` above names it too, and the page shows it.
</Step>
`

const FIGURE = `# docs/components.md has every field and component.
version: 1
title: A question over a new connection
topology: wire
programs:
  - { host: server, program: server.ts, listens: 9000 }
  - { host: client, program: client.ts }
link: [client, server]
settings: { delay: 20ms, loss: 0, rate: 10Mbit }
knobs:
  delay: [5ms, 20ms, 80ms]
  loss: [0, 0.1, 0.2, 0.3]
seed: 1
`

const SERVER = `import net from 'node:net'

net
  .createServer((socket) => {
    socket.on('data', (chunk) => socket.end(\`you said \${chunk}\`))
  })
  .listen(9000)
`

const CLIENT = `import net from 'node:net'

const socket = net.connect(9000, 'server')
socket.write('hello\\n')
socket.on('data', (chunk) => console.log(String(chunk).trimEnd()))
`
