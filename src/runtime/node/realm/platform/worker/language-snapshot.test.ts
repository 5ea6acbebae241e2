import { describe, expect, test } from 'vitest'
import { LanguageSnapshot, languageObjects } from './language-snapshot.ts'

/** Makes a small language, so that the tests don't change their own. */
function small() {
  class Base {
    method() {}
  }
  const made = {
    Base,
    constant: 1,
    get accessor() {
      return 1
    },
  }
  return { made, snapshot: new LanguageSnapshot([made]) }
}

describe('a snapshot of the language', () => {
  test('restores what a program replaced, deleted, hid or made unwritable', () => {
    const { made, snapshot } = small()
    const before = [Object.getOwnPropertyDescriptors(made), Object.getOwnPropertyDescriptors(made.Base.prototype)]
    made.Base.prototype.method = () => {}
    Reflect.deleteProperty(made, 'constant')
    Object.defineProperty(made, 'accessor', { value: 2, writable: false, enumerable: false })
    expect(snapshot.restore()).toBe(true)
    expect([Object.getOwnPropertyDescriptors(made), Object.getOwnPropertyDescriptors(made.Base.prototype)]).toEqual(
      before,
    )
  })

  test('removes what a program added, or put under its own prototype', () => {
    const { made, snapshot } = small()
    Object.assign(made.Base.prototype, { extra: 1 })
    Object.setPrototypeOf(made, { sly: true })
    expect(snapshot.restore()).toBe(true)
    expect('extra' in made.Base.prototype).toBe(false)
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
  })

  test.each([
    ['frozen', (made: object) => Object.freeze(made)],
    ['made unextensible', (made: object) => Object.preventExtensions(made)],
    ['given a property that cannot be removed', (made: object) => Object.defineProperty(made, 'x', { value: 1 })],
  ])('what was %s cannot be undone, and that is said', (_, spoil) => {
    const { made, snapshot } = small()
    spoil(made)
    expect(snapshot.restore()).toBe(false)
  })

  test('reaches the objects behind names and behind syntax', () => {
    const objects = languageObjects(globalThis)
    const generator = Object.getPrototypeOf(function* () {})
    const arrays = Object.getPrototypeOf([].values())
    for (const object of [Array, Promise, JSON, generator, arrays]) expect(objects).toContain(object)
  })
})
