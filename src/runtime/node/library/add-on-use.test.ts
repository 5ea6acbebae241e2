import { expect, test } from 'vitest'
import { ADD_ON_MODULES, LIBRARY_MODULES, mayUseAddOns } from './index.ts'

test('a module is either in every process or in one add-on', () => {
  const all = [...LIBRARY_MODULES, ...Object.values<readonly string[]>(ADD_ON_MODULES).flat()]
  expect(all.filter((id, at) => all.indexOf(id) !== at)).toEqual([])
})

test.each([
  "import net from 'node:net'\nnet.createServer((socket) => socket.pipe(socket)).listen(7)",
  "const dgram = require('dgram'), { lookup } = require(`node:dns/promises`)",
  "import { once } from 'node:events'\nimport { frame } from './frame.ts'\nconst { Agent } = await import('node:http')",
])('a program on the network waits for no add-on: %s', (text) => expect(mayUseAddOns(text)).toBe(false))

test.each([
  "import assert from 'node:assert'",
  "import assert from 'assert/strict'",
  "import { readFile } from 'node:fs/promises'",
  "const { createHash } = require('crypto')",
  "await fetch('http://server/')",
  'new WebSocket(url)',
  'const name = process.argv[2]; require(name)',
  "require('ass' + 'ert')",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a program's text
  'await import(`node:${name}`)',
  "require('z\\x6cib')",
  "globalThis['fe' + 'tch']('/')",
  'Readable.toWeb(stream)',
  'util.parseArgs()',
])('one that may come to ask for an add-on does: %s', (text) => expect(mayUseAddOns(text)).toBe(true))
