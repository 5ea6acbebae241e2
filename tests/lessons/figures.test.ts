/** Programs that lessons show obey the lessons: readers copy them. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const programs = globSync('content/*/{figures/*,server,client}/*.ts').sort()

test('there are programs in figures and servers that grow', () => {
  expect(programs.some((file) => file.includes('/figures/'))).toBe(true)
  expect(programs.some((file) => file.includes('/server/'))).toBe(true)
})

test.each(programs)('%s listens for the errors of each socket it opens or accepts', (file) => {
  const program = readFileSync(file, 'utf8')
  const sockets = program.match(/net\s*\.(?:createServer|connect)\(/g) ?? []
  const listeners = program.match(/socket\.on\('error'/g) ?? []
  expect(listeners.length).toBeGreaterThanOrEqual(sockets.length)
})

test.each(programs)('%s passes no async callback, whose rejection nobody would handle', (file) => {
  expect(readFileSync(file, 'utf8')).not.toMatch(/(?:createServer|\.on|\.once|setTimeout|setInterval)\([^\n]*\basync\b/)
})
