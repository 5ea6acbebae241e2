import { expect, test } from 'vitest'
import type { AddOnTexts } from '../protocol.ts'
import { AddOns, type OpenMessage } from './add-ons.ts'

const world = (source: string, packages: string[] = []): Pick<OpenMessage, 'request' | 'packages'> => ({
  request: {
    seed: 1,
    topology: { file: 'topology.yaml', text: '' },
    files: { submission: { 'server.ts': source }, programs: {} },
  },
  packages,
})
const TEXTS: AddOnTexts = {
  further: '{}',
  zlib: null,
  fetch: null,
  brotli: null,
  zstd: null,
  sockets: null,
  http2: null,
  crypto: null,
}

test('a world opens at once if its programs only use the network, otherwise when the add-ons have arrived', () => {
  const addOns = new AddOns()
  const opened: string[] = []
  addOns.whenThere(world("import net from 'node:net'"), () => opened.push('net'))
  addOns.whenThere(world("import fs from 'node:fs/promises'"), () => opened.push('fs'))
  expect(opened).toEqual(['net'])
  addOns.bring(TEXTS)
  expect(opened).toEqual(['net', 'fs'])
  expect(addOns.text('further')).toBe('{}')
})

test('a world with npm packages waits for the add-ons: they may load any', () => {
  const addOns = new AddOns()
  const opened: string[] = []
  addOns.whenThere(world("import { Server } from 'ws'", ['{}']), () => opened.push('ws'))
  expect(opened).toEqual([])
  addOns.bring(TEXTS)
  expect(opened).toEqual(['ws'])
})
