import { expect, test } from 'vitest'
import { CommandHistory } from './command-history.ts'

function typed(...lines: string[]): CommandHistory {
  const history = new CommandHistory()
  for (const line of lines) history.add(line)
  return history
}

test('up goes back to the first line, down comes back to what was being typed', () => {
  const history = typed('ping web', 'ss -tn')
  expect([history.before('di'), history.before('ss -tn'), history.before('ping web')]).toEqual([
    'ss -tn',
    'ping web',
    null,
  ])
  expect([history.after(), history.after(), history.after()]).toEqual(['ss -tn', 'di', null])
})

test('keeps a repeated line once, and no empty one', () => {
  const history = typed('ss', 'ss', '  ')
  expect([history.before(''), history.before('ss')]).toEqual(['ss', null])
})
