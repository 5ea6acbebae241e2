import { expect, test } from 'vitest'
import { runProgram } from './run-program.fixture.ts'

test('a script that exceeds its timeout is stopped, and that much time has passed', async () => {
  const { stdout } = await runProgram(`
    const vm = require('node:vm'), start = Date.now()
    try { vm.runInNewContext('for (;;);', {}, { timeout: 20 }) } catch ({ code, message }) { console.log(code, message, Date.now() - start) }`)
  expect(stdout).toBe('ERR_SCRIPT_EXECUTION_TIMEOUT Script execution timed out after 20ms 20\n')
})

test("a context has the world's clock and randomness, and keeps what the program put there", async () => {
  const { stdout } = await runProgram(`
    const vm = require('node:vm'), mine = { random: () => 4 }
    console.log(vm.runInNewContext('new Date().getFullYear() + new Date().getTimezoneOffset()'), vm.runInNewContext('Math.random()', { Math: mine }))
    console.log(Object.keys(vm.createContext({ a: 1 })), vm.runInNewContext('Math.random()') === vm.runInNewContext('Math.random()'))`)
  expect(stdout).toBe("2026 4\n[ 'a' ] false\n")
})
