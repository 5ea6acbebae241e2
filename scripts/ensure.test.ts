import { expect, test } from 'vitest'
import { locksBinariesFor } from './ensure.mjs'

const lock = {
  packages: {
    'node_modules/linter': {
      optionalDependencies: { '@linter/cli-linux-x64': '1.0.0', '@linter/cli-darwin-arm64': '1.0.0' },
    },
    'node_modules/@linter/cli-linux-x64': {},
  },
}

test('a lock that was written on one system is complete for that system', () => {
  expect(locksBinariesFor(lock, 'linux', 'x64')).toBe(true)
})

test('it has nothing to say about a system for which no package has a binary', () => {
  expect(locksBinariesFor(lock, 'sunos', 'x64')).toBe(true)
})

test('a binary that a package names for this system and the lock lacks is noticed', () => {
  expect(locksBinariesFor(lock, 'darwin', 'arm64')).toBe(false)
})
