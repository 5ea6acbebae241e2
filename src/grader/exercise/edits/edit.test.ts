import { describe, expect, test } from 'vitest'
import { makeEdit } from './index.ts'

const SERVER = `const server = net.createServer((socket) => {
  socket.on('data', (chunk) => {
    socket.write(chunk)
  })
  socket.on('error', () => {})
})
`
const edited = (find: string, put: string) => makeEdit(SERVER, { find, put })

describe('an edit', () => {
  test('of a part of a line keeps the rest of it', () => {
    expect(edited('socket.write(chunk)', 'socket.end(chunk)')).toEqual({
      text: SERVER.replace('socket.write(chunk)', 'socket.end(chunk)'),
    })
  })

  test('that replaces one line with several indents them like it', () => {
    expect(edited('socket.write(chunk)', 'socket.write(chunk)\nsocket.end()\n')).toEqual({
      text: SERVER.replace('    socket.write(chunk)\n', '    socket.write(chunk)\n    socket.end()\n'),
    })
  })

  test('of whole lines finds them at any indentation, and indents the new ones as much', () => {
    const find = "socket.on('data', (chunk) => {\n  socket.write(chunk)\n})\n"
    expect(edited(find, 'if (isOpen) {\n\n  socket.pipe(socket)\n}\n')).toEqual({
      text: SERVER.replace(
        "  socket.on('data', (chunk) => {\n    socket.write(chunk)\n  })\n",
        '  if (isOpen) {\n\n    socket.pipe(socket)\n  }\n',
      ),
    })
  })

  test('that puts nothing removes the lines', () => {
    expect(edited("socket.on('error', () => {})\n", '')).toEqual({
      text: SERVER.replace("  socket.on('error', () => {})\n", ''),
    })
  })

  test('of whole lines does not match a part of a line', () => {
    expect(edited('write(chunk)\n', '')).toEqual({ times: 0 })
  })

  test('reports how often it finds its text', () => {
    expect(edited('socket.read', '')).toEqual({ times: 0 })
    expect(edited('socket.on', '')).toEqual({ times: 2 })
    expect(edited('})\n', '')).toEqual({ times: 2 })
  })
})
