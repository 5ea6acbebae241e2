/** A quiz of one question, a drill of one kind of question, a module. */
export const quizFiles = (id: string, title: string): Record<string, string> => ({
  [`${id}.quiz.yaml`]: `# yaml-language-server: $schema=../../schemas/quiz.schema.json
version: 1
id: ${id}
title: ${JSON.stringify(title)}
items:
  - id: data-events
    kind: single
    ask: A client writes one line. How many data events does the server see?
    choices:
      - { text: Exactly one., because: "TCP carries bytes, not messages: the line may come in pieces, or with the next one." }
      - { text: One or more., because: "As many as the bytes come in; several lines may also share one.", right: true }
      - { text: One for each byte., because: "Only when each byte has a segment of its own." }
`,
})

export const drillFiles = (id: string, title: string): Record<string, string> => ({
  [`drills/${id}/drill.yaml`]: `# yaml-language-server: $schema=../../../../schemas/drill.schema.json
version: 1
id: ${id}
title: ${JSON.stringify(title)}
lead: How many bytes of a TCP segment are payload?
tier: 1
mistakes:
  one-header: The IP header has its own {ip} bytes beside the TCP header.
`,
  [`drills/${id}/generator.ts`]: `import type { Generate } from 'ackademy/drill'

/** An IPv4 packet without options, of some length. */
const generate: Generate = (draw, say) => {
  const [length, tcp] = [draw.integer(60, 1500), draw.oneOf([20, 32])]
  return {
    kind: 'numeric',
    ask: \`An IPv4 packet has \${length} bytes; its TCP header has \${tcp}, its IP header 20. How many bytes are payload?\`,
    value: length - tcp - 20,
    unit: 'B',
    because: 'What is left behind both headers.',
    otherwise: 'Take both headers away from the length of the packet.',
    mistakes: [{ value: length - tcp, unit: 'B', mistake: 'one-header', because: say('one-header', { ip: 20 }) }],
  }
}
export default generate
`,
})

export const moduleFiles = (name: string, title: string): Record<string, string> => ({
  'module.yaml': `# yaml-language-server: $schema=../../schemas/module.schema.json
version: 1
number: ${Number(name.slice(0, 2))}
title: ${JSON.stringify(title)}
defaults:
  module: ${Number(name.slice(0, 2))}
  kind: exercise
  tier: 1
  backends: [simulated, linux]
  topology: wire
`,
})
