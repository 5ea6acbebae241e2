import { expect, test } from 'vitest'
import { readTopology } from '../topology/index.ts'
import { openSimulatedBackend } from './open.ts'

test.each(['nat, outside: eth0', 'firewall'])('a topology with a %s says that this backend has none', (kind) => {
  const text = `version: 1\nname: t\ntopology:\n  nodes: { box: { kind: ${kind}, interfaces: { eth0: {} } } }\n  links: []\n`
  const open = () =>
    openSimulatedBackend({
      description: readTopology('t.yaml', text),
      seed: 1,
      files: { submission: {} },
      starter: () => {
        throw new Error('no program is started')
      },
    })
  expect(open).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED', seen: expect.stringContaining('linux') }))
})
