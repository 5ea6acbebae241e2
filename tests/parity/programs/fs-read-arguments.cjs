// Arguments that read and write refuse.
const fs = require('fs')
const { attempt, folder } = require('../support/scratch-folder.cjs')

fs.writeFileSync('f', 'abc')
const fd = fs.openSync('f', 'r+')
const buffer = Buffer.alloc(4)
for (const parameters of [
  [], [fd], [fd, 'text'], [fd, buffer, 5], [fd, buffer, -1], [fd, buffer, 0, 5], [fd, buffer, 0, -1], [fd, buffer, 0, 1, 'x'],
  [fd, buffer, 0, 1, 1.5], [fd, buffer, 0, 1, -2], [fd, buffer, 0, 1, -1], [fd, buffer, 0, 1, 2n ** 63n], [fd, Buffer.alloc(0)], ['x', buffer],
  [-1, buffer], [1.5, buffer], [null, buffer], [fd, buffer, NaN], [fd, buffer, 0, 1, null], [fd, buffer, undefined, undefined, 1],
])
  attempt(`read ${parameters.length} ${parameters.length > 1 ? String(parameters.at(-1)).slice(0, 20) : ''}`, () => fs.readSync(...parameters))
for (const parameters of [
  [fd], [fd, 12], [fd, {}], [fd, buffer, 5], [fd, buffer, 0, 9], [fd, buffer, -1], [fd, 'x', 'y'], [fd, 'x', null, 'nope'], [fd, 'é', 0, 'latin1'],
  [fd, 'é', 0, 'utf8'], [fd, '6162', 0, 'hex'], ['x', 'y'], [fd, buffer, { length: 2 }],
])
  attempt(`write ${parameters.length} ${parameters.length > 1 ? String(parameters.at(-1)).slice(0, 20) : ''}`, () => fs.writeSync(...parameters))
for (const call of ['close', 'fsync', 'fdatasync', 'fstat', 'ftruncate'])
  for (const value of ['x', -1, 1.5, 2 ** 31, null, undefined, {}, NaN, 9999]) attempt(`${call} ${value}`, () => fs[`${call}Sync`](value))
attempt('callback', () => fs.readFile('f'))
attempt('callback', () => fs.stat('f', {}))
attempt('mode', () => fs.accessSync('f', 8))
attempt('mode', () => fs.copyFileSync('f', 'g', 9))
attempt('mode', () => fs.chmodSync('f', 'abc'))
attempt('mode', () => fs.mkdirSync('q', '8'))
attempt('encoding', () => fs.readFileSync('f', 'nope'))
attempt('path', () => fs.readFileSync({}))
attempt('path', () => fs.readFileSync(''))
attempt('path', () => fs.readFileSync(new URL('http://example.com/f')))
attempt('path', () => fs.readFileSync(new URL(`file://${folder}/f`), 'latin1'))
attempt('path', () => fs.readFileSync(Buffer.from('f'), 'ascii'))
