import { expect, test } from 'vitest'
import { packagesNamed } from './packages-named.ts'

const INDEX = {
  '@grpc/grpc-js': { file: '', loads: ['protobufjs'] },
  protobufjs: { file: '', loads: [] },
  'socket.io': { file: '', loads: [] },
  ws: { file: '', loads: [] },
}

test.each([
  ["import net from 'node:net'", []],
  ["import { WebSocket } from 'ws'", ['ws']],
  ['const ws = require("ws")', ['ws']],
  ['await import(`ws`)', ['ws']],
  ["import descriptor from 'protobufjs/ext/descriptor.js'", ['protobufjs']],
  ["import grpc from '@grpc/grpc-js'", ['@grpc/grpc-js', 'protobufjs']],
  ["import { x } from './ws.ts'; const ws = 'wss'", []],
  ["import 'socket-io'", []],
  [JSON.stringify('import \'ws\'; import("socket.io")'), ['socket.io', 'ws']],
])('%s names %j', (text, expected) => {
  expect(packagesNamed({ 'server.ts': text }, INDEX)).toEqual(expected)
})
