import * as everything from 'node:http'
import http, { CloseEvent, MessageEvent } from 'node:http'
import fs, { promises } from 'node:fs'

console.log(everything.WebSocket === WebSocket, CloseEvent === globalThis.CloseEvent, MessageEvent === http.MessageEvent)
console.log(Object.keys(everything).includes('WebSocket'), everything.default === http, promises === fs.promises)
console.log(typeof everything.globalAgent, Object.values(everything).every((value) => value !== undefined))
