import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { filesOfTools, toolsNamed } from '#node/tools/index.ts'
import type { Lab } from '../api/index.ts'
import { connectLab, inProcessPorts, serveLab } from '../client/index.ts'
import { openSimulatedLab, sameThread } from '../on-disk/index.ts'
import { openReplay } from './index.ts'

const FILES = {
  'hello.ts': "console.log('hello', process.argv[2])",
  'words.txt': 'one\ntwo\n',
  'waits.ts': "setInterval(() => {}, 1000); console.log('waiting')",
}

async function open(): Promise<Lab> {
  return (await openSimulatedLab({ seed: 1, files: { submission: FILES } })).lab
}

const line = (lab: Lab, text: string) => lab.host('server').run('/bin/sh', { args: ['-c', text] })

test.each([
  ['cat words.txt | wc -l', '2\n', 0],
  ['node hello.ts "the world" > out.txt; cat o*.txt', 'hello the world\n', 0],
  ['cat nothing.txt || echo "status $?"', 'status 1\n', 0],
  ['exit 3', '', 3],
])('a host runs the line %s among the files of the submission', async (text, stdout, code) => {
  const lab = await open()
  const process = await line(lab, text)
  expect(await process.exited()).toMatchObject({ code })
  expect(await process.output()).toMatchObject({ stdout })
})

test('a program that is not there is named, with status 127', async () => {
  const lab = await open()
  const process = await line(lab, 'nothing x')
  expect(await process.exited()).toMatchObject({ code: 127 })
  expect(await process.output()).toMatchObject({ stderr: '/bin/sh: 1: nothing: not found\n' })
})

test('what is written goes to the program that the line has started', async () => {
  const lab = await open()
  const process = await line(lab, 'cat | wc -c')
  await process.write('typed\n')
  await process.endInput()
  expect(await process.line()).toBe('6')
})

test('a signal ends all that the line has started, as Ctrl+C does', async () => {
  const lab = await open()
  const process = await line(lab, 'node waits.ts | cat')
  expect(await process.line()).toBe('waiting')
  await process.kill('SIGINT')
  expect(await process.exited()).toMatchObject({ signal: 'SIGINT' })
  const after = await line(lab, 'echo next')
  expect(await after.exited()).toMatchObject({ code: 0 })
  // Nothing is left that could move the clock.
  expect((await lab.clock.step()).events).toBe((await lab.clock.step()).events)
})

test('a replay runs the same lines, with what was typed', async () => {
  const lab = await open()
  const process = await line(lab, 'cat > typed.txt; cat typed.txt')
  await process.write('for the recording\n')
  await process.endInput()
  await process.exited()
  const [here, there] = inProcessPorts()
  serveLab(openReplay(structuredClone(await lab.recipe()), { starter: sameThread() }), there)
  const again = await connectLab(here)
  await again.clock.advance(0)
  const read = await line(again, 'cat typed.txt')
  await read.exited()
  expect((await read.output()).stdout).toBe('for the recording\n')
})

test('a tool comes with the line that names it, and a replay has it too', async () => {
  const lab = await open()
  const before = await line(lab, 'grep two words.txt')
  expect(await before.exited()).toMatchObject({ code: 127 })
  const names = toolsNamed('grep two words.txt > found.txt', ['grep', 'sort'])
  const files = await filesOfTools(names, (name) => readFileSync(`src/runtime/node/tools/${name}.cjs`, 'utf8'))
  const tool = await lab.host('server').run('/bin/sh', { args: ['-c', 'grep two words.txt > found.txt'], files })
  expect(await tool.exited()).toMatchObject({ code: 0 })
  const [here, there] = inProcessPorts()
  serveLab(openReplay(structuredClone(await lab.recipe()), { starter: sameThread() }), there)
  const again = await connectLab(here)
  await again.clock.advance(0)
  const read = await line(again, 'cat found.txt; sort words.txt')
  expect(await read.exited()).toMatchObject({ code: 127 })
  expect((await read.output()).stdout).toBe('two\n')
})
